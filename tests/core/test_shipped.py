"""The models that come with the code: they learned what was planted, and nothing much else."""

import json

import numpy as np
import pytest
from scipy import stats

import core
from core.data import store
from core.sequence import decode
from core.settings import settings
from core.simulation.rules import RULES

pytestmark = pytest.mark.slow
BY_ID = {rule.id: rule for rule in RULES}
DOCUMENT = json.loads((settings().shipped / "simulated.json").read_text())
TRUTH = {entry["id"]: entry["global_importance_z"] for entry in DOCUMENT["experiments"]}
PLANTED = {entry["id"]: entry["planted"] for entry in DOCUMENT["experiments"]}
every_rbp = pytest.mark.parametrize("rbp", BY_ID)


def ask(rbp, *texts):
    return core.run_gia(core.Design(rbp, tuple(map(core.parse_condition, texts)))).conditions


def importance(rbp, *texts):
    return [condition.global_importance for condition in ask(rbp, *texts)]


def test_every_simulated_rbp_has_a_model_and_probes_in_a_fresh_clone():
    listed = {e.id: e for e in core.list_experiments() if e.source == "simulated"}
    assert set(listed) == set(BY_ID)
    assert all(e.has_model and e.has_probes for e in listed.values())
    assert core.find_experiment("RNCMPT00168").has_model


@every_rbp
def test_the_model_was_trained_on_the_shipped_probes_and_nearly_reaches_what_noise_allows(rbp):
    card = core.card(rbp)
    assert card.spec["data"] == store.load(rbp).digest
    assert core.evaluate(rbp).test_pearson == pytest.approx(card.test_pearson, abs=1e-4)
    assert card.test_pearson > PLANTED[rbp]["ceiling_b"] - 0.07


@every_rbp
def test_the_planted_motif_is_the_best_of_itself_and_50_random_6_mers(rbp):
    kmers = decode(np.random.default_rng(0).integers(0, 4, (50, 6)))
    found = importance(rbp, *(f"{kmer}@18" for kmer in [BY_ID[rbp].consensus, *kmers]))
    assert int(np.argmax(found)) == 0


@every_rbp
def test_importance_grows_with_planted_copies(rbp):
    motif = BY_ID[rbp].consensus
    found = importance(rbp, f"{motif}@4", f"{motif}@4,{motif}@16", f"{motif}@4,{motif}@16,{motif}@28")
    assert found[0] > 0
    assert stats.linregress([1, 2, 3], found).rvalue ** 2 > 0.9
    assert found[2] > found[1] > found[0]


@pytest.mark.parametrize("rbp", [rule.id for rule in RULES if rule.loop_floor == 1])
def test_importance_has_the_planted_size(rbp):
    """Within 40%: where noise is strong, a network gives a single site less than it is worth."""
    motif = BY_ID[rbp].consensus
    texts = [f"{motif}@18", f"{motif}@4,{motif}@28", f"{motif}@4,{motif}@16,{motif}@28"]
    np.testing.assert_allclose(importance(rbp, *texts), [TRUTH[rbp][text] for text in texts], rtol=0.4)


@every_rbp
def test_close_sites_hinder_each_other_where_that_was_planted(rbp):
    """What two sites lose when they touch, as a share of two that are far apart."""
    motif = BY_ID[rbp].consensus
    close, far = f"{motif}@15,{motif}@21", f"{motif}@4,{motif}@28"
    found_close, found_far = importance(rbp, close, far)
    lost, truly_lost = 1 - found_close / found_far, 1 - TRUTH[rbp][close] / TRUTH[rbp][far]
    if BY_ID[rbp].steric_share < 1:
        assert 0.5 * truly_lost < lost < 1.5 * truly_lost
    elif BY_ID[rbp].loop_floor == 1:  # close sites also change how the RNA folds
        assert abs(lost - truly_lost) < 0.15


@every_rbp
def test_a_loop_helps_where_that_was_planted(rbp):
    """The motif in the loop of a hairpin against the motif in its stem."""
    loop, stem = list(TRUTH[rbp])[4:6]
    found_loop, found_stem = importance(rbp, loop, stem)
    truth = TRUTH[rbp][loop] - TRUTH[rbp][stem]
    if BY_ID[rbp].loop_floor < 1:
        assert 0.5 * truth < found_loop - found_stem < 1.5 * truth
    else:
        assert abs(found_loop - found_stem - truth) < 0.25 * PLANTED[rbp]["effect_z"]


@every_rbp
def test_gc_at_the_3_end_helps_where_that_was_planted(rbp):
    (found,) = ask(rbp, "GCGCGC@35")
    if BY_ID[rbp].gc3:
        assert 0.5 < found.global_importance / TRUTH[rbp]["GCGCGC@35"] < 1.5
    else:
        assert abs(found.global_importance) < 0.03 * PLANTED[rbp]["effect_z"]


@every_rbp
def test_the_experiment_that_matches_a_rule_finds_it_and_finds_it_nowhere_else(rbp):
    """Bounds where nothing was planted are a network's own small errors, far below what was planted elsewhere."""
    rule, model = BY_ID[rbp], core.open_model(rbp)
    kmer = core.card(rbp).top_kmers[0][0]
    assert kmer == rule.consensus

    def ask_experiment(name, **given):
        return core.PROTOCOLS[name].ask(model, kmer, n=300, **given)

    assert ask_experiment("multiple-sites", positions=(4, 16, 28)).summary["r_squared"] > 0.95
    spaced = ask_experiment("spacing", separations=tuple(range(6, 25)))
    touching = spaced.rows[1]["share_of_farthest"]
    assert touching < 0.7 if rule.steric_gap else touching > 0.85
    assert not rule.steric_gap or 0 <= spaced.summary["full_from_gap"] - rule.steric_gap <= 1
    loop = ask_experiment("stem-loop").summary["loop_minus_stem"]
    assert loop > 1 if rule.loop_floor < 1 else abs(loop) < 0.25
    ends = ask_experiment("gc-bias").summary
    assert ends["gain_3"] > 0.5 if rule.gc3 else abs(ends["gain_3"]) < 0.15
    assert abs(ends["gain_5"]) < 0.15


def test_the_methods_that_the_paper_compares_with_come_with_rbfox1():
    """All find the motif; those that sum over the RNA add sites up, those that keep the strongest do not."""
    labels = core.find_experiment("RNCMPT00168").models
    assert labels[0] == "residualbind"
    assert {"pwm", "kmer-ridge", "deepbind", "dlprb-phime", "residualbind-pu", "residualbind-phime"} <= set(labels)
    gains = {}
    for label in ("residualbind", "pwm", "kmer-ridge", "deepbind"):
        model = core.open_model(f"RNCMPT00168:{label}")
        one, _, three = core.PROTOCOLS["multiple-sites"].ask(model, "UGCAUG", n=200).rows
        gains[label] = three["global_importance"] / one["global_importance"]
    assert min(gains["residualbind"], gains["pwm"], gains["kmer-ridge"]) > 2.5 > 1.6 > gains["deepbind"]


def test_a_shipped_model_with_structure_folds_what_it_is_asked():
    name = "RNCMPT00168:residualbind-phime"
    assert core.card(name).spec["energies"] == "turner2004"
    result = core.ism(name, "AACAACAACAUGCAUGAACAACAACAAC")
    assert set(np.argsort(-result.sensitivity)[:4]) <= set(range(10, 16))
