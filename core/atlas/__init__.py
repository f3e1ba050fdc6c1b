"""The atlas: one question put to many models, kept model by model, and what the answers say side by side.

`survey` holds the questions and keeps their answers, `questions` what each asks of one model, `performance` what cards
and papers say without asking, `arrange` how rows are ordered, scaled and corrected, `report` the whole as Markdown.
"""

from core.atlas.arrange import ORDERS, SCALES, corrected, heatmap, ranked
from core.atlas.choice import EVERYTHING, Choice, choose
from core.atlas.performance import SOURCES, Comparison, Method, Performance, method_title, performance
from core.atlas.questions import ANALYSES
from core.atlas.report import report
from core.atlas.survey import Progress, Survey, ask, fingerprint, kept, size

__all__ = [
    "ANALYSES",
    "EVERYTHING",
    "ORDERS",
    "SCALES",
    "SOURCES",
    "Choice",
    "Comparison",
    "Method",
    "Performance",
    "Progress",
    "Survey",
    "ask",
    "choose",
    "corrected",
    "fingerprint",
    "heatmap",
    "kept",
    "method_title",
    "performance",
    "ranked",
    "report",
    "size",
]
