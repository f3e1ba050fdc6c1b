"""GIA Explorer's library: train ResidualBind on RNAcompete data and ask it what it has learned.

Everything a page shows or a command prints is one of these functions; none knows the web.
"""

from importlib import import_module

from core.analyses import (
    Evaluation,
    TestScores,
    card,
    evaluate,
    is_warm,
    ism,
    ism_together,
    open_model,
    predict,
    run_gia,
    run_gia_together,
    test_scores,
    warm_up,
)
from core.campaign import Training, train_all
from core.data.records import ImportSummary
from core.data.store import import_file
from core.discovery import KmerScan, scan_kmers
from core.errors import AppError, DataError, ModelError, SequenceError
from core.experiments import Experiment, find_experiment, list_experiments
from core.findings import Findings, discover
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
    read_design,
)
from core.gia.paper import EXPERIMENTS, Outcome
from core.jobs import Recipe, TrainingReport, train, train_together
from core.model.architectures import NETWORKS
from core.model.cards import Card
from core.motifs import alignment_motif, best_matches, top_kmer_logo
from core.mutagenesis import Ism, changes
from core.own import Check, Inspection, import_network, inspect_network
from core.probes import ProbeList, list_probes, motifs_of
from core.score import Model, wrap_model
from core.sequence import NamedRna, read_rnas
from core.structure import MfeStructure, Structure, fold, mfe

__all__ = [
    "BACKGROUNDS",
    "EXPERIMENTS",
    "LAYOUTS",
    "NETWORKS",
    "AppError",
    "Card",
    "Check",
    "Comparison",
    "Condition",
    "ConditionResult",
    "DataError",
    "Design",
    "Evaluation",
    "Experiment",
    "Findings",
    "GiaResult",
    "ImportSummary",
    "Inspection",
    "Ism",
    "KmerScan",
    "MfeStructure",
    "Model",
    "ModelError",
    "NamedRna",
    "Outcome",
    "Placement",
    "ProbeList",
    "Recipe",
    "SequenceError",
    "Structure",
    "TestScores",
    "Training",
    "TrainingReport",
    "alignment_motif",
    "best_matches",
    "card",
    "changes",
    "discover",
    "download",
    "evaluate",
    "find_experiment",
    "fold",
    "import_file",
    "import_network",
    "inspect_network",
    "is_warm",
    "ism",
    "ism_together",
    "list_experiments",
    "list_probes",
    "mfe",
    "motifs_of",
    "open_model",
    "parse_condition",
    "parse_pattern",
    "predict",
    "read_design",
    "read_rnas",
    "run_gia",
    "run_gia_together",
    "scan_kmers",
    "test_scores",
    "top_kmer_logo",
    "train",
    "train_all",
    "train_together",
    "warm_up",
    "wrap_model",
]

LATE = {"LAYOUTS": "core.data.layouts", "download": "core.data.download"}
"""What is imported when it is first asked for, and from where: pandas would hold up every page and command."""


def __getattr__(name: str):
    if name not in LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(LATE[name]), name)
