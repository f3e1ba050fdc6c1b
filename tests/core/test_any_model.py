"""Every public function that asks a model takes a name, an opened model and a wrapped one alike."""

import inspect

import numpy as np
import pytest

import core
from core.errors import DataError, ModelError
from core.models.scoring import Model
from core.sequence import decode, encode

RNAS = decode(np.random.default_rng(0).integers(0, 4, (300, 41)))
PWM = "RNCMPT00168:pwm"


def count_u(letters):
    return (letters == 3).sum(axis=1).astype(float)


MEASURED = count_u(encode(RNAS)) + np.random.default_rng(1).normal(0, 1, 300)


@pytest.fixture
def wrapped():
    return core.wrap_model(count_u, RNAS, MEASURED, name="count U")


def design(name):
    return core.Design(name, (core.parse_condition("UUUUUU@18"),), n=20)


RNA = core.NamedRna("r", "ACGUUUUGCA" * 6)
CHANGE = core.Substitution("r", 5, "U", "A")
CALLS = {
    "card": None,
    "compare_models": lambda one: core.compare_models(one, core.wrap_model(count_u, RNAS, -MEASURED), 100),
    "discover": lambda one: core.discover(one, k=3, n=20, top=3),
    "doubtful": lambda one: core.doubtful([one]),
    "evaluate": core.evaluate,
    "ism": lambda one: core.ism(one, "ACGUUU"),
    "ism_together": lambda one: core.ism_together([one], ["ACGUUU"]),
    "list_probes": lambda one: core.list_probes(one, "UUU"),
    "motifs_of": core.motifs_of,
    "open_model": core.open_model,
    "predict": lambda one: core.predict(one, ["ACGUUU"]),
    "run_gia": lambda one: core.run_gia(design("any"), one),
    "run_gia_together": lambda one: core.run_gia_together([one], design(getattr(one, "name", one))),
    "scan_kmers": lambda one: core.scan_kmers(core.open_model(one), k=3, n=20, top=3),
    "scan_rnas": lambda one: core.scan_rnas([one], [RNA]),
    "variant_effects": lambda one: core.variant_effects([one], [RNA], [CHANGE]),
    "seeds_of": None,
    "test_scores": core.test_scores,
}
"""How each function that takes a model is called; None where a wrapped one has not what is asked for."""
MEASUREMENTS = ("compare_models", "evaluate", "list_probes", "test_scores")


def asking():
    """The public functions with a parameter that is a model."""
    found = {name: getattr(core, name) for name in core.__all__}
    return {
        name
        for name, one in found.items()
        if inspect.isfunction(one)
        and any("scoring.Model" in str(p.annotation) for p in inspect.signature(one).parameters.values())
    }


def test_all_functions_that_ask_a_model_are_tried_here():
    assert asking() == set(CALLS)


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if call])
def test_a_wrapped_model_is_asked_as_any(name, wrapped):
    assert CALLS[name](wrapped) is not None


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if call and name not in MEASUREMENTS])
def test_a_name_and_the_model_that_it_opens_answer_alike(name):
    by_name, by_model = (CALLS[name](one) for one in (PWM, core.open_model(PWM)))
    assert type(by_name) is type(by_model)
    if name in ("predict", "ism", "motifs_of"):
        assert str(by_name) == str(by_model)


@pytest.mark.parametrize("name", ["card", "seeds_of"])
def test_what_a_wrapped_model_has_not_is_said(name, wrapped, refuses):
    with refuses(ModelError, "wrap_model"):
        getattr(core, name)(wrapped)
    assert getattr(core, name)(core.open_model(PWM)) == getattr(core, name)(PWM)


def test_the_numbers_of_a_wrapped_model_are_those_known_by_hand(wrapped):
    assert core.predict(wrapped, ["UUUA", "ACG"]).tolist() == [3, 0]
    assert core.ism(wrapped, "UA").delta.tolist() == [[-1, -1, -1, 0], [0, 0, 0, 1]]
    expected = np.corrcoef(MEASURED, count_u(encode(RNAS)))[0, 1]
    found = core.evaluate(wrapped)
    assert (found.id, found.n) == ("count U", 300) and found.test_pearson == pytest.approx(expected)
    opposite = core.wrap_model(lambda letters: -count_u(letters), RNAS, MEASURED)
    compared = core.compare_models(wrapped, opposite, 100)
    assert compared.pearson == pytest.approx((expected, -expected)) and compared.between == pytest.approx(-1)
    same = core.compare_models(core.wrap_model(count_u), wrapped, 100)  # the second has the probes
    assert same.difference == pytest.approx(0) and same.n == 300


def test_a_model_that_predicts_one_number_is_compared_with_none(wrapped, refuses):
    constant = core.wrap_model(lambda letters: np.full(len(letters), 2.0), RNAS, MEASURED, name="constant")
    for pair in ((wrapped, constant), (constant, wrapped)):
        with refuses(core.AppError, "predicts 2", "300 probes"):
            core.compare_models(*pair)
    assert core.evaluate(constant).test_pearson == 0


def test_without_binding_scores_it_says_what_to_give():
    for bare in (core.wrap_model(count_u), core.wrap_model(count_u, RNAS)):
        with pytest.raises(DataError, match="give wrap_model"):
            core.evaluate(bare)
    with pytest.raises(core.AppError, match="the same model"):
        core.compare_models(bare, bare)


def test_scores_that_are_missing_are_left_out():
    some = np.where(np.arange(300) < 100, np.nan, MEASURED)
    assert core.evaluate(core.wrap_model(count_u, RNAS, some)).n == 200


def test_a_wrapped_model_beside_one_of_this_machine_is_asked_for_its_probes(trained):
    wrapped = core.wrap_model(count_u)
    first, second = core.compare_models(trained, wrapped, 100), core.compare_models(wrapped, trained, 100)
    assert first.n == second.n == 600 and first.difference == pytest.approx(-second.difference)
    assert first.pearson[0] == pytest.approx(core.evaluate(trained).test_pearson)


def test_a_wrapped_model_that_is_called_as_one_of_this_machine_is_not_taken_for_it():
    wrapped = core.wrap_model(count_u, RNAS, MEASURED, name=PWM)
    assert isinstance(wrapped, Model) and core.evaluate(wrapped).n == 300


def test_a_wrapped_model_stands_for_no_namesake_of_this_machine(refuses):
    wrapped = core.wrap_model(count_u, RNAS, MEASURED, name=PWM)
    for ask in (core.find_experiment, core.fine_tune, core.make_ensemble, core.plan_removal, core.remove_model):
        with refuses(ModelError, "wrap_model"):
            ask(wrapped)
    with refuses(ModelError, "wrap_model"):
        core.train(wrapped)
    assert core.doubtful([core.wrap_model(count_u, name="QKI")]) == [] and len(core.doubtful(["QKI"])) == 1
    scan = core.scan_rnas([wrapped], [core.NamedRna("r", "ACGC" * 6 + "U" * 20 + "ACGC" * 6)])
    assert scan.peaks and {peak.kmer for peak in scan.peaks} == {""}


@pytest.mark.parametrize(
    "answer, said",
    [
        (lambda letters: count_u(letters)[:, None], r"returned an array of shape \(1, 1\) for 1 sequences"),
        (lambda letters: None, r"returned an array of shape \(\)|returned 'NoneType'"),
        (lambda letters: ["high"] * len(letters), "returned 'list', which is not an array of numbers"),
        (lambda letters: [[1], [1, 2]], "returned 'list', which is not an array of numbers"),
        (lambda letters: count_u(letters) * np.nan, "returned nan or inf for 1 of 1 sequences"),
        (lambda letters: count_u(letters) + np.inf, "returned nan or inf for 1 of 1 sequences"),
    ],
)
def test_an_answer_that_is_no_number_for_each_sequence_is_refused(answer, said):
    with pytest.raises(core.SequenceError, match=f"odd {said}"):
        core.predict(core.wrap_model(answer, name="odd"), ["ACGU"])


@pytest.mark.parametrize(
    "arguments, facts",
    [
        (("RBFOX1",), ["'RBFOX1'"]),
        ((count_u, "ACGU"), ["sequences come"]),
        ((count_u, RNAS, ["x"] * 300), ["'list'"]),
        ((count_u, RNAS, np.ones((300, 2))), ["300", "2", "for 300"]),
        ((count_u, None, [1, 2]), ["2 binding", "0 sequences"]),
    ],
)
def test_what_cannot_be_wrapped_is_said(arguments, facts, refuses):
    with refuses(core.AppError, *facts):
        core.wrap_model(*arguments)
    assert core.evaluate(core.wrap_model(count_u, np.array(RNAS), MEASURED)).n == 300


def test_one_text_is_not_taken_for_a_list_of_letters():
    with pytest.raises(core.SequenceError, match=r"give \['UGCAUG'\]"):
        core.predict(PWM, "UGCAUG")
