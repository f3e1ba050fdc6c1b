"""Scans of own RNAs on models whose answers are known: exact tracks, peaks where sites were planted, naive loops."""

import json

import numpy as np
import pytest
import toy_network
from hypothesis import given
from hypothesis import strategies as st
from toy_models import count_sites, count_u, position_of_g

import core
from core.errors import AppError
from core.rna_scan import null, windows
from core.rna_scan import peaks as peak_room
from core.rna_scan import scan as scan_room
from core.rna_scan.example import SITES, example
from core.sequence import NamedRna, encode, random_rna
from core.structure import fold

SITE = "GACUAC"


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Backgrounds and shuffled windows enough for a test."""
    monkeypatch.setattr(scan_room, "BACKGROUNDS", 200)
    monkeypatch.setattr(null, "SHUFFLED", 1000)
    monkeypatch.setattr(null, "FEWEST", 5)


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


def test_each_site_of_a_window_has_a_row_of_its_own():
    scan = core.scan_rnas([core.wrap_model(count_sites(SITE))], [rna(planted(100, 110, 300))])
    rows = [(peak.site, peak.site_first, peak.prediction, peak.site_prediction) for peak in scan.peaks]
    assert sorted(rows[:2]) == [(SITE, 101, 2.0, rows[0][3]), (SITE, 111, 2.0, rows[1][3])]
    assert [row[3] for row in rows] == [2.0, 1.0, 1.0] and rows[2][:3] == (SITE, 301, 1.0)
    assert scan.peaks[0].first == scan.peaks[1].first and scan.peaks[0].p <= scan.peaks[1].p == scan.peaks[2].p
    assert [peak.rank for peak in scan.peaks] == [1, 2, 3] and scan.n_peaks == (3,)


@pytest.mark.parametrize("places", [(100, 125, 150), (0, 10), (384, 394), (100, 106), (100,)])
def test_a_site_that_several_windows_hold_has_one_row(places):
    scan = core.scan_rnas([core.wrap_model(count_sites(SITE))], [rna(planted(*places))])
    assert sorted(peak.site_first for peak in scan.peaks) == [place + 1 for place in places]


WEIGHTS = np.random.default_rng(5).normal(size=(41, 5)) * [1, 1, 1, 1, 0]


def weigh(letters):
    """A different score for nearly every RNA."""
    return WEIGHTS[np.arange(letters.shape[1]), letters].sum(axis=1)


@pytest.mark.parametrize("others", [("U" * 300,), ("GC" * 100, "ACGUN" * 30), ("A", "N" * 50)])
def test_what_is_found_on_an_rna_does_not_depend_on_the_others(others):
    models = [core.wrap_model(score, name=score.__name__) for score in (weigh, count_u)]
    one = rna(planted(100), "one")
    (alone, *_), beside = (
        [core.scan_rnas(asked, [*more, one], quantile=0.9)]
        for asked, more in ((models, ()), (models[::-1], [rna(text, str(n)) for n, text in enumerate(others)]))
    )
    found = {model.name: [peak for peak in beside[0].peaks if (peak.rna, peak.model) == ("one", model.name)]
             for model in models}  # fmt: skip
    assert alone.peaks == tuple(found["weigh"] + found["count_u"])
    assert alone.tracks[0].n_shuffled == beside[0].tracks[-1].n_shuffled[::-1]


def test_on_shuffled_rna_one_p_in_twenty_is_below_a_twentieth():
    p = []
    for seed in range(60):
        sequence = random_rna(seed, 200)
        shuffled = null.shuffled_windows(sequence, 41, 1, 30, seed=0)
        chance = null.chance_heights([weigh(shuffled[0].reshape(-1, 41)).reshape(30, -1)], 21)
        rows, _ = windows.cut(sequence, windows.starts_of(200, 41), 41)
        p += [one.p for one in peak_room.find_maxima(weigh(rows), 21, chance)]
    assert len(p) > 300 and 0.03 < np.mean(np.array(p) < 0.05) < 0.07


def test_p_is_as_fine_as_the_docs_say(monkeypatch):
    monkeypatch.undo()
    for length, reads_structure, fewest in ((41, False, 1000), (41, True, 500), (1500, False, 20), (1500, True, 5)):
        n = null.count_windows("A" * length, 41, 1)
        assert null.n_shuffles(n, reads_structure) == fewest
    assert null.n_shuffles(0) == 0 and null.n_shuffles(60) * 60 >= 10_000


@pytest.mark.parametrize("length", [30, 41, 62, 104, 105, 169, 400])
@pytest.mark.parametrize("step", [1, 7])
def test_windows_in_a_row_are_predicted_once_each(length, step):
    parts = null.shuffled_windows(random_rna(0, length), 41, step, 3, seed=0)
    told = []
    found = windows.predict_tracks([weigh, count_u], parts[0], step, told.append, chunk=100)
    for score, predicted in zip((weigh, count_u), found, strict=True):
        np.testing.assert_allclose(predicted.ravel(), score(parts[0].reshape(-1, 41)), rtol=1e-6)
    assert sum(told) == 2 * predicted.size


def test_chance_is_compared_with_a_quarter_of_the_shuffles_and_a_clear_peak_with_all(monkeypatch):
    """ACGU again and again can be shuffled in one way only, so its peaks are as high as those of its shuffles."""
    monkeypatch.setattr(null, "FEWEST", 20)
    sequence = random_rna(0, 1500)
    clear = core.wrap_model(count_sites(sequence[700:709]), name="clear")
    asked = [rna("ACGU" * 375, "chance"), rna(sequence, "peak")]
    scan = core.scan_rnas([core.wrap_model(weigh), clear], asked, quantile=0.5)
    (by_chance, without), (_, peak) = (track.n_shuffled for track in scan.tracks)
    (shuffled,) = null.shuffled_windows(asked[0].sequence, 41, 1, 5, seed=0)
    assert by_chance == len(null.chance_heights([weigh(shuffled.reshape(-1, 41)).reshape(5, -1)], 21))
    assert (without, peak) == (0, 20)  # the shuffles of the peak's RNA are flat, one maximum each
    assert scan.peaks[-1].p == 1 / 21


def test_how_fine_p_is_stands_with_the_result():
    scan = core.scan_rnas([core.wrap_model(weigh)], [rna(planted())], quantile=0.9)
    (n,) = scan.tracks[0].n_shuffled
    assert min(peak.p for peak in scan.peaks) >= 1 / (n + 1)
    assert f"never below {1 / (n + 1):.2g}" in scan_room.chance_text(scan)
    nothing = core.scan_rnas([core.wrap_model(count_sites(SITE))], [rna("A" * 50)])
    assert nothing.tracks[0].n_shuffled == (0,) and "never below" not in scan_room.chance_text(nothing)


def test_what_cannot_be_shuffled_otherwise_is_chance():
    scan = core.scan_rnas([core.wrap_model(weigh)], [rna("A" * 41), rna("ACGU" * 30, "b")], quantile=0.5)
    assert {peak.p for peak in scan.peaks if peak.rna == "a"} <= {1.0}


def test_shuffles_keep_dinucleotides_and_leave_short_and_unknown_stretches_out():
    sequence = "ACGUU" * 12 + "N" + "GGA" * 5 + "N" + "GAUUC" * 10
    parts = null.shuffled_windows(sequence, 41, 1, 7, seed=0)
    assert [part.shape for part in parts] == [(7, 20, 41), (7, 10, 41)]
    assert null.count_windows(sequence, 41, 1) == 30
    assert windows.cut(sequence, windows.starts_of(len(sequence), 41), 41)[1].sum() == 30
    (short,) = null.shuffled_windows("GGACU", 41, 1, 3, seed=0)
    assert short.shape == (3, 1, 41) and (short[:, 0, 5:] == 4).all()


@pytest.mark.parametrize("lonely", ["N" * 60 + "A" + "N" * 60, "A", "NA", "ACGUN", "N" * 41])
def test_an_rna_of_few_known_letters_does_not_end_the_scan_of_others(lonely):
    scan = core.scan_rnas([core.wrap_model(count_sites(SITE))], [rna(lonely, "few"), rna(planted(100), "whole")])
    assert [(peak.rna, peak.site_first) for peak in scan.peaks] == [("whole", 101)]
    assert len(scan.tracks) == 2


def test_models_of_the_registry_are_asked_by_name_and_remembered(monkeypatch):
    name = toy_network.install(monkeypatch)
    asked = [rna(planted(100))]
    first = core.scan_rnas([name, f"{name}:residualbind-seed1"], asked)
    assert first.models == (name, f"{name}:residualbind-seed1")
    assert (first.peaks[0].kmer, first.peaks[0].mismatches, first.peaks[0].site_first) == (SITE, 0, 101)
    monkeypatch.setattr(core.library.analyses, "open_model", None)  # no network is loaded for what is kept
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
    np.testing.assert_allclose(fold.unpaired_locally(sequence), core.fold(sequence).unpaired, atol=1e-6)


@pytest.mark.parametrize(("window", "span"), [(80, 40), (30, 30), (150, 100)])
def test_structure_in_parts_is_that_of_one_pass(window, span, monkeypatch):
    sequence, told = random_rna(1, 700), []
    monkeypatch.setattr(fold, "PART", 10_000)
    whole = fold.unpaired_locally(sequence, window, span)
    monkeypatch.setattr(fold, "PART", 150)
    np.testing.assert_allclose(fold.unpaired_locally(sequence, window, span, told.append), whole, atol=1e-6)
    assert sum(told) == 700 and len(told) == 5


def test_unknown_letters_pair_with_nothing():
    unpaired = fold.unpaired_locally("GGGGGNNNNNCCCCC")
    assert (unpaired[5:10] > 0.999).all() and unpaired[:5].mean() < 0.3


@pytest.mark.parametrize(
    ("given", "facts"),
    [
        ({"window": 29}, ["29 nt", "give 30 to 41"]),
        ({"window": 42}, ["give 30 to 41"]),
        ({"step": 0}, ["0 nt", "give 1 to 41"]),
        ({"step": 42}, ["give 1 to 41"]),
        ({"quantile": 1.0}, ["give 0.5 to 0.999"]),
        ({"fold_window": 30}, ["spans 40", "5 up"]),
        ({"fold_window": 301}, ["300 nt"]),
        ({"fold_span": 4}, ["of 5"]),
        ({"rnas": []}, ["RNA"]),
        ({"rnas": [rna("NNNN")]}, ["RNA"]),
        ({"rnas": [rna("ACGUN" * 30)]}, ["41 letters", "A, C, G, U"]),
        ({"rnas": [rna("A" * 500_001)]}, ["500,001 nt", "most 500,000"]),
        ({"models": []}, ["0 models", "choose 1 to 8"]),
        ({"models": ["NOPE"]}, ["'NOPE'"]),
    ],
)
def test_what_cannot_be_scanned_is_said(given, facts, refuses):
    asked = {"models": [core.wrap_model(count_u)], "rnas": [rna("ACGU")], **given}
    with refuses(AppError, *facts):
        core.scan_rnas(**asked)


def test_cancelling_ends_the_scan():
    def stop(done, total):
        raise KeyboardInterrupt

    asked = []
    with pytest.raises(KeyboardInterrupt):
        core.scan_rnas([core.wrap_model(lambda letters: asked.append(letters))], [rna(planted())], on_progress=stop)
    assert not asked  # progress is told before anything is shuffled or predicted


def test_the_example_holds_what_it_says():
    made = example(SITE)
    (one,) = core.read_fasta(made.fasta).rnas
    assert made.fasta.startswith("; Simulated") and "simulated" in one.name
    assert [one.sequence[at - 1 : at + 5] for at in SITES] == [SITE] * 3
    listed = core.read_variants(made.variants, [one])
    assert len(listed.substitutions) == 3 and not listed.problems


def test_the_command_line_gives_the_same_numbers(monkeypatch, tmp_path, ask, capsys, wording):
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
    wording.within(capsys.readouterr().err, letter, "position 102")
    assert main(["scan", name, "--fasta", str(tmp_path / "none.fa")]) == 2
    assert "cannot be read" in capsys.readouterr().err
