"""The meaning of words, one word per thing, for pages, command line and code."""

from core.gia.backgrounds import BACKGROUNDS

WORDS = {
    "RBP": "An RNA-binding protein.",
    "Experiment": "One RNAcompete measurement of one RBP: binding scores of some 240,000 short RNAs.",
    "Probe": "One of the RNAs of an experiment, 30 to 41 nt. Models train on set A and are tested on set B.",
    "Binding score": "How strongly the RBP bound a probe, transformed, in standard deviations of the scores.",
    "Prediction": "The model's binding score of an RNA.",
    "Test r": "Pearson correlation of prediction and binding score on set B, which the model has never seen.",
    "Sensitivity": "How much the prediction changes when one letter is changed: the height of the letter in a logo.",
    "Background": "An RNA without the feature that is tested. Patterns are written into many of them.",
    "Pattern": "RNA letters written into a background; N keeps the background's letter.",
    "k-mer": "One of all patterns of k letters: there are 4,096 6-mers.",
    "k": "The number of letters of a k-mer.",
    "Motif": "What an RBP prefers, as letters with weights: learned by the model or known from the literature.",
    "Condition": "Patterns at positions that are written into the backgrounds together, such as UGCAUG@4,UGCAUG@18.",
    "Design": "Everything that defines a GIA question: conditions, backgrounds, their number and the seed.",
    "Local importance": "Prediction with the patterns minus prediction without, on one background.",
    "Global importance": "The mean of the local importance over all backgrounds, with a 95% interval of the mean.",
    "N": "The number of backgrounds that an importance is averaged over.",
    "Interval": "Where the mean lies, over backgrounds: how well the model's answer is known, not how right it is.",
    "Position": "Counted from 1 at the 5′ end; UGCAUG@18 starts at position 18.",
    "P / U": "The share of structures in which a nucleotide is paired or unpaired, by ViennaRNA.",
    "log, clip": "Transforms of the scores that a model learns: logarithms, or scores cut at their 99.9th percentile.",
    "pu, phime": "Models that also read structure: whether each letter is paired (pu), or its five contexts (phime).",
    "joint, wide, tuned": "Networks trained on many experiments together: joint; wide, with twice the filters; tuned, "
    "trained further on one experiment.",
    "p, q": "p: how often chance gives as much. q: p corrected for the number of candidates, such as peaks on one RNA.",
    "Seed": "A number that fixes what is random: the same seed gives the same backgrounds, "
    "or the same start of a training.",
    "Ensemble": "The mean prediction of models that differ only in their random start: what each learned by chance "
    "cancels out.",
    "Simulated": "Scores that follow rules we planted, to check that GIA finds them; nothing was measured.",
}
"""Words, each with one or two sentences, in the order in which a newcomer meets them."""


def background_words() -> dict[str, str]:
    """Return the background models by name, with their help."""
    return {f"{name} backgrounds": text for name, text in BACKGROUNDS.items()}
