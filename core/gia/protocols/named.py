"""The protocols by name: the GIA questions of Koo et al. 2021, and three more."""

from core.gia.protocols.affinity import KMER_MUTAGENESIS, SPR, kmer_mutagenesis, spr
from core.gia.protocols.context import GC_BIAS, OCCLUSION, STEM_LOOP, gc_bias, occlusion, stem_loop
from core.gia.protocols.interaction import INTERACTION, interaction
from core.gia.protocols.protocol import Outcome, Parameter, Protocol
from core.gia.protocols.robustness import CONDITIONS, ROBUSTNESS, conditions, robustness
from core.gia.protocols.sites import (
    MULTIPLE_SITES,
    POSITIONAL_BIAS,
    RANDOM_POSITIONS,
    SPACING,
    multiple_sites,
    positional_bias,
    random_positions,
    spacing,
)

PROTOCOLS = {
    protocol.name: protocol
    for protocol in (
        MULTIPLE_SITES,
        SPACING,
        POSITIONAL_BIAS,
        RANDOM_POSITIONS,
        GC_BIAS,
        STEM_LOOP,
        KMER_MUTAGENESIS,
        SPR,
        OCCLUSION,
        INTERACTION,
        CONDITIONS,
        ROBUSTNESS,
    )
}
"""Every protocol by its name; the last three are not the paper's."""

__all__ = [
    "PROTOCOLS",
    "Outcome",
    "Parameter",
    "Protocol",
    "conditions",
    "gc_bias",
    "interaction",
    "kmer_mutagenesis",
    "multiple_sites",
    "occlusion",
    "positional_bias",
    "random_positions",
    "robustness",
    "spacing",
    "spr",
    "stem_loop",
]
