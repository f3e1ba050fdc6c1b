"""The atlas: one question put to many models, answers kept for each model, and their comparison.

`survey` asks the questions and keeps their answers, `shipped` holds answers that come with the models, `questions` the
questions to one model, `performance` the numbers of cards and papers, `methods` and `paired` name and compare methods,
`arrange` orders, scales and corrects rows, `overall` summarises them over all RBPs, `report` writes all as Markdown.
"""

from core.atlas.arrange import GAP_ORDERS, ORDERS, SCALES, corrected, gap_map, heatmap, ranked, title_of
from core.atlas.choice import EVERYTHING, Choice, choose
from core.atlas.methods import Method
from core.atlas.overall import clear_rows, overall, sentences
from core.atlas.paired import Comparison, Summary
from core.atlas.performance import SOURCES, Performance, method_title, performance
from core.atlas.questions import ANALYSES
from core.atlas.report import report
from core.atlas.survey import Progress, Survey, ask, fingerprint, kept, ship, size

__all__ = [
    "ANALYSES",
    "EVERYTHING",
    "GAP_ORDERS",
    "ORDERS",
    "SCALES",
    "SOURCES",
    "Choice",
    "Comparison",
    "Method",
    "Performance",
    "Progress",
    "Summary",
    "Survey",
    "ask",
    "choose",
    "clear_rows",
    "corrected",
    "fingerprint",
    "gap_map",
    "heatmap",
    "kept",
    "method_title",
    "overall",
    "performance",
    "ranked",
    "report",
    "sentences",
    "ship",
    "size",
    "title_of",
]
