"""Stories: articles of any language, in the order they come, grouped by the event they tell."""

from newsgrid.story.engine import EngineSettings, StoryEngine
from newsgrid.story.ledger import Ledger

__all__ = ["EngineSettings", "Ledger", "StoryEngine"]
