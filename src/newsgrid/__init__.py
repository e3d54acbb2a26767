"""newsgrid: a self-hosted news network."""

__version__ = "0.1.0.dev0"
