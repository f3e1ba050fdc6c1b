"""What each nucleotide of an RNA is likely to be part of, folded with ViennaRNA and kept on disk."""
