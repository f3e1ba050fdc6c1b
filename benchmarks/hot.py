"""The contests of the hot path: GIA, ISM and k-mer scans of a ResidualBind of sequence alone."""

from functools import partial
from importlib.util import find_spec
from typing import NamedTuple

import core
from benchmarks import naive, ours
from benchmarks.contest import Contest
from core.gia.backgrounds import sample_profile
from core.models.scoring import Model
from core.sequence import decode, kmers, one_hot

CONDITIONS = ("UGCAUG@4", "UGCAUG@11", "UGCAUG@18", "UGCAUG@25")
POSITION = 18
"""Of the k-mers' first letter, from 1, as in the paper."""


class Sizes(NamedTuple):
    """How much work there is.

    exhaustive : backgrounds of the exhaustive scan, whose time is extrapolated to all ``backgrounds``.
    top : k-mers that a scan returns.
    sample : of all k-mers, those that the loops over k-mers are timed on.
    """

    backgrounds: int = 1000
    exhaustive: int = 1000
    probes: int = 20
    k: int = 6
    top: int = 10
    sample: int = 8


def contests(model: Model, keras_model, sizes: Sizes) -> list[Contest]:
    """GIA of one condition and of four; ISM; scans: the first ranking, a race, all k-mers on all backgrounds.

    ``keras_model`` is the network that ``model`` is, as of `benchmarks.naive.keras_model`.
    """
    letters = sample_profile(model.profile, sizes.backgrounds, 0)
    backgrounds, probes = one_hot(letters), decode(letters[: sizes.probes])
    peer = peer_module()
    network, tensors = (peer.torch_copy(keras_model), peer.channels_first(backgrounds)) if peer else (None, None)

    def gia(texts: tuple[str, ...]) -> Contest:
        conditions = [core.parse_condition(text) for text in texts]
        return Contest(
            f"GIA, {len(texts)} condition{'s' * (len(texts) > 1)} x {sizes.backgrounds:,}",
            ours.gia([model], texts, sizes.backgrounds),
            partial(naive.gia, keras_model, backgrounds, conditions),
            peer and partial(peer.gia, network, tensors, conditions),
        )

    ism = Contest(
        f"ISM of {sizes.probes} probes",
        partial(ours.ism, model, probes),
        partial(naive.ism, keras_model, backgrounds[: sizes.probes]),
        peer and partial(peer.ism, network, tensors[: sizes.probes]),
    )
    everything = decode(kmers(sizes.k))
    few = everything[:: len(everything) // sizes.sample][: sizes.sample]
    scan = partial(ours.scan, model, k=sizes.k, position=POSITION, top=sizes.top)
    ranking = partial(ours.first_ranking, model, k=sizes.k, position=POSITION, top=sizes.top, n=sizes.backgrounds)
    loops = (
        partial(naive.score_kmers, keras_model, backgrounds, few, POSITION - 1),
        peer and partial(peer.score_kmers, network, tensors, few, POSITION - 1),
    )
    share, name = len(few) / len(everything), f"{len(everything):,} {sizes.k}-mers x {sizes.backgrounds:,}"
    return [
        gia(CONDITIONS[:1]),
        gia(CONDITIONS),
        ism,
        Contest(f"{name}: first ranking", ranking),
        Contest(f"{name}: race", partial(scan, method="race", n=sizes.backgrounds), *loops, share=share),
        Contest(
            f"{name}: exhaustive",
            partial(scan, method="exhaustive", n=sizes.exhaustive),
            *loops,
            ours_share=sizes.exhaustive / sizes.backgrounds,
            share=share,
        ),
    ]


def peer_module():
    """The module that asks tangermeme, or None where it is not installed."""
    if not find_spec("tangermeme"):
        return None
    from benchmarks import tangermeme_peer

    return tangermeme_peer
