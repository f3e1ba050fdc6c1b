"""The log and clip transforms, whose parameters are those of the training scores alone, and the random split."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.data.transform import KINDS, Transform, fit_transform, split
from core.errors import DataError

TRAINING = arrays(np.float64, st.integers(2, 50), elements=st.floats(-100, 1000, width=16), unique=True)
ANY = arrays(np.float64, st.integers(1, 50), elements=st.floats(-1000, 5000, width=16))


def test_log_is_log_of_one_more_than_the_distance_from_the_training_minimum():
    transform = fit_transform(np.array([2.0, 1 + np.e, 1 + np.e**2]), "log")  # logs: 0, 1, 2
    assert (transform.minimum, transform.ceiling) == (2, None)
    assert transform.mean == pytest.approx(1)
    assert transform.sd == pytest.approx(np.sqrt(2 / 3))
    np.testing.assert_allclose(transform.apply([1 + np.e**3, 2]), [2 / np.sqrt(2 / 3), -1 / np.sqrt(2 / 3)], rtol=1e-6)


def test_log_of_a_score_under_the_training_minimum_is_that_of_the_minimum():
    transform = fit_transform(np.array([0.0, 1, 2]), "log")
    assert transform.apply([-50.0]) == transform.apply([0.0])


def test_clip_takes_the_percentile_of_the_training_scores():
    training = np.arange(1001.0)
    transform = fit_transform(training, "clip")
    assert transform.minimum is None
    assert transform.ceiling == pytest.approx(999)
    clipped = np.minimum(training, 999)
    np.testing.assert_allclose(transform.apply([5000, 0]), (np.array([999, 0]) - clipped.mean()) / clipped.std(), 1e-6)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50)
@given(training=TRAINING, scores=ANY)
def test_a_higher_score_never_becomes_lower(kind, training, scores):
    assert (np.diff(fit_transform(training, kind).apply(np.sort(scores))) >= 0).all()


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50)
@given(training=TRAINING)
def test_training_scores_become_z_scores_and_stay_unchanged(kind, training):
    before = training.copy()
    z = fit_transform(training, kind).apply(training)
    assert z.dtype == np.float32
    assert z.mean() == pytest.approx(0, abs=1e-3)
    assert z.std() == pytest.approx(1, rel=1e-3)
    np.testing.assert_array_equal(training, before)


@pytest.mark.parametrize("kind", KINDS)
def test_a_transform_survives_json(kind):
    transform = fit_transform(np.array([0.5, 3, 9]), kind)
    assert Transform.from_dict(json.loads(json.dumps(transform.to_dict()))) == transform


@pytest.mark.parametrize(
    ("scores", "kind", "facts"),
    [
        ([1, 2], "sqrt", ["'sqrt'"]),
        ([], "log", ["training", "experiment"]),
        ([3, 3], "log", ["2 training"]),
        ([0] * 5000 + [7], "clip", ["5001 training"]),
    ],
)
def test_what_cannot_be_transformed_is_refused(scores, kind, facts, refuses):
    with refuses(DataError, *facts):
        fit_transform(np.array(scores, float), kind)


@given(n=st.integers(10, 500), seed=st.integers(0, 2**32 - 1))
def test_split_parts_a_set_into_nine_tenths_and_a_tenth(n, seed):
    training, validation = split(n, seed)
    assert len(validation) == round(n / 10)
    assert sorted([*training, *validation]) == list(range(n))
    for part, again in zip((training, validation), split(n, seed), strict=True):
        np.testing.assert_array_equal(part, again)


def test_split_differs_between_seeds():
    assert split(100, 0)[1].tolist() != split(100, 1)[1].tolist()
