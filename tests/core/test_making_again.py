"""The command that makes a model again has its recipe, whatever kind of model it is."""

import shlex
from dataclasses import asdict, replace

import pytest

from core.__main__ import _parser
from core.models import registry
from core.models.again import USUAL, make_again, recipe_of
from core.models.card import TAKEN_FROM
from core.settings import settings
from core.training.train import Recipe

RBFOX1 = "RNCMPT00168"
LABELS = sorted(registry.models()[RBFOX1])


def options_of(said):
    """Read the command of a sentence as the command line does."""
    return _parser().parse_args(shlex.split(said.partition("python -m core ")[2]))


def test_what_is_usual_is_that_of_a_recipe():
    assert asdict(Recipe()) == USUAL


@pytest.mark.parametrize("label", [one for one in LABELS if not one.endswith("ensemble")])
def test_the_command_has_the_recipe_of_the_card(label):
    card = registry.card(f"{RBFOX1}:{label}")
    options, recipe = options_of(make_again(card)), asdict(Recipe(**recipe_of(card.spec)))
    if TAKEN_FROM in card.spec:
        assert (options.run.__name__, options.seeds) == ("train_all", [recipe.pop("seed")])
        assert options.fine_tune == ("tuned" in label)
    else:
        assert (options.run.__name__, options.id) == (
            "train",
            list(dict.fromkeys(card.spec.get("experiments", [RBFOX1]))),
        )
    assert {name: getattr(options, name) for name in recipe} == recipe


def test_an_ensemble_is_made_again_of_its_networks():
    card = registry.card(f"{RBFOX1}:residualbind-joint-tuned-ensemble")
    assert options_of(make_again(card)).id == card.name


def test_a_network_that_was_brought_is_brought_again():
    card = registry.card(RBFOX1)
    assert make_again(replace(card, spec={**card.spec, "own": {}})) == "bring the network again"


def test_damaged_weights_and_cards_name_the_command_of_their_recipe(home, wording):
    shipped = registry.card(f"{RBFOX1}:residualbind-pu")
    command = f"python -m core train {RBFOX1} --inputs pu --epochs 8"
    settings().models.mkdir(parents=True)
    (settings().models / shipped.weights).write_bytes(b"cut")
    with pytest.raises(registry.ModelError, match=command):
        registry.predictor(shipped.name)
    name = f"{RBFOX1}-{shipped.key[:10]}.card.json"
    text = (settings().shipped / name).read_text()
    (settings().models / name).write_text(text.replace('"history": [', '"history": ["x", '))
    (broken,) = registry.damaged()
    wording(broken.problem, shipped.name, command)
