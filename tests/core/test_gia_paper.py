"""The paper's protocols on toy models whose every answer is known by hand."""

import numpy as np
import pytest
from scipy import stats
from toy_models import count_sites, count_u, position_of_g

from core.errors import SequenceError
from core.gia.backgrounds import parse_background
from core.gia.design import parse_placement
from core.gia.protocols import named
from core.gia.protocols.context import partners
from core.gia.protocols.named import PROTOCOLS
from core.models.scoring import wrap_model
from core.statistics import holm

A_ONLY = f"sequences:{'A' * 41},{'A' * 41}"
"""Backgrounds in which nothing stands that a toy model counts."""


def rows_of(outcome, *names):
    return [tuple(row[name] for name in names) for row in outcome.rows]


# --- sites ----------------------------------------------------------------------------------------------------------
def test_sites_that_add_up_lie_on_a_line():
    outcome = named.multiple_sites(wrap_model(count_sites("GCC")), "gcc", background=A_ONLY)
    assert rows_of(outcome, "label", "text", "sites", "global_importance") == [
        ("1 site", "GCC@4", 1, 1),
        ("2 sites", "GCC@4,GCC@11", 2, 2),
        ("3 sites", "GCC@4,GCC@11,GCC@18", 3, 3),
    ]
    expected = {"slope": 1, "slope_low": 1, "slope_high": 1, "intercept": 0, "r": 1, "r_squared": 1}
    assert {name: outcome.summary[name] for name in expected} == pytest.approx(expected)


def test_the_slope_is_that_of_the_line_and_its_interval_is_over_backgrounds():
    outcome = named.multiple_sites(wrap_model(lambda x: count_u(x) ** 2), "UUU", (30, 2, 12, 22), n=200)
    fit = np.polyfit([1, 2, 3, 4], [row["global_importance"] for row in outcome.rows], 1)
    assert [outcome.summary["slope"], outcome.summary["intercept"]] == pytest.approx(fit)
    assert outcome.summary["slope_low"] < fit[0] < outcome.summary["slope_high"]
    assert 0.9 < outcome.summary["r_squared"] < 1
    assert outcome.rows[1]["text"] == "UUU@2,UUU@30"


def test_a_model_that_does_not_care_has_no_line():
    outcome = named.multiple_sites(wrap_model(lambda x: np.zeros(len(x))), "GCC", n=5)
    assert (outcome.summary["slope"], outcome.to_dict()["summary"]["r_squared"]) == (0, None)


def test_spacing_asks_the_papers_pairs():
    outcome = named.spacing(wrap_model(count_sites("UGCAUG")), "UGCAUG", background=A_ONLY)
    assert rows_of(outcome, "text", "separation", "gap", "global_importance") == [
        ("UGCAUG@18", None, None, 1),
        ("UGCAUGCAUG@17", 4, -2, 2),
        ("UGCAUG@16,UGCAUG@22", 6, 0, 2),
        ("UGCAUG@14,UGCAUG@23", 9, 3, 2),
    ]
    assert outcome.summary == {"single": 1, "farthest": 2, "full_from_gap": -2}


def test_copies_that_cannot_share_letters_are_not_asked_to():
    outcome = named.spacing(wrap_model(count_sites("GACUAC")), "GACUAC", background=A_ONLY)
    assert [row["gap"] for row in outcome.rows] == [None, 0, 3]
    outcome = named.spacing(wrap_model(count_u), "UNNU", (1, 3), background=A_ONLY)
    assert [row["text"] for row in outcome.rows[1:]] == ["UUNUU@19", "UNNUNNU@18"]


def test_the_gap_from_which_two_sites_count_in_full_is_found():
    """Two GC with fewer than 5 letters between them lose half of one."""

    sites = count_sites("GC")

    def score(letters):
        close = sum(count_sites(f"GC{'A' * gap}GC")(letters) for gap in range(5))
        return sites(letters) - 0.5 * close

    outcome = named.spacing(wrap_model(score), "GC", tuple(range(2, 12)), background=A_ONLY)
    assert [row["global_importance"] for row in outcome.rows] == [1, *[1.5] * 5, *[2] * 5]
    assert outcome.summary["full_from_gap"] == 5
    assert outcome.rows[1]["share_of_farthest"] == 0.75
    assert (outcome.rows[1]["difference_to_farthest"], outcome.rows[1]["p_adjusted"]) == (-0.5, 0)


def test_pairs_are_compared_with_the_farthest_and_corrected():
    outcome = named.spacing(wrap_model(lambda x: position_of_g(x) ** 2), "GC", (3, 7, 4), n=60)
    *pairs, far = (condition.local for condition in outcome.results[0].conditions[1:])
    p_values = [stats.ttest_rel(pair, far).pvalue for pair in pairs]
    assert [row["separation"] for row in outcome.rows[1:]] == [3, 4, 7]
    assert [row["p_value"] for row in outcome.rows[1:3]] == pytest.approx(p_values)
    assert [row["p_adjusted"] for row in outcome.rows[1:3]] == pytest.approx(holm(p_values))
    assert outcome.to_dict()["rows"][3]["p_adjusted"] is None


def test_no_pair_keeps_anything_of_nothing():
    outcome = named.spacing(wrap_model(lambda x: np.zeros(len(x))), "GCC", n=5)
    assert outcome.summary["full_from_gap"] is None


def test_every_position_is_asked_and_its_trend_is_exact():
    outcome = named.positional_bias(wrap_model(position_of_g), "GA", background=A_ONLY)
    assert rows_of(outcome, "position", "global_importance") == [(p, p) for p in range(1, 41)]
    found = outcome.summary
    assert (found["best_position"], found["best"], found["worst_position"], found["worst"]) == (40, 40, 1, 1)
    assert (found["mean"], found["trend"]) == (20.5, pytest.approx(1))


def test_a_model_that_takes_a_site_anywhere_has_no_trend():
    found = named.positional_bias(wrap_model(count_sites("GCAUG")), "GCAUG", n=300).summary
    assert abs(found["trend"]) < 0.001
    assert found["p_value"] > 0.01


def test_a_random_position_averages_over_all():
    model = wrap_model(position_of_g, ["A" * 41], [0])
    outcome = named.random_positions(model, "G", 11, n=20_000)
    assert rows_of(outcome, "text", "global_importance")[0] == ("G@11", 11)
    assert outcome.summary["random"] == pytest.approx(21, abs=0.3)
    assert outcome.summary["difference"] == pytest.approx(outcome.summary["random"] - 11)
    assert outcome.summary["ci_low"] > 9


# --- context --------------------------------------------------------------------------------------------------------
def gc_helps_at_3(letters):
    """A GCAUG counts 2, and 6 with GC in the last eight letters."""
    return count_sites("UUAUUU")(letters) * (2 + 4 * count_sites("GCGCGC")(letters[:, 33:]))


def test_gc_at_an_end_has_the_papers_effect_size():
    outcome = named.gc_bias(wrap_model(gc_helps_at_3), "UUAUUU", background=A_ONLY)
    assert rows_of(outcome, "label", "text", "global_importance") == [
        ("GC alone, 3' end", "GCGCGC@35", 0),
        ("site", "UUAUUU@18", 2),
        ("site and GC, 3' end", "UUAUUU@18,GCGCGC@35", 6),
        ("site and GC, 5' end", "GCGCGC@3,UUAUUU@18", 2),
        ("GC alone, 5' end", "GCGCGC@3", 0),
    ]
    found = outcome.summary
    assert (found["effect_3"], found["effect_5"]) == (3, 1)
    assert (found["gain_3"], found["beyond_3"], found["ends"], found["gain_5"]) == (4, 4, 4, 0)
    assert (found["gain_3_p"], found["gain_5_p"]) == (0, 1)


def test_an_additive_gc_is_not_beyond_additive():
    model = wrap_model(lambda x: count_sites("UUAUUU")(x) + 3 * count_sites("GCGCGC")(x))
    found = named.gc_bias(model, "UUAUUU", n=100).summary
    assert found["gain_3"] == pytest.approx(3, abs=0.2)
    assert (found["beyond_3"], found["beyond_5"]) == (0, 0)
    assert found["effect_3_low"] <= found["effect_3"] <= found["effect_3_high"]


def test_loop_and_stem_stand_where_the_paper_has_them():
    outcome = named.stem_loop(wrap_model(position_of_g), "GCUGG", n=30)
    assert rows_of(outcome, "label", "text", "background") == [
        ("loop of a hairpin", "GCUGG@17", "stem-loop"),
        ("stem of a hairpin", "GCUGG@9", "stem-loop"),
        ("random RNA, where the loop was", "GCUGG@17", "profile"),
        ("random RNA, at the stem", "GCUGG@9", "profile"),
        ("the same letters in random RNA", "GCUGG@9,CCAGC@26", "profile"),
        ("the stem's other strand alone", "CCAGC@26", "profile"),
    ]


def test_a_pattern_in_the_stem_brings_its_partners():
    """CCC at 1 to 3 of random RNA adds no G, and three in the stem, at 39 to 41."""
    model = wrap_model(position_of_g, ["U" * 41], [0])
    outcome = named.stem_loop(model, "CCC", "1-3,39-41", n=4)
    assert [row["global_importance"] for row in outcome.rows] == [0, 120, 0, 0, 39 + 40 + 41, 120]
    found = outcome.summary
    assert (found["loop_minus_stem"], found["letters"], found["structure"], found["structure_p"]) == (-120, -120, 0, 1)
    assert (found["partner"], found["partner_alone"], found["partner_is_site"]) == ("GGG@39", 120, False)
    assert (outcome.summary["stem_minus_random"], outcome.summary["stem_minus_random_p"]) == (120, 0)
    assert (outcome.summary["loop_minus_random"], outcome.summary["loop_minus_random_p"]) == (0, 1)


def test_what_the_other_strand_binds_is_letters_and_not_structure():
    """CGC's other strand GCG counts 2; a model that knows no structure shows none."""
    model = wrap_model(lambda x: count_sites("CGC")(x) + 2 * count_sites("GCG")(x), ["A" * 41], [0])
    found = named.stem_loop(model, "CGC", "1-3,39-41", n=8).summary
    assert (found["loop_minus_stem"], found["letters"], found["structure"]) == (-2, -2, 0)
    assert (found["partner_alone"], found["partner_share"], found["partner_is_site"]) == (2, 2, True)


def test_what_only_a_hairpin_does_is_structure():
    """A site counts 1, but nothing in a stem whose eleven pairs are all there."""
    left, right = np.array(parse_background("stem-loop").pairs).T

    def hidden_in_a_stem(letters):
        folded = (letters[:, left] + letters[:, right] == 3).all(axis=1)
        return count_sites("GCUGG")(letters) - folded * count_sites("GCUGG")(letters[:, :16])

    found = named.stem_loop(wrap_model(hidden_in_a_stem, ["A" * 41], [0]), "GCUGG", n=8).summary
    assert (found["loop_minus_stem"], found["letters"], found["structure"], found["structure_p"]) == (1, 0, 1, 0)
    assert (found["together"], found["structure_at_most"]) == (0, 1)
    assert (found["partner"], found["partner_is_site"], found["is_own_partner"]) == ("CCAGC@26", False, False)


def test_what_site_and_partner_do_together_may_be_letters_or_pairing():
    """Each counts 1 alone, and 4 both: what is beyond their sum is said, and how much structure it could be."""
    cgc, gcg = count_sites("CGC"), count_sites("GCG")
    model = wrap_model(lambda x: cgc(x) + gcg(x) + 2 * cgc(x) * gcg(x), ["A" * 41], [0])
    found = named.stem_loop(model, "CGC", "1-3,39-41", n=8).summary
    assert (found["loop_minus_stem"], found["letters"], found["structure"]) == (-3, -3, 0)
    assert (found["together"], found["structure_at_most"]) == (2, -2)


@pytest.mark.parametrize("pattern", ["CGCGCG", "UAUAUA"])
def test_a_pattern_that_is_its_own_partner_is_said(pattern):
    found = named.stem_loop(wrap_model(count_u), pattern, n=20).summary
    assert found["is_own_partner"] and found["partner_is_site"]


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("UGCAUG@8", ["CAUGCA@26"]),
        ("UGNRUG@8", ["CAY@26", "CA@30"]),
        ("GGAAAA@14", ["UCC@23"]),
        ("ACG@1", []),
        ("GC@23", ["GC@15"]),
    ],
)
def test_partners_are_the_letters_across_the_stem(text, partner):
    found = partners(parse_placement(text), parse_background("stem-loop").pairs)
    assert [placement.text for placement in found] == partner


def test_a_stem_position_outside_of_the_stem_is_refused(refuses):
    with refuses(SequenceError, "stem 6-16,23-33", "stem_position", "from 2"):
        named.stem_loop(wrap_model(count_u), "GCUGG", stem_position=1)


def test_occlusion_finds_the_stretches_that_hold_the_site():
    sequence = "AAAAAAAGCAUGAAAAAAAA"
    outcome = named.occlusion(wrap_model(count_sites("GCAUG")), sequence, width=3, n=400)
    rows = {row["label"]: row for row in outcome.rows}
    assert len(rows) == 18
    assert (rows["8-10"]["letters"], rows["8-10"]["first"], rows["8-10"]["last"]) == ("GCA", 8, 10)
    for first in range(1, 19):
        importance = rows[f"{first}-{first + 2}"]["global_importance"]
        hit = len({*range(first, first + 3)} & {*range(8, 13)})
        assert importance == pytest.approx(1 - 4.0**-hit if hit else 0, abs=0.1)
    assert outcome.summary["most_important"] in {"8-10", "9-11", "10-12"}


def test_one_stretch_can_be_named():
    outcome = named.occlusion(wrap_model(count_u), "GGUUUGG", "3-5", n=2000)
    assert rows_of(outcome, "label", "text", "letters") == [("3-5", "UUU@3", "UUU")]
    assert outcome.rows[0]["global_importance"] == pytest.approx(3 * 0.75, abs=0.1)


# --- variants -------------------------------------------------------------------------------------------------------
def test_mutants_lose_what_their_letter_was_worth():
    """U is worth its number; in AUU, mutants of U lose one, and A to U gains one."""
    outcome = named.kmer_mutagenesis(wrap_model(count_u), "AUU", n=20)
    assert outcome.summary["matrix"] == [[0, 0, 0, 1], [-1, -1, -1, 0], [-1, -1, -1, 0]]
    assert outcome.summary["low"] == outcome.summary["high"] == outcome.summary["matrix"]
    assert outcome.summary["sensitivity"] == pytest.approx([1, 3**0.5, 3**0.5])
    assert rows_of(outcome, "label", "text", "letter_position", "letter")[:3] == [
        ("wild type", "AUU@18", None, None),
        ("A1C", "CUU@18", 1, "C"),
        ("A1G", "GUU@18", 1, "G"),
    ]
    assert len(outcome.rows) == 10
    assert outcome.rows[3]["difference"] == 1


def test_intervals_of_mutants_hold_their_means():
    found = named.kmer_mutagenesis(wrap_model(lambda x: count_u(x) ** 2), "UGC", n=50).summary
    low, matrix, high = (np.array(found[name]) for name in ("low", "matrix", "high"))
    assert (low <= matrix).all() and (matrix <= high).all()
    assert (high - low > 0).sum() >= 5


def test_importance_on_a_line_with_ln_kd_gives_that_line():
    """Importance is the number of U: ln KD = -2 U + 5."""
    affinities = {pattern: np.exp(5 - 2 * pattern.count("U")) for pattern in ("GGG", "GUG", "UUG", "UUU")}
    outcome = named.spr(wrap_model(count_u), affinities, background=A_ONLY)
    expected = {"slope": -2, "intercept": 5, "r": -1, "r_squared": 1}
    assert {name: outcome.summary[name] for name in expected} == pytest.approx(expected)
    assert outcome.rows[3]["ln_kd"] == pytest.approx(-1)


TWICE = {"UUU": (0.5, 2.0), "UUG": 4.0, "GGG": 8.0}


@pytest.mark.parametrize(
    "given",
    [
        TWICE,
        {"UUU": 0.5, "TTT": 2.0, "UUG": 4.0, "GGG": 8.0},
        "UUU=0.5,ttt=2,UUG=4,GGG=8",
        "kmer,kd_error,kd\nUUU,9,0.5\nUUG,9,4\nTTT,9,2\nGGG,9,8\n",
        "name,Pattern,KD_sd,KD (nM)\nwt,UUU,9,0.5\nx,UUG,9,4\ny,UUU,9,2\nz,GGG,9,8\n",
    ],
)
def test_a_pattern_that_is_given_twice_has_the_mean_of_its_ln_kd(given, tmp_path):
    if isinstance(given, str) and "\n" in given:
        (tmp_path / "kd.csv").write_text(given)
        given = str(tmp_path / "kd.csv")
    outcome = named.spr(wrap_model(count_u), given, background=A_ONLY)
    assert rows_of(outcome, "label", "n_kd") == [("UUU", 2), ("UUG", 1), ("GGG", 1)]
    assert [row["kd"] for row in outcome.rows] == pytest.approx([1, 4, 8])
    assert outcome.rows[0]["ln_kd"] == pytest.approx(0) and outcome.summary["averaged"] == "UUU (2)"
    assert outcome.parameters["affinities"] == TWICE


def test_nothing_is_averaged_where_every_pattern_is_given_once():
    outcome = named.spr(wrap_model(count_u), "UUU=1,UUG=2,GGG=4", background=A_ONLY)
    assert outcome.summary["averaged"] is None
    assert outcome.parameters["affinities"] == {"UUU": 1, "UUG": 2, "GGG": 4}


@pytest.mark.parametrize(
    "text",
    ["variant,KD (nM)\nUGC,1\nUUC,2.5\nAGC,30\n", "kd,kmer\r\n1,UGC\r\n2.5,ttc\r\n30,AGC\r\n"],
)
def test_affinities_come_from_text_or_file(text, tmp_path):
    path = tmp_path / "kd.csv"
    path.write_text(text)
    designs = [
        PROTOCOLS["spr"].designs("X", affinities=PROTOCOLS["spr"].parse({"affinities": given})["affinities"])
        for given in (str(path), "UGC=1,UUC=2.5,AGC=30")
    ]
    assert designs[0] == designs[1]
    assert [condition.text for condition in designs[0][0].conditions] == ["UGC@18", "UUC@18", "AGC@18"]
