"""Options of the commands about measurements: what each takes, what it runs and how its answer is shown."""

from argparse import ArgumentParser
from pathlib import Path

import core
from core.cli import commands
from core.cli import text as tables
from core.data.download import SOURCES


def _experiments(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.list_experiments, show=tables.table)


def _import(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.import_probes, show=tables.imported)
    added.add_argument("path", metavar="PATH", help="a file, or a folder of files, in one of the public layouts")
    added.add_argument("--layout", metavar="NAME", help=f"{', '.join(core.LAYOUTS)} (default: detected)")
    added.add_argument("--preview", action="store_true", help="show its content without importing it")


def _datasets(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.list_datasets, show=tables.table)


def _remove(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.remove_dataset)
    added.add_argument("name", metavar="NAME", help="as listed by datasets, or the name of its file")
    added.add_argument("--yes", action="store_true", help="remove it; without this, only show what depends on it")


def _download(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.download)
    listed = f"an address, or {', '.join(SOURCES)} (default: the first)"
    added.add_argument("source", nargs="?", metavar="URL", help=listed)
    added.add_argument("--folder", type=Path, help="where to keep the file, instead of GIA_HOME")
    added.add_argument("--import", action="store_true", dest="import_it", help="also import it")


def _simulate(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.simulate)
    added.add_argument("folder", type=Path, metavar="FOLDER")
    added.add_argument("--seed", type=int, default=0)


def _about(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.about, show=tables.about)


OPTIONS = {
    "experiments": _experiments,
    "import": _import,
    "datasets": _datasets,
    "remove": _remove,
    "download": _download,
    "simulate": _simulate,
    "about": _about,
}
"""By command: the function that adds its options to a parser."""
