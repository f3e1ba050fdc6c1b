"""Design files as the bench, the Share menu and the command line wrote them: what they are read as, and answers."""

import json
import shlex
import tempfile
from pathlib import Path

import core
from tests.golden.table import read_json, run, written

FILE = "designs.json"


def answer(document):
    """Read a design file and run it from the command line: its parts in words of their own, and importances."""
    text = json.dumps(document)
    design = core.read_design(text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "design.json"
        path.write_text(text)
        found = run(f"gia --design {shlex.quote(str(path))}")
    return {
        "model": design.model_name,
        "background": found["background"],
        "n": found["n"],
        "seed": found["seed"],
        "conditions": [one["text"] for one in found["conditions"]],
        "names": list(design.names),
        "compared_with": None if design.reference is None else design.reference + 1,
        "importance": " ".join(written(one["global_importance"]) for one in found["conditions"]),
    }


def answered():
    """All design files with what they are read as today."""
    return [{**one, "read": answer(one["file"])} for one in read_json(FILE)]
