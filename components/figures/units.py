"""What the numbers of a figure are in; `core.units` says it for pages, files and figures alike."""

from core.units import SCORE, UNITS, Unit

__all__ = ["SCORE", "UNITS", "Unit"]
