"""The same measurements as a file of each public layout."""

import h5py
import numpy as np
import pandas as pd

from core import sequence as sequence_module

FILES = {
    "table": ["t.csv"],
    "hughes": ["norm_data.txt.gz"],
    "deepbind": ["sequences.tsv.gz", "targets.tsv.gz"],
    "rnacontext": [f"RNCMPT00111.txt.sequences_{half}.RNAcontext.clamp" for half in "AB"],
    "koo": ["k.h5"],
}
"""What `written_in_every_layout` writes."""


def written_in_every_layout(folder, sequences, in_b, scores):
    """The same experiment, RNCMPT00111, as a file of each layout; a dictionary of what to import."""
    halves = np.where(in_b, "B", "A")
    experiment = {"RNCMPT00111": scores}
    pd.DataFrame({"sequence": sequences, "set": halves} | experiment).to_csv(folder / "t.csv", index=False)
    hughes = pd.DataFrame({"Probe_Set": "Set" + pd.Series(halves), "RNA_Seq": sequences, "Probe_ID": "p"} | experiment)
    hughes.to_csv(folder / "norm_data.txt.gz", sep="\t", index=False)
    pd.DataFrame({"Fold ID": halves, "seq": sequences}).to_csv(folder / "sequences.tsv.gz", sep="\t", index=False)
    pd.DataFrame(experiment).to_csv(folder / "targets.tsv.gz", sep="\t", index=False)
    for half in "AB":
        pair = zip(scores[halves == half], sequences[halves == half], strict=True)
        lines = [f"{score} {sequence}\n" for score, sequence in pair]
        (folder / f"RNCMPT00111.txt.sequences_{half}.RNAcontext.clamp").write_text("".join(lines))
    one_hot = np.swapaxes(sequence_module.one_hot(sequence_module.encode(sequences.tolist())), 1, 2)
    with h5py.File(folder / "k.h5", "w") as file:
        file["experiment"] = list(experiment)
        for name, rows in (("train", ~in_b), ("valid", ~in_b), ("test", in_b)):
            part = np.flatnonzero(rows)
            part = {"train": part[:-9], "valid": part[-9:], "test": part}[name]
            file[f"X_{name}"], file[f"Y_{name}"] = one_hot[part], scores[part, None]
    names = ["t.csv", "norm_data.txt.gz", "targets.tsv.gz", "RNCMPT00111.txt.sequences_A.RNAcontext.clamp", "k.h5"]
    return dict(zip(["table", "hughes", "deepbind", "rnacontext", "koo"], map(folder.joinpath, names), strict=True))
