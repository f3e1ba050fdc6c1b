"""One check for every seed: in every function and command that draws random numbers."""

import numpy as np
import pytest

import core
from core.checks import MOST_SEED, check_seed, number_between, whole, wholes
from core.errors import AppError, SequenceError
from core.gia.backgrounds import parse_background, sample_profile
from core.gia.design import parse_condition, parse_pattern, parse_placement
from core.gia.shuffles import shuffle, shuffle_dinucleotides
from core.library.comparison import compare_models
from core.rna_scan.fasta import read_fasta
from core.rna_scan.variants import read_variants
from core.sequence import NamedRna, encode, random_rna
from core.settings import serving
from core.simulation import measurements

LETTERS = encode(["ACGU"])
MODEL = core.wrap_model(lambda letters: letters.sum(axis=1))
ASKED = [
    lambda seed: core.scan_rnas([MODEL], [NamedRna("a", "ACGU")], seed=seed),
    lambda seed: core.scan_kmers(MODEL, 3, seed=seed),
    lambda seed: core.Design("TOY", (), seed=seed),
    lambda seed: core.Recipe(seed=seed),
    lambda seed: compare_models("SIM_ADDITIVE", "SIM_ADDITIVE:kmer-ridge", seed=seed),
    lambda seed: measurements.generate(seed),
    lambda seed: sample_profile(np.full((41, 4), 0.25), 3, seed),
    lambda seed: shuffle(LETTERS, seed),
    lambda seed: shuffle_dinucleotides(LETTERS, seed),
    random_rna,
]


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("seed", [-1, MOST_SEED + 1, 1.5])
def test_a_seed_that_cannot_be_is_one_sentence(ask, seed, refuses):
    with refuses(SequenceError, seed, "from 0 to 4294967295"):
        ask(seed)


def test_a_seed_comes_back_as_it_is():
    assert check_seed(np.int64(3)) == 3 and check_seed(MOST_SEED) == MOST_SEED


@pytest.mark.parametrize(
    "arguments",
    [
        ("scan", "SIM_ADDITIVE", "--fasta", "a.fa"),
        ("simulate", "folder"),
        ("gia", "SIM_ADDITIVE", "--condition", "A@1"),
    ],
)
def test_commands_say_it_too(arguments, tmp_path, monkeypatch, capsys, wording):
    from core.__main__ import main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.fa").write_text(">a\nACGU\n")
    assert main([*arguments, "--seed", "-1"]) == 2
    wording.within(capsys.readouterr().err, "is -1", "from 0 to 4294967295")


@pytest.mark.parametrize("number", ["9" * 5000, "--5", "+-5", "\u0665", ""])
def test_a_position_that_is_no_number_or_has_thousands_of_digits_is_said(number, refuses):
    with refuses(SequenceError, "PATTERN@POSITION"):
        parse_placement(f"UGCAUG@{number}")
    with pytest.raises(SequenceError, match="is not a whole number"):
        whole(number)
    with refuses(SequenceError):
        wholes(f"1,{number}")
    with pytest.raises(SequenceError, match=r"^the N is .{2,55}; give a whole number from 10 to 1,000\.$"):
        number_between("N", number, 10, 1000)
    with pytest.raises(AppError, match=r"^--port is .{3,22}; give a port number from 1 to 65535"):
        serving(port=number or "0")
    read = read_variants(f"a:{number}A>G", [NamedRna("a", "ACGU")])
    assert not read.substitutions and read.problems


def test_a_number_of_a_field_stands_in_its_range_and_may_have_commas(refuses):
    assert [number_between("N", text, 10, 1000) for text in ("10", " 1,000 ")] == [10, 1000]
    for outside in ("9", "1,001"):
        with refuses(SequenceError, outside, "from 10 to 1,000"):
            number_between("N", outside, 10, 1000)
    with pytest.raises(SequenceError, match="the N is empty; give"):
        number_between("N", "", 10, 1000)


def test_a_range_is_no_longer_than_any_experiment_needs(refuses):
    assert wholes("0-2,7") == (0, 1, 2, 7)
    with refuses(SequenceError, "'0-99999999999'", "1,000 numbers"):
        wholes("0-99999999999")


LONG = 100_000
RNAS = read_fasta(">a\nGGACUUAGCAUGCUAAGC").rnas


@pytest.mark.parametrize(
    "read", [parse_pattern, parse_condition, parse_background, whole, wholes, lambda text: read_variants(text, RNAS)]
)
@pytest.mark.parametrize(
    "text",
    ["x" * LONG, "9" * LONG, "A@" + "9" * LONG, "a 1 " + "A" * LONG + " G", f"stem-loop:{'1' * LONG}", "@," * LONG],
    ids=lambda text: text[:12],
)
def test_whatever_is_pasted_the_sentence_stays_short(read, text):
    try:
        said = " ".join(getattr(read(text), "problems", ()))
    except SequenceError as error:
        said = str(error)
    assert len(said) < 450
