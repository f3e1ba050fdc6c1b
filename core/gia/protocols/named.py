# ruff: noqa: F401, I001
"""Every protocol, in the order in which pages and commands list them: each import registers those of its module."""

from core.gia.protocols.protocol import PROTOCOLS, Outcome, Parameter, Protocol, protocol

from core.gia.protocols.sites import multiple_sites, positional_bias, random_positions, spacing
from core.gia.protocols.context import gc_bias, stem_loop
from core.gia.protocols.affinity import kmer_mutagenesis, spr
from core.gia.protocols.occlusion import occlusion
from core.gia.protocols.interaction import interaction
from core.gia.protocols.robustness import conditions, robustness  # the last, for it asks those above
