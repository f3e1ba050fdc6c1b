"""Sentences of core on pages: nobody is told a command there."""

import pytest

from components.shared.cures import sentence
from core.atlas import Choice
from core.atlas.choice import choose
from core.data import store
from core.errors import AppError
from core.library.experiments import find_experiment
from core.models import registry


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("no model yet; train one with: python -m core train RNCMPT00168",
         "No model yet; train one on the page Data & models"),
        ("train again with: python -m core train 'MY RBP' --inputs pu.", "Train again on the page Data & models."),
        ("train again with: python -m core train A --network kmer-ridge --seed 3",
         "Train again on the page Data & models"),
        ("train again with: python -m core train-all --schedule together --seeds 3 --fine-tune",
         "Train again on the page Data & models"),
        ("x; import a file that has them: python -m core import PATH",
         "X; import a file that has them on the page Data & models"),
        ("get its measurements with: python -m core download --import and a model with: python -m core train A.B",
         "Get its measurements and train a model on the page Data & models"),
        ("use A (all: python -m core experiments), or import its measurements first with: python -m core import PATH",
         "Use A (all: the page RBPs), or import its measurements first on the page Data & models"),
    ],
)  # fmt: skip
def test_a_page_stands_in_place_of_a_command(said, shown):
    assert sentence(said) == shown


@pytest.mark.parametrize(
    "ask",
    [
        lambda: find_experiment("NOWHERE"),
        lambda: find_experiment("RNCMPT00001"),
        lambda: store.load("RNCMPT00168"),
        lambda: registry.card("NOWHERE"),
        lambda: choose(Choice(names=("NOWHERE",))),
    ],
)
def test_what_core_says_of_what_is_missing_names_no_command_on_a_page(ask):
    with pytest.raises(AppError, match="python -m core") as caught:
        ask()
    assert "python" not in sentence(caught.value) and "Data & models" in sentence(caught.value)
