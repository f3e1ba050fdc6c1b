import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.discovery.motifs import consensus_pwm
from core.errors import AppError, SequenceError
from core.gia.design import parse_pattern
from core.library.probes import clean_motif
from core.sequence import PAD, clean, decode, encode, kmers, one_hot

rna = st.text("ACGU", min_size=1, max_size=41)


def test_letters_are_indices_in_the_alphabet_and_padding_stands_at_the_end():
    assert encode(["ACGU", "UG"], length=4).tolist() == [[0, 1, 2, 3], [3, 2, PAD, PAD]]


def test_t_reads_as_u_and_lower_case_as_upper():
    assert clean(" acgT\n") == "ACGU"
    assert encode(["acgt", "TTTT"], 4).tolist() == encode(["ACGU", "UUUU"], 4).tolist()


def test_padding_is_all_zero_in_one_hot():
    assert one_hot(encode(["GA"], 3)).tolist() == [[[0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 0]]]


@given(st.lists(rna, min_size=1, max_size=20))
def test_decode_undoes_encode(sequences):
    assert decode(encode(sequences)) == sequences


def test_kmers_are_all_and_in_alphabetical_order():
    texts = decode(kmers(3))
    assert texts == sorted(set(texts))
    assert len(texts) == 64


@pytest.mark.parametrize("sequence", ["", "   ", "\n"])
def test_an_empty_sequence_is_refused(sequence):
    with pytest.raises(SequenceError, match="empty; give RNA letters"):
        encode([sequence])


@pytest.mark.parametrize("letter", ["N", "X", "-", "É", "日", " "])
def test_another_letter_is_named_with_its_position(letter, refuses):
    with refuses(SequenceError, f"{letter!r}", "position 3", "A, C, G, U"):
        encode(["AC" + letter + "U"])


def test_a_long_sequence_is_refused_with_its_length(refuses):
    with refuses(SequenceError, "42 nt", "1 to 41 nt"):
        encode(["A" * 42])


def test_the_bad_one_of_many_is_named():
    with pytest.raises(SequenceError, match="sequence 2 'aTZ'"):
        encode(["ACG", "aTZ"])


def test_none_at_all_gives_an_empty_array():
    assert encode([]).shape == (0, 41)
    assert encode([]).dtype == np.int8


@pytest.mark.parametrize("read", [parse_pattern, consensus_pwm, clean_motif, clean])
@pytest.mark.parametrize("letters", ["UG\u00dfA", "UG\u0149A", "UG\u017fA"])
def test_letters_of_other_scripts_are_none_of_ours(read, letters):
    """In upper case they are letters of IUPAC: SS, N after an apostrophe, S."""
    with pytest.raises(AppError, match=letters):
        read(letters)
