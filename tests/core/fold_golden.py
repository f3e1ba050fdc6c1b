"""Fold a few RNAs with the installed ViennaRNA and print what it says as JSON; ``GIA_ENERGIES`` says by which energies.

``python tests/core/fold_golden.py --write`` folds by both sets of energies, and writes what tests compare with.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

GOLDEN = Path(__file__).with_name("folded.json")
ENERGIES = ("turner2004", "turner1999")
HAIRPIN, MULTILOOP = "GGGGGCGCGAAAAGCGCCCCC", "GGGCAGCGCAAAAGCGCAGCGCAAAAGCGCAGCCC"
QUADRUPLEX = "UGGGGUGGGGUGGGGUGGGGU"
"""One whose energy as a quadruplex differs between versions; here it is folded without them."""


def rnas():
    draw = random.Random(0)
    return [HAIRPIN, MULTILOOP, QUADRUPLEX, *("".join(draw.choices("ACGU", k=length)) for length in (12, 41, 41))]


def folded():
    """Return structure, energy, drawing and contexts of each RNA, and what is unpaired along a longer one."""
    from core.structure.fold import fold, mfe, unpaired_locally

    found = {}
    for rna in rnas():
        best = mfe(rna)
        contexts = [one.round(7).tolist() for one in fold(rna)]
        found[rna] = [best.dot_bracket, best.energy, best.xy.round(3).tolist(), contexts]
    long = "".join(random.Random(1).choices("ACGU", k=150))
    return {"rnas": found, "long": [long, unpaired_locally(long, 60, 40).astype(float).round(6).tolist()]}


def ask(energies, folder=None):
    """Return version and folds of another process, whose ViennaRNA is that of a folder or the installed one."""
    path = os.pathsep.join(map(str, filter(None, [folder, Path(__file__).parents[2]])))
    environment = {**os.environ, "GIA_ENERGIES": energies, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, __file__], env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main():
    from core.versions import installed

    if "--write" in sys.argv:
        GOLDEN.write_text(json.dumps({energies: ask(energies)["folded"] for energies in ENERGIES}) + "\n")
    else:
        print(json.dumps({"version": installed("viennarna"), "folded": folded()}))


if __name__ == "__main__":
    main()
