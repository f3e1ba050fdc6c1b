"""Global importance analysis: the effect of a pattern on a model's prediction, averaged over backgrounds."""

from core.gia.backgrounds import BACKGROUNDS, parse_background
from core.gia.design import Condition, Design, Placement, parse_condition, parse_pattern
from core.gia.design_file import read_design
from core.gia.importance import Comparison, ConditionResult, GiaResult

__all__ = [
    "BACKGROUNDS",
    "Comparison",
    "Condition",
    "ConditionResult",
    "Design",
    "GiaResult",
    "Placement",
    "parse_background",
    "parse_condition",
    "parse_pattern",
    "read_design",
]
