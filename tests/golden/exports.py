"""Files that leave the app: the columns of each CSV and the keys of each JSON."""

import csv
import io
import json

import numpy as np

import core
from core import exports
from core.atlas import ANALYSES, Survey
from core.exports import AtlasView, CardView, DesignView, KmerScanView, OutcomeView, RnaScanView, RnaView
from tests.golden.table import HERE, paths

FILE = "exports.json"
RNA, ORIGINAL = "GGACUUGACUACUAAGC", "GGACUUGACUAGUAAGC"
DESIGN = core.Design(
    "SIM_ADDITIVE", tuple(map(core.parse_condition, ["GACUAC@4", "GACUAC@4,NNRY@20"])), n=6, names=("one", "two")
)
SEEDS = core.Design("RNCMPT00168:residualbind-joint-tuned", (core.parse_condition("UGCAUG@18"),), n=4)
ATLAS = ("SIM_ADDITIVE", "SIM_STERIC", "RNCMPT00168:pwm")


def views():
    """What is saved, by a name of its own."""
    rnas = core.read_fasta((HERE / "rnas.fa").read_text()).rnas
    changes = core.read_variants("short 2 A C", rnas).substitutions
    return {
        "design": DesignView(DESIGN, ("SIM_GC3",), "spacing", {"pattern": "GACUAC", "separations": (6, 9), "n": 4}),
        "design over seeds": DesignView(SEEDS, over_seeds=True),
        "design without comparison": DesignView(core.Design("SIM_LOOP", DESIGN.conditions, n=4, reference=None)),
        "one RNA": RnaView("SIM_ADDITIVE", RNA, ORIGINAL, "signed"),
        "k-mers": KmerScanView("SIM_ADDITIVE", k=3, top=3, n=8),
        "one card": CardView("SIM_LOOP"),
        "two cards": CardView("SIM_ADDITIVE", "SIM_LOOP"),
        "RNAs": RnaScanView(("SIM_ADDITIVE", "SIM_WEAK"), rnas, step=4, quantile=0.9, variants=changes),
        "pair": OutcomeView("SIM_ADDITIVE", "interaction", {"pattern": "GACUAC", "gaps": (0, 3), "n": 4}),
        "atlas performance": AtlasView("performance"),
        **{
            f"atlas {part}": AtlasView(part, Survey(part, ATLAS, n=4, conditions=("UUUUU@18",) * (part == "design")))
            for part in ANALYSES
        },
    }


def header(text):
    return next(csv.reader(io.StringIO(text)))


def of_view(view):
    """The columns and keys of the files of one view."""
    asked = view.ask()
    texts = {"csv": exports.export(view, "csv", asked=asked), "json": exports.export(view, "json", "http://a.b", asked)}
    document = json.loads(texts["json"].content)
    found = {"csv": header(texts["csv"].content.decode()), "json": paths(document)}
    try:
        return found | {"values": header(exports.export(view, "values", asked=asked).content.decode())}
    except core.AppError:
        return found


def tables():
    """The columns of the tables that are no view's."""
    probes = core.list_probes("SIM_ADDITIVE", "GACUAC")
    rnas = [{"name": "a", "sequence": RNA, "length": len(RNA), "prediction": 0.5}]
    named = [core.NamedRna("a", RNA)]
    changes = core.read_variants("a 2 G C", named).substitutions
    effects = core.variant_effects(["SIM_LOOP"], named, changes)
    return {
        "probes": header(exports.probes_table(probes, np.arange(2)).csv),
        "RNAs of Explore": header(exports.rnas_table(rnas).csv),
        "substitutions": header(exports.effects_table(effects).csv),
    }


def answered():
    """Columns and keys of today."""
    return {"views": {name: of_view(view) for name, view in views().items()}, "tables": tables()}
