"""GIA Explorer's library: train ResidualBind on RNAcompete data and ask it what it has learned.

Everything a page shows or a command prints is one of these functions; none knows the web.
"""

from core.analyses import (
    Evaluation,
    TestScores,
    card,
    evaluate,
    is_warm,
    ism,
    predict,
    run_gia,
    test_scores,
    warm_up,
)
from core.data.records import ImportSummary
from core.data.store import import_file
from core.errors import AppError, DataError, ModelError, SequenceError
from core.experiments import Experiment, find_experiment, list_experiments
from core.gia import (
    BACKGROUNDS,
    Comparison,
    Condition,
    ConditionResult,
    Design,
    GiaResult,
    Placement,
    parse_condition,
    parse_pattern,
)
from core.jobs import TrainingReport, train
from core.model.registry import Card
from core.mutagenesis import Ism
from core.structure import Structure, fold

__all__ = [
    "BACKGROUNDS",
    "AppError",
    "Card",
    "Comparison",
    "Condition",
    "ConditionResult",
    "DataError",
    "Design",
    "Evaluation",
    "Experiment",
    "GiaResult",
    "ImportSummary",
    "Ism",
    "ModelError",
    "Placement",
    "SequenceError",
    "Structure",
    "TestScores",
    "TrainingReport",
    "card",
    "evaluate",
    "find_experiment",
    "fold",
    "import_file",
    "is_warm",
    "ism",
    "list_experiments",
    "parse_condition",
    "parse_pattern",
    "predict",
    "run_gia",
    "test_scores",
    "train",
    "warm_up",
]
