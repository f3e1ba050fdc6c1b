"""GIA Explorer's library: train ResidualBind on RNAcompete data and ask it what it has learned.

Everything that a page shows or a command prints comes from these functions, which know nothing of the web.

A name is imported when it is first asked for: a command that asks a model does not wait for what reads tables. Their
types stand in ``__init__.pyi``.
"""

from importlib import import_module
from typing import Any

PLACES = {
    "BACKGROUNDS": "core.gia.BACKGROUNDS",
    "LAYOUTS": "core.data.layouts.LAYOUTS",
    "NETWORKS": "core.models.architectures.NETWORKS",
    "PROTOCOLS": "core.gia.protocols.named.PROTOCOLS",
    "AppError": "core.errors.AppError",
    "Card": "core.models.card.Card",
    "Check": "core.training.external.Check",
    "Comparison": "core.gia.Comparison",
    "Condition": "core.gia.Condition",
    "ConditionResult": "core.gia.ConditionResult",
    "DataError": "core.errors.DataError",
    "Dataset": "core.data.store.Dataset",
    "Dependents": "core.library.dataset_removal.Dependents",
    "Design": "core.gia.Design",
    "Effect": "core.rna_scan.Effect",
    "Evaluation": "core.library.test_set.Evaluation",
    "Experiment": "core.library.experiments.Experiment",
    "Findings": "core.discovery.discover.Findings",
    "GiaResult": "core.gia.GiaResult",
    "ImportSummary": "core.data.records.ImportSummary",
    "Inspection": "core.training.external.Inspection",
    "Ism": "core.discovery.ism.Ism",
    "KmerScan": "core.discovery.kmer_scan.KmerScan",
    "MfeStructure": "core.structure.fold.MfeStructure",
    "Model": "core.models.scoring.Model",
    "ModelError": "core.errors.ModelError",
    "NamedRna": "core.sequence.NamedRna",
    "Outcome": "core.gia.protocols.named.Outcome",
    "PairedPearson": "core.library.comparison.PairedPearson",
    "Peak": "core.rna_scan.Peak",
    "Placement": "core.gia.Placement",
    "ProbeList": "core.library.probes.ProbeList",
    "Recipe": "core.training.train.Recipe",
    "Reliability": "core.models.reliability.Reliability",
    "Removal": "core.library.model_removal.Removal",
    "RnaScan": "core.rna_scan.RnaScan",
    "SequenceError": "core.errors.SequenceError",
    "Size": "core.training.train.Size",
    "Structure": "core.structure.fold.Structure",
    "Substitution": "core.rna_scan.Substitution",
    "TestScores": "core.library.test_set.TestScores",
    "Training": "core.training.batch.Training",
    "TrainingReport": "core.training.train.TrainingReport",
    "Unfinished": "core.training.unfinished.Unfinished",
    "alignment_motif": "core.discovery.motifs.alignment_motif",
    "begin_anew": "core.training.unfinished.begin_anew",
    "best_matches": "core.discovery.motifs.best_matches",
    "card": "core.library.analyses.card",
    "changes": "core.discovery.ism.changes",
    "compare_models": "core.library.comparison.compare_models",
    "dataset_dependents": "core.library.dataset_removal.dataset_dependents",
    "discard_training": "core.training.unfinished.discard_training",
    "discover": "core.library.analyses.discover",
    "doubtful": "core.library.analyses.doubtful",
    "download": "core.data.download.download",
    "download_state": "core.data.download.download_state",
    "evaluate": "core.library.test_set.evaluate",
    "example_rna": "core.library.example_rna.example_rna",
    "find_experiment": "core.library.experiments.find_experiment",
    "fine_tune": "core.training.fine_tuning.fine_tune",
    "fold": "core.structure.fold.fold",
    "has_test_scores": "core.library.test_set.has_test_scores",
    "import_file": "core.data.store.import_file",
    "import_network": "core.training.external.import_network",
    "inspect_network": "core.training.external.inspect_network",
    "ism": "core.library.analyses.ism",
    "ism_together": "core.library.analyses.ism_together",
    "keep_previewed": "core.data.staging.keep_previewed",
    "list_datasets": "core.data.store.datasets",
    "list_experiments": "core.library.experiments.list_experiments",
    "list_probes": "core.library.probes.list_probes",
    "list_trainings": "core.training.unfinished.list_trainings",
    "make_ensemble": "core.training.ensembles.make_ensemble",
    "mfe": "core.structure.fold.mfe",
    "motifs_of": "core.library.probes.motifs_of",
    "open_model": "core.library.analyses.open_model",
    "others_with_seeds": "core.library.analyses.others_with_seeds",
    "parse_condition": "core.gia.parse_condition",
    "parse_pattern": "core.gia.parse_pattern",
    "plan_removal": "core.library.model_removal.plan_removal",
    "predict": "core.library.analyses.predict",
    "predict_test_probes": "core.library.test_set.predict_test_probes",
    "preview_file": "core.data.preview.preview_file",
    "read_design": "core.gia.read_design",
    "read_fasta": "core.rna_scan.read_fasta",
    "read_rnas": "core.rna_scan.read_rnas",
    "read_variants": "core.rna_scan.read_variants",
    "remove_dataset": "core.library.dataset_removal.remove_dataset",
    "remove_model": "core.library.model_removal.remove_model",
    "run_gia": "core.library.analyses.run_gia",
    "run_gia_seeds": "core.library.analyses.run_gia_seeds",
    "run_gia_together": "core.library.analyses.run_gia_together",
    "scan_kmers": "core.library.analyses.scan_kmers",
    "scan_rnas": "core.rna_scan.scan_rnas",
    "score_distribution": "core.data.preview.score_distribution",
    "seeds_of": "core.library.analyses.seeds_of",
    "take_out": "core.training.heads.take_out",
    "test_scores": "core.library.test_set.test_scores",
    "top_kmer_logo": "core.discovery.motifs.top_kmer_logo",
    "train": "core.training.train.train",
    "train_all": "core.training.batch.train_all",
    "train_all_together": "core.training.batch.train_all_together",
    "train_together": "core.training.train.train_together",
    "trained_already": "core.training.unfinished.trained_already",
    "training_size": "core.training.train.training_size",
    "unfinished": "core.training.unfinished.unfinished",
    "variant_effects": "core.rna_scan.variant_effects",
    "wrap_model": "core.models.scoring.wrap_model",
}
"""Where each name is defined."""
__all__ = sorted(PLACES)


def __getattr__(name: str) -> Any:
    """Import a name, or a room such as ``core.figures``."""
    if name in PLACES:
        module, _, attribute = PLACES[name].rpartition(".")
        return getattr(import_module(module), attribute)
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{name}":
            raise
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None


def __dir__() -> list[str]:
    return [*globals(), *PLACES]
