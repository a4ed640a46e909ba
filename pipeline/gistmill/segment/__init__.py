"""Finding the headings of a text and cutting it into sections."""

from gistmill.segment.finder import Candidate, Reason
from gistmill.segment.stage import SegmentSettings, SegmentStage, accepted_confidence, explain, outline_of

__all__ = [
    "Candidate",
    "Reason",
    "SegmentSettings",
    "SegmentStage",
    "accepted_confidence",
    "explain",
    "outline_of",
]
