"""Options of the commands that ask models: what each takes, what it runs and how its answer is shown."""

import argparse
from argparse import ArgumentParser
from pathlib import Path

import core
from core.cli import commands, protocols
from core.cli import text as tables
from core.cli.model_options import MODEL
from core.gia.backgrounds import FORMS

RNA_LENGTHS = "1 to 41 nt; may be repeated"


def _predict(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.predict, show=tables.predictions)
    added.add_argument("id", metavar="ID", help=MODEL)
    added.add_argument("--sequence", action="append", required=True, metavar="RNA", help=RNA_LENGTHS)


def _ism(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.ism, show=tables.ism)
    added.add_argument("id", metavar="ID", help=MODEL)
    added.add_argument("--sequence", action="append", required=True, metavar="RNA", help=RNA_LENGTHS)


def _structure(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.structure, show=tables.columns)
    added.add_argument("--sequence", required=True, metavar="RNA", help="1 to 41 nt")


def _gia(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.gia, show=tables.conditions)
    listed = f"{MODEL}; several are asked on the backgrounds of the first"
    added.add_argument("id", metavar="ID", nargs="*", help=listed)
    text = "such as UGCAUG@4,UGCAUG@11; N keeps a letter"
    added.add_argument("--condition", action="append", metavar="TEXT", help=text)
    added.add_argument("--design", type=Path, metavar="FILE", help="JSON of a design, in place of all other options")
    text = "ask all models that differ only in their seed, with an interval over models"
    added.add_argument("--over-seeds", action="store_true", help=text)
    _backgrounds(added)


def _kmers(added: ArgumentParser) -> None:
    from core.discovery.kmer_scan import METHODS

    added.set_defaults(run=commands.kmers, show=tables.kmers)
    added.add_argument("id", metavar="ID", help=MODEL)
    added.add_argument("-k", type=int, default=6, help="3 to 8 (default 6)")
    added.add_argument("--position", type=int, default=18, help="of the first letter, from 1 (default 18)")
    added.add_argument("--method", default="race", help=f"{', '.join(METHODS)} (default race)")
    added.add_argument("--top", type=int, default=20, help="how many to print (default 20)")
    _backgrounds(added)


def _atlas(added: ArgumentParser) -> None:
    from core.atlas.questions import ANALYSES

    added.set_defaults(run=commands.atlas, show=tables.atlas)
    listed = "or EXPERIMENT:MODEL (default: all with a model)"
    added.add_argument("--experiments", nargs="+", default=[], metavar="ID", help=listed)
    known = [name for name in ANALYSES if name != "design"]
    said = f"some of {', '.join(known)} (default {', '.join(commands.ATLAS)})"
    added.add_argument("--analyses", nargs="+", choices=known, metavar="NAME", help=said)
    said = "design to ask all models, in addition to the named analyses; may be repeated"
    added.add_argument("--condition", action="append", default=[], metavar="TEXT", help=said)
    added.add_argument("--report", type=Path, metavar="FILE", help="also write everything as Markdown")
    added.add_argument("--folder", type=Path, metavar="DIR", help="write the answers there, to ship them with models")
    _backgrounds(added)


def _scan(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.scan, show=tables.rna_scan)
    added.add_argument("id", metavar="ID", nargs="+", help=MODEL)
    added.add_argument("--fasta", type=Path, required=True, metavar="FILE", help="RNAs, up to 20,000 nt each")
    added.add_argument("--window", type=int, default=41, help="30 to 41 nt (default 41)")
    added.add_argument("--step", type=int, default=1, help="nt from one window to the next (default 1)")
    quantile = "of random RNA; a local maximum above it is a peak (default 0.99)"
    added.add_argument("--quantile", type=float, default=0.99, help=quantile)
    added.add_argument("--fold-window", type=int, default=80, help="of local folding, nt (default 80)")
    added.add_argument("--fold-span", type=int, default=40, help="longest pair, nt (default 40)")
    listed = "substitutions, one per line: RNA, position from 1, reference and alternative letter"
    added.add_argument("--variants", type=Path, metavar="FILE", help=listed)
    added.add_argument("--seed", type=int, default=0, help="of random and shuffled RNA (default 0)")


def _figures(added: ArgumentParser) -> None:
    added.set_defaults(run=commands.figures, show=tables.figures)
    added.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for SVG, PNG and JSON")
    added.add_argument("--figures", default="1-4", metavar="LIST", help="such as 2 or 1,3 (default 1-4)")
    added.add_argument(
        "--rbp", dest="model_name", default="RNCMPT00168", metavar="ID", help="of Figure 2 (default RNCMPT00168)"
    )
    added.add_argument("--hairpin", metavar="ID", help="of Figure 3 (default: one that binds hairpins)")
    added.add_argument("--affinities", metavar="FILE", help="CSV file or text of k-mers and their KD, for Figure 2f")
    added.add_argument("--n", type=int, default=1000, help="backgrounds (default 1000)")
    added.add_argument("--seed", type=int, default=0, help="of the backgrounds (default 0)")


def _protocol(parser: ArgumentParser) -> None:
    """Add ``protocol NAME ID``, each parameter as an option of its own or in ``--parameters name=value ...``."""
    listed = parser.add_subparsers(title="protocols", required=True, metavar="NAME")
    for protocol in core.PROTOCOLS.values():
        added = listed.add_parser(protocol.name, help=protocol.help, description=protocol.help)
        added.add_argument("id", metavar="ID", nargs="+", help=f"{MODEL}; several for robustness over models")
        added.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        added.add_argument("--parameters", nargs="+", default=[], metavar="NAME=VALUE", help="any of the options below")
        added.add_argument("--figure", type=Path, metavar="DIR", help="also draw it, as SVG and PNG, into this folder")
        for name, parameter in protocol.parameters.items():
            added.add_argument(f"--{name.replace('_', '-')}", metavar="VALUE", help=parameter.help.replace("%", "%%"))
        if "protocol" in protocol.parameters:
            added.add_argument("--experiment", dest="protocol", help=argparse.SUPPRESS)  # its older name
        added.set_defaults(name=protocol.name, run=protocols.ask, show=tables.outcome)


def _backgrounds(added: ArgumentParser) -> None:
    added.add_argument("--background", default="profile", metavar="MODEL", help=f"{FORMS} (default profile)")
    added.add_argument("--n", type=int, default=1000, help="backgrounds (default 1000)")
    added.add_argument("--seed", type=int, default=0, help="of the backgrounds (default 0)")


OPTIONS = {
    "predict": _predict,
    "ism": _ism,
    "structure": _structure,
    "gia": _gia,
    "kmers": _kmers,
    "atlas": _atlas,
    "scan": _scan,
    "figures": _figures,
    "protocol": _protocol,
}
"""By command: the function that adds its options to a parser."""
