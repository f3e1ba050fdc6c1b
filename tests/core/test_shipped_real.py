"""The models of real experiments that come with the code: how good they are, said by their cards and measured again."""

import numpy as np
import pandas as pd
import pytest

import core
from core.data.published import published
from core.model import registry
from core.settings import settings

ALONE, TOGETHER = "residualbind-joint-clip", "residualbind-wide-multitask-clip"


@pytest.fixture
def cards(home):
    """By label, the cards of all experiments that have such a model."""
    models = registry.models()
    return {label: {name: of[label] for name, of in models.items() if label in of} for label in (ALONE, TOGETHER)}


def test_forty_experiments_have_a_network_of_their_own_and_share_one(cards):
    assert len(cards[ALONE]) == 40
    assert cards[ALONE].keys() == cards[TOGETHER].keys()
    assert len({card.weights for card in cards[TOGETHER].values()}) == 1


@pytest.mark.parametrize("label", [ALONE, TOGETHER])
def test_they_are_better_than_published_on_the_same_experiments(cards, label):
    ours = {name: card.test_pearson for name, card in cards[label].items()}
    theirs = {name: published(name)["ThermoNet"] for name in ours}
    assert np.mean(list(ours.values())) > np.mean(list(theirs.values())) + 0.02
    assert all(ours[name] > theirs[name] - 0.06 for name in ours)


def test_all_that_is_shipped_is_small():
    assert sum(path.stat().st_size for path in settings().shipped.iterdir()) < 40e6


def test_the_experiment_alone_means_the_papers_transform_where_it_is_there(cards):
    assert core.card("RNCMPT00168").label == "residualbind"
    assert core.card("RNCMPT00025").label == ALONE


@pytest.mark.parametrize("label", [ALONE, TOGETHER])
def test_they_predict_the_real_set_b_as_their_cards_say(label, real_data, home):
    names = ["RNCMPT00025", "RNCMPT00047"]
    columns = ["probe_set", "sequence", *names]
    pd.read_parquet(real_data / "rnacompete2013.parquet", columns=columns).to_parquet(home / "two.parquet")
    core.import_file(home / "two.parquet")
    for name in names:
        found = core.evaluate(f"{name}:{label}")
        assert found.n > 120_000
        assert found.test_pearson == pytest.approx(core.card(f"{name}:{label}").test_pearson, abs=1e-4)
