"""Scans of own RNAs on models whose answers are known: exact tracks, peaks where sites were planted, naive loops."""

import json

import numpy as np
import pytest
import toy_network
from hypothesis import given
from hypothesis import strategies as st
from toy_models import count_sites, count_u, position_of_g

import core
from core import structure
from core.errors import AppError
from core.sequence import NamedRna, encode, random_rna
from core.transcript import peaks as peak_room
from core.transcript import scan as scan_room
from core.transcript import windows
from core.transcript.example import SITES, example

SITE = "GACUAC"


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Backgrounds and shuffled windows enough for a test."""
    monkeypatch.setattr(scan_room, "BACKGROUNDS", 200)
    monkeypatch.setattr(scan_room, "SHUFFLED", 2000)


def rna(sequence, name="a"):
    return NamedRna(name, sequence)


def planted(*places, length=400, seed=3):
    """Random RNA without the site, but for those planted at these indices."""
    letters = random_rna(seed, length).replace(SITE, "AAAAAA")
    for place in places:
        letters = letters[:place] + SITE + letters[place + len(SITE) :]
    return letters


def naive(score, sequence, window, step):
    starts = range(0, max(len(sequence) - window, 0) + 1, step)
    stretches = [sequence[start : start + window] for start in starts]
    return [np.nan if "N" in one else float(score(encode([one]))[0]) for one in stretches]


@given(
    st.lists(st.text("ACGUN", min_size=1, max_size=90).filter(lambda one: set(one) != {"N"}), min_size=1, max_size=3),
    st.integers(30, 41),
    st.integers(1, 12),
)
def test_the_track_is_that_of_a_naive_loop(sequences, window, step):
    rnas = [rna(one, f"r{n}") for n, one in enumerate(sequences)]
    models = [core.wrap_model(position_of_g), core.wrap_model(count_u)]
    rows = [windows.cut(one.sequence, windows.starts_of(len(one.sequence), window, step), window) for one in rnas]
    for one, (letters, known) in zip(rnas, rows, strict=True):
        found = windows.predict([model.score for model in models], letters)
        found[:, ~known] = np.nan
        for row, score in enumerate((position_of_g, count_u)):
            np.testing.assert_array_equal(found[row], naive(score, one.sequence, window, step))


def test_a_scan_puts_each_window_where_its_middle_letter_is(monkeypatch):
    monkeypatch.setattr(windows, "CHUNK", 64)
    rnas = [rna(planted(), "long"), rna("GGACU", "short"), rna("A" * 50 + "N" + "G" * 60, "unknown")]
    told = []
    scan = core.scan_rnas([core.wrap_model(count_u)], rnas, on_progress=lambda *one: told.append(one))
    for one, track in zip(rnas, scan.tracks, strict=True):
        np.testing.assert_array_equal(track.predictions[0], naive(count_u, one.sequence, 41, 1))
    assert scan.middle(scan.tracks[0].starts, 400)[[0, -1]].tolist() == [21, 380]
    assert scan.middle(scan.tracks[1].starts, 5).tolist() == [3]
    assert np.isnan(scan.tracks[2].predictions[0]).sum() == 41
    done, total = zip(*told, strict=True)
    assert list(done) == sorted(done) and done[-1] == total[0] == total[-1]


def test_even_windows_have_the_left_of_their_two_middle_letters():
    scan = core.scan_rnas([core.wrap_model(count_u)], [rna(planted())], window=30)
    assert scan.middle(scan.tracks[0].starts[0], 400) == 15


def test_peaks_are_where_the_sites_are():
    scan = core.scan_rnas([core.wrap_model(count_sites(SITE))], [rna(planted(100, 250))])
    assert sorted(peak.site_first for peak in scan.peaks) == [101, 251]
    for peak in scan.peaks:
        assert (peak.site, peak.prediction, peak.kmer, peak.mismatches) == (SITE, 1.0, "", None)
        assert peak.letters == scan.tracks[0].rna.sequence[peak.first - 1 : peak.last]
        assert peak.first <= peak.site_first <= peak.last - 5 and peak.position == peak.first + 20
        assert peak.percentile >= 99 and 0 < peak.p <= peak.q <= 1
    assert [peak.rank for peak in scan.peaks] == [1, 2] and scan.n_peaks == (2,)


def test_two_sites_in_one_window_are_one_peak_and_rank_first():
    scan = core.scan_rnas([core.wrap_model(count_sites(SITE))], [rna(planted(100, 110, 300))])
    assert [peak.prediction for peak in scan.peaks] == [2.0, 1.0]
    assert scan.peaks[1].site_first == 301


def test_models_of_the_registry_are_asked_by_name_and_remembered(monkeypatch):
    name = toy_network.install(monkeypatch)
    asked = [rna(planted(100))]
    first = core.scan_rnas([name, f"{name}:residualbind-seed1"], asked)
    assert first.models == (name, f"{name}:residualbind-seed1")
    assert (first.peaks[0].kmer, first.peaks[0].mismatches, first.peaks[0].site_first) == (SITE, 0, 101)
    monkeypatch.setattr(core.analyses, "open_model", None)  # what is kept needs no network, which takes seconds to load
    again = core.scan_rnas([name, f"{name}:residualbind-seed1"], asked)
    np.testing.assert_array_equal(again.tracks[0].predictions, first.tracks[0].predictions)


def test_the_same_seed_gives_the_same_scan_and_arguments_stay():
    asked = [rna(planted(100))]
    one, two = (core.scan_rnas([core.wrap_model(count_u, name="m")], asked, seed=4) for _ in range(2))
    assert one.peaks == two.peaks and np.array_equal(one.random, two.random)
    assert asked == [rna(planted(100))]


def test_local_maxima_are_merged_within_half_a_window():
    values = np.array([0, 3, 0, 0, 5, 0, 0, 0, 0, 2, np.nan, 9, 9, 9])
    assert peak_room.local_maxima(values, 1).tolist() == [1, 4, 9, 12]
    assert peak_room.local_maxima(values, 4).tolist() == [4, 12]
    assert peak_room.local_maxima(np.array([7.0]), 20).tolist() == [0]
    assert peak_room.local_maxima(np.array([np.nan] * 3), 20).tolist() == []


def test_p_counts_what_chance_reaches_and_q_corrects_it():
    p = peak_room.empirical_p(np.array([10.0, 3.0, 0.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    assert p.tolist() == [1 / 5, 3 / 5, 1.0]
    assert peak_room.q_values(np.array([0.01, 0.02, 0.5])).tolist() == pytest.approx([0.03, 0.03, 0.5])
    assert np.isnan(peak_room.empirical_p(np.array([1.0]), np.array([]))).all()


@pytest.mark.parametrize("length", [1, 4, 5, 17, 40])
def test_structure_is_that_of_one_window_where_the_rna_is_no_longer(length):
    sequence = random_rna(length, length)
    np.testing.assert_allclose(structure.unpaired_locally(sequence), core.fold(sequence).unpaired, atol=1e-6)


@pytest.mark.parametrize(("window", "span"), [(80, 40), (30, 30), (150, 100)])
def test_structure_in_parts_is_that_of_one_pass(window, span, monkeypatch):
    sequence, told = random_rna(1, 700), []
    monkeypatch.setattr(structure, "PART", 10_000)
    whole = structure.unpaired_locally(sequence, window, span)
    monkeypatch.setattr(structure, "PART", 150)
    np.testing.assert_allclose(structure.unpaired_locally(sequence, window, span, told.append), whole, atol=1e-6)
    assert sum(told) == 700 and len(told) == 5


def test_unknown_letters_pair_with_nothing():
    unpaired = structure.unpaired_locally("GGGGGNNNNNCCCCC")
    assert (unpaired[5:10] > 0.999).all() and unpaired[:5].mean() < 0.3


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"window": 29}, "the window is 29 nt; give 30 to 41"),
        ({"window": 42}, "give 30 to 41"),
        ({"step": 0}, "the step is 0 nt; give 1 to 41"),
        ({"step": 42}, "give 1 to 41"),
        ({"quantile": 1.0}, "give 0.5 to 0.999"),
        ({"fold_window": 30}, "the longest pair spans 40; give a span of 5 up to that of the window"),
        ({"fold_window": 301}, "a window of at most 300 nt"),
        ({"fold_span": 4}, "give a span of 5"),
        ({"rnas": []}, "there is no RNA to scan"),
        ({"rnas": [rna("NNNN")]}, r"all letters of the RNAs are unknown \(N\)"),
        ({"rnas": [rna("A" * 500_001)]}, "500,001 nt together; give at most 500,000"),
        ({"models": []}, "0 models are asked; choose 1 to 8"),
        ({"models": ["NOPE"]}, "there is no experiment 'NOPE'"),
    ],
)
def test_what_cannot_be_scanned_is_said(given, sentence):
    asked = {"models": [core.wrap_model(count_u)], "rnas": [rna("ACGU")], **given}
    with pytest.raises(AppError, match=sentence):
        core.scan_rnas(**asked)


def test_cancelling_ends_the_scan():
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        core.scan_rnas([core.wrap_model(count_u)], [rna(planted())], on_progress=stop)


def test_the_example_holds_what_it_says():
    made = example(SITE)
    (one,) = core.read_fasta(made.fasta).rnas
    assert made.fasta.startswith("; Simulated") and "simulated" in one.name
    assert [one.sequence[at - 1 : at + 5] for at in SITES] == [SITE] * 3
    listed = core.read_variants(made.variants, [one])
    assert len(listed.substitutions) == 3 and not listed.problems


def test_the_command_line_gives_the_same_numbers(monkeypatch, tmp_path, ask, capsys):
    name = toy_network.install(monkeypatch)
    (tmp_path / "a.fa").write_text(f">a\n{planted(100)}\n")
    letter = planted(100)[101]
    (tmp_path / "v.txt").write_text(f"a 102 {letter} G\n")
    document = ask("scan", name, "--fasta", str(tmp_path / "a.fa"), "--variants", str(tmp_path / "v.txt"))
    scan = core.scan_rnas([name], [rna(planted(100))])
    assert document["peaks"] == json.loads(json.dumps([peak._asdict() for peak in scan.peaks]))
    assert document["rnas"][0]["predictions"][name] == scan.tracks[0].predictions[0].tolist()
    assert document["rnas"][0]["positions"][0] == 21
    (mutation,) = document["mutations"]
    assert mutation["best_change"] == pytest.approx(-2, abs=0.1)
    from core.__main__ import main

    assert main(["scan", name, "--fasta", str(tmp_path / "a.fa")]) == 0
    assert "site_first" in capsys.readouterr().out
    (tmp_path / "v.txt").write_text("a 102 G A\n")
    assert main(["scan", name, "--fasta", str(tmp_path / "a.fa"), "--variants", str(tmp_path / "v.txt")]) == 2
    assert f"the reference is G, but a has {letter} at position 102" in capsys.readouterr().err
    assert main(["scan", name, "--fasta", str(tmp_path / "none.fa")]) == 2
    assert "cannot be read" in capsys.readouterr().err
