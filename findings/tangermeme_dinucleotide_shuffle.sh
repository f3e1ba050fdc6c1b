#!/usr/bin/env bash
# tangermeme 1.6.0: dinucleotide_shuffle keeps the last way out of every letter. Of the six sequences that have the
# dinucleotides of ACAGATA and begin with A, 2,000 shuffles give two, half and half; all of them end in TA.
# PyTorch's default build for Linux is large: a build of 2.13.0 for CPUs does as well.
source "$(dirname "$0")/venv.bash"

ask='
from collections import Counter
from itertools import permutations
from tangermeme.ersatz import dinucleotide_shuffle
from tangermeme.utils import characters, one_hot_encode

def dinucleotides(letters):
    return sorted(zip(letters, letters[1:]))

site = "ACAGATA"
orders = {"".join(order) for order in permutations(site)}
possible = {one for one in orders if one[0] == site[0] and dinucleotides(one) == dinucleotides(site)}
shuffled = dinucleotide_shuffle(one_hot_encode(site)[None].float(), n=2000, random_state=0)[0]
found = Counter(map(characters, shuffled))
print("possible", *sorted(possible))
print("found", *sorted(found), "each at least 900 times:", min(found.values()) >= 900)
'
expect "possible ACAGATA ACATAGA AGACATA AGATACA ATACAGA ATAGACA
found ACAGATA AGACATA each at least 900 times: True" "$(python_with "torch==2.13.0 tangermeme==1.6.0" "$ask")"
