"""The contests of the hot path: GIA, ISM and k-mer scans of a ResidualBind of sequence alone."""

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np

import core
from benchmarks import batched, naive, ours
from benchmarks.contest import BATCHES, Contest, Rival
from core.gia.backgrounds import sample_profile
from core.models.scoring import Model
from core.sequence import decode, kmers, one_hot

CONDITIONS = ("UGCAUG@4", "UGCAUG@11", "UGCAUG@18", "UGCAUG@25")
POSITION = 18
"""Of the k-mers' first letter, from 1, as in the paper."""
NAMES = ("naive", "tangermeme", "torch.compile", "onnxruntime")
KERAS_BATCH = 32
"""Sequences a batch of ``model.predict``, unless said."""


class Sizes(NamedTuple):
    """How much work there is.

    exhaustive : backgrounds of the exhaustive scan, whose time is extrapolated to all ``backgrounds``.
    probes, many_probes : of a short ISM and of one over which others take half a minute and more.
    top : k-mers that a scan returns.
    sample : of all k-mers, those that the loops over k-mers are timed on.
    """

    backgrounds: int = 1000
    exhaustive: int = 1000
    probes: int = 20
    many_probes: int = 5000
    k: int = 6
    top: int = 10
    sample: int = 8


class Questions(NamedTuple):
    """The questions as one rival answers them, each with the batch size last; None where it would take too long."""

    gia: Callable[[Sequence, int], object]
    ism: Callable[[np.ndarray, int], object]
    many: Callable[[np.ndarray, int], object] | None
    score_kmers: Callable[[Sequence[str], int], object]
    batches: Sequence[int]


def contests(model: Model, keras_model, sizes: Sizes) -> list[Contest]:
    """GIA of one condition and of four; ISM of few and of many probes; scans: first ranking, race, all k-mers.

    ``keras_model`` is the network that ``model`` is, as of `benchmarks.naive.keras_model`.
    """
    letters = sample_profile(model.profile, sizes.backgrounds, 0)
    asked = rivals(keras_model, one_hot(letters))
    return [
        *(_gia(model, asked, texts, sizes) for texts in (CONDITIONS[:1], CONDITIONS)),
        _ism(model, asked, letters[: sizes.probes]),
        _ism(model, asked, sample_profile(model.profile, sizes.many_probes, 1), is_long=True),
        *_scans(model, asked, sizes),
    ]


def rivals(keras_model, backgrounds: np.ndarray, names: Sequence[str] = NAMES) -> dict[str, Questions]:
    """The loop over ``model.predict``, and the peers that are installed, by name."""
    found = {"naive": _naive(keras_model, backgrounds)} if "naive" in names else {}
    if "tangermeme" in names and (peer := peer_module("tangermeme")):
        found["tangermeme"] = _tangermeme(peer, peer_module("torch").torch_copy(keras_model), backgrounds)
    if "torch.compile" in names and (peer := peer_module("torch")):
        found["torch.compile"] = _batched(peer.compiled(keras_model), backgrounds)
    if "onnxruntime" in names and (peer := peer_module("onnxruntime")):
        found["onnxruntime"] = _batched(peer.session(keras_model), backgrounds)
    return found


def peer_module(package: str) -> Any:
    """The module that asks a peer, or None where it, or PyTorch, is not installed."""
    modules = {"tangermeme": "tangermeme_peer", "torch": "torch_peer", "onnxruntime": "onnx_peer"}
    if not (find_spec(package) and find_spec("torch")):
        return None
    return import_module(f"benchmarks.{modules[package]}")


def _naive(model, backgrounds: np.ndarray) -> Questions:
    return Questions(
        lambda conditions, _: naive.gia(model, backgrounds, conditions),
        lambda probes, _: naive.ism(model, probes),
        None,
        lambda few, _: naive.score_kmers(model, backgrounds, few, POSITION - 1),
        (KERAS_BATCH,),
    )


def _tangermeme(peer, network, backgrounds: np.ndarray) -> Questions:
    tensors = peer.channels_first(backgrounds)

    def ism(probes: np.ndarray, batch: int) -> np.ndarray:
        return peer.ism(network, peer.channels_first(probes), batch)

    return Questions(
        lambda conditions, batch: peer.gia(network, tensors, conditions, batch),
        ism,
        ism,
        lambda few, batch: peer.score_kmers(network, tensors, few, POSITION - 1, batch),
        BATCHES,
    )


def _batched(predict: batched.Predict, backgrounds: np.ndarray) -> Questions:
    def ism(probes: np.ndarray, batch: int) -> np.ndarray:
        return batched.ism(predict, probes, batch)

    return Questions(
        lambda conditions, batch: batched.gia(predict, backgrounds, conditions, batch),
        ism,
        ism,
        lambda few, batch: batched.score_kmers(predict, backgrounds, few, POSITION - 1, batch),
        (batched.BATCH,),
    )


def _gia(model: Model, asked: dict[str, Questions], texts: Sequence[str], sizes: Sizes) -> Contest:
    conditions = [core.parse_condition(text) for text in texts]
    return Contest(
        f"GIA, {len(texts)} condition{'s' * (len(texts) > 1)} x {sizes.backgrounds:,}",
        ours.gia([model], texts, sizes.backgrounds),
        [Rival(name, partial(one.gia, conditions), one.batches) for name, one in asked.items()],
    )


def _ism(model: Model, asked: dict[str, Questions], letters: np.ndarray, is_long: bool = False) -> Contest:
    """Long work is done with one batch size, the largest: to try them all would take as often as long."""
    probes = one_hot(letters)
    works = {name: one.many if is_long else one.ism for name, one in asked.items()}
    return Contest(
        f"ISM of {len(letters):,} probes",
        partial(ours.ism, model, decode(letters)),
        [
            Rival(name, partial(work, probes), asked[name].batches[-1:] if is_long else asked[name].batches)
            for name, work in works.items()
            if work
        ],
    )


def _scans(model: Model, asked: dict[str, Questions], sizes: Sizes) -> list[Contest]:
    everything = decode(kmers(sizes.k))
    few = everything[:: len(everything) // sizes.sample][: sizes.sample]
    loops = [Rival(name, partial(one.score_kmers, few), one.batches) for name, one in asked.items()]
    share, name = len(few) / len(everything), f"{len(everything):,} {sizes.k}-mers x {sizes.backgrounds:,}"
    asking = {"k": sizes.k, "position": POSITION, "top": sizes.top}
    scan = partial(ours.scan, model, **asking)
    return [
        Contest(f"{name}: first ranking", partial(ours.first_ranking, model, **asking, n=sizes.backgrounds)),
        Contest(f"{name}: race", partial(scan, method="race", n=sizes.backgrounds), loops, share=share),
        Contest(
            f"{name}: exhaustive",
            partial(scan, method="exhaustive", n=sizes.exhaustive),
            loops,
            ours_share=sizes.exhaustive / sizes.backgrounds,
            share=share,
        ),
    ]
