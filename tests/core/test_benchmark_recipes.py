"""What the trials of joint trainings change, and that they change nothing else."""

import json

import numpy as np
import pytest

from benchmarks import recipes
from core.data.transform import Transform
from core.models.networks import residualbind
from core.sequence import PAD, decode, encode
from core.training.loop import Labelled, Schedule
from core.training.splits import Splits

rng = np.random.default_rng(4)
LETTERS = encode(["ACGU", "GGCAUUA", "A", "CUGAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAG"])


def test_replicate_spots_become_one_with_their_mean():
    part = Labelled(encode(["ACG", "UUU", "ACG", "GGG", "GGG"]), np.array([[1.0], [5], [3], [np.nan], [7]], np.float32))
    found = recipes.averaged(part)
    assert dict(zip(decode(found.letters), found.binding_scores[:, 0], strict=True)) == {"ACG": 2, "UUU": 5, "GGG": 7}


def test_a_shifted_probe_keeps_its_letters_in_order_and_stays_inside():
    starts = set()
    for _ in range(200):
        for before, after in zip(LETTERS, recipes.shifted(LETTERS, rng), strict=True):
            known = np.flatnonzero(after != PAD)
            np.testing.assert_array_equal(after[known], before[before != PAD])
            np.testing.assert_array_equal(np.diff(known), 1)
            starts.add(known[0])
    assert {0, 40} <= starts


def test_half_of_the_probes_are_read_backwards():
    found = decode(recipes.reversed_order(np.repeat(LETTERS[:2], 500, axis=0), rng).astype(np.int8))
    assert set(found) == {"ACGU", "UGCA", "GGCAUUA", "AUUACGG"}
    assert 400 < found.count("UGCA") + found.count("AUUACGG") < 600


def test_mutations_change_a_share_of_letters_and_no_padding():
    letters = np.tile(LETTERS[3:], (3000, 1))
    letters[:, 35:] = PAD
    found = recipes.mutated(letters, rng, share=0.2)
    np.testing.assert_array_equal(found == PAD, letters == PAD)
    assert np.mean(found[:, :35] != letters[:, :35]) == pytest.approx(0.2 * 3 / 4, abs=0.01)


def test_noisy_experiments_weigh_as_their_replicates_agree():
    """The first agrees perfectly, the second by a half."""
    letters = np.repeat(rng.integers(0, 4, (4000, 41)).astype(np.int8), 2, axis=0)
    signal, noise = np.repeat(rng.normal(size=4000), 2), rng.normal(size=8000)
    part = Labelled(letters, np.stack([signal, signal + noise], axis=1).astype(np.float32))
    scale = recipes.weighted(part).binding_scores / part.binding_scores
    np.testing.assert_allclose(scale.mean(axis=0), [1, np.sqrt(0.5)], atol=0.02)


@pytest.mark.parametrize("name", ["base", "shift"])
@pytest.mark.slow
def test_a_trial_is_trained_and_told(name, monkeypatch):
    monkeypatch.setattr(recipes, "PLAN", Schedule("tiny", epochs=1, batch_size=32, rate=1e-3, one_cycle=True))
    parts = [Labelled(rng.integers(0, 4, (64, 41)).astype(np.int8), rng.normal(size=(64, 2)).astype(np.float32))] * 3
    row = recipes.run(recipes.TRIALS[name], Splits(*parts, [Transform("clip", None, 1, 0, 1)] * 2, None))
    assert -1 <= row["validation"] <= 1 and row["loss"] > 0
    assert "trial" not in residualbind.VARIANTS
    assert name in recipes.table({name: row}) and recipes.TRIALS[name].title in recipes.table({name: row})


def test_what_the_file_holds_is_not_trained_again(tmp_path, monkeypatch, capsys):
    rows = {"base": 0.6, "wide": 0.65}
    file = tmp_path / "trials"
    numbers = {"loss": 0.5, "parameters": 10, "cpu_seconds": 3}
    file.write_text("".join(json.dumps({"trial": name, "validation": r, **numbers}) + "\n" for name, r in rows.items()))
    monkeypatch.setattr(recipes.core, "list_experiments", lambda: [Measured] * 2)
    assert recipes.main(["base", "wide", "--out", str(file)]) == 0
    assert "+0.0500" in capsys.readouterr().out


class Measured:
    id, has_probes, source = "ONE", True, "imported"


def test_bad_input_is_told_in_one_sentence(capsys, wording):
    assert recipes.main(["narrow"]) == 2
    wording.within(capsys.readouterr().err, "'narrow'")
    assert recipes.main([]) == 2
    wording.within(capsys.readouterr().err, "python -m core import PATH")
