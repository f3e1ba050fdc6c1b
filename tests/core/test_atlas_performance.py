"""Methods of the atlas beside each other: titles, pairs, means and p values, against naive ways to say the same."""

from dataclasses import replace

import numpy as np
import pytest
import toy_network
from atlas_world import GC3, RULES, World
from hypothesis import given
from hypothesis import strategies as st

from core import atlas
from core.atlas.methods import OURS, PUBLISHED, Method
from core.atlas.paired import compare, comparisons, summarise
from core.atlas.performance import ours_first
from core.data.published import published
from core.statistics import wilcoxon_p

REAL = [f"RNCMPT0000{n}" for n in range(1, 9)]


@given(st.lists(st.integers(1, 99), min_size=6, max_size=8, unique=True), st.integers(0, 255))
def test_p_counts_the_signs_that_are_as_uneven(sizes, signs):
    values = np.array([size if signs >> place & 1 else -size for place, size in enumerate(sizes)], float)
    ranks = np.argsort(np.argsort(sizes)) + 1
    sums = [sum(r for i, r in enumerate(ranks) if s >> i & 1) for s in range(2 ** len(sizes))]
    smaller = min(ranks[values > 0].sum(), ranks[values < 0].sum())
    assert wilcoxon_p(np.append(values, 0)) == pytest.approx(min(1, 2 * np.mean(np.array(sums) <= smaller)))


def test_p_of_ties_and_of_nothing():
    assert wilcoxon_p(np.zeros(9)) == 1
    assert wilcoxon_p(np.ones(12)) < 0.01


def test_too_few_pairs_have_no_p():
    one, other = Method("a", "a", "", dict.fromkeys("abcde", 0.9)), Method("b", "b", "", dict.fromkeys("abcdef", 0.4))
    found = compare(one, other, "abcdefg", False)
    assert (len(found.points), found.p_value, found.difference) == (5, None, pytest.approx(0.5))
    assert compare(one, Method("c", "c", "", {}), "abc", False).points == ()


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


def test_methods_are_those_of_cards_and_papers(world):
    found = atlas.performance()
    methods = {method.key: method for method in found.methods}
    assert set(methods) == {OURS, *PUBLISHED}
    assert methods[OURS].pearson == dict.fromkeys(RULES, 0.5)
    assert methods["ThermoNet"].pearson == {name: published(name)["ThermoNet"] for name in methods["ThermoNet"].pearson}
    assert len(methods["RCK"].pearson) == 244
    assert found.coverage == "on 0 of 244" and found.means_text.startswith("MultiRBP (clip) 0.692; ResidualBind")
    assert [one["model"] for one in found.rows[:3]] != [""] * 3 and found.rows[-1]["model"] == ""
    assert found.by_kind(methods[OURS]) == {"real": {}, "simulated": methods[OURS].pearson}


def card(world, name, pearson, replicate=None, **spec):
    """A card of these numbers, of clipped scores where its spec says so."""
    made = world.card(GC3, f"weights of {name}, {spec}", **spec)
    kind = {**made.transform, "kind": spec.get("transform", "log")}
    return replace(made, experiment=name, test_pearson=pearson, replicate_pearson=replicate, transform=kind)


def install(monkeypatch, *cards):
    by_experiment = {}
    for one in cards:
        by_experiment.setdefault(one.experiment, {})[one.label] = one
    toy_network.use_models(monkeypatch, lambda: by_experiment)


def test_the_lowest_seed_stands_for_a_method_and_clip_is_compared_with_log(world, monkeypatch):
    cards = [card(world, GC3, 0.8), card(world, GC3, 0.9, seed=1), card(world, GC3, 0.7, transform="clip")]
    install(monkeypatch, *cards)
    found = atlas.performance(atlas.Choice(names=(GC3,)))
    assert {method.key: method.pearson for method in found.methods} == {
        "residualbind": {GC3: 0.8},
        "residualbind-clip": {GC3: 0.7},
    }
    (pair,) = [one for one in found.comparisons if one.points]
    assert (pair.first, pair.second, pair.is_simulated) == ("residualbind-clip", "residualbind", True)
    assert pair.difference == pytest.approx(-0.1)
    assert (pair.is_mixed, pair.transform_text) == (True, "clip / log")


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("residualbind", "ResidualBind"),
        ("residualbind-clip", "ResidualBind, clip"),
        ("residualbind-pu", "ResidualBind + PU"),
        ("residualbind-pu-clip", "ResidualBind + PU, clip"),
        ("residualbind-clip-ensemble", "ResidualBind, clip, ensemble"),
        ("residualbind-joint-multitask-clip", "ResidualBind, joint, multi-task, clip"),
        ("kmer-ridge", "6-mer ridge"),
        ("kmer-ridge-clip", "6-mer ridge, clip"),
        ("kmer-ridge-pu", "5-mer ridge + PU"),
        ("deepbind", "deepbind, here"),
        ("own-mine", "own-mine, here"),
        ("ThermoNet", "ThermoNet"),
        ("replicates", "Replicate spots, a rough ceiling"),
    ],
)
def test_a_method_is_called_by_its_parts(label, title):
    assert atlas.method_title(label) == title


def named(key, transform, pearson, source=""):
    return Method(key, key, source, pearson, transform)


def test_what_is_compared_with_what():
    every, few = dict.fromkeys(REAL, 0.5), dict.fromkeys(REAL[:2], 0.6)
    methods = [
        named("residualbind", "log", few),
        named("residualbind-clip", "clip", every),
        named("residualbind-ensemble", "log", few),
        named("residualbind-clip-ensemble", "clip", few),
        named("residualbind-joint-multitask-clip", "clip", every),
        named("kmer-ridge-clip", "clip", every),
        named("deepbind", "log", few),
        named("ThermoNet", "clip", every, "a paper"),
    ]
    rows = [{"experiment": one, "source": "rnacompete2013"} for one in REAL]
    found = {(one.first, one.second): one for one in comparisons(methods, rows) if one.points}
    single, clip = "residualbind", "residualbind-clip"
    ensemble, larger, together = "residualbind-ensemble", "residualbind-clip-ensemble", methods[4].key
    ours = {single, clip, ensemble, larger, together}
    assert set(found) == {
        (clip, single),  # as the paper
        *((ensemble, single), (larger, clip), (together, clip)),  # of the same scores alone
        (larger, ensemble),  # the same networks of other scores
        *((one, "ThermoNet") for one in ours),
        *((one, "kmer-ridge-clip") for one in ours),  # there is none of log scores
        *((single, "deepbind"), (clip, "deepbind")),
    }
    texts = {pair: one.transform_text for pair, one in found.items()}
    assert texts[clip, "ThermoNet"] == texts[larger, clip] == "clip" and texts[ensemble, single] == "log"
    assert texts[single, "ThermoNet"] == texts[single, "kmer-ridge-clip"] == "log / clip"
    assert texts[clip, "deepbind"] == "clip / log"
    assert found[together, clip].p_value == 1 and found[larger, clip].p_value is None


def test_a_ridge_of_the_same_scores_goes_before_one_of_others():
    every = dict.fromkeys(REAL, 0.5)
    methods = [
        named(key, transform, every)
        for key, transform in (
            ("residualbind", "log"),
            ("residualbind-clip", "clip"),
            ("kmer-ridge", "log"),
            ("kmer-ridge-clip", "clip"),
        )
    ]
    rows = [{"experiment": one, "source": "rnacompete2013"} for one in REAL]
    pairs = {(one.first, one.second) for one in comparisons(methods, rows) if "ridge" in one.second}
    assert pairs == {("residualbind", "kmer-ridge"), ("residualbind-clip", "kmer-ridge-clip")}


def test_means_count_each_method_and_its_distance_to_thermonet_on_the_same_experiments():
    ours = Method("residualbind-clip", "Ours", "", {REAL[0]: 0.5, REAL[1]: 0.8, "SIM": 0.9}, "clip", (REAL[0],))
    best = named("ThermoNet", "clip", {REAL[1]: 0.7, REAL[2]: 0.1}, "a paper")
    rows = [{"experiment": one, "source": "rnacompete2013"} for one in REAL[:3]]
    rows.append({"experiment": "SIM", "source": "simulated"})
    real, simulated, theirs = summarise([ours, best, named("none", "", {})], rows)
    assert (real.n, real.mean, real.n_shared, real.reference) == (2, pytest.approx(0.65), 1, 0.7)
    assert real.sd == pytest.approx(np.std([0.5, 0.8], ddof=1)) and real.difference == pytest.approx(0.1)
    assert real.trained == "1 alone, 1 together" and simulated.trained == "alone"
    assert (simulated.is_simulated, simulated.n, simulated.sd, simulated.difference) == (True, 1, None, None)
    assert (theirs.n, theirs.mean, theirs.difference, theirs.trained) == (2, pytest.approx(0.4), None, "")


def test_replicate_spots_are_those_of_clipped_scores_where_a_card_knows_them(world, monkeypatch):
    install(
        monkeypatch,
        card(world, REAL[0], 0.80, 0.90),
        card(world, REAL[0], 0.79, 0.85, transform="clip"),
        card(world, REAL[1], 0.70, 0.60),
        card(world, REAL[2], 0.60),
    )
    found = atlas.performance(atlas.Choice(names=tuple(REAL[:3])))
    assert found.ceiling.pearson == {REAL[0]: 0.85, REAL[1]: 0.60} and found.ceiling.transform == ""
    rows = {row["experiment"]: row for row in found.rows}
    assert [rows[one]["replicate_pearson"] for one in REAL[:3]] == [0.85, 0.60, None]
    best = [max(published(one).values()) for one in REAL[:2]]
    assert [rows[one]["gain"] for one in REAL[:2]] == [pytest.approx(0.79 - best[0]), pytest.approx(0.70 - best[1])]
    assert [rows[one]["ours"] for one in REAL[:2]] == ["residualbind-clip", "residualbind"]
    last = found.summaries[-1]
    assert (last.key, last.n, last.mean, last.trained) == ("replicates", 2, pytest.approx(0.725), "")
    assert "replicates" not in {one.key for one in found.methods}


def test_ensembles_and_networks_of_many_experiments_are_methods_of_their_own(world, monkeypatch):
    together = {"experiments": REAL[:2], "transform": "clip"}
    install(
        monkeypatch,
        *(card(world, one, 0.7, transform="clip", seed=seed) for one in REAL[:2] for seed in (0, 1)),
        *(card(world, one, 0.8, transform="clip", members=["a", "b"], seeds=[0, 1]) for one in REAL[:2]),
        *(card(world, one, 0.9, output=place, **together) for place, one in enumerate(REAL[:2])),
    )
    found = atlas.performance(atlas.Choice(names=tuple(REAL[:2])))
    ours = {one.key: one for one in found.methods if not one.is_published}
    assert list(ours) == ["residualbind-clip", "residualbind-clip-ensemble", "residualbind-multitask-clip"]
    assert ours["residualbind-clip-ensemble"].is_ensemble and ours["residualbind-multitask-clip"].is_together
    trained = {one.key: one.trained for one in found.summaries}
    assert trained["residualbind-clip"] == "alone" and trained["residualbind-multitask-clip"] == "together"
    pairs = {(one.first, one.second): one.difference for one in found.comparisons if one.points}
    assert pairs["residualbind-clip-ensemble", "residualbind-clip"] == pytest.approx(0.1)
    assert pairs["residualbind-multitask-clip", "residualbind-clip"] == pytest.approx(0.2)


def test_kinds_of_networks_of_the_same_scores_are_compared_and_each_with_itself_of_the_others():
    keys = ("joint-clip", "joint", "wide-multitask-clip", "wide-multitask", "pu-clip", "joint-clip-ensemble")
    scores = {key: "clip" if "clip" in key else "log" for key in keys}
    methods = [named(f"residualbind-{key}", kind, dict.fromkeys(REAL, 0.5)) for key, kind in scores.items()]
    rows = [{"experiment": one, "source": "rnacompete2013"} for one in REAL]
    texts = {
        (one.first.removeprefix("residualbind-"), one.second.removeprefix("residualbind-")): one.transform_text
        for one in comparisons(methods, rows)
        if one.points
    }
    assert texts == {
        ("joint-clip", "joint"): "clip / log",
        ("wide-multitask-clip", "wide-multitask"): "clip / log",
        ("wide-multitask-clip", "joint-clip"): "clip",
        ("wide-multitask", "joint"): "log",
        ("pu-clip", "joint-clip"): "clip",
        ("pu-clip", "wide-multitask-clip"): "clip",
        ("joint-clip-ensemble", "joint-clip"): "clip",
    }


def test_networks_taken_out_of_joint_ones_are_compared_as_ours_and_said_to_be(world, monkeypatch):
    joint = {"architecture": {"variant": "joint"}, "transform": "clip", "taken_from": "a joint network"}
    install(
        monkeypatch,
        card(world, REAL[0], 0.5),
        card(world, REAL[0], 0.6, transform="clip"),
        *(card(world, one, 0.9, **joint) for one in REAL[:2]),
        card(world, REAL[0], 0.95, members=["a", "b"], seeds=[0, 1], **joint),
    )
    found = atlas.performance(atlas.Choice(names=tuple(REAL[:2])))
    key = "residualbind-joint-clip"
    assert {one.key: one.trained for one in found.summaries}[key] == "together"
    pairs = {(one.first, one.second) for one in found.comparisons if one.points}
    assert {(key, "residualbind-clip"), (key, "ThermoNet"), (f"{key}-ensemble", key)} <= pairs
    assert (f"{key}-ensemble", "residualbind-clip") not in pairs  # an ensemble is compared with its own networks
    assert [row["ours"] for row in found.rows] == [key, key]  # the kind that most experiments have, and no ensemble


def test_who_stands_for_us_is_clipped_single_and_common():
    few, many = {REAL[0]: 0.5}, dict.fromkeys(REAL, 0.5)
    methods = [
        named("residualbind", "log", many),
        named("residualbind-clip", "clip", few),
        named("residualbind-clip-ensemble", "clip", few),
        named("residualbind-pu-clip", "clip", many),
        named("kmer-ridge-clip", "clip", many),
    ]
    assert ours_first(methods, REAL) == ["residualbind-clip", "residualbind-clip-ensemble", "residualbind"]
    methods.append(named("residualbind-joint-clip", "clip", many))
    assert ours_first(methods, REAL)[0] == "residualbind-joint-clip"
    assert ours_first([methods[0]], ()) == ["residualbind"]


def test_filters_take_published_experiments_too(world):
    found = atlas.performance(atlas.Choice(families=("KH",), sources=("rnacompete2013",)))
    assert {method.key for method in found.methods} == set(PUBLISHED)
    assert 0 < len(found.rows) < 244


def test_the_shipped_models_stand_beside_published_numbers_on_40_of_244(home, wording):
    found = atlas.performance()
    assert found.coverage == "on 40 of 244"
    text = atlas.report(found, {}, {"n": 1000, "background": "profile", "seed": 0})
    wording.within(text, "40 of 244 experiments")
    assert "MultiRBP (clip) 0.692" in text
    wording.within(text, "takes", "itself")
