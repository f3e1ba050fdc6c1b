"""Discovery of what a model has learned: in silico mutagenesis, k-mer scans, motifs."""
