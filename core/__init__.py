"""GIA Explorer's library: train ResidualBind on RNAcompete data and ask it what it has learned.

Everything that a page shows or a command prints comes from these functions, which know nothing of the web.

Everything a page shows or a command prints is one of these functions; none knows the web.
"""

from importlib import import_module

from core.data.records import ImportSummary
from core.data.store import Dataset, import_file
from core.data.store import datasets as list_datasets
from core.discovery.discover import Findings
from core.discovery.ism import Ism, changes
from core.discovery.kmer_scan import KmerScan
from core.discovery.motifs import alignment_motif, best_matches, top_kmer_logo
from core.errors import AppError, DataError, ModelError, SequenceError
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
from core.gia.protocols.named import PROTOCOLS, Outcome
from core.library.analyses import (
    card,
    discover,
    doubtful,
    ism,
    ism_together,
    open_model,
    others_with_seeds,
    predict,
    run_gia,
    run_gia_seeds,
    run_gia_together,
    scan_kmers,
    seeds_of,
)
from core.library.comparison import PairedPearson, compare_models
from core.library.dataset_removal import Dependents, dataset_dependents, remove_dataset
from core.library.example_rna import example_rna
from core.library.experiments import Experiment, find_experiment, list_experiments
from core.library.model_removal import Removal, plan_removal, remove_model
from core.library.probes import ProbeList, list_probes, motifs_of
from core.library.test_set import Evaluation, TestScores, evaluate, has_test_scores, predict_test_probes, test_scores
from core.models.architectures import NETWORKS
from core.models.card import Card
from core.models.reliability import Reliability
from core.models.scoring import Model, wrap_model
from core.rna_scan import (
    Effect,
    Peak,
    RnaScan,
    Substitution,
    read_fasta,
    read_rnas,
    read_variants,
    scan_rnas,
    variant_effects,
)
from core.sequence import NamedRna
from core.structure.fold import MfeStructure, Structure, fold, mfe
from core.training.batch import Training, train_all, train_all_together
from core.training.ensembles import make_ensemble
from core.training.external import Check, Inspection, import_network, inspect_network
from core.training.fine_tuning import fine_tune
from core.training.heads import take_out
from core.training.train import Recipe, Size, TrainingReport, train, train_together, training_size
from core.training.unfinished import (
    Unfinished,
    begin_anew,
    discard_training,
    list_trainings,
    trained_already,
    unfinished,
)

__all__ = [
    "BACKGROUNDS",
    "LAYOUTS",
    "NETWORKS",
    "PROTOCOLS",
    "AppError",
    "Card",
    "Check",
    "Comparison",
    "Condition",
    "ConditionResult",
    "DataError",
    "Dataset",
    "Dependents",
    "Design",
    "Effect",
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
    "PairedPearson",
    "Peak",
    "Placement",
    "ProbeList",
    "Recipe",
    "Reliability",
    "Removal",
    "RnaScan",
    "SequenceError",
    "Size",
    "Structure",
    "Substitution",
    "TestScores",
    "Training",
    "TrainingReport",
    "Unfinished",
    "alignment_motif",
    "begin_anew",
    "best_matches",
    "card",
    "changes",
    "compare_models",
    "dataset_dependents",
    "discard_training",
    "discover",
    "doubtful",
    "download",
    "download_state",
    "evaluate",
    "example_rna",
    "find_experiment",
    "fine_tune",
    "fold",
    "has_test_scores",
    "import_file",
    "import_network",
    "inspect_network",
    "ism",
    "ism_together",
    "keep_previewed",
    "list_datasets",
    "list_experiments",
    "list_probes",
    "list_trainings",
    "make_ensemble",
    "mfe",
    "motifs_of",
    "open_model",
    "others_with_seeds",
    "parse_condition",
    "parse_pattern",
    "plan_removal",
    "predict",
    "predict_test_probes",
    "preview_file",
    "read_design",
    "read_fasta",
    "read_rnas",
    "read_variants",
    "remove_dataset",
    "remove_model",
    "run_gia",
    "run_gia_seeds",
    "run_gia_together",
    "scan_kmers",
    "scan_rnas",
    "score_distribution",
    "seeds_of",
    "take_out",
    "test_scores",
    "top_kmer_logo",
    "train",
    "train_all",
    "train_all_together",
    "train_together",
    "trained_already",
    "training_size",
    "unfinished",
    "variant_effects",
    "wrap_model",
]

LATE = {
    "LAYOUTS": "core.data.layouts",
    "download": "core.data.download",
    "download_state": "core.data.download",
    "keep_previewed": "core.data.staging",
    "preview_file": "core.data.preview",
    "score_distribution": "core.data.preview",
}
"""Names imported on first use, and their modules: importing pandas would delay every page and command."""


def __getattr__(name: str):
    if name not in LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(LATE[name]), name)
