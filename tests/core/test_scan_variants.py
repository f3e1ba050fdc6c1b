"""Substitutions: every form of the list, every bad line, and effects equal to a naive loop over all windows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_models import count_sites, count_u, position_of_g

import core
from core.errors import AppError
from core.rna_scan.variants import Substitution, read_variants, variant_effects
from core.sequence import NamedDna, NamedRna, as_rna, encode, random_rna

ONE = [NamedRna("utr1", "ACGUACGUAC")]
TWO = [*ONE, NamedRna("chr1:100-200", "GGGG"), NamedRna("my RNA", "CCCC")]
G3 = Substitution("utr1", 3, "G", "A")


@pytest.mark.parametrize(
    "line",
    ["utr1 3 G A", "utr1\t3\tG\tA", "utr1,3,g,a", "utr1; 3; G; A", "utr1:3G>A", "utr1:G3A", "utr1 G3A", "utr1:r.3g>a"]
)  # fmt: skip
def test_every_form_is_read(line):
    assert read_variants(line, TWO) == ((G3,), ())


@pytest.mark.parametrize("line", ["3 G A", "3G>A", "G3A", "3,G,A"])
def test_the_name_may_be_left_out_where_there_is_one_rna(line, wording):
    assert read_variants(line, ONE).substitutions == (G3,)
    wording(read_variants(line, TWO).problems[0], "RNA", "are 3")


def test_names_may_hold_spaces_and_colons():
    read = read_variants("my RNA 1 C A\nmy RNA:2C>T\nchr1:100-200:4G>C", TWO)
    assert [one.text for one in read.substitutions] == ["my RNA:1C>A", "my RNA:2C>U", "chr1:100-200:4G>C"]


@given(st.lists(st.tuples(st.sampled_from(TWO), st.integers(0, 3), st.sampled_from("ACGU")), max_size=8))
def test_what_is_written_is_read_back(drawn):
    made = {Substitution(r.name, at + 1, r.sequence[at], alt) for r, at, alt in drawn if r.sequence[at] != alt}
    assert set(read_variants("\n".join(one.text for one in made), TWO).substitutions) == made


def test_heads_comments_and_empty_lines_are_passed_over():
    read = read_variants("name\tposition\tref\talt\n\n# a comment\nutr1\t3\tG\tA\n", TWO)
    assert read == ((G3,), ())


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("utr1 3 A G", ["2", "'utr1 3 A G'", "position 3"]),
        ("utr1 11 A G", ["position 11", "10 nt"]),
        ("utr1 0 A G", ["position 0"]),
        ("nope 3 G A", ["RNA", "'nope'", "utr1, chr1:100-200, my RNA"]),
        ("utr1 3 G GA", ["insertions", "deletions"]),
        ("utr1 3 G -", ["insertions", "deletions"]),
        ("utr1 3 GUA G", ["insertions", "deletions"]),
        ("utr1 3 G N", ["substitution", "letter"]),
        ("utr1 3 G G", ["changes nothing"]),
        ("utr1:3delG", ["RNA", "from 1"]),
        (
            "c.*215A>G",
            ["'c.*215A>G'", "RNA"],
        ),
        ("utr1:g.3G>A", ["counts positions"]),
        ("what is this", ["RNA"]),
        ("utr1", ["RNA"]),
        ("utr1 3 G", ["position 3"]),
        ("utr1 3 G A", ["line 1"]),
    ],
)
def test_each_bad_line_has_a_sentence_and_the_others_are_read(line, facts, wording):
    read = read_variants(f"utr1:3G>A\n{line}", TWO)
    assert read.substitutions == (G3,)
    (problem,) = read.problems
    wording(problem, *facts)


def test_too_many_are_refused(refuses):
    sequence = random_rna(0, 2000)
    other = {"A": "C", "C": "G", "G": "U", "U": "A"}
    lines = [f"{at}{letter}>{other[letter]}" for at, letter in enumerate(sequence, start=1)]
    with refuses(AppError, "2,000 substitutions", "most 1,000"):
        read_variants("\n".join(lines), [NamedRna("a", sequence)])
    with refuses(AppError, "5,001 lines", "most 1,000"):
        read_variants("x\n" * 5001, ONE)


@given(st.integers(0, 2**16), st.integers(3, 120), st.integers(30, 41), st.data())
def test_effects_are_those_of_a_naive_loop(seed, length, window, data):
    sequence = random_rna(seed, length)
    at = data.draw(st.integers(0, length - 1))
    alt = data.draw(st.sampled_from([letter for letter in "ACGU" if letter != sequence[at]]))
    one = Substitution("a", at + 1, sequence[at], alt)
    (effect,) = variant_effects([core.wrap_model(position_of_g)], [NamedRna("a", sequence)], [one], window)
    mutant = sequence[:at] + alt + sequence[at + 1 :]
    size = min(window, length)
    starts = [start for start in range(length - size + 1) if start <= at < start + size]
    before, after = (position_of_g(encode([rna[s : s + size] for s in starts])) for rna in (sequence, mutant))
    assert effect.starts.tolist() == starts
    np.testing.assert_array_equal(effect.before, before)
    np.testing.assert_array_equal(effect.after, after)
    numbers = effect.to_dict()
    assert numbers["summed_change"] == pytest.approx((after - before).sum())
    assert abs(numbers["strongest_change"]) == pytest.approx(np.abs(after - before).max())
    assert numbers["best_before"] == before.max() and numbers["windows"] == len(starts)


def test_breaking_a_site_costs_it_in_every_window_that_holds_it_whole():
    sequence = "A" * 60 + "GACUAC" + "A" * 60
    models = [core.wrap_model(count_sites("GACUAC"), name="m"), core.wrap_model(count_sites("GACUAA"), name="n")]
    rnas = [NamedRna("a", sequence)]
    effects = variant_effects(models, rnas, [Substitution("a", 66, "C", "A"), Substitution("a", 5, "A", "C")])
    assert [(one.model, one.substitution.position) for one in effects] == [("m", 66), ("n", 66), ("m", 5), ("n", 5)]
    assert [one.to_dict()["summed_change"] for one in effects] == [-36, 36, 0, 0]
    assert effects[0].to_dict()["best_change"] == effects[0].to_dict()["strongest_change"] == -1


def test_windows_with_unknown_letters_are_left_out():
    sequence = "N" + "A" * 40 + "G" + "N"
    (effect,) = variant_effects(
        [core.wrap_model(position_of_g)], [NamedRna("a", sequence)], [Substitution("a", 42, "G", "A")]
    )
    assert effect.is_known and effect.to_dict()["windows"] == 1
    (unknown,) = variant_effects(
        [core.wrap_model(position_of_g)], [NamedRna("a", "NGN")], [Substitution("a", 2, "G", "A")]
    )
    assert not unknown.is_known and unknown.to_dict()["windows"] == 0 and "best_change" not in unknown.to_dict()


def test_many_are_scored_in_parts_with_progress(monkeypatch):
    monkeypatch.setattr("core.rna_scan.variants.TOGETHER", 3)
    told, rnas = [], [NamedRna("a", "G" * 50)]
    listed = [Substitution("a", at, "G", "A") for at in range(1, 9)]
    effects = core.variant_effects(
        [core.wrap_model(position_of_g)], rnas, listed, on_progress=lambda *one: told.append(one)
    )
    assert told == [(3, 8), (6, 8), (8, 8)] and [one.substitution for one in effects] == listed


@pytest.mark.parametrize(
    ("one", "facts"),
    [
        (Substitution("a", 1, "A", "C"), ["reference"]),
        (Substitution("b", 1, "G", "A"), ["RNA", "'b'"]),
    ],
)
def test_what_does_not_fit_is_refused_at_the_door(one, facts, refuses):
    with refuses(AppError, *facts):
        core.variant_effects([core.wrap_model(position_of_g)], [NamedRna("a", "GGG")], [one])
    with pytest.raises(AppError, match="no model is asked"):
        core.variant_effects([], [NamedRna("a", "GGG")], [])


LONG = tuple(
    NamedRna(name, "ACGUACGU")
    for name in (
        "x" * 80 + " one",
        "x" * 80 + " two",
        "GAPDH 5'",
        "GAPDH 3\u2032",
        "utr1:123A>G",
        "my RNA, 1",
        "utr 7 b",
    )
)


@pytest.mark.parametrize("rna", LONG, ids=lambda rna: rna.name)
@pytest.mark.parametrize("form", ["{} 3 G A", "{}\t3\tG\tA", "{},3,G,A", "{}:3G>A", "{}:G3A", '"{}","3","G","A"'])
def test_a_name_is_found_as_it_stands(rna, form):
    assert read_variants(form.format(rna.name), LONG) == ((Substitution(rna.name, 3, "G", "A"),), ())


def test_the_first_word_of_a_name_does_where_no_other_begins_so(wording):
    assert read_variants("utr 3 G A", LONG).substitutions[0].rna == "utr 7 b"
    wording(read_variants("GAPDH 3 G A", LONG).problems[0], "2 RNAs", "'GAPDH'")
    assert f"there is no RNA {'y' * 90!r}" in read_variants(f"{'y' * 90} 3 G A", LONG).problems[0]


def test_a_tuple_written_with_t_is_spelled_so():
    letters = "ACGT" * 12
    (track,) = core.scan_rnas([core.wrap_model(count_u)], [("d", letters)]).tracks
    assert track.rna == ("d", letters.replace("T", "U")) and track.rna.typed(track.rna.sequence) == letters
    assert type(as_rna(("r", "ACGU"))) is type(as_rna(("m", "ACGUT"))) is NamedRna


def test_t_stays_t_where_the_rna_is_spelled_so(wording):
    dna, rna = NamedDna("d", "ACGUACGU"), NamedRna("r", "ACGUACGU")
    read = read_variants("d 4 T G\nd:4U>A\nr 4 T G\nd 4 G A", [dna, rna])
    assert [one.text for one in read.substitutions] == ["d:4T>G", "d:4T>A", "r:4U>G"]
    wording(read.problems[0], "position 4")
    model = core.wrap_model(count_u)
    of_dna, of_rna = variant_effects([model], [dna, rna], [read.substitutions[0], read.substitutions[2]])
    assert of_dna.change.tolist() == of_rna.change.tolist() == [-1.0]
    (back,) = variant_effects([model], [dna], [Substitution("d", 1, "A", "T")])
    assert back.change.tolist() == [1.0]
