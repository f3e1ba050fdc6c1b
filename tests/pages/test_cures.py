"""Sentences of core on pages: nobody is told a command there that a page stands for, or a page that cannot do it."""

import pytest

from components.shared.cures import sentence
from core.atlas import Choice
from core.atlas.choice import choose
from core.data import store
from core.errors import AppError
from core.library.experiments import find_experiment
from core.models import registry


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("no model yet; train one with: python -m core train RNCMPT00168",
         ["Data & models"]),
        ("train again with: python -m core train 'MY RBP' --inputs pu.", ["Data & models"]),
        ("train again with: python -m core train A --network kmer-ridge --seed 3",
         ["Data & models"]),
        ("train again with: python -m core train-all --schedule together --seeds 3 --fine-tune",
         ["command line", "python -m core train-all --schedule together --seeds 3 --fine-tune"]),
        ("train again with: python -m core train A --variant wide --teacher ensemble --seed 2",
         ["command line", "python -m core train A --variant wide --teacher ensemble --seed 2"]),
        ("train again with: python -m core train A --inputs pu --transform both",
         ["command line", "python -m core train A --inputs pu --transform both"]),
        ("make the ensemble of those that are here with: python -m core ensemble A:pwm-ensemble",
         ["command line", "python -m core ensemble A:pwm-ensemble"]),
        ("make it again with: python -m core ensemble 'MY RBP'",
         ["command line", "python -m core ensemble 'MY RBP'"]),
        ("bring it trained: python -m core import-network FILE", ["Data & models"]),
        ("there is no data set 'x' here; list them with: python -m core datasets",
         ["'x'", "Data & models"]),
        ("ask some first, with: python -m core atlas", ["Atlas"]),
        ("x; import a file that has them: python -m core import PATH",
         ["Data & models"]),
        ("get its measurements with: python -m core download --import and a model with: python -m core train A.B",
         ["Data & models"]),
        ("use A (all: python -m core experiments), or import its measurements first with: python -m core import PATH",
         ["RBPs", "Data & models"]),
    ],
)  # fmt: skip
def test_a_page_stands_in_place_of_a_command(said, facts, wording):
    wording(sentence(said), *facts)


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
