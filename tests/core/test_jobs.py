import numpy as np
import pytest
from toy_models import A_GLANCE

import core
from core.data import store
from core.data.transform import split
from core.discovery.motifs import Look
from core.models import registry
from core.models.architectures import Architecture
from core.settings import settings


@pytest.mark.slow
def test_a_planted_motif_is_learned_and_found(small_table, monkeypatch):
    """By least squares, which has one answer."""
    monkeypatch.setattr("core.discovery.motifs.LOOK", A_GLANCE)
    core.import_file(small_table)
    card = core.train("TOY", core.Recipe("kmer-ridge"))
    assert card.test_pearson > 0.5
    assert "GCAUG" in registry.card("TOY").top_kmers[0][0]


def test_the_card_tells_what_it_was_trained_and_measured_on(trained):
    card, scores = registry.card(trained), core.test_scores(trained)
    assert card.test_pearson == pytest.approx(np.corrcoef(scores.measured, scores.predicted)[0, 1], abs=1e-4)
    assert "GCAUG" in card.top_kmers[0][0]
    assert card.n_train + card.n_validation == 3000
    assert card.n_test == 600


def test_the_card_tells_what_a_page_needs_without_the_probes(trained):
    card = registry.card(trained)
    assert np.sum(card.density["counts"]) == 600
    assert len(card.density["measured_edges"]) == len(card.density["counts"]) + 1
    assert np.array(card.profile).shape == (41, 4)
    np.testing.assert_allclose(np.sum(card.profile, axis=1), 1, atol=1e-4)
    assert card.coverage[:30] == [1.0] * 30
    assert card.coverage[29:] == sorted(card.coverage[29:], reverse=True)
    assert card.spec["data"] == store.load(trained).digest


def test_only_the_weights_are_kept(trained):
    assert registry.card(trained).weights_bytes < 1.2 * 4 * 188_289


def test_transform_parameters_come_from_the_training_part_alone(trained):
    probes = store.load(trained)
    scores = probes.scores[~probes.in_b][split(3000, 0)[0]]
    transform = registry.card(trained).transform
    assert transform["minimum"] == pytest.approx(scores.min())
    assert transform["mean"] == pytest.approx(np.log1p(scores - scores.min()).mean(), rel=1e-5)


def test_evaluation_repeats_the_report_of_the_training(trained):
    evaluation = core.evaluate(trained)
    assert evaluation[:4] == (trained, pytest.approx(registry.card(trained).test_pearson, abs=1e-4), 600, {})
    raw, scores = store.load(trained), core.test_scores(trained)
    own = np.log1p(raw.scores[raw.in_b] - raw.scores[raw.in_b].min())
    assert evaluation.test_pearson_refitted == pytest.approx(np.corrcoef(own, scores.predicted)[0, 1], abs=1e-5)


@pytest.mark.parametrize(
    ("arguments", "facts"),
    [
        ({"experiment_id": "NONE"}, ["'NONE'"]),
        ({"schedule": "fast"}, ["quick", "paper"]),
        ({"network": "transformer"}, ["'transformer'"]),
        ({"variant": "mine"}, ["paper", "code"]),
        ({"inputs": "shape"}, ["sequence", "phime"]),
        ({"task": "guess"}, ["regression", "classification"]),
        ({"transform": "sqrt"}, ["clip"]),
        ({"epochs": 0}, ["from 1 to 10,000"]),
        ({"seed": -1}, ["is -1"]),
    ],
)
def test_bad_input_is_refused_before_any_training(small_table, arguments, facts, monkeypatch, refuses):
    core.import_file(small_table)
    monkeypatch.setattr(Architecture, "fresh", lambda *rest: pytest.fail("training began"))
    experiment = arguments.pop("experiment_id", "TOY")
    with refuses(core.AppError, *facts):
        core.train(experiment, core.Recipe(**arguments))


@pytest.mark.slow
def test_a_cancelled_training_leaves_nothing(small_table):
    core.import_file(small_table)

    def cancel(epoch):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        core.train("TOY", core.Recipe("pwm", epochs=1), cancel)
    assert not settings().models.exists() or not list(settings().models.iterdir())


@pytest.mark.slow
def test_a_network_with_structure_is_trained_kept_and_asked_like_any_other(small_table, home, monkeypatch, refuses):
    """On 300 probes of set A and 60 of B, which are folded soon."""
    monkeypatch.setattr("core.discovery.motifs.HASTY_LOOK", Look(first=1, kept=2, second=2))
    rows = small_table.read_text().splitlines()
    (home / "few.csv").write_text("\n".join(rows[:301] + rows[-60:]))
    core.import_file(home / "few.csv")
    folded = []
    reports = core.train_together(["TOY"], core.Recipe(epochs=1, inputs="pu"), on_folded=lambda *n: folded.append(n))
    (report,) = reports
    assert (report.model, folded[-1]) == ("TOY:residualbind-pu", (360, 360))
    assert core.card("TOY").spec["energies"] == "turner2004"
    assert core.evaluate("TOY").test_pearson == pytest.approx(report.test_pearson, abs=1e-4)
    assert core.ism("TOY", "GGGGCAAAAGCCCC").delta.any()
    (result,) = core.run_gia(core.Design("TOY", (core.parse_condition("GCAUG@18"),), "stem-loop", n=30)).conditions
    assert result.local.any()
    folded.clear()
    core.train_together(["TOY"], core.Recipe("dlprb", epochs=1, inputs="phime"), on_folded=lambda *n: folded.append(n))
    assert folded == [(360, 360)], "probes are folded once, and then remembered"
    monkeypatch.setenv("GIA_ENERGIES", "turner1999")
    with refuses(core.ModelError, "GIA_ENERGIES=turner2004"):
        core.predict("TOY", ["ACGUACGU"])
