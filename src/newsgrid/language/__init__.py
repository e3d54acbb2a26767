"""text -> BCP 47 language and script."""

from newsgrid.language.detect import Detection, detect, detect_with_score, normalise_tag

__all__ = ["Detection", "detect", "detect_with_score", "normalise_tag"]
