"""Names and types of `core`, of which ``__init__.py`` imports each when it is first asked for."""

from core.data.download import download as download
from core.data.download import download_state as download_state
from core.data.layouts import LAYOUTS as LAYOUTS
from core.data.preview import preview_file as preview_file
from core.data.preview import score_distribution as score_distribution
from core.data.records import ImportSummary as ImportSummary
from core.data.staging import keep_previewed as keep_previewed
from core.data.store import Dataset as Dataset
from core.data.store import datasets as list_datasets
from core.data.store import import_file as import_file
from core.discovery.discover import Findings as Findings
from core.discovery.ism import Ism as Ism
from core.discovery.ism import changes as changes
from core.discovery.kmer_scan import KmerScan as KmerScan
from core.discovery.motifs import alignment_motif as alignment_motif
from core.discovery.motifs import best_matches as best_matches
from core.discovery.motifs import top_kmer_logo as top_kmer_logo
from core.errors import AppError as AppError
from core.errors import DataError as DataError
from core.errors import ModelError as ModelError
from core.errors import SequenceError as SequenceError
from core.gia import BACKGROUNDS as BACKGROUNDS
from core.gia import Comparison as Comparison
from core.gia import Condition as Condition
from core.gia import ConditionResult as ConditionResult
from core.gia import Design as Design
from core.gia import GiaResult as GiaResult
from core.gia import Placement as Placement
from core.gia import parse_condition as parse_condition
from core.gia import parse_pattern as parse_pattern
from core.gia import read_design as read_design
from core.gia.protocols.named import PROTOCOLS as PROTOCOLS
from core.gia.protocols.named import Outcome as Outcome
from core.library.analyses import card as card
from core.library.analyses import discover as discover
from core.library.analyses import doubtful as doubtful
from core.library.analyses import ism as ism
from core.library.analyses import ism_together as ism_together
from core.library.analyses import open_model as open_model
from core.library.analyses import others_with_seeds as others_with_seeds
from core.library.analyses import predict as predict
from core.library.analyses import run_gia as run_gia
from core.library.analyses import run_gia_seeds as run_gia_seeds
from core.library.analyses import run_gia_together as run_gia_together
from core.library.analyses import scan_kmers as scan_kmers
from core.library.analyses import seeds_of as seeds_of
from core.library.comparison import PairedPearson as PairedPearson
from core.library.comparison import compare_models as compare_models
from core.library.dataset_removal import Dependents as Dependents
from core.library.dataset_removal import dataset_dependents as dataset_dependents
from core.library.dataset_removal import remove_dataset as remove_dataset
from core.library.example_rna import example_rna as example_rna
from core.library.experiments import Experiment as Experiment
from core.library.experiments import find_experiment as find_experiment
from core.library.experiments import list_experiments as list_experiments
from core.library.model_removal import Removal as Removal
from core.library.model_removal import plan_removal as plan_removal
from core.library.model_removal import remove_model as remove_model
from core.library.probes import ProbeList as ProbeList
from core.library.probes import list_probes as list_probes
from core.library.probes import motifs_of as motifs_of
from core.library.test_set import Evaluation as Evaluation
from core.library.test_set import TestScores as TestScores
from core.library.test_set import evaluate as evaluate
from core.library.test_set import has_test_scores as has_test_scores
from core.library.test_set import predict_test_probes as predict_test_probes
from core.library.test_set import test_scores as test_scores
from core.models.architectures import NETWORKS as NETWORKS
from core.models.card import Card as Card
from core.models.reliability import Reliability as Reliability
from core.models.scoring import Model as Model
from core.models.scoring import wrap_model as wrap_model
from core.rna_scan import Effect as Effect
from core.rna_scan import Peak as Peak
from core.rna_scan import RnaScan as RnaScan
from core.rna_scan import Substitution as Substitution
from core.rna_scan import read_fasta as read_fasta
from core.rna_scan import read_rnas as read_rnas
from core.rna_scan import read_variants as read_variants
from core.rna_scan import scan_rnas as scan_rnas
from core.rna_scan import variant_effects as variant_effects
from core.sequence import NamedRna as NamedRna
from core.structure.fold import MfeStructure as MfeStructure
from core.structure.fold import Structure as Structure
from core.structure.fold import fold as fold
from core.structure.fold import mfe as mfe
from core.training.batch import Training as Training
from core.training.batch import train_all as train_all
from core.training.batch import train_all_together as train_all_together
from core.training.ensembles import make_ensemble as make_ensemble
from core.training.external import Check as Check
from core.training.external import Inspection as Inspection
from core.training.external import import_network as import_network
from core.training.external import inspect_network as inspect_network
from core.training.fine_tuning import fine_tune as fine_tune
from core.training.heads import take_out as take_out
from core.training.train import Recipe as Recipe
from core.training.train import Size as Size
from core.training.train import TrainingReport as TrainingReport
from core.training.train import train as train
from core.training.train import train_together as train_together
from core.training.train import training_size as training_size
from core.training.unfinished import Unfinished as Unfinished
from core.training.unfinished import begin_anew as begin_anew
from core.training.unfinished import discard_training as discard_training
from core.training.unfinished import list_trainings as list_trainings
from core.training.unfinished import trained_already as trained_already
from core.training.unfinished import unfinished as unfinished

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
