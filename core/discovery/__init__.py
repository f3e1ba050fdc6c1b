"""What a model wants: in silico mutagenesis, k-mer scans, motifs."""
