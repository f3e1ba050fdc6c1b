#!/usr/bin/env bash
# Biopython 1.86: motifs.create(["UGCAUG", ...]) takes RNA without a word and counts no U: every column of U is empty and
# its consensus is A (AGCAAG). With alphabet="ACGU" the counts are right, and calculate() then refuses the matrix.
source "$(dirname "$0")/venv.bash"

ask='
from Bio import motifs
sites = ["UGCAUG"] * 5
for alphabet in ("ACGT", "ACGU"):
    motif = motifs.create(sites, alphabet=alphabet)
    total = [sum(motif.counts[letter][place] for letter in alphabet) for place in range(6)]
    print(alphabet, motif.consensus, [int(one) for one in total])
try:
    motif.counts.normalize(pseudocounts=0.5).log_odds().calculate("AAUGCAUGAA")
except ValueError as error:
    print(error)
print(motifs.create(sites).consensus)
'
expect "ACGT AGCAAG [0, 5, 5, 5, 0, 5]
ACGU UGCAUG [5, 5, 5, 5, 5, 5]
PSSM has wrong alphabet: ACGU - Use only with DNA motifs
AGCAAG" "$(python_with biopython==1.86 "$ask")"
