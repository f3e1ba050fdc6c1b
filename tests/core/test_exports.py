"""Every file of every view says what core says; the scripts and notebooks are run."""

import csv
import io
import json
import os
import re
import struct
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import numpy as np
import pytest

import core
from core import about, exports
from core.__main__ import main
from core.exports import CardView, DesignView, KmerScanView, OutcomeView, RnaScanView, RnaView
from core.exports.code import Cell, notebook, script

ROOT = Path(__file__).parents[2]
RBP, KMER = "SIM_ADDITIVE", "GACUAC"
RNA, ORIGINAL = "GGACUUGACUACUAAGC", "GGACUUGACUAGUAAGC"
SEEDS = "RNCMPT00025:residualbind-joint-clip"
"""One of five shipped models that differ in their seed alone."""
LINK = "http://127.0.0.1:8050/bench?rbp=SIM_ADDITIVE"
CONDITIONS = tuple(map(core.parse_condition, [f"{KMER}@4", f"{KMER}@4,{KMER}@11", f"NNRY@2,{KMER}@*"]))
DESIGN = core.Design(RBP, CONDITIONS, n=6, seed=3, names=("one", "", '"""two\\ sites"'))
OWN = tuple(core.read_fasta(f">utr1\n{RNA * 5}\n>other\n{(ORIGINAL * 3).replace('U', 'T')}\n").rnas)
MUTATIONS = core.read_variants("utr1 9 C G", OWN).substitutions
VIEWS = {
    "design": DesignView(DESIGN, (), "spacing", {"pattern": KMER, "separations": (6, 9), "n": 6}),
    "rna": RnaView(RBP, RNA, ORIGINAL, "signed"),
    "scan": KmerScanView(RBP, k=3, top=5, n=20, position=7),
    "card": CardView(RBP, "SIM_LOOP"),
    "own": RnaScanView((RBP, "SIM_WEAK"), OWN, step=5, quantile=0.6, variants=MUTATIONS, shown=2),
    "seeds": DesignView(core.Design(SEEDS, CONDITIONS[:2], n=5), over_seeds=True),
    "outcome": OutcomeView(RBP, "interaction", {"pattern": KMER, "gaps": (0, 3), "n": 5}),
}


@pytest.fixture(scope="module")
def asked():
    """What came of each view, asked once."""
    return {name: view.ask() for name, view in VIEWS.items()}


@pytest.fixture(scope="module")
def export(asked):
    return lambda name, kind: exports.export(VIEWS[name], kind, LINK, asked[name])


@pytest.fixture(scope="module")
def ran(export, tmp_path_factory):
    """The folder in which a fresh process has run the scripts of all views."""
    folder = tmp_path_factory.mktemp("scripts")
    files = [export(name, "script") for name in VIEWS]
    for file in files:
        (folder / file.name).write_bytes(file.content)
    run = "import runpy, sys; [runpy.run_path(path) for path in sys.argv[1:]]"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GIA_HOME": str(folder / "home")}
    command = [sys.executable, "-c", run, *(file.name for file in files)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (folder / "said").write_text(done.stdout)
    return folder


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode() if isinstance(content, bytes) else content)))


def six_digits(numbers):
    return pytest.approx(np.asarray(numbers, float), rel=5e-6, abs=1e-6)


def test_the_table_of_a_design_holds_cores_numbers_to_six_digits(export, asked):
    result = core.run_gia(DESIGN)
    found = rows(export("design", "csv").content)
    assert [row["placements"] for row in found] == [condition.text for condition in DESIGN.conditions]
    assert [row["name"] for row in found] == list(DESIGN.names)
    assert {(row["rbp"], row["data"], row["n_backgrounds"], row["seed"]) for row in found} == {
        ("SimAdditive", "simulated", "6", "3")
    }
    for name, field in (("global_importance", "global_importance"), ("ci95_low", "ci_low"), ("ci95_high", "ci_high")):
        expected = [getattr(one, field) for one in result.conditions]
        assert [float(row[f"{name} (SD)"]) for row in found] == six_digits(expected)
    p_values = [test.p_adjusted for test in result.comparisons]
    assert [float(row["p_holm"]) for row in found[1:]] == six_digits(p_values)
    assert found[0]["p_holm"] == found[0]["difference_from_first (SD)"] == ""
    local = rows(export("design", "values").content)
    assert [float(row["1 one (SD)"]) for row in local] == six_digits(result.conditions[0].local)
    assert [row["background"] for row in local] == list("123456")


def test_all_seeds_stand_beside_the_model_in_every_file(export, asked, wording):
    result, over_seeds = core.run_gia(VIEWS["seeds"].design), core.run_gia_seeds(VIEWS["seeds"].design)
    found = rows(export("seeds", "csv").content)
    importance = [one.global_importance for one in result.conditions]
    assert [float(row["global_importance (SD)"]) for row in found] == six_digits(importance)
    assert [row["models_over_seeds"] for row in found] == ["5", "5"]
    for name, field in (("mean_over_seeds", "global_importance"), ("seeds_ci95_low", "ci_low")):
        expected = [getattr(one, field) for one in over_seeds]
        assert [float(row[f"{name} (SD)"]) for row in found] == six_digits(expected)
    told = json.loads(export("seeds", "json").content)["over_seeds"]
    assert [one["ci_high"] for one in told] == [one.ci_high for one in over_seeds]
    report = export("seeds", "report").content.decode()
    wording.within(report, "seeds", "training")
    assert "Mean of 5 models (SD)" in report
    assert "core.run_gia_seeds(design)" in export("seeds", "script").content.decode()
    assert asked["design"].over_seeds == ()


def test_the_table_of_an_rna_is_its_mutations_and_structure(export):
    ism, structure = core.ism(RBP, RNA), core.fold(RNA)
    found = rows(export("rna", "csv").content)
    assert "".join(row["letter"] for row in found) == RNA
    for column, letter in enumerate("ACGU"):
        assert [float(row[f"to_{letter} (SD)"]) for row in found] == six_digits(ism.delta[:, column])
    assert [float(row["sensitivity (SD)"]) for row in found] == six_digits(ism.sensitivity)
    assert [float(row["contribution (SD)"]) for row in found] == six_digits(-ism.delta.sum(axis=1) / 3)
    assert [float(row["p_hairpin"]) for row in found] == six_digits(structure.hairpin)


def test_the_signed_logo_stands_in_every_file_that_has_a_logo(export, wording):
    assert "Contribution (SD)" in export("rna", "svg").content.decode()
    wording.within(re.split("<[^>]+>", export("rna", "report").content.decode()), "letters", "binding")
    script = export("rna", "script").content.decode().replace('"', "'")
    assert "draw_ism(model, ism, structure, original, logo='signed')" in script


def test_the_tables_of_a_scan_and_of_an_outcome_are_their_records(export, asked):
    found, scan = rows(export("scan", "csv").content), asked["scan"]
    assert [(row["rank"], row["kmer"]) for row in found] == [(str(i), one.kmer) for i, one in enumerate(scan.kmers, 1)]
    assert [float(row["ci95_low (SD)"]) for row in found] == six_digits([one.ci_low for one in scan.kmers])
    found, outcome = rows(export("outcome", "csv").content), asked["outcome"]
    expected = [row["interaction"] for row in outcome.rows]
    assert [float(row["interaction (SD)"]) for row in found] == six_digits(expected)


def test_the_tables_of_own_rnas_are_their_peaks_and_tracks(export, asked):
    scan, unit = asked["own"], "(SD)"
    found = rows(export("own", "csv").content)
    assert [(row["rna"], row["position"], row["site"]) for row in found] == [
        (peak.rna, str(peak.position), peak.site) for peak in scan.peaks
    ]
    assert [float(row[f"prediction {unit}"]) for row in found] == six_digits([peak.prediction for peak in scan.peaks])
    track = rows(export("own", "values").content)
    assert "".join(row["letter"] for row in track) == OWN[0].sequence + OWN[1].sequence.replace("U", "T")
    assert float(track[20][f"{RBP} {unit}"]) == six_digits(scan.tracks[0].predictions[0, 0])
    assert track[0][f"{RBP} {unit}"] == ""
    document = json.loads(export("own", "json").content)
    assert document["mutations"][0]["rna"] == "utr1" and document["rnas"][1]["name"] == "other"
    assert document["rnas"][1]["sequence"] == OWN[1].sequence.replace("U", "T")
    assert "utr1:9C&gt;G" in export("own", "report").content.decode()


def same(one, other):
    """Rows that hold the same; another process may add up in another order."""
    assert [list(row) for row in one] == [list(row) for row in other] and one
    for row, twin in zip(one, other, strict=True):
        for name, text in row.items():
            if text != twin[name]:
                assert float(text) == pytest.approx(float(twin[name]), rel=1e-3, abs=1e-5), name


@pytest.mark.parametrize(("name", "kind"), [*((name, "csv") for name in VIEWS), ("design", "values")])
@pytest.mark.slow
def test_a_script_saves_the_very_table_in_a_fresh_process(name, kind, export, ran):
    file = export(name, kind)
    same(rows((ran / file.name).read_bytes()), rows(file.content))


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.slow
def test_a_script_draws_the_figure_and_prints_the_estimates(name, export, ran):
    file = export(name, "svg")
    assert (ran / file.name).read_bytes()[:5] == file.content[:5] == b"<?xml"
    said = (ran / "said").read_text()
    for number, one in enumerate(core.run_gia(DESIGN).conditions):
        assert f"{one.text}: {one.global_importance:.3f} (" in said, number


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.slow
def test_a_notebook_runs_cell_by_cell_to_the_same_table(name, export, tmp_path, monkeypatch):
    document = nbformat.reads(export(name, "notebook").content.decode(), as_version=4)
    nbformat.validate(document)
    assert document.cells[0].source.startswith("# ") and LINK in document.cells[0].source
    monkeypatch.chdir(tmp_path)
    variables = {}
    for cell in document.cells:
        if cell.cell_type == "code":
            exec(cell.source, variables)
    table = export(name, "csv")
    same(rows((tmp_path / table.name).read_bytes()), rows(table.content))


def test_the_json_holds_the_design_as_files_are_read_and_what_was_found(export, tmp_path, capsys):
    file = export("design", "json")
    document = json.loads(file.content)
    assert document["design"] == DESIGN.to_dict() and document["link"] == LINK
    assert core.read_design(file.content.decode()) == DESIGN
    means = [one["global_importance"] for one in document["results"][RBP]["conditions"]]
    assert means == six_digits([one.global_importance for one in core.run_gia(DESIGN).conditions])
    assert document["outcome"]["protocol"] == "spacing"
    path = tmp_path / file.name
    path.write_bytes(file.content)
    capsys.readouterr()
    assert main(["gia", "--design", str(path), "--json"]) == 0
    asked = json.loads(capsys.readouterr().out)
    assert (asked["n"], asked["seed"]) == (6, 3)
    assert [one["global_importance"] for one in asked["conditions"]] == means


@pytest.mark.parametrize(
    ("arguments", "facts"),
    [
        ([], ["--condition", "--design", "FILE"]),
        (["--design", "nowhere.json"], ["nowhere.json", "nowhere", "cannot"]),
        (["--design", "bare.json"], ["bare.json", "names", "model"]),
        (["--design", "bare.json", "--condition", "A@1"], ["--design", "--condition", "either", "condition"]),
    ],
)
def test_a_design_file_that_cannot_be_asked_is_one_sentence(arguments, facts, tmp_path, monkeypatch, capsys, wording):
    monkeypatch.chdir(tmp_path)
    Path("bare.json").write_text('{"conditions": ["A@1"]}')
    assert main(["gia", *arguments]) == 2
    wording.within(capsys.readouterr().err, *facts)


def test_pictures_are_whole_and_fit_for_print(export):
    svg = export("design", "svg").content.decode()
    for text in ("SimAdditive (SIM_ADDITIVE, simulated)", "N = 6 profile backgrounds", "Koo, Majdandzic", "GACUAC@11"):
        assert text in svg
    png = export("rna", "png").content
    width, height = struct.unpack(">II", png[16:24])
    per_metre = struct.unpack(">I", png[png.index(b"pHYs") + 4 :][:4])[0]
    assert round(per_metre * 0.0254) == 300 and width > 900 < height


class Reader(HTMLParser):
    """What a page would fetch, what it links to, and what people read."""

    def __init__(self, text):
        super().__init__()
        self.fetched, self.links, self.tags, self.text = [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append(tag)
        self.links += [given["href"]] if tag == "a" else []
        self.fetched += [given[name] for name in ("src", "data", "poster", "srcset") if name in given]
        if tag in ("link", "image", "use"):
            self.fetched += [given[name] for name in ("href", "xlink:href") if name in given]

    def handle_endtag(self, tag):
        self.text += " | " * (tag == "td")

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("name", VIEWS)
def test_a_report_holds_everything_and_fetches_nothing(name, export):
    page = export(name, "report").content.decode()
    read = Reader(page)
    assert [one for one in read.fetched if not one.startswith(("#", "data:"))] == []
    assert not {"script", "iframe", "object"} & set(read.tags) and "@import" not in page
    assert not re.search(r"url\((?!#|&quot;#)", page)
    assert read.links == [LINK] and "default-src 'none'" in page
    assert read.tags.count("svg") == 1
    assert ("Simulated data: no measurement" in read.text) == (name != "seeds")
    script = export(name, "script").content.decode()
    assert script in read.text and about.CITATION in read.text and "Test Pearson" in read.text


def test_a_report_gives_interval_and_n_beside_each_estimate(export):
    text = Reader(export("design", "report").content.decode()).text
    for one in core.run_gia(DESIGN).conditions:
        estimate = f"{one.global_importance:.2f}".replace("-", "−")
        interval = f"{one.ci_low:.2f} to {one.ci_high:.2f}".replace("-", "−")
        assert re.search(rf"{re.escape(estimate)} \| {re.escape(interval)} \| 6 \|", text)
    assert "N = 6 profile backgrounds, seed 3." in text


def test_two_models_stand_side_by_side(export):
    view = DesignView(DESIGN, ("SIM_WEAK",))
    found = rows(exports.export(view, "csv").content)
    assert [row["model"] for row in found] == ["SIM_ADDITIVE:residualbind"] * 3 + ["SIM_WEAK:residualbind"] * 3
    one, two = core.run_gia_together([RBP, "SIM_WEAK"], DESIGN)
    means = [float(row["global_importance (SD)"]) for row in found]
    expected = [condition.global_importance for result in (one, two) for condition in result.conditions]
    assert means == six_digits(expected)
    assert json.loads(exports.export(view, "json").content)["with"] == ["SIM_WEAK"]
    assert "SIM_WEAK, simulated" in exports.export(view, "svg").content.decode()


def test_a_single_background_has_no_interval():
    view = DesignView(core.Design(RBP, CONDITIONS[:1], f"sequences:{RNA}"))
    (row,) = rows(exports.export(view, "csv").content)
    assert row["ci95_low (SD)"] == row["standard_deviation (SD)"] == "" and row["n_backgrounds"] == "1"
    assert "95% interval</th>" not in exports.export(view, "report").content.decode()
    assert b"<svg" in exports.export(view, "svg").content


@pytest.mark.parametrize("plot", ["violin", "strip"])
def test_the_figure_is_drawn_as_the_page_draws_it(plot, asked, refuses):
    view = DesignView(DESIGN, plot=plot)
    results = {RBP: core.run_gia(DESIGN)}
    svg = exports.export(view, "svg").content.decode()
    assert svg == exports.draw_gia(results, plot=plot).svg != exports.draw_gia(results).svg
    assert {"violin": "Violins: density", "strip": "Dots: at most 200"}[plot] in svg
    assert f'draw_gia(results, plot="{plot}")' in exports.export(view, "script").content.decode()
    with refuses(core.AppError):
        exports.draw_gia(results, plot="pie")


def test_forty_conditions_fit_on_a_page():
    texts = tuple(core.parse_condition(f"{KMER}@{place}") for place in range(1, 37))
    svg = exports.export(DesignView(core.Design(RBP, texts, n=5)), "svg").content.decode()
    assert "36  GACUAC@36" in svg and 'width="518' in svg


@pytest.mark.parametrize(("name", "kind", "facts"), [("rna", "docx", []), ("rna", "values", [])])
def test_a_format_that_there_is_not_is_said(name, kind, facts, export, refuses):
    with refuses(core.AppError, *facts):
        export(name, kind)


def test_only_addresses_of_the_web_become_links(asked):
    report = exports.export(VIEWS["rna"], "report", "javascript:alert(1)", asked["rna"]).content.decode()
    assert Reader(report).links == []


def test_an_error_of_the_model_is_the_views(refuses):
    with refuses(core.DataError, "'NOPE'"):
        exports.export(RnaView("NOPE", RNA), "csv")
    with pytest.raises(core.SequenceError):
        exports.export(RnaView(RBP, "ACGX"), "csv")


def test_a_picture_of_another_kind_is_said(tmp_path, refuses):
    with refuses(core.AppError):
        exports.draw_gia({RBP: core.run_gia(DESIGN)}).save(tmp_path / "figure.pdf")


def test_no_text_ends_the_docstring_or_a_comment():
    cells = [Cell('a """ b \\ c'), Cell("one\u2028two\rthree\n\nfour", "x = 1")]
    variables = {}
    exec(script(cells), variables)
    assert variables["x"] == 1
    assert notebook(cells) == notebook(cells)


def test_what_files_say_of_the_program_is_true():
    readme = " ".join((ROOT / "README.md").read_text().split())
    assert about.CITATION in readme


@pytest.mark.parametrize("name", [name for name in core.PROTOCOLS if name not in ("conditions", "robustness")])
def test_the_arguments_of_a_plan_make_it_again(name):
    protocol = core.PROTOCOLS[name]
    given = {"pattern": KMER, "affinities": "GACUAC=1,AACUAC=5,GACUAA=9", "sequence": RNA, "stretch": "7-12", "n": 7}
    given = {parameter: value for parameter, value in given.items() if parameter in protocol.parameters}
    plan = protocol.planned(RBP, **given)
    assert protocol.designs(RBP, **protocol.arguments(plan)) == plan.designs
