"""Named GIA questions: the experiments of Koo et al. 2021, and those beyond the paper."""
