#!/usr/bin/env bash
# ViennaRNA 2.7.2 (PyPI): a parameter set that is loaded after a first fold changes nothing for RNA.fold and for
# RNA.fold_compound(rna); RNA.fold_compound(rna, RNA.md()) of the same moment has the new energies. 2.8.0 has them in all.
source "$(dirname "$0")/venv.bash"

ask='
import RNA
rna = "GGGAAACGCUUCGGCGUUUCCC"
before = RNA.fold(rna)[1]
RNA.params_load_RNA_Turner1999()
found = RNA.fold(rna)[1], RNA.fold_compound(rna).mfe()[1], RNA.fold_compound(rna, RNA.md()).mfe()[1]
print(RNA.__version__, *(f"{energy:.1f}" for energy in (before, *found)))
'
expect "2.7.2 -15.1 -15.1 -15.1 -18.0" "$(python_with viennarna==2.7.2 "$ask")"
expect "2.8.0 -15.1 -18.0 -18.0 -18.0" "$(python_with viennarna==2.8.0 "$ask")"
