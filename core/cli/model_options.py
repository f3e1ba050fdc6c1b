"""Options of the commands about models: what each takes, what it runs and how its answer is shown."""

from argparse import ArgumentParser
from pathlib import Path

import core
from core.cli import commands, models
from core.cli import text as tables

MODEL = "experiment, such as RNCMPT00168; or one of its models, such as RNCMPT00168:residualbind-pu"
KEEP = "where to keep the model, instead of GIA_HOME"
KEEP_ALL = "where to keep the models, instead of GIA_HOME"


def _train(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.train, show=tables.fields_or_table)
    added.add_argument("id", metavar="ID", nargs="+", help="experiment; several share one multi-task model")
    _recipe(added)
    added.add_argument("--seed", type=int, default=0, help="of split, weights, order and dropout (default 0)")
    added.set_defaults(cut="finished epochs are kept, and the same command resumes from them")
    added.add_argument("--fresh", action="store_true", help="begin anew, even if epochs are kept")


def _train_all(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.train_all, show=tables.table)
    listed = "only these, instead of all imported ones"
    added.add_argument("--experiments", nargs="+", default=[], metavar="ID", help=listed)
    _recipe(added)
    added.add_argument("--seeds", nargs="+", type=int, default=[0], metavar="SEED", help="a model for each (default 0)")
    text = "after --schedule together: train each experiment's network further on that experiment alone"
    added.add_argument("--fine-tune", action="store_true", help=text)
    added.add_argument("--jobs", type=int, help="trainings side by side (default: one for every two cores)")


def _models(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.list_models, show=tables.table)
    added.add_argument("id", metavar="ID", help="experiment, such as RNCMPT00168")


def _card(added: ArgumentParser) -> None:
    added.set_defaults(run=models.card, show=models.card_text)
    added.add_argument("id", metavar="NAME", help=MODEL)


def _take_out(added: ArgumentParser) -> None:
    added.set_defaults(run=models.take_out, show=tables.table)
    added.add_argument("id", metavar="NAME", help="any output, such as RNCMPT00168:residualbind-joint-multitask")
    added.add_argument("--folder", type=Path, help=KEEP_ALL)


def _fine_tune(added: ArgumentParser) -> None:
    added.set_defaults(run=models.fine_tune, show=tables.table)
    added.add_argument("--epochs", type=int, help="in place of the usual number; strong motifs gain from more")
    added.add_argument("id", metavar="NAME", nargs="+", help="such as RNCMPT00168:residualbind-joint-multitask")
    added.add_argument("--folder", type=Path, help=KEEP_ALL)


def _ensemble(added: ArgumentParser) -> None:
    added.set_defaults(run=models.ensemble, show=tables.fields_or_table)
    added.add_argument("id", metavar="NAME", help="any of these models, such as RNCMPT00168:residualbind-seed1")


def _compare_models(added: ArgumentParser) -> None:
    added.set_defaults(run=models.compare_models, show=models.comparison_text)
    added.add_argument("id", metavar="NAME", help=MODEL)
    added.add_argument("other", metavar="OTHER", help="another model of that experiment")
    added.add_argument("--resamples", type=int, default=1000, help="of the paired bootstrap (default 1000)")
    added.add_argument("--seed", type=int, default=0, help="of the resamples (default 0)")


def _remove_model(added: ArgumentParser) -> None:
    added.set_defaults(run=models.remove_model)
    added.add_argument("id", metavar="NAME", help=MODEL)
    added.add_argument("--yes", action="store_true", help="delete it; without this, only show what would go with it")


def _trainings(added: ArgumentParser) -> None:
    added.set_defaults(run=models.list_trainings, show=models.trainings_text)
    added.add_argument("--discard", metavar="KEY", help="discard this one, so that it begins anew")


def _import_network(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.import_network)
    added.add_argument("path", type=Path, metavar="FILE", help="a .keras file of Keras' own layers")
    added.add_argument("--experiment", required=True, metavar="ID", help="one on this machine, or a new name")
    added.add_argument("--gene", default="", metavar="NAME", help="RBP of a new experiment")
    added.add_argument("--name", help="of the model within its experiment (default: the file's)")
    added.add_argument("--alphabet", default="ACGU", help="letters of its channels, in order (default ACGU)")
    added.add_argument("--output", type=int, default=0, help="output to use, from 0 (default 0)")
    added.add_argument("--folder", type=Path, help=KEEP)


def _evaluate(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.evaluate)
    added.add_argument("id", metavar="ID", help=MODEL)


def _recipe(added: ArgumentParser) -> None:
    """Add the options that say how a model is made, except its seed."""
    choices = core.Recipe()
    added.add_argument("--network", default=choices.network, help=", ".join(core.NETWORKS))
    variants = "of ResidualBind: paper (default), code (the authors'); for many experiments also joint or wide"
    added.add_argument("--variant", default=choices.variant, help=variants)
    added.add_argument("--teacher", metavar="VARIANT", help="model whose predictions are learned as well")
    added.add_argument("--inputs", default=choices.inputs, help="sequence (default), pu or phime (with structure)")
    added.add_argument("--task", default=choices.task, help="regression (default) or classification (bound or not)")
    added.add_argument("--schedule", default=choices.schedule, help="quick (one cycle, default), paper or together")
    added.add_argument("--transform", default=choices.transform, help="log (default), clip, or both")
    added.add_argument("--epochs", type=int, help="maximum, in place of the schedule's number")
    added.add_argument("--folder", type=Path, help=KEEP)


OPTIONS = {
    "train": _train,
    "train-all": _train_all,
    "models": _models,
    "card": _card,
    "take-out": _take_out,
    "fine-tune": _fine_tune,
    "ensemble": _ensemble,
    "compare-models": _compare_models,
    "remove-model": _remove_model,
    "trainings": _trainings,
    "import-network": _import_network,
    "evaluate": _evaluate,
}
"""By command: the function that adds its options to a parser."""
