#!/usr/bin/env bash
# memelite 0.5.0: tomtom takes motifs that lie the other way, (length, 4) for (4, length), without a word, and gives
# p values as small as those of a match.
source "$(dirname "$0")/venv.bash"

ask='
import numpy as np
from memelite import tomtom

generator = np.random.default_rng(0)
known = [generator.dirichlet([0.3] * 4, size=8).T for _ in range(60)]  # (4, 8), as documented
query = known[7]
for name, turned in (("(4, 8)", False), ("(8, 4)", True)):
    p = tomtom([query.T if turned else query], [one.T if turned else one for one in known])[0][0]
    print(name, "best", int(p.argmin()), "p < 0.001:", bool(p.min() < 1e-3))
'
expect "(4, 8) best 7 p < 0.001: True
(8, 4) best 7 p < 0.001: True" "$(python_with memelite==0.5.0 "$ask")"
