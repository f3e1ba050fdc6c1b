"""Numbers as people read them in figures and on pages; `core.numbers` writes them, for reports too."""

from core.numbers import NONE, SMALLEST_P, interval_text, number_text, p_text

__all__ = ["NONE", "SMALLEST_P", "interval_text", "number_text", "p_text"]
