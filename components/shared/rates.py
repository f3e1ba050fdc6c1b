"""Speed of a small machine, from docs/speed.md and rounded down, for the estimates of pages before work begins."""

PER_SECOND = 40_000
"""Predictions of a network that reads letters alone."""
FOLDED_PER_SECOND = 700
"""Predictions of a network that folds each RNA first."""


def pace(reads_structure: bool) -> int:
    """Give the predictions per second of a network that folds each RNA, or of one that does not."""
    return FOLDED_PER_SECOND if reads_structure else PER_SECOND
