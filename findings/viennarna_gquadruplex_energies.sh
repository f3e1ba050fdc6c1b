#!/usr/bin/env bash
# ViennaRNA 2.8.0 (PyPI): with md.gquad the energy of a G-quadruplex is that of 2.7.2 divided by 4.184, the joules in a
# calorie: (GGGA)3GGG has -36.0 kcal/mol in 2.7.2 and -8.6 in 2.8.0, the same structure in both.
source "$(dirname "$0")/venv.bash"

ask='
import RNA
model = RNA.md()
model.gquad = 1
for rna in ("GGGAGGGAGGGAGGG", "UGGGGUGGGGUGGGGUGGGGU"):
    structure, energy = RNA.fold_compound(rna, model).mfe()
    print(RNA.__version__, rna, structure, f"{energy:.1f}")
'
expect "2.7.2 GGGAGGGAGGGAGGG +++.+++.+++.++~ -36.0
2.7.2 UGGGGUGGGGUGGGGUGGGGU .++++.++++.++++.+++~. -54.0" "$(python_with viennarna==2.7.2 "$ask")"
expect "2.8.0 GGGAGGGAGGGAGGG +++.+++.+++.++~ -8.6
2.8.0 UGGGGUGGGGUGGGGUGGGGU .++++.++++.++++.+++~. -12.9" "$(python_with viennarna==2.8.0 "$ask")"
