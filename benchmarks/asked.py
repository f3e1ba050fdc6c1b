"""What `benchmarks.builds` asks of a build, run in that build: lines of names in, lines of JSON out.

It uses nothing of `benchmarks`, and of `core` only what every build has, so that an older build can be asked, too.
"""

import json
import sys
import time
from itertools import count

import core

MODEL = "RNCMPT00168:residualbind"
CONDITIONS = ("UGCAUG@4", "UGCAUG@11", "UGCAUG@18", "UGCAUG@25")
BACKGROUNDS, FEW, PROBES = 1000, 100, 20
PROBE = "GGAUUCGCAUGCAUCAUGGCAUGACUUACGGAUCCGUAAGC"
_seeds = count(1)
"""Of backgrounds: nothing is asked twice, since answers are remembered."""


def gia(n_conditions, seed=None):
    conditions = tuple(core.parse_condition(text) for text in CONDITIONS[:n_conditions])
    design = core.Design(MODEL, conditions, n=BACKGROUNDS, seed=next(_seeds) if seed is None else seed)
    return [one.global_importance for one in core.run_gia(design).conditions]


def ism(start=None):
    turn = next(_seeds) if start is None else start
    probes = [PROBE[(turn + i) % 41 :] + PROBE[: (turn + i) % 41] for i in range(PROBES)]
    return [float(abs(one.delta).sum()) for one in core.ism_together([MODEL], probes)[0]]


def kmers(seed=None):
    seed = next(_seeds) if seed is None else seed
    found = core.scan_kmers(core.open_model(MODEL), k=6, method="exhaustive", n=FEW, seed=seed, top=20)
    return [one.global_importance for one in found.kmers]


WORKS = {
    "GIA, 1 condition x 1,000": lambda: gia(1),
    "GIA, 4 conditions x 1,000": lambda: gia(4),
    "ISM of 20 probes": ism,
    f"all 6-mers x {FEW}": kmers,
    "answers": lambda: [*gia(4, 0), *ism(0), *kmers(0)],
}


def main():
    """Do what each line names, and say its seconds, its CPU seconds, and its numbers."""
    for line in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        numbers = WORKS[line.strip()]()
        taken = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        print(json.dumps({**taken, "numbers": numbers}), flush=True)


if __name__ == "__main__":
    main()
