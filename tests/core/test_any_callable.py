"""A model from outside, here a small JAX network, asked by ISM, GIA and k-mer discovery as ours are."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from toy_models import count_sites, count_u

import core
from core.discovery.ism import ism
from core.errors import DataError, SequenceError
from core.gia.backgrounds import parse_background, sample
from core.sequence import ALPHABET, decode, encode

MOTIF = "UGCAU"


@jax.jit
def convolution(letters):
    """One filter, whose sum over a window is 5 where the motif stands; a softplus of it, summed over all windows."""
    one_hot = jax.nn.one_hot(letters, len(ALPHABET))
    kernel = jax.nn.one_hot(jnp.array([ALPHABET.index(letter) for letter in MOTIF]), len(ALPHABET))
    dimensions = ("NWC", "WIO", "NWC")
    sums = jax.lax.conv_general_dilated(one_hot, kernel[:, :, None], (1,), "VALID", dimension_numbers=dimensions)
    return jax.nn.softplus(8 * (sums - 4.5)).sum(axis=(1, 2))


@pytest.fixture(scope="module")
def model():
    rng = np.random.default_rng(0)
    sequences = decode(rng.integers(0, 4, (300, 38)).astype(np.int8))
    return core.wrap_model(convolution, sequences, rng.normal(size=300), name="jax")


def test_gia_of_a_jax_network_is_the_mean_difference(model):
    """At each of 1,000 backgrounds, as a loop over the network itself says."""
    design = core.Design("jax", (core.parse_condition(f"{MOTIF}@18"),), "dinucleotide", 50)
    (result,) = core.run_gia(design, model).conditions
    assert result.ci_low > 3
    backgrounds = sample(parse_background("dinucleotide"), model, 50, 0)
    for letters, local in zip(backgrounds, result.local, strict=True):
        embedded = letters.copy()
        embedded[17:22] = encode([MOTIF], 5)[0]
        loop = float(convolution(embedded[None])[0]) - float(convolution(letters[None])[0])
        assert local == pytest.approx(loop, abs=1e-4)


def test_ism_of_a_jax_network_marks_its_motif(model):
    result = ism(model.score, "GGGGGGG" + MOTIF + "GGGGGGG")
    assert set(np.argsort(-result.sensitivity)[:5]) == set(range(7, 12))


def test_kmer_discovery_of_a_jax_network_finds_its_motif(model):
    scan = core.scan_kmers(model, k=5, top=1, n=50)
    assert scan.kmers[0].kmer == MOTIF


def test_an_experiment_of_the_paper_takes_it_too(model):
    outcome = core.PROTOCOLS["multiple-sites"].ask(model, MOTIF, n=50)
    assert outcome.summary["r_squared"] > 0.99


def test_a_model_without_probes_says_what_it_needs(refuses):
    bare = core.wrap_model(count_u)
    design = core.Design("own", (core.parse_condition("UU@3"),), "shuffle", 10)
    with refuses(DataError, "wrap_model"):
        core.run_gia(design, bare)


def test_a_model_of_another_shape_is_refused(refuses):
    design = core.Design("own", (core.parse_condition("UU@3"),), n=10)
    with refuses(SequenceError, "20"):
        core.run_gia(design, core.wrap_model(lambda letters: letters))


def test_binding_scores_are_one_for_each_sequence(refuses):
    with refuses(DataError, "2 binding", "1 sequences"):
        core.wrap_model(count_u, ["ACGU"], [1.0, 2.0])


def test_two_wrapped_models_do_not_share_results():
    design = core.Design("own", (core.parse_condition("UGCAU@3"),), n=20)
    first = core.run_gia(design, core.wrap_model(count_u)).conditions[0].global_importance
    second = core.run_gia(design, core.wrap_model(count_sites(MOTIF))).conditions[0].global_importance
    assert first != second
