"""The structural context of each nucleotide of an RNA, folded with ViennaRNA and kept on disk."""
