#!/usr/bin/env bash
# Logomaker 0.8.7: alignment_to_matrix counts only letters that occur, and measures information against as many. Sites
# that are all UUUUUU have 0 bits, all UGGA 1.58 bits a letter, where four letters would give 2.
source "$(dirname "$0")/venv.bash"

ask='
import logomaker
for site in ("UUUUUU", "UGGA", "UGCA"):
    bits = logomaker.alignment_to_matrix([site] * 50, to_type="information", pseudocount=0)
    print(site, "".join(bits.columns), f"{bits.to_numpy().max():.2f} bits")
'
expect "UUUUUU U 0.00 bits
UGGA AGU 1.58 bits
UGCA ACGU 2.00 bits" "$(python_with logomaker==0.8.7 "$ask")"
