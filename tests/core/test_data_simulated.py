"""The simulated set: even coverage, designed probes, the same content for the same seed, and what is shipped."""

import json
from collections import Counter

import numpy as np
import pytest

from core.data import store
from core.data.transform import fit_transform
from core.sequence import PAD
from core.simulation import measurements
from core.simulation.probe_design import LENGTHS, covering_probes, de_bruijn, designed_probes
from core.simulation.rules import RULES, planted_score

SMALL = measurements.Sizes(order=4, copies_a=1, copies_b=1, designed_a=60, designed_b=20, backgrounds=10)


def words(probes, order):
    return Counter(probe[start : start + order] for probe in probes for start in range(len(probe) - order + 1))


@pytest.fixture(scope="module")
def shipped():
    return json.loads((store.settings().shipped / "simulated.json").read_text())


@pytest.mark.parametrize("order", [2, 3, 5])
def test_de_bruijn_sequence_holds_every_word_once_around_the_circle(order):
    cyclic = de_bruijn(np.random.default_rng(0), order)
    windows = {tuple(np.roll(cyclic, -start)[:order].tolist()) for start in range(len(cyclic))}
    assert len(cyclic) == len(windows) == 4**order


@pytest.mark.parametrize("order", [4, 5, 6])
def test_covering_probes_hold_every_word_exactly_once(order):
    probes = covering_probes(np.random.default_rng(1), order)
    assert set(words(probes, order).values()) == {1}
    assert len(words(probes, order)) == 4**order
    assert {len(probe) for probe in probes} <= set(range(30, 42))


def test_covering_probes_have_the_lengths_of_the_design():
    lengths = Counter(map(len, covering_probes(np.random.default_rng(1), 7)))
    shares = np.array([lengths[length] for length in LENGTHS]) / lengths.total()
    np.testing.assert_allclose(shares, list(LENGTHS.values()), atol=0.06)


def test_designed_probes_fit_and_carry_their_motifs():
    motifs = ["GACUAC", "CUGGAA"]
    probes = designed_probes(np.random.default_rng(2), 400, motifs, "CUGGAA")
    assert len(probes) == 400
    assert {len(probe) for probe in probes} <= set(range(30, 42))
    with_sites = probes[200:]
    counts = np.array([max(probe.count(motif) for motif in motifs) for probe in with_sites])
    assert counts.min() == 1
    assert counts.max() == 3
    assert sum("CUGGAA" in probe for probe in with_sites) > sum("GACUAC" in probe for probe in with_sites)
    assert 0.6 < np.mean([any(motif in probe for motif in motifs) for probe in probes[:200]]) < 0.95


@pytest.fixture(scope="module")
def table():
    return measurements.generate(0, SMALL)


def test_another_seed_gives_other_content(table):
    assert table.digest != measurements.generate(1, SMALL).digest


def test_sets_a_and_b_are_covered_by_different_sequences(table):
    a, b = (set(table.sequences[table.in_b == side].tolist()) for side in (False, True))
    assert table.in_b.sum() == len(b)
    assert not a & b


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.loop_floor == 1], ids=lambda rule: rule.id)
def test_the_log_transform_gives_back_what_was_planted(rule):
    """The loop rule is left out: folding all probes takes a minute."""
    probes = store.load(rule.id)
    a = ~probes.in_b
    planted = planted_score(rule, probes.sequences[a].tolist())
    transform = fit_transform(probes.scores[a], "log")
    log_scores = transform.apply(probes.scores[a]) * transform.sd
    slope, _ = np.polyfit(planted, log_scores, 1)
    assert transform.minimum == 1
    assert slope == pytest.approx(1, abs=0.02)
    assert np.corrcoef(planted, log_scores)[0, 1] == pytest.approx(rule.ceiling, abs=0.01)


def test_the_lowest_score_of_set_a_is_one(table):
    assert (table.scores[~table.in_b].min() == 1).all()


def test_the_same_seed_writes_the_same_files_which_read_as_generated(tmp_path, table):
    for folder in ("one", "two"):
        measurements.write(tmp_path / folder, 0, SMALL)
    for name in ("simulated.parquet", "simulated.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert json.loads((tmp_path / "one" / "simulated.json").read_text())["digest"] == table.digest
    probes = store.read_experiment(tmp_path / "one" / "simulated.parquet", "SIM_GC3")
    assert probes.sequences.tolist() == table.sequences.tolist()
    np.testing.assert_array_equal(probes.scores, table.scores["SIM_GC3"])


def test_shipped_set_is_small_whole_and_described(shipped):
    folder = store.settings().shipped
    assert sum((folder / f"simulated.{end}").stat().st_size for end in ("json", "parquet")) < 2.5e6
    assert [entry["id"] for entry in shipped["experiments"]] == [rule.id for rule in RULES]
    for entry, rule in zip(shipped["experiments"], RULES, strict=True):
        probes = store.load(rule.id)
        assert (len(probes.scores) - probes.in_b.sum(), probes.in_b.sum()) == (shipped["n_a"], shipped["n_b"])
        assert np.isfinite(probes.scores).all()
        scale = fit_transform(probes.scores[~probes.in_b], "log").sd
        planted = entry["planted"]
        assert planted["effect_z"] == pytest.approx(rule.effect / scale, abs=1e-3)
        assert planted["ceiling_b"] == pytest.approx(rule.ceiling, abs=0.03)
        assert planted["energies"] == [list(row) for row in rule.energies]
        assert (entry["note"], entry["gene"]) == (rule.note, rule.gene)


def test_shipped_set_covers_every_9_mer_at_least_as_often_as_it_says(shipped):
    probes = store.load("SIM_ADDITIVE")
    windows = np.lib.stride_tricks.sliding_window_view(probes.letters, 9, axis=1)
    for side, copies in ((False, measurements.SIZES.copies_a), (True, measurements.SIZES.copies_b)):
        full = windows[probes.in_b == side].reshape(-1, 9)
        full = full[(full != PAD).all(axis=1)]
        assert np.bincount(full @ 4 ** np.arange(9), minlength=4**9).min() >= copies


def test_true_importance_is_what_gia_must_find():
    rule = next(rule for rule in RULES if rule.id == "SIM_GC3")
    truth = measurements.true_importance(rule, ["UAUCAG@18", "GCGCGC@35", "UAUCAG@18,GCGCGC@35", "GCGCGC@3"])
    assert truth["UAUCAG@18"] == pytest.approx(1.5, rel=0.03)
    assert truth["GCGCGC@35"] == pytest.approx(1.2 * 3 / 8, rel=0.05)  # six of the last eight letters, half were G or C
    assert truth["UAUCAG@18,GCGCGC@35"] == pytest.approx(1.5 + 1.2 * 3 / 8, rel=0.03)
    assert truth["GCGCGC@3"] == pytest.approx(0, abs=0.02)


def test_shipped_truths_are_those_of_the_rules(shipped):
    for entry, rule in zip(shipped["experiments"], RULES, strict=True):
        truth = entry["global_importance_z"]
        site = f"{rule.consensus}@18"
        (again,) = measurements.true_importance(rule, [site], n=200).values()
        assert truth[site] == pytest.approx(again / entry["planted"]["log_score_sd"], rel=0.1)
        assert len(truth) == 9


def test_shipped_set_is_listed_as_simulated():
    dataset = store.datasets()[0]
    assert {entry.source for entry in dataset.entries} == {"simulated"}
    assert store.entries()["SIM_ADDITIVE"].gene == "SimAdditive"
