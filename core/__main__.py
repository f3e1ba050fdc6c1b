"""The command line, for scripts and for checking the page: ``python -m core COMMAND``. People count positions from 1.

With ``--json`` standard output is one JSON document and nothing else; progress and errors go to standard error. Bad
input ends with one sentence and exit code 2.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import core
from core.sequence import ALPHABET


class Parser(argparse.ArgumentParser):
    """argparse whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        raise core.AppError(f"{message}; see: {self.prog} --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        options = _parser().parse_args(arguments)
        document = options.run(options)
    except core.AppError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("cancelled; nothing was written.", file=sys.stderr)
        return 130
    print(json.dumps(document) if options.json else options.show(document))
    return 0


def list_experiments(options) -> list[dict]:
    shown = ("id", "gene", "source", "has_model", "has_probes", "test_pearson")
    return [{name: getattr(experiment, name) for name in shown} for experiment in core.list_experiments()]


def import_probes(options) -> dict:
    summary = core.import_file(options.path, options.layout)
    if summary.left_out:
        _say(f"columns left out, because they hold no scores: {', '.join(summary.left_out)}")
    shown = ("experiments", "n_probes", "n_a", "n_b")
    return {name: getattr(summary, name) for name in shown}


def train(options) -> dict:
    report = core.train(
        options.id,
        options.schedule,
        options.transform,
        options.epochs,
        options.seed,
        on_progress=lambda epoch: _say(
            f"epoch {epoch.number} of at most {epoch.total}: loss {epoch.loss:.4f}, "
            f"validation Pearson {epoch.validation_pearson:.4f}, {epoch.seconds:.0f} s"
        ),
        folder=options.folder,
    )
    return report._asdict()


def evaluate(options) -> dict:
    return core.evaluate(options.id)._asdict()


def predict(options) -> dict:
    return {"predictions": core.predict(options.id, options.sequence).tolist()}


def ism(options) -> dict:
    result = core.ism(options.id, options.sequence)
    return {"sequence": result.sequence, "prediction": result.prediction, "delta": result.delta.T.tolist()}


def structure(options) -> dict:
    return {context: values.tolist() for context, values in core.fold(options.sequence)._asdict().items()}


def gia(options) -> dict:
    design = core.Design(
        options.id,
        tuple(core.parse_condition(text) for text in options.condition),
        options.background,
        options.n,
        options.seed,
    )
    shown = ("text", "global_importance", "ci_low", "ci_high", "median", "sd")
    conditions = [{name: getattr(result, name) for name in shown} for result in core.run_gia(design).conditions]
    return {"background": design.background, "n": design.n, "seed": design.seed, "conditions": conditions}


def simulate(options) -> dict:
    from core.data import simulated

    simulated.write(options.folder, options.seed)
    return {"folder": str(options.folder), "seed": options.seed}


def _parser() -> Parser:
    parser = Parser(prog="python -m core", description="Ask a deep network what it has learned about an RBP.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[..., Any], text: str, show: Callable[[Any], str] = _fields):
        added = commands.add_parser(name, help=text, description=text)
        added.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        added.set_defaults(run=run, show=show)
        return added

    def asked(name: str, *rest, **more):
        added = command(name, *rest, **more)
        added.add_argument("id", metavar="ID", help="experiment, such as RNCMPT00168")
        return added

    command("experiments", list_experiments, "List the experiments on this machine.", _table)
    added = command("import", import_probes, "Import measurements: probes with binding scores.")
    added.add_argument("path", metavar="PATH", help="CSV, TSV or Parquet table, or DeepBind's sequences and targets")
    added.add_argument("--layout", metavar="NAME", help="table or deepbind; found out unless said")
    added = asked("train", train, "Train a ResidualBind on set A and measure it on set B.")
    added.add_argument("--schedule", default="quick", help="quick (one cycle, default) or paper")
    added.add_argument("--transform", default="log", help="log (default) or clip")
    added.add_argument("--epochs", type=int, help="at most this many, instead of the schedule's own number")
    added.add_argument("--seed", type=int, default=0, help="of split, weights, order and dropout (default 0)")
    added.add_argument("--folder", type=Path, help="where to keep the model, instead of GIA_HOME")
    asked("evaluate", evaluate, "Pearson of measured and predicted binding scores on set B.")
    asked("predict", predict, "Predict binding scores of sequences.", show=_predictions).add_argument(
        "--sequence", action="append", required=True, metavar="RNA", help="1 to 41 nt; may be given again"
    )
    asked("ism", ism, "In silico mutagenesis: every single-nucleotide change of a sequence.", show=_ism).add_argument(
        "--sequence", required=True, metavar="RNA", help="1 to 41 nt"
    )
    added = command("structure", structure, "Structural context of each nucleotide.", _columns)
    added.add_argument("--sequence", required=True, metavar="RNA", help="1 to 41 nt")
    added = asked("gia", gia, "Global importance of conditions.", show=lambda document: _table(document["conditions"]))
    added.add_argument(
        "--condition", action="append", required=True, metavar="TEXT", help="such as UGCAUG@4,UGCAUG@11; N: leave as is"
    )
    added.add_argument("--background", default="profile", help=", ".join(core.BACKGROUNDS))
    added.add_argument("--n", type=int, default=1000, help="backgrounds (default 1000)")
    added.add_argument("--seed", type=int, default=0, help="of the backgrounds (default 0)")
    added = command("simulate", simulate, "Write the simulated set, as it is shipped, into a folder.")
    added.add_argument("folder", type=Path, metavar="FOLDER")
    added.add_argument("--seed", type=int, default=0)
    return parser


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _number(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "-"
    if isinstance(value, list):
        return ", ".join(map(_number, value))
    return "-" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)


def _fields(document: dict) -> str:
    return "\n".join(f"{name}: {_number(value)}" for name, value in document.items())


def _table(rows: list[dict]) -> str:
    if not rows:
        return "nothing yet; import measurements with: python -m core import PATH"
    cells = [list(rows[0]), *([_number(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)


def _columns(document: dict) -> str:
    names = list(document)
    positions = zip(*document.values(), strict=True)
    return _table([{"position": i, **dict(zip(names, row, strict=True))} for i, row in enumerate(positions, start=1)])


def _predictions(document: dict) -> str:
    return "\n".join(map(_number, document["predictions"]))


def _ism(document: dict) -> str:
    rows = zip(document["sequence"], *document["delta"], strict=True)
    table = [{"position": i, "letter": r[0], **dict(zip(ALPHABET, r[1:], strict=True))} for i, r in enumerate(rows, 1)]
    return f"prediction: {_number(document['prediction'])}\n{_table(table)}"


if __name__ == "__main__":
    sys.exit(main())
