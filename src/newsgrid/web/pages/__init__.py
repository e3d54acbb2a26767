"""The pages: thin views, the interface language, the answer cache and what templates need."""
