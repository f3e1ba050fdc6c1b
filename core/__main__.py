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
from functools import partial
from importlib import import_module
from typing import Any, NoReturn

from core.errors import AppError

CALLED = "python -m core"
LEFT_ALONE = 141
"""Exit code if nobody reads on, as shells give it to a command that a closed pipe ended (128 + SIGPIPE)."""
COMMANDS = {
    "experiments": ("data", "List the experiments on this machine."),
    "import": ("data", "Import measurements: probes with binding scores."),
    "datasets": ("data", "List the measurements on this machine, by import."),
    "remove": ("data", "Remove an import, and show what depends on it."),
    "download": ("data", "Download measurements: resumed where it stopped, and checked."),
    "simulate": ("data", "Write the simulated set, as it is shipped, into a folder."),
    "train": ("model", "Train a model on set A and measure it on set B."),
    "train-all": ("model", "Train every experiment that has probes here, one model each; resumes if interrupted."),
    "models": ("model", "List the models of an experiment."),
    "card": ("model", "Show how a model was made and how good it is."),
    "take-out": (
        "model",
        "Keep every output of a multi-task network (joint, wide) as a model of its experiment alone.",
    ),
    "fine-tune": (
        "model",
        "Train outputs of a multi-task network further, each on its experiment alone, as models of their own.",
    ),
    "ensemble": ("model", "Make an ensemble: the mean of all models that differ from this one only in their seed."),
    "compare-models": (
        "model",
        "Compare two models of an experiment: recipes, and Pearson on set B with an interval of the difference.",
    ),
    "remove-model": ("model", "Delete a model that was trained here."),
    "trainings": ("model", "List unfinished trainings; train resumes them by itself."),
    "import-network": ("model", "Bring a trained Keras network: one-hot RNA in, a score out."),
    "evaluate": ("model", "Correlate measured and predicted binding scores on set B."),
    "predict": ("question", "Predict binding scores of sequences."),
    "ism": ("question", "Mutate a sequence in silico: every single-nucleotide change."),
    "structure": ("question", "Fold a sequence: context of each letter."),
    "gia": ("question", "Compute the global importance of conditions."),
    "kmers": ("question", "Rank all k-mers by global importance."),
    "atlas": (
        "question",
        "Compare many models: performance against published methods, motifs, additivity, spacing, GC bias.",
    ),
    "scan": ("question", "Scan RNAs: predictions, peaks, effects of variants."),
    "figures": ("question", "Redraw Figures 1 to 4 of the paper."),
    "protocol": ("question", "Ask a protocol: a named question of the paper, or one beyond it."),
    "about": ("data", "Show the versions of this program and of its libraries."),
}
"""Topic and help of each command: what it takes and does is imported once it is called."""


class Parser(argparse.ArgumentParser):
    """argparse whose errors are one sentence, and whose options may be added when something is parsed."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._later: list[Callable[[Parser], None]] = []

    def later(self, add: Callable[["Parser"], None]) -> None:
        """Leave options to a function that imports what no other command needs."""
        self._later.append(add)

    def complete(self) -> "Parser":
        """Add the options that were left for later."""
        while self._later:
            self._later.pop(0)(self)
        return self

    def parse_known_args(self, *arguments: Any, **named: Any) -> Any:
        """Parse as argparse does, with all options."""
        self.complete()
        return super().parse_known_args(*arguments, **named)

    def error(self, message: str) -> NoReturn:
        """Raise an AppError that names the command's help."""
        raise AppError(f"{message}; see: {self.prog} --help")


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
        from core import versions
        from core.cli.commands import resolve_names

        versions.warn()
        resolve_names(options)
        document = options.run(options)
        _say(json.dumps(document) if options.json else options.show(document).replace(CALLED, called))
    except AppError as error:
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
        raise AppError(f"the answer cannot be written ({error.strerror}); write it elsewhere.") from error


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
    for name, (topic, text) in COMMANDS.items():
        added = listed.add_parser(name, help=text, description=text)
        added.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        added.later(partial(_add_options, name, topic))
    listed.choices["experiment"] = listed.choices["protocol"]  # its older name, which is read but not listed
    return parser


def _add_options(name: str, topic: str, parser: Parser) -> None:
    """Add what a command takes and does, which the module of its topic imports."""
    from core.cli.text import fields

    parser.set_defaults(show=fields)
    import_module(f"core.cli.{topic}_options").OPTIONS[name](parser)


if __name__ == "__main__":
    sys.exit(main())
