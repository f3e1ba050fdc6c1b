"""The name and version of this program, and the method it implements, for every file that it writes."""

NAME = "GIA Explorer"
VERSION = "0.1.0"
"""The one place of the version; pyproject.toml reads it here."""
PAPER = "Koo, Majdandzic, Ploenzke, Anand, Paul 2021, PLoS Comput Biol 17(5): e1008925"
CITATION = (
    "Koo PK, Majdandzic A, Ploenzke M, Anand P, Paul SB (2021). Global importance analysis: an interpretability method "
    "to quantify importance of genomic features in deep neural networks. PLoS Comput Biol 17(5): e1008925."
)
