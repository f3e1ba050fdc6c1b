"""The command line, for scripts and for checking pages: ``python -m core COMMAND``. Positions count from 1.

If the project is installed, ``gia-explorer core COMMAND`` does the same.

With ``--json``, standard output is exactly one JSON document; progress and errors go to standard error. Bad input ends
with one sentence and exit code 2.
"""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import core
from core import versions
from core.atlas import ANALYSES
from core.cli import commands, models, protocols
from core.cli import text as tables
from core.data.download import SOURCES
from core.discovery.kmer_scan import METHODS

MODEL = "experiment, such as RNCMPT00168; or one of its models, such as RNCMPT00168:residualbind-pu"

CALLED = "python -m core"
LEFT_ALONE = 141
"""The exit code if the reader has gone, the one shells give a command ended by a closed pipe (128 + SIGPIPE)."""


class Parser(argparse.ArgumentParser):
    """An argparse parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise an AppError that names the command's help."""
        raise core.AppError(f"{message}; see: {self.prog} --help")


def main(arguments: Sequence[str] | None = None, called: str = CALLED) -> int:
    """Run one command and return its exit code.

    called : the words by which people call this command line, for its help and its errors.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # one that knows few letters shows the others as \\u2212
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(arguments, called)
    except BrokenPipeError:  # whoever read this has gone, as `head` does
        return LEFT_ALONE
    finally:
        _empty(sys.stdout)
        _empty(sys.stderr)


def _run(arguments: Sequence[str] | None, called: str) -> int:
    options = None
    try:
        options = _parser(called).parse_args(arguments)
        if unchecked := versions.warning():
            print(unchecked, file=sys.stderr)
        commands.resolve_names(options)
        document = options.run(options)
        _say(json.dumps(document) if options.json else options.show(document).replace(CALLED, called))
    except core.AppError as error:
        print(f"error: {error}".replace(CALLED, called), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"cancelled; {getattr(options, 'cut', 'nothing was written')}.", file=sys.stderr)
        return 130
    return 0


def _say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise core.AppError(f"the answer cannot be written ({error.strerror}); write it elsewhere.") from error


def _empty(stream: Any) -> None:
    """Write what a stream still holds, or drop it if nobody reads it: Python would try again at exit."""
    try:
        if stream is not None:
            stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _parser(called: str = CALLED) -> Parser:
    parser = Parser(prog=called, description="Ask a deep network what it has learned about an RBP.")
    listed = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[..., Any], text: str, show: Callable[[Any], str] = tables.fields) -> Parser:
        added = listed.add_parser(name, help=text, description=text)
        added.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        added.set_defaults(run=run, show=show)
        return added

    _data(command)
    _models(command)
    _questions(command)
    named = command("protocol", protocols.ask, "Ask a question of the paper by its name, or one beyond it.")
    _protocols(named)
    listed.choices["experiment"] = named  # its older name, which is read but not listed
    command("about", commands.about, "Say which version this is, and of which libraries.", tables.about)
    return parser


def _data(command: Callable[..., Parser]) -> None:
    command("experiments", commands.list_experiments, "List the experiments on this machine.", tables.table)
    added = command(
        "import", commands.import_probes, "Import measurements: probes with binding scores.", tables.imported
    )
    added.add_argument("path", metavar="PATH", help="a file, or a folder of files, in one of the public layouts")
    added.add_argument("--layout", metavar="NAME", help=f"{', '.join(core.LAYOUTS)}; found out unless said")
    added.add_argument("--preview", action="store_true", help="say what is in it, and keep nothing")
    command("datasets", commands.list_datasets, "List the measurements on this machine, by import.", tables.table)
    added = command("remove", commands.remove_dataset, "Remove an import, and say what depends on it.")
    added.add_argument("name", metavar="NAME", help="as listed by datasets, or the name of its file")
    added.add_argument("--yes", action="store_true", help="do it; without, only say what depends on it")
    added = command("download", commands.download, "Download measurements: resumed where it stopped, and checked.")
    added.add_argument(
        "source", nargs="?", metavar="URL", help=f"an address, or {', '.join(SOURCES)} (the first unless said)"
    )
    added.add_argument("--folder", type=Path, help="where to keep the file, instead of GIA_HOME")
    added.add_argument("--import", action="store_true", dest="import_it", help="import it as well")
    added = command("simulate", commands.simulate, "Write the simulated set, as it is shipped, into a folder.")
    added.add_argument("folder", type=Path, metavar="FOLDER")
    added.add_argument("--seed", type=int, default=0)


def _models(command: Callable[..., Parser]) -> None:
    text = "Train a model on set A and measure it on set B."
    added = command("train", commands.train, text, tables.fields_or_table)
    added.add_argument("id", metavar="ID", nargs="+", help="experiment; several share one multi-task model")
    _recipe(added)
    added.add_argument("--seed", type=int, default=0, help="of split, weights, order and dropout (default 0)")
    added.set_defaults(cut="the epochs that ended are kept, and the same command goes on with them")
    added.add_argument("--fresh", action="store_true", help="begin anew, even where some epochs are kept")
    text = "Train every experiment that has probes here, one model each; goes on where it was cut."
    added = command("train-all", commands.train_all, text, tables.table)
    listed = "instead of all that were imported"
    added.add_argument("--experiments", nargs="+", default=[], metavar="ID", help=listed)
    _recipe(added)
    added.add_argument("--seeds", nargs="+", type=int, default=[0], metavar="SEED", help="a model for each (default 0)")
    text = "after --schedule together: train each experiment's own network on, on that experiment alone"
    added.add_argument("--fine-tune", action="store_true", help=text)
    added.add_argument("--jobs", type=int, help="trainings side by side (default: one for every two cores)")
    added = command("models", commands.list_models, "List the models of an experiment.", tables.table)
    added.add_argument("id", metavar="ID", help="experiment, such as RNCMPT00168")
    _kept_models(command)
    text = "Bring a trained Keras network: one-hot RNA in, a score out."
    added = command("import-network", commands.import_network, text)
    added.add_argument("path", type=Path, metavar="FILE", help="a .keras file of Keras' own layers")
    added.add_argument("--experiment", required=True, metavar="ID", help="one that is here, or the name of a new one")
    added.add_argument("--gene", default="", metavar="NAME", help="the RBP, of a new experiment")
    added.add_argument("--name", help="of the network among the models of the experiment (default: the file's)")
    added.add_argument("--alphabet", default="ACGU", help="what its channels stand for, in order (default ACGU)")
    added.add_argument("--output", type=int, default=0, help="which of its outputs, from 0 (default 0)")
    added.add_argument("--folder", type=Path, help="where to keep the model, instead of GIA_HOME")
    added = command("evaluate", commands.evaluate, "Pearson of measured and predicted binding scores on set B.")
    added.add_argument("id", metavar="ID", help=MODEL)


def _kept_models(command: Callable[..., Parser]) -> None:
    """Add the commands on what trainings leave: cards, models, states of unfinished trainings."""
    text = "How a model was made and how good it is."
    added = command("card", models.card, text, models.card_text)
    added.add_argument("id", metavar="NAME", help=MODEL)
    text = "Keep every output of a multi-task network (joint, wide) as a model of its experiment alone."
    added = command("take-out", models.take_out, text, tables.table)
    added.add_argument("id", metavar="NAME", help="any output, such as RNCMPT00168:residualbind-joint-multitask")
    added.add_argument("--folder", type=Path, help="where to keep the models, instead of GIA_HOME")
    text = "Train outputs of a multi-task network on, each on its experiment alone, as models of their own."
    added = command("fine-tune", models.fine_tune, text, tables.table)
    added.add_argument("--epochs", type=int, help="instead of the usual number; strong motifs gain from more")
    added.add_argument("id", metavar="NAME", nargs="+", help="such as RNCMPT00168:residualbind-joint-multitask")
    added.add_argument("--folder", type=Path, help="where to keep the models, instead of GIA_HOME")
    text = "Make a model of the mean of all that differ from this one in their seed alone."
    added = command("ensemble", models.ensemble, text, tables.fields_or_table)
    added.add_argument("id", metavar="NAME", help="any of them, such as RNCMPT00168:residualbind-seed1")
    text = "Two models of an experiment: their recipes, and their Pearson on set B with an interval of the difference."
    added = command("compare-models", models.compare_models, text, models.comparison_text)
    added.add_argument("id", metavar="NAME", help=MODEL)
    added.add_argument("other", metavar="OTHER", help="another model of that experiment")
    added.add_argument("--resamples", type=int, default=1000, help="of the paired bootstrap (default 1000)")
    added.add_argument("--seed", type=int, default=0, help="of the resamples (default 0)")
    added = command("remove-model", models.remove_model, "Delete a model that was trained here.")
    added.add_argument("id", metavar="NAME", help=MODEL)
    added.add_argument("--yes", action="store_true", help="do it; without this only say what would go with it")
    text = "List unfinished trainings; train goes on with them by itself."
    added = command("trainings", models.list_trainings, text, models.trainings_text)
    added.add_argument("--discard", metavar="KEY", help="forget this one, so that it begins anew")


def _recipe(added: Parser) -> None:
    """Add the options of a recipe, except its seed."""
    choices = core.Recipe()
    added.add_argument("--network", default=choices.network, help=", ".join(core.NETWORKS))
    variants = "of ResidualBind: paper (default), code (authors'); of many experiments also joint or wide"
    added.add_argument("--variant", default=choices.variant, help=variants)
    added.add_argument("--teacher", metavar="VARIANT", help="a model whose predictions are learned, too")
    added.add_argument("--inputs", default=choices.inputs, help="sequence (default), pu or phime (with structure)")
    added.add_argument("--task", default=choices.task, help="regression (default) or classification (bound or not)")
    added.add_argument("--schedule", default=choices.schedule, help="quick (one cycle, default), paper or together")
    added.add_argument("--transform", default=choices.transform, help="log (default), clip, or both")
    added.add_argument("--epochs", type=int, help="at most this many, instead of the schedule's own number")
    added.add_argument("--folder", type=Path, help="where to keep the model, instead of GIA_HOME")


def _questions(command: Callable[..., Parser]) -> None:
    def asked(*about: Any) -> Parser:
        added = command(*about)
        added.add_argument("id", metavar="ID", help=MODEL)
        return added

    added = asked("predict", commands.predict, "Predict binding scores of sequences.", tables.predictions)
    added.add_argument("--sequence", action="append", required=True, metavar="RNA", help="1 to 41 nt; may be repeated")
    text = "In silico mutagenesis: every single-nucleotide change of a sequence."
    added = asked("ism", commands.ism, text, tables.ism)
    added.add_argument("--sequence", action="append", required=True, metavar="RNA", help="1 to 41 nt; may be repeated")
    added = command("structure", commands.structure, "Structural context of each nucleotide.", tables.columns)
    added.add_argument("--sequence", required=True, metavar="RNA", help="1 to 41 nt")
    added = command("gia", commands.gia, "Global importance of conditions.", tables.conditions)
    added.add_argument(
        "id", metavar="ID", nargs="*", help=f"{MODEL}; several are asked on the backgrounds of the first"
    )
    added.add_argument(
        "--condition", action="append", metavar="TEXT", help="such as UGCAUG@4,UGCAUG@11; N: leave as is"
    )
    added.add_argument("--design", type=Path, metavar="FILE", help="JSON of a design, in place of all other options")
    text = "over all models that differ in their seed alone, with the interval over models"
    added.add_argument("--over-seeds", action="store_true", help=text)
    _backgrounds(added)

    added = asked("kmers", commands.kmers, "Rank all k-mers by global importance.", tables.kmers)
    added.add_argument("-k", type=int, default=6, help="3 to 8 (default 6)")
    added.add_argument("--position", type=int, default=18, help="of the first letter, from 1 (default 18)")
    added.add_argument("--method", default="race", help=f"{', '.join(METHODS)} (default race)")
    added.add_argument("--top", type=int, default=20, help="how many to print (default 20)")
    _backgrounds(added)
    text = "Many models side by side: performance against published methods, motifs, additivity, spacing, GC bias."
    added = command("atlas", commands.atlas, text, tables.atlas)
    listed = "instead of all that have a model; also EXPERIMENT:MODEL"
    added.add_argument("--experiments", nargs="+", default=[], metavar="ID", help=listed)
    known = [name for name in ANALYSES if name != "design"]
    said = f"some of {', '.join(known)} (default {', '.join(commands.ATLAS)})"
    added.add_argument("--analyses", nargs="+", choices=known, metavar="NAME", help=said)
    said = "a design that all models are asked, besides the analyses that are named; may be repeated"
    added.add_argument("--condition", action="append", default=[], metavar="TEXT", help=said)
    added.add_argument("--report", type=Path, metavar="FILE", help="write it all as Markdown too")
    added.add_argument("--folder", type=Path, metavar="DIR", help="keep the answers there, to ship them with models")
    _backgrounds(added)
    _scan(command("scan", commands.scan, "Predictions along RNAs, their peaks, and mutations.", tables.rna_scan))
    added = command("figures", commands.figures, "Redraw Figures 1 to 4 of the paper.", tables.figures)
    added.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for SVG, PNG and JSON")
    added.add_argument("--figures", default="1-4", metavar="LIST", help="such as 2 or 1,3 (default 1-4)")
    added.add_argument("--rbp", default="RNCMPT00168", metavar="ID", help="of Figure 2 (default RNCMPT00168)")
    added.add_argument("--hairpin", metavar="ID", help="of Figure 3; one that binds hairpins unless said")
    added.add_argument("--affinities", metavar="FILE", help="CSV of k-mers and their KD, or their text, for Figure 2f")
    added.add_argument("--n", type=int, default=1000, help="backgrounds (default 1000)")
    added.add_argument("--seed", type=int, default=0, help="of the backgrounds (default 0)")


def _scan(added: Parser) -> None:
    added.add_argument("id", metavar="ID", nargs="+", help=MODEL)
    added.add_argument("--fasta", type=Path, required=True, metavar="FILE", help="RNAs, up to 20,000 nt each")
    added.add_argument("--window", type=int, default=41, help="30 to 41 nt (default 41)")
    added.add_argument("--step", type=int, default=1, help="nt from one window to the next (default 1)")
    quantile = "of random RNA, above which a local maximum is a peak (default 0.99)"
    added.add_argument("--quantile", type=float, default=0.99, help=quantile)
    added.add_argument("--fold-window", type=int, default=80, help="of local folding, nt (default 80)")
    added.add_argument("--fold-span", type=int, default=40, help="of a pair at most, nt (default 40)")
    listed = "substitutions, a line each: RNA, position from 1, reference and alternative letter"
    added.add_argument("--variants", type=Path, metavar="FILE", help=listed)
    added.add_argument("--seed", type=int, default=0, help="of random and shuffled RNA (default 0)")


def _protocols(parser: Parser) -> None:
    """Add ``protocol NAME ID``, with each parameter as an option of its own or in ``--parameters name=value ...``."""
    listed = parser.add_subparsers(title="protocols", required=True, metavar="NAME")
    for protocol in core.PROTOCOLS.values():
        added = listed.add_parser(protocol.name, help=protocol.help, description=protocol.help)
        added.add_argument("id", metavar="ID", nargs="+", help=f"{MODEL}; several for robustness over models")
        added.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        added.add_argument("--parameters", nargs="+", default=[], metavar="NAME=VALUE", help="any of the options below")
        added.add_argument("--figure", type=Path, metavar="DIR", help="draw it too, as SVG and PNG, into this folder")
        for name, parameter in protocol.parameters.items():
            added.add_argument(f"--{name.replace('_', '-')}", metavar="VALUE", help=parameter.help.replace("%", "%%"))
        if "protocol" in protocol.parameters:
            added.add_argument("--experiment", dest="protocol", help=argparse.SUPPRESS)  # its older name
        added.set_defaults(name=protocol.name, run=protocols.ask, show=tables.outcome)


def _backgrounds(added: Parser) -> None:
    added.add_argument("--background", default="profile", metavar="MODEL", help=", ".join(core.BACKGROUNDS))
    added.add_argument("--n", type=int, default=1000, help="backgrounds (default 1000)")
    added.add_argument("--seed", type=int, default=0, help="of the backgrounds (default 0)")


if __name__ == "__main__":
    sys.exit(main())
