"""Computing what variants share once: the same predictions as the network itself, from less work."""

import itertools

import numpy as np
import pytest
from cachetools import LRUCache
from hypothesis import given, settings
from hypothesis import strategies as st

from core.discovery.ism import ism, ism_together
from core.discovery.kmer_scan import score_kmers
from core.gia.design import Condition, parse_condition
from core.gia.embedding import embed, embed_each, embed_kmers
from core.models.architectures import Architecture
from core.models.inference import kept
from core.models.inference.kept import stretches
from core.models.inference.network import Predictor
from core.models.inference.receptive_fields import Shape, receptive_fields
from core.models.loading import network_of
from core.models.scoring import predict_variants
from core.sequence import PAD, decode, kmers

PAPER = Shape(11, (1, 2, 4), 10)
rng = np.random.default_rng(0)


def trained_like(architecture):
    """A network whose batch normalisation is not that of a fresh one."""
    model = architecture.fresh(1)
    for layer in model.layers:
        if type(layer).__name__ == "BatchNormalization":
            size = layer.gamma.shape
            layer.set_weights([rng.normal(1, 0.2, size), rng.normal(0, 0.1, size), *rng.uniform(0.5, 1.5, (2, *size))])
    return model


ARCHITECTURES = [
    Architecture(),
    Architecture(variant="code", outputs=3),
    Architecture(task="classification", outputs=2),
    Architecture(variant="wide", outputs=3),
]


@pytest.fixture(scope="module", params=ARCHITECTURES, ids=lambda architecture: f"{architecture.label}")
def network(request):
    """What shares, and what computes each sequence by itself, as Keras does: `test_computed.py` compares."""
    network = network_of(trained_like(request.param), request.param)
    return network._shared, network.outputs


@pytest.fixture(scope="module")
def predictor():
    architecture = Architecture(outputs=2)
    return Predictor(network_of(trained_like(architecture), architecture), 1)


@pytest.fixture(scope="module")
def backgrounds():
    letters = rng.integers(0, 4, (33, 41)).astype(np.int8)
    letters[2, 30:] = letters[5, 39:] = PAD
    return letters


def same(network, letters, written, backgrounds=None):
    shared, dense = network
    expected = dense(letters.reshape(-1, letters.shape[-1])).reshape(*letters.shape[:2], -1)
    np.testing.assert_allclose(shared(letters, written, backgrounds=backgrounds), expected, atol=1e-5)


CONDITIONS = ["N@1", "A@41", "UGCAUG@1", "UGCAUG@36", "UGCAUG@4,UGCAUG@25", "UGNAUG@18", "UGCAUG@*", "C@*,G@3"]


@pytest.mark.parametrize("pairs", [(), ((5, 30), (6, 29))], ids=["no stem", "stem"])
def test_conditions_of_a_design(network, backgrounds, pairs):
    conditions = [parse_condition(text) for text in CONDITIONS]
    same(network, *embed_each(backgrounds, conditions, pairs, seed=3))


def test_single_mutations(network, backgrounds):
    shifts = np.zeros((124, 41), np.int8)
    for mutant, (position, shift) in enumerate(itertools.product(range(41), (1, 2, 3)), start=1):
        shifts[mutant, position] = shift
    letters = np.where(backgrounds == PAD, PAD, (backgrounds + shifts[:, None]) % 4)
    same(network, letters, shifts)


@pytest.mark.parametrize("position", [0, 1, 17, 38])
def test_every_kmer_at_one_position(network, backgrounds, position):
    same(network, *embed_kmers(backgrounds[:3], decode(kmers(3)), position))


@pytest.mark.parametrize(("step", "width"), [(1, 41), (3, 41), (1, 33)])
def test_windows_that_slide(network, step, width):
    starts = step * np.arange(12)
    letters = (
        rng.integers(0, 4, (5, starts[-1] + 41)).astype(np.int8)[:, starts[:, None] + np.arange(41)].swapaxes(0, 1)
    )
    letters[..., width:] = PAD
    written = np.where(np.arange(41) < width, 1 + starts[:, None] + np.arange(41), 0)
    shared, dense = network
    expected = dense(letters.reshape(-1, 41)).reshape(12, 5, -1)
    np.testing.assert_allclose(shared(letters, written, slides=True), expected, atol=1e-5)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 5), st.integers(1, 3))
def test_whatever_is_written(network, seed, count, n, span):
    random = np.random.default_rng(seed)
    written = random.integers(0, span, (count, 41))
    letters = random.integers(0, PAD + 1, (n, 41, span)).astype(np.int8)
    letters = np.take_along_axis(letters[None], written[:, None, :, None], axis=3)[..., 0]
    same(network, letters, written)


@pytest.mark.parametrize("n", [1, 2, 33, 200])
def test_the_number_of_sequences_changes_nothing(network, n):
    letters = rng.integers(0, 4, (n, 41)).astype(np.int8)
    embedded, written = embed_each(letters, [parse_condition("UGCAUG@9"), parse_condition("UU@30")])
    same(network, embedded, written)


class TestKeptBackgrounds:
    """What a network gives on the bare backgrounds is kept, and only what patterns change is computed."""

    @pytest.fixture(autouse=True)
    def memory(self, monkeypatch):
        monkeypatch.setattr(kept, "_memory", LRUCache(kept.BYTES, kept._memory.getsizeof))
        monkeypatch.setattr(kept, "_seen", LRUCache(64))
        return kept._memory

    @pytest.fixture
    def stored(self, memory, monkeypatch):
        """The numbers of backgrounds that were computed and stored, block by block."""
        stored = []

        class Memory(LRUCache):
            def __setitem__(self, key, value):
                stored.append(len(value.hidden))
                super().__setitem__(key, value)

        monkeypatch.setattr(kept, "_memory", Memory(kept.BYTES, memory.getsizeof))
        return stored

    @pytest.mark.parametrize("pairs", [(), ((5, 30), (6, 29))], ids=["no stem", "stem"])
    def test_conditions_of_a_design(self, network, backgrounds, pairs):
        for text in CONDITIONS:
            for texts in ([text], ["", text, "UGCAUG@18"]):
                conditions = [parse_condition(text) if text else Condition(()) for text in texts]
                embedded, written = embed_each(backgrounds, conditions, pairs, seed=3)
                same(network, embedded, written, backgrounds)

    @settings(max_examples=25)
    @given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 70), st.floats(0, 1))
    def test_whatever_is_written(self, network, seed, count, n, share):
        random = np.random.default_rng(seed)
        backgrounds = random.integers(0, PAD + 1, (n, 41)).astype(np.int8)
        changed = random.random((count, 41)) < share
        letters = np.where(changed[:, None], random.integers(0, PAD + 1, (count, n, 41)), backgrounds).astype(np.int8)
        written = changed * np.arange(1, 1 + count)[:, None]
        expected = network[1](letters.reshape(-1, 41)).reshape(count, n, -1)
        np.testing.assert_allclose(network[0]._kept(letters, changed, backgrounds, False), expected, atol=1e-5)
        same(network, letters, written, backgrounds)

    def test_backgrounds_are_computed_once_for_each_network(self, predictor, backgrounds, stored):
        others = Predictor(network_of(trained_like(Architecture()), Architecture()))
        for score in (predictor, others, predictor, others):
            for text in ("UGCAUG@4", "UGCAUG@25"):
                embedded, written = embed_each(backgrounds, [parse_condition(text)])
                (found,) = predict_variants([score], embedded, written, backgrounds=backgrounds)
                np.testing.assert_allclose(found[0], score(embedded[0]), atol=1e-5)
        assert sum(stored) == 2 * len(backgrounds)

    def test_a_design_on_more_conditions_asks_the_same_blocks(self, predictor, stored):
        letters = rng.integers(0, 4, (75, 41)).astype(np.int8)
        for texts in (["UGCAUG@4"], ["UGCAUG@9", "UGCAUG@25"], ["UGCAUG@7"]):
            embedded, written = embed_each(letters, [parse_condition(text) for text in texts])
            predict_variants([predictor], embedded, written, backgrounds=letters)
        assert sorted(stored) == [11, 32, 32]

    def test_what_is_asked_once_is_not_kept(self, predictor, backgrounds, stored):
        embedded, written = embed_each(backgrounds, [parse_condition("UGCAUG@4")])
        predict_variants([predictor], embedded, written, backgrounds=backgrounds)
        assert stored == []

    @pytest.mark.parametrize("texts", [["UGCAUG@*"], [f"{kmer}@9" for kmer in decode(kmers(3))]])
    def test_nothing_is_kept_where_it_saves_nothing(self, predictor, stored, texts):
        """A pattern at random positions changes all of them; k-mers share what sees only some of their letters."""
        backgrounds = np.random.default_rng(0).integers(0, 4, (75, 41)).astype(np.int8)
        embedded, written = embed_each(backgrounds, [parse_condition(text) for text in texts])
        for _ in range(2):
            predict_variants([predictor], embedded, written, backgrounds=backgrounds)
        assert stored == []

    def test_nothing_is_kept_where_there_is_no_room(self, predictor, backgrounds, stored, monkeypatch):
        monkeypatch.setattr(kept, "BYTES", 100_000)
        embedded, written = embed_each(backgrounds, [parse_condition("UGCAUG@4")])
        for _ in range(2):
            predict_variants([predictor], embedded, written, backgrounds=backgrounds)
        assert stored == []

    def test_what_is_kept_counts(self, predictor, backgrounds, memory):
        """Four layers of 96 filters, the last one as far as it is pooled, and 256 hidden units, of 4 bytes each."""
        embedded, written = embed_each(backgrounds, [parse_condition("UGCAUG@4")])
        for _ in range(2):
            predict_variants([predictor], embedded, written, backgrounds=backgrounds)
        assert memory.currsize == 4 * len(backgrounds) * ((3 * 41 + 40) * 96 + 256)

    def test_a_pattern_changes_what_sees_it(self):
        """A position of the first layer sees 5 letters to both sides, later ones 1, 2 and 4 more."""
        changed = np.zeros(41, bool)
        changed[17:23] = True
        assert stretches(changed, PAPER) == (((12, 28), (11, 29), (9, 31), (5, 35)),)

    def test_only_what_changes_is_multiplied(self, predictor):
        """Of three residual layers those positions before them that see the pattern: 16, 18 and 22."""
        changed = np.zeros((2, 41), bool)
        changed[1, 17:23] = True
        assert predictor.network._shared._kept.rows(changed) == 16 + 18 + 22

    def test_two_patterns_share_what_sees_both(self):
        changed = np.zeros(41, bool)
        changed[[0, 40]] = True
        assert stretches(changed, PAPER) == (
            ((0, 6), (0, 7), (0, 9), (0, 13)),
            ((35, 41), (34, 41), (32, 41), (28, 41)),
        )
        changed[20] = True
        assert stretches(changed, PAPER) == (((0, 41),) * 4,)


def test_arguments_stay_as_they_are(network, backgrounds):
    embedded, written = embed_each(backgrounds, [parse_condition("UGCAUG@9"), parse_condition("UU@30")])
    before = embedded.copy(), written.copy()
    network[0](embedded, written)
    assert (embedded == before[0]).all()
    assert (written == before[1]).all()


def counts(written):
    return [*receptive_fields(written, PAPER).counts]


def test_one_sequence_has_a_field_at_each_position():
    assert counts(np.zeros((1, 41), int)) == [41] * 4
    assert counts(np.zeros((9, 41), int)) == [41] * 4


def test_a_pattern_adds_the_fields_that_reach_into_it():
    """A position of the first layer sees 5 letters to both sides, later ones 1, 2 and 4 more."""
    written = np.zeros((2, 41), int)
    written[1, 17:23] = 1
    assert counts(written) == [41 + 16, 41 + 18, 41 + 22, 41 + 30]


def test_a_pattern_at_the_end_adds_fewer():
    written = np.zeros((2, 41), int)
    written[1, :6] = 1
    assert counts(written) == [41 + 11, 41 + 12, 41 + 14, 41 + 18]


def test_kmers_share_what_sees_only_some_of_their_letters():
    """Of all 6-mers a position that sees j letters has 4^j fields: shared between the k-mers that look alike there."""
    written = np.zeros((4**6, 41), int)
    written[:, 17:23] = kmers(6)[:, :6]
    partly = 2 * sum(4**j for j in range(1, 6))
    full = [4**6 * (5 - 6 + 1 + reach) for reach in (6, 8, 12, 20)]
    unseen = [41 - 16, 41 - 18, 41 - 22, 41 - 30]
    assert counts(written) == [a + partly + b for a, b in zip(full, unseen, strict=True)]


def test_windows_in_a_row_share_what_reaches_no_end():
    """A position of the first layer has another field within 5 letters of an end, of later ones within 6, 8 and 12."""
    written = np.arange(64)[:, None] + np.arange(41)
    found = receptive_fields(written, PAPER, slides=True).counts
    assert [*found] == [64 * 2 * edge + 64 + 40 - 2 * edge for edge in (5, 6, 8, 12)]


def test_conditions_share_the_motifs_that_they_have_in_common():
    written = np.zeros((3, 41), int)
    written[1:, 3:9] = 1
    written[2, 30:36] = 1
    assert counts(written)[0] == 41 + 14 + 16


def test_fields_are_numbered_once_for_the_same_conditions():
    written = np.zeros((2, 41), int)
    written[1, 7] = 1
    assert receptive_fields(written, PAPER) is receptive_fields(written.astype(np.int8), PAPER)


class TestScores:
    """How GIA, ISM and k-mer scans ask."""

    def test_outputs_of_one_network_are_one_forward_pass(self, predictor, backgrounds, monkeypatch):
        embedded, written = embed_each(backgrounds, [parse_condition("UGCAUG@9"), parse_condition("UU@30")])
        expected = predictor.network.outputs(embedded.reshape(-1, 41)).reshape(2, len(backgrounds), 2)
        asked = []
        shared = predictor.network._shared
        monkeypatch.setattr(predictor.network, "_shared", lambda *given: asked.append(1) or shared(*given))
        both = predict_variants([predictor, Predictor(predictor.network, 0)], embedded, written)
        np.testing.assert_allclose(both, [expected[..., 1], expected[..., 0]], atol=1e-5)
        assert asked == [1]

    def test_a_callable_is_asked_what_is_embedded(self, backgrounds):
        embedded, written = embed_each(backgrounds, [parse_condition("UUU@9"), parse_condition("N@1")])
        (counted,) = predict_variants([lambda letters: (letters == 3).sum(axis=1)], embedded, written)
        assert (counted == (embedded == 3).sum(axis=2)).all()

    def test_ism_of_many_sequences_is_that_of_each(self, predictor):
        sequences = ["UGCAUGACGUACGUAAACCGGUUAGCAUUGACCAGUUGACA", "ACGUAC", "GGGAAAUUUCCCGGGAAAUUUCCC"]
        other = Predictor(predictor.network, 0)
        for score, found in zip((predictor, other), ism_together([predictor, other], sequences), strict=True):
            for sequence, one in zip(sequences, found, strict=True):
                alone = ism(score, sequence)
                assert one.sequence == sequence
                assert one.prediction == pytest.approx(alone.prediction, abs=1e-5)
                np.testing.assert_allclose(one.delta, alone.delta, atol=1e-5)

    def test_kmers_are_what_is_embedded(self, predictor, backgrounds):
        candidates = ["UGCAUG", "AAAAAA", "UGCAUC"]
        expected = [predictor(embed(backgrounds, parse_condition(f"{kmer}@5"))) for kmer in candidates]
        np.testing.assert_allclose(score_kmers(predictor, backgrounds, candidates, 4), expected, atol=1e-5)
