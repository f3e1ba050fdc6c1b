"""What the atlas finds of spacing and cores, what all RBPs come to, and the report: all known by hand."""

from dataclasses import replace

import numpy as np
import pytest
from atlas_world import ADDITIVE, GC3, KMER, PLACED, RULES, WEIGHTS, World, sites

from core import atlas
from core.atlas.questions import GAPS
from core.formatting import number_text

NAMES, N = tuple(RULES), 4
K = len(KMER)


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


def find(analysis, names=NAMES, **more):
    return {row["model"]: row for row in atlas.ask(atlas.Survey(analysis, names, n=N, **more))}


def crowded(letters):
    """Two a site; of two sites less than three letters apart, the second counts half."""
    at = sites(letters)
    close = sum((at[:, : -(K + gap)] & at[:, K + gap :]).sum(axis=1) for gap in range(3))
    return 2.0 * at.sum(axis=1) - close


def test_close_sites_cost_what_the_rule_says_and_additive_ones_nothing(world):
    world.rules[GC3] = crowded
    rows = find("spacing")
    assert rows[ADDITIVE]["share"] == [1] * len(GAPS) and rows[ADDITIVE]["gaps"] == list(GAPS)
    assert rows[ADDITIVE]["gained"] == 0 and rows[ADDITIVE]["full_from_gap"] == 0
    assert rows[GC3]["share"] == [0.75] * 3 + [1] * (len(GAPS) - 3)
    assert rows[GC3]["importance"] == [3] * 3 + [4] * (len(GAPS) - 3) and rows[GC3]["single"] == 2
    assert (rows[GC3]["close"], rows[GC3]["wide"], rows[GC3]["gained"]) == (0.75, 1, 1)
    assert rows[GC3]["gained_p"] == 0 and rows[GC3]["full_from_gap"] == 3
    place = 17  # what a place is worth counts too: the first site of the pair, the second, and the single one at 18
    pair = WEIGHTS[15] + WEIGHTS[21]
    assert rows[PLACED]["share"][0] == pytest.approx(pair / (2 * WEIGHTS[place]), rel=1e-5)


def test_the_best_kmer_lies_on_the_consensus_of_its_gene(world, wording):
    world.cards[ADDITIVE] = replace(world.cards[ADDITIVE], gene="RBFOX1")
    world.cards[GC3] = replace(world.cards[GC3], gene="RBM24")
    rows = find("motifs")
    found = {name: rows[ADDITIVE][name] for name in ("core", "core_motif", "core_letters", "core_beside")}
    assert found == {"core": "contains", "core_motif": KMER, "core_letters": KMER, "core_beside": "contains"}
    assert (rows[GC3]["core"], rows[GC3]["core_motif"], rows[GC3]["core_beside"]) == ("none", None, None)
    assert rows[PLACED]["core"] is None and rows[PLACED]["own_motif"] is None
    all_together = atlas.overall("motifs", list(rows.values()))["simulated"]
    assert (rows[ADDITIVE]["core_rank"], rows[GC3]["core_rank"]) == (1, None)
    assert (all_together["n"], all_together["with_consensus"], all_together["inside"]) == (3, 2, 1)
    assert (all_together["with_consensus_beside"], all_together["inside_beside"]) == (1, 1)
    (said,) = atlas.sentences("motifs", list(rows.values()))
    wording.within(said, "in 1 of 2")


def line(model, source="rnacompete2013", **values):
    about = {"model": model, "label": "residualbind", "experiment": model, "gene": model, "source": source}
    return {**about, "asked": True, "problem": "", "pattern": KMER, "unit": "SD", **values}


def fits(*r_squared, share=None):
    return [line(f"R{n}", r_squared=value, slope=float(n), measured_share=share) for n, value in enumerate(r_squared)]


def test_additivity_counts_those_above_the_line_of_the_paper(wording):
    rows = [*fits(0.95, 0.9, 0.5, 0.999, None), line("SIM", "simulated", r_squared=0.2, slope=1.0, measured_share=None)]
    found = atlas.overall("additivity", rows)
    assert found["real"] == {
        "n": 4,
        "median_r_squared": pytest.approx(0.925),
        "straight": 2,
        "share_straight": 0.5,
        "median_slope": 1.5,
        "falling": 0,
        "bent": (0, 0),
        "bent_straight": (0, 0),
    }
    assert found["simulated"]["straight"] == 0
    real, simulated = atlas.sentences("additivity", rows)
    wording(real, "4 experiments", "0.9250", "0.9 in 2 of 4", "R2 (0.500)")
    wording(simulated, "SIM", "0.2000", "1.00 SD")
    rows[0]["slope"] = -1.0  # a straight line that falls is no sum of sites
    wording.within(atlas.sentences("additivity", rows)[0], "R2", "0.500", "in 1")
    assert "above 0.9 in 10 of 10 (100%)" in atlas.sentences("additivity", fits(*[0.95] * 10))[0]


def test_measurements_that_bend_are_counted_where_models_do_and_where_they_do_not(wording):
    """Bent: less than half of a sum. A line that falls counts with those that are not straight."""
    rows = [
        *fits(0.2, 0.95, 0.95, share=0.1),
        *fits(0.3, 0.99, share=0.9),
        *fits(0.1, 0.99),
        *fits(0.99, 0.99, share=0),
    ]
    rows[1]["slope"] = -1.0
    found = atlas.overall("additivity", rows)["real"]
    assert (found["bent"], found["bent_straight"]) == ((3, 4), (2, 3))
    said = atlas.sentences("additivity", rows)[0]
    wording(said, "2 of 3")


def ends(name, at_3, at_5, p=1e-6, **more):
    found = {"effect_3": at_3, "effect_5": at_5, "ends": at_3 - at_5, "gain_3_p": p, "gain_5_p": p, "ends_p": p}
    found |= {f"effect_{end}_{side}": found[f"effect_{end}"] for end in "35" for side in ("low", "high")}
    return line(name, **found, **more)


def test_gc_counts_where_which_end_matters_more(wording):
    rows = [ends("A", 2.0, 1.0), ends("B", 1.5, 0.9), ends("C", 0.9, 1.2), ends("D", 1.1, 1.0, p=0.5)]
    rows.append({**ends("E", 9.0, 1.0), "effect_3_low": None})  # a site that cannot be told from 0
    found = atlas.overall("gc", rows)["real"]
    assert found == {
        "n": 4,
        "median_3": pytest.approx(1.3),
        "clear_3": 2,
        "median_5": 1.0,
        "clear_5": 1,
        "larger_at_3": 3,
        "clearly_larger_at_3": 2,
        "clearly_larger_at_5": 1,
    }
    (said,) = atlas.sentences("gc", rows)
    wording.within(said, "at 3", "at 5", "in 3 of 4", "in 2", "in 1")
    assert said.endswith("strongest at the 3′ end A (2.00).")
    (one,) = atlas.sentences("gc", rows[:1])
    wording(one, "3", "2.00", "2.00 to 2.00", "p = 1.0e-06", "5", "1.00", "1.00 to 1.00")


def pair(name, close, wide, p=1e-6):
    shares = {"close": close, "wide": wide}
    values = {f"{part}{side}": value for part, value in shares.items() for side in ("", "_low", "_high")}
    return line(name, **values, gained=wide - close, gained_p=p, gaps=list(GAPS), full_from_gap=3)


def test_spacing_counts_whom_a_gap_helps(wording):
    rows = [pair("A", 0.5, 1.0), pair("B", 1.2, 1.0), pair("C", 0.9, 1.0, p=0.4)]
    found = atlas.overall("spacing", rows)["real"]
    assert found == {"n": 3, "median_close": 0.9, "median_wide": 1.0, "hindered": 1, "helped": 1}
    (said,) = atlas.sentences("spacing", rows)
    wording.within(said, "0.90 times", "1.00", "12 letters")
    wording.within(said, "in 1 of 3, less in 1 of 3")
    (one,) = atlas.sentences("spacing", rows[:1])
    wording.within(one, "0.50", "0.50 to 0.50", "1.00", "1.00 to 1.00", "with 12")
    wording(one, "95%", "gap of 3")


def test_positions_tell_the_middle_of_all(wording):
    rows = [
        line("A", best=3.0, worst=1.0, best_position=4, worst_position=36, trend=-0.1),
        line("B", best=2.0, worst=1.9, best_position=30, worst_position=1, trend=0.1),
    ]
    assert atlas.overall("positions", rows)["real"] == {
        "n": 2,
        "median_span": pytest.approx(1.05),
        "median_best_position": 17,
        "stronger_to_3": 1,
    }
    (said,) = atlas.sentences("positions", rows)
    wording.within(said, "3", "in 1 of 2", "0.10 SD")
    assert atlas.overall("design", rows) == {} and atlas.overall("gc", []) == {}


def test_the_command_gives_the_same_numbers_and_writes_the_report(world, ask, tmp_path):
    report = tmp_path / "atlas.md"
    options = ["--analyses", "gc", "additivity", "--n", str(N), "--report", str(report)]
    document = ask("atlas", "--experiments", *NAMES, *options)
    assert document["surveys"]["gc"] == atlas.ask(atlas.Survey("gc", NAMES, n=N))
    text = report.read_text()
    assert f"| {GC3} | SimGC3 | simulated |" in text and "4 profile backgrounds, seed 0" in text
    assert section(text, "GC bias")[GC3]["GC 5'"] == "1.00 (1.00 to 1.00)"
    assert document["overall"]["gc"] == {"simulated": atlas.overall("gc", document["surveys"]["gc"])["simulated"]}
    assert [one["n"] for one in document["summaries"]] == [3] and document["ceiling"]["pearson"] == {}
    document = ask("atlas", "--experiments", GC3, "--condition", f"{KMER}@18", "--n", str(N))
    assert document["surveys"]["design"][0]["importance"] == [1]


def section(text, title):
    """The table of a part of the report: rows by experiment, each by heading."""
    lines = [one for one in text.partition(f"## {title}\n")[2].partition("\n## ")[0].splitlines() if one[:1] == "|"]
    rows = [[cell.strip() for cell in one.strip("|").split(" | ")] for one in lines]
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[2:]}


def test_every_part_of_the_report_says_what_core_says(world):
    world.cards[ADDITIVE] = replace(world.cards[ADDITIVE], gene="RBFOX1", replicate_pearson=0.625)
    surveys = {name: list(find(name).values()) for name in atlas.ANALYSES if name != "design"}
    found = atlas.performance(atlas.Choice(names=NAMES))
    text = atlas.report(found, surveys, {"background": "profile", "n": N, "seed": 0})
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [
        *("Methods", "Paired comparisons", "Experiments", "Motifs", "Additivity", "Spacing", "Positions", "GC bias"),
        "Sources",
    ]
    for name, rows in surveys.items():
        assert atlas.sentences(name, rows)[0] in text
    row = section(text, "Experiments")[ADDITIVE]
    assert (row["ours, log"], row["replicates"], row["ours − best"]) == ("0.500", "0.625", "–")
    means = section(text, "Methods")
    assert means["ResidualBind"]["mean r"] == "0.500" and means["ResidualBind"]["SD"] == "0.000"
    assert means["Replicate spots, a rough ceiling"]["mean r"] == "0.625"
    motifs = section(text, "Motifs")[ADDITIVE]
    assert (motifs["k-mer and consensus"], motifs["shared core"], motifs["consensus"]) == ("contains", KMER, KMER)
    assert motifs["letters"] == " ".join([number_text(2 * np.sqrt(3), digits=1)] * K)
    copies = section(text, "Additivity")[ADDITIVE]
    assert [copies[name] for name in ("x1", "x2", "x3", "R²")] == ["2.00", "4.00", "6.00", "1.000"]
    assert section(text, "Spacing")[ADDITIVE]["gap 0"] == section(text, "Spacing")[ADDITIVE]["gap 12"] == "1.00"
    assert section(text, "Positions")[PLACED]["strongest at (SD)"] == f"36 ({WEIGHTS[-1]:.2f})"
    assert section(text, "GC bias")[GC3]["GC 3'"] == "4.00 (4.00 to 4.00)"


def test_a_report_of_nothing_asked_has_the_performance_alone(world, wording):
    text = atlas.report(atlas.performance(atlas.Choice(names=NAMES)), {}, {"background": "profile", "n": N, "seed": 0})
    assert "## Experiments" in text and "## Motifs" not in text
    wording.within(text, "No two methods")
