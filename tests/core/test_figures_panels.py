"""Single panels of records whose every number is known by hand."""

from dataclasses import replace

import numpy as np
import pytest
import toy_network
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from scipy import stats
from toy_models import count_sites

import core
from core.errors import DataError
from core.figures import figure1, figure2, figure3, figure4
from core.figures.drawing import LETTERS, boxes, logo, space_out, violins
from core.figures.subjects import Answers, Subject, ask_every, numbers, subject
from core.gia.protocols import named
from core.models.scoring import wrap_model

A_ONLY = f"sequences:{'A' * 41},{'A' * 41}"
IDS = [f"RNCMPT{number:05}" for number in range(1, 11)]


def toy(score=None, name="TOY", gene="Toy", kmers=("GCC",), is_simulated=False):
    model = wrap_model(score or count_sites("GCC"), name=name)
    return Subject(name, f"{gene} ({name})", gene, kmers, is_simulated, model)


def axes_of(panel):
    """The axes of a panel, drawn by itself."""
    figure = Figure(figsize=panel.size)
    panel.draw(figure.subfigures(1, 1))
    figure.draw_without_rendering()
    return figure.axes


def texts(axes):
    return " ".join(text.get_text() for text in axes.texts)


def ticks(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def means(axes):
    """Heights of the green triangles of box plots."""
    return [float(line.get_ydata()[0]) for line in axes.lines if line.get_marker() == "^"]


# --- drawing --------------------------------------------------------------------------------------------------------
def test_boxes_show_mean_median_and_quartiles():
    axes = Figure().subplots()
    found = boxes(axes, {"one": np.array([0.0, 1, 2, 3, 9]), "two": np.array([-1.0, -1, -1])})
    assert found.tolist() == means(axes) == [3, -1]
    heights = [line.get_ydata() for line in axes.lines]
    assert any(np.array_equal(height, [2, 2]) for height in heights)
    assert any({1.0, 3.0} == set(height) for height in heights)
    assert ticks(axes.xaxis) == ["one", "two"]


def test_few_points_are_shown_as_points():
    axes = Figure().subplots()
    violins(
        axes, {"many": np.arange(9.0), "few": np.array([0.7]), "same": np.ones(9), "none": np.array([])}, "krgb", "r"
    )
    assert len(axes.collections) == 1
    assert [line.get_ydata().tolist() for line in axes.lines if line.get_marker() == "o"] == [[0.7], [1] * 9, []]


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=12), st.floats(0.01, 1))
def test_labels_never_overlap_and_keep_their_order(y, step):
    y = np.array(y)
    places = space_out(y, step, 5)
    order = np.argsort(y, kind="stable")
    assert (np.diff(places[order]) >= step - 1e-9).all()
    assert places.max() <= 5 + 1e-9
    if len(y) == 1 or np.diff(y[order]).min() > step:
        np.testing.assert_allclose(places, y, atol=1e-9)


# --- figure 1 -------------------------------------------------------------------------------------------------------
def by_id(values, ids=IDS):
    return dict(zip(ids, values, strict=False))


def test_pairs_are_the_shared_experiments_and_their_signed_rank_test():
    x, y = np.linspace(0.3, 0.7, 10), np.linspace(0.35, 0.9, 10)
    found = figure1.pairs("old", "new", by_id(x), by_id(y, IDS[:8]))
    assert found.experiments == IDS[:8]
    assert found.p_value == stats.wilcoxon(x[:8], y[:8]).pvalue
    assert "better in 8 of 8, p = 0.0078" in found.text
    few = figure1.pairs("old", "new", by_id(x[:5]), by_id(y))
    assert np.isnan(few.p_value)
    assert few.text.endswith("better in 5 of 5")
    assert np.isnan(figure1.pairs("old", "old", by_id(x), by_id(x)).p_value)


def test_published_methods_stand_beside_ours():
    theirs = figure1.published_performance()
    assert len(theirs["ThermoNet"]) == 244
    assert list(theirs)[-1] == "ThermoNet"
    panel = figure1.all_methods({"residualbind": by_id([0.8, 0.7])}, theirs)
    (axes,) = axes_of(panel)
    shown = ticks(axes.xaxis)
    assert (shown[0], shown[-1]) == ("MatrixREDUCE", "residualbind (2)")
    assert "ThermoNet (244)" in shown
    assert "ResidualBind + PU (log)" in shown
    assert "published mean of 244" in axes.get_legend().get_texts()[0].get_text()
    assert panel.models == (f"{IDS[0]}:residualbind", f"{IDS[1]}:residualbind")
    assert panel.numbers["test_pearson"]["residualbind"] == by_id([0.8, 0.7])
    assert all(mean["source"] for mean in panel.numbers["published_means"])
    assert figure1.all_methods({}, theirs).missing[0].endswith("python -m core train RNCMPT00001")


def test_clipped_models_are_compared_with_the_same_on_log_scores():
    ours = {"deepbind": by_id([0.4]), "deepbind-clip": by_id([0.5]), "residualbind-pu-clip": by_id([0.6])}
    panel = figure1.transforms(ours)
    (axes,) = axes_of(panel)
    assert [(pair["x_name"], pair["y_name"]) for pair in panel.numbers["pairs"]] == [("deepbind", "deepbind-clip")]
    assert "mean 0.500 against 0.400" in texts(axes)
    assert axes.get_xlim() == axes.get_ylim()
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("Test Pearson, log", "Test Pearson, clip")


def test_structure_is_compared_with_sequence_and_ours_with_the_best_published():
    ours = {"residualbind": by_id([0.7, 0.6]), "residualbind-phime": by_id([0.75])}
    assert [pair["y_name"] for pair in figure1.inputs(ours).numbers["pairs"]] == ["residualbind-phime"]
    best = figure1.against_best(ours, {"ThermoNet": by_id([0.5] * 10)})
    assert best.numbers["pairs"][0]["y"].tolist() == [0.7, 0.6]
    assert best.models == (f"{IDS[0]}:residualbind", f"{IDS[1]}:residualbind")


@pytest.mark.parametrize(
    "ask, facts",
    [
        (lambda: figure1.transforms({"residualbind": by_id([0.5])}), ["--transform"]),
        (lambda: figure1.inputs({"residualbind": by_id([0.5])}), ["--inputs"]),
        (lambda: figure1.against_best({}, {}), ["python -m core train ID"]),
    ],
)
def test_a_comparison_without_two_models_says_what_to_train(ask, facts, refuses):
    with refuses(DataError, *facts):
        ask()


def test_only_models_of_the_papers_experiments_are_compared():
    found = figure1.our_performance()
    experiments = {experiment for of_label in found.values() for experiment in of_label}
    assert "RNCMPT00168" in experiments and all(one.startswith("RNCMPT") for one in experiments)
    assert found["residualbind"] == {"RNCMPT00168": core.card("RNCMPT00168").test_pearson}


def test_a_model_that_was_never_tested_is_compared_with_nothing(monkeypatch):
    tested = core.card("RNCMPT00168")
    untested = replace(tested, test_pearson=None)
    toy_network.use_models(monkeypatch, lambda: {tested.experiment: {"mine": untested, "ours": tested}})
    assert figure1.our_performance() == {"ours": {tested.experiment: tested.test_pearson}}


# --- figure 2 -------------------------------------------------------------------------------------------------------
def test_sites_that_add_up_show_their_line():
    about = toy()
    panel = figure2.sites(named.multiple_sites(about.model, "GCC", background=A_ONLY), about, "best k-mer")
    (axes,) = axes_of(panel)
    assert means(axes) == [1, 2, 3]
    assert "R² = 1.000\nslope 1.00 SD per site" in texts(axes)
    assert "at 4, 11, 18" in panel.title
    line = next(line for line in axes.lines if line.get_linestyle() == "--")
    np.testing.assert_allclose(line.get_ydata(), line.get_xdata())


def test_a_model_that_does_not_care_has_no_line():
    about = toy(lambda x: np.zeros(len(x)))
    (axes,) = axes_of(figure2.sites(named.multiple_sites(about.model, "GCC", n=5), about, "best k-mer"))
    assert texts(axes) == ""


def test_spacing_names_where_sites_begin():
    about = toy(count_sites("UGCAUG"))
    (axes,) = axes_of(figure2.spacing(named.spacing(about.model, "UGCAUG", background=A_ONLY), about))
    assert ticks(axes.xaxis) == ["18\n(one)", "17, 21\n(−2)", "16, 22\n(0)", "14, 23\n(3)"]
    assert means(axes) == [1, 2, 2, 2]


def test_mutants_are_shown_as_map_and_logo():
    about = toy()
    top, bottom, bar = axes_of(figure2.mutants(named.kmer_mutagenesis(about.model, "GCC", background=A_ONLY), about))
    shown = bottom.images[0].get_array()
    assert shown.tolist() == [[-1, -1, -1], [-1, 0, 0], [0, -1, -1], [-1, -1, -1]]
    assert ticks(bottom.xaxis) == ["G", "C", "C"]
    assert [tick.get_color() for tick in bottom.get_xticklabels()] == [LETTERS[letter] for letter in "GCC"]
    assert bar.get_ylabel() == "Difference (SD)"
    assert top.get_ylim()[1] >= np.sqrt(3)


def test_affinities_are_shown_with_their_regression():
    about = toy(lambda x: count_sites("GC")(x) + 2.0 * count_sites("GCC")(x))
    kds = {"GCC": 1, "GCA": np.exp(2), "AAA": np.exp(3)}
    (axes,) = axes_of(figure2.regression(named.spr(about.model, kds, background=A_ONLY), about))
    assert axes.lines[0].get_xdata().tolist() == [3, 1, 0]
    np.testing.assert_allclose(axes.lines[0].get_ydata(), [0, 2, 3])
    assert {"GCC", "GCA", "AAA"} < set(texts(axes).split())
    assert "r = −1.000, R² = 1.000" in texts(axes)


def test_additivity_counts_real_and_simulated_experiments():
    straight, flat = toy(name="A"), toy(lambda x: np.zeros(len(x)), "B")
    simulated = toy(name="C", is_simulated=True)
    answers = [(one, named.multiple_sites(one.model, "GCC", n=5)) for one in (straight, flat, simulated)]
    panel = figure2.additivity(Answers(answers, ["D has no model."]))
    (axes,) = axes_of(panel)
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["real (n = 1)", "simulated (n = 1)"]
    assert sum(patch.get_height() for patch in axes.patches) == 2
    assert [row["model"] for row in panel.numbers["rows"]] == ["A", "B", "C"]
    assert panel.missing == ("D has no model.",)


def test_the_weaker_k_mer_is_the_papers_or_from_the_middle_of_the_list():
    assert figure2.weak_kmer(toy(gene="RBFOX1")) == "AGAAUG"
    assert figure2.weak_kmer(toy(kmers=("AAA", "CCC", "GGG"))) == "CCC"


def test_without_probes_the_density_that_comes_with_the_model_is_shown(wording):
    about = toy(name="RNCMPT00168", gene="RBFOX1", kmers=("UGCAUG",))
    panel = figure2.agreement(about)
    axes, bar = axes_of(panel)
    card = core.card("RNCMPT00168")
    wording(panel.missing[0], "python -m core import")
    assert f"Pearson {card.test_pearson:.3f}" in texts(axes)
    assert axes.collections[0].get_array().sum() == np.sum(card.density["counts"])
    assert bar.get_ylabel() == "Probes"


def test_probes_are_coloured_by_mismatches_the_best_on_top():
    sequences = np.array(["AGCCA" + "A" * 30, "A" * 35, "AGCAA" + "A" * 30])
    found = core.TestScores(sequences, np.array([2.0, 0, 1]), np.array([1.0, 0, 0.5]), 1.0)
    about = toy()
    panel = figure2.scatter(about, found, [core.Ism(sequences[0], 1.0, np.zeros((35, 4)))])
    axes = axes_of(panel)
    points = axes[0].collections[0]
    assert panel.numbers["mismatches"].tolist() == [0, 3, 1]
    assert points.get_array().tolist() == [3, 1, 0]
    assert points.get_offsets()[-1].tolist() == [2, 1]
    assert "Pearson 1.000\nn = 3" in texts(axes[0])
    assert "measured 2.00, predicted 1.00" in [one.get_title(loc="right") for one in axes]


def test_no_model_at_all_says_what_to_do(monkeypatch, refuses):
    monkeypatch.setattr("core.figures.subjects.list_experiments", list)
    with refuses(DataError, "python -m core train ID"):
        ask_every(lambda asked: None)


def test_numbers_hold_every_local_importance():
    about = toy()
    outcome = named.multiple_sites(about.model, "GCC", background=A_ONLY)
    assert [local.tolist() for local in numbers(outcome)["local_importance"]] == [[1, 1], [2, 2], [3, 3]]


def test_a_sequence_whose_letters_do_not_matter_has_an_empty_logo():
    axes = Figure().subplots()
    logo(axes, "ACG", np.zeros(3), "Sensitivity (SD)")
    assert len(axes.patches) == 0
    logo(axes, "ACG", np.array([1, 0, 2]), "Sensitivity (SD)")
    assert axes.get_ylim()[1] == 2


# --- figure 3 -------------------------------------------------------------------------------------------------------
def test_the_hairpin_stands_upright_with_its_pairs_side_by_side():
    pairs = tuple(zip(range(5, 16), range(32, 21, -1), strict=True))
    xy = figure3.hairpin_layout(pairs)
    left, right = (xy[[pair[side] for pair in pairs]] for side in (0, 1))
    assert xy.shape == (41, 2)
    np.testing.assert_allclose(left[:, 1], right[:, 1], atol=0.5)
    assert (left[:, 0] < right[:, 0]).all()
    assert (np.diff(left[:, 1]) > 0).all()
    assert np.ptp(np.linalg.norm(left - right, axis=1)) < 0.5
    assert xy[16:22, 1].min() > left[:, 1].max()


def test_loop_and_stem_stand_beside_the_same_places_in_random_rna():
    def wants_a_loop(letters):
        """A GCUGG counts 3 at 17, and 1 elsewhere."""
        return count_sites("GCUGG")(letters) + 2 * count_sites("GCUGG")(letters[:, 16:21])

    about = toy(wants_a_loop, gene="VTS1", kmers=("GCUGGC",))
    assert figure3.pattern(about) == "GCUGG"
    outcome = named.stem_loop(about.model, figure3.pattern(about), background=A_ONLY, n=200)
    (axes,) = axes_of(figure3.loop_and_stem(outcome, about))
    assert ticks(axes.xaxis) == [
        *("random,\nat 17", "random,\nat 9", "random,\nboth\nstrands"),
        *("loop,\nat 17", "stem,\nat 9"),
    ]
    assert means(axes) == pytest.approx([3, 1, 1, 3, 1], abs=0.1)
    assert axes.get_xlabel().splitlines()[1].startswith("in random RNA: 2.00 SD (95%")
    drawing = figure3.hairpin(outcome, about)
    (axes,) = axes_of(drawing)
    assert texts(axes).split()[:10] == list("GCUGGGCUGG")
    assert drawing.numbers["pairs"][0] == [6, 33]


def test_k_mers_are_listed_from_the_best_with_their_intervals():
    about = toy(kmers=("GCC", "GGC"))
    outcome = named.conditions(about.model, ["GGC@18", "GCC@18"], background=A_ONLY)
    (axes,) = axes_of(figure3.kmer_list(outcome, about))
    assert ticks(axes.yaxis) == ["GGC", "GCC"]
    assert [patch.get_width() for patch in axes.patches] == [0, 1]


def test_inputs_that_were_not_trained_are_named():
    panel = figure3.inputs(toy(name="SIM_LOOP", is_simulated=True))
    assert list(panel.numbers["test_pearson"]) == ["sequence"]
    assert panel.models == ("SIM_LOOP:residualbind",)
    assert [text.partition("--")[2] for text in panel.missing] == ["inputs pu", "inputs phime"]


@pytest.mark.parametrize(
    "labels, name, title",
    [
        (("residualbind-pu", "residualbind"), "R:residualbind", "VTS1 (R)"),
        (("residualbind-pu",), "R", "VTS1 (R, residualbind-pu)"),
    ],
)
def test_vts1_is_asked_for_what_it_reads_in_sequence(labels, name, title, monkeypatch):
    listed = core.find_experiment("SIM_LOOP")._replace(id="R", gene="VTS1", source="imported", models=labels)
    found = replace(core.card("SIM_LOOP"), spec={"architecture": {"inputs": "pu" if name == "R" else "sequence"}})
    monkeypatch.setattr(figure3, "list_experiments", lambda: [listed])
    monkeypatch.setattr("core.figures.subjects.find_experiment", lambda _: listed)
    monkeypatch.setattr("core.figures.subjects.card", lambda _: found)
    monkeypatch.setattr("core.figures.subjects.open_model", lambda _: None)
    assert figure3.default_name() == name
    about = subject(figure3.default_name())
    assert (about.title, about.name, about.kmers[0]) == (title, f"R:{found.label}", "CUGGAA")


def test_a_fresh_clone_shows_the_simulated_loop_binder():
    assert figure3.default_name() == "SIM_LOOP:residualbind"


# --- figure 4 -------------------------------------------------------------------------------------------------------
def gc_helps(share, site="GCC"):
    """A site counts 1, and so much more with GCGCGC at 35."""

    def score(letters):
        return count_sites(site)(letters[:, :34]) * (1 + share * count_sites("GCGCGC")(letters[:, 34:]))

    return score


def gc_scan(*asked):
    return Answers([(one, named.gc_bias(one.model, one.kmers[0], background=A_ONLY)) for one in asked], [])


def test_the_papers_rbps_are_shown_with_its_motifs_and_others_stand_in(wording):
    snrpa = toy(gc_helps(1), "RNCMPT00071", "SNRPA")
    found = gc_scan(
        toy(gc_helps(9), "S", "Sim", is_simulated=True), toy(gc_helps(0), "A"), toy(gc_helps(3), "B"), snrpa
    )
    shown = figure4.choose(found)
    assert [(one.asked.name, one.motif) for one in shown] == [("RNCMPT00071", "UUGCAC"), ("B", "GCC"), ("A", "GCC")]
    wording(*shown[0].missing, "SNRPA (RNCMPT00071)", "SNF")
    wording(shown[1].missing[0], "CG17838 (CAAAUU)", "RNCMPT00131")
    assert figure4.choose(gc_scan(snrpa))[1:] == [None, None]


def test_gc_boxes_show_the_papers_four():
    about = toy(lambda letters: gc_helps(3)(letters) + 0.5 * count_sites("GCGCGC")(letters[:, 34:]))
    outcome = named.gc_bias(about.model, "GCC", background=A_ONLY)
    (axes,) = axes_of(figure4.gc_boxes(outcome, figure4.Shown(about, "GCC")))
    assert ticks(axes.xaxis) == ["GC 3'", "site", "site +\nGC 3'", "site +\nGC 5'"]
    assert means(axes) == [0.5, 1, 4.5, 1]
    assert axes.get_xlabel() == "effect size 3' 4.50, 5' 1.00"


def test_effect_sizes_leave_out_what_cannot_be_divided(refuses, wording):
    found = gc_scan(toy(gc_helps(3), "A"), toy(gc_helps(0), "B"), toy(lambda x: np.zeros(len(x)), "C"))
    panel = figure4.effect_sizes(found, "5")
    (axes,) = axes_of(panel)
    wording(texts(axes), "median 1.00", "3", "' above 5'", "in 1 of 2")
    wording(*panel.missing, "without C")
    assert "median 2.50" in texts(axes_of(figure4.effect_sizes(found, "3"))[0])
    asked, outcome = found.answers[0]
    unclear = replace(outcome, summary={**outcome.summary, "effect_3_low": np.nan})
    panel = figure4.effect_sizes(Answers([(asked, unclear), found.answers[1]], []), "3")
    assert panel.missing[0].startswith("without A: the importance")
    assert "median 1.00" in texts(axes_of(panel)[0])
    with refuses(DataError):
        figure4.effect_sizes(gc_scan(toy(lambda x: np.zeros(len(x)), "C")), "3")
