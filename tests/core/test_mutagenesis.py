import numpy as np
import pytest
from toy_models import count_u, position_of_g

from core.discovery.ism import Ism, changes, ism
from core.errors import SequenceError
from core.sequence import ALPHABET, encode


def test_delta_is_known_by_hand_when_the_model_counts_u():
    result = ism(count_u, "AU")
    assert result.prediction == 1
    assert result.delta.tolist() == [[0, 0, 0, 1], [-1, -1, -1, 0]]
    assert result.sensitivity.tolist() == [1, pytest.approx(np.sqrt(3))]


def test_delta_equals_a_loop_of_single_predictions():
    sequence = "GAUUACAGCGGUA"
    wild_type = position_of_g(encode([sequence]))[0]
    expected = [
        [position_of_g(encode([sequence[:i] + letter + sequence[i + 1 :]]))[0] - wild_type for letter in ALPHABET]
        for i in range(len(sequence))
    ]
    assert ism(position_of_g, sequence).delta.tolist() == expected


def test_one_batch_holds_the_wild_type_and_its_123_variants():
    asked = []
    ism(lambda letters: asked.append(len(letters)) or count_u(letters), "ACGU" * 10 + "A")
    assert asked == [124]


def test_letters_are_checked():
    with pytest.raises(SequenceError, match="give 1 to 41 nt"):
        ism(count_u, "A" * 42)


def test_changes_are_written_as_people_write_them(refuses):
    assert changes("ACGU", "ACGU") == []
    assert changes("ACGU", "GCGA") == ["A1G", "U4A"]
    with refuses(SequenceError, "3 nt", "sequence 4"):
        changes("ACG", "ACGU")


def test_the_strongest_stretch_is_where_its_letters_together_matter_most():
    delta = np.zeros((6, 4))
    delta[:, 0] = [0, 5, 0, 3, 3, 0]
    found = Ism("CCCCCC", 0.0, delta)
    assert [found.strongest(k) for k in (1, 2, 3, 6)] == [1, 3, 1, 0]
