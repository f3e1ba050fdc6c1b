"""Every file of every part of the atlas says what core says; the scripts are run."""

import csv
import io
import json
import re

import nbformat
import pytest
from atlas_world import ADDITIVE, GC3, KMER, RULES, World

from core import atlas, exports
from core.errors import AppError, DataError
from core.exports import FORMATS, AtlasView
from core.exports.atlas import MOST_SUBJECTS

NAMES, N = (*RULES, "SIM_LOOP"), 5
PARTS = ("additivity", "spacing", "gc", "positions", "motifs")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIA_HOME", str(tmp_path_factory.mktemp("atlas")))
        yield World(patch)


@pytest.fixture(autouse=True)
def home():
    """The folder of the module's own world, not one for each test."""


@pytest.fixture(scope="module")
def views(world):
    made = {part: AtlasView(part, atlas.Survey(part, NAMES, n=N)) for part in PARTS}
    survey = atlas.Survey("design", NAMES, n=N, conditions=(f"{KMER}@4", f"{KMER}@4,{KMER}@18"))
    made["design"] = AtlasView("design", survey, shown="2-1")
    return {**made, "performance": AtlasView("performance")}


@pytest.fixture(scope="module")
def asked(views):
    return {name: view.ask() for name, view in views.items()}


ALL = (*PARTS, "design", "performance")


def rows(file):
    return list(csv.DictReader(io.StringIO(file.content.decode())))


@pytest.mark.slow
@pytest.mark.parametrize("part", ALL)
@pytest.mark.parametrize("format", [name for name in FORMATS if name not in ("values", "script")])
def test_every_part_comes_in_every_format(part, format, views, asked):
    file = exports.export(views[part], format, "http://127.0.0.1/atlas", asked[part])
    assert file.name.startswith(f"atlas_{part}.") and len(file.content) > 200


@pytest.mark.parametrize("part", ALL)
def test_a_script_gives_the_very_table(part, views, asked, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    exec(exports.export(views[part], "script", "", asked[part]).content.decode(), {})
    file = exports.export(views[part], "csv", "", asked[part])
    assert (tmp_path / file.name).read_bytes() == file.content
    assert (tmp_path / f"atlas_{part}.svg").exists()


def test_tables_hold_the_numbers_with_units_and_who_failed(views, asked, wording):
    found = {row["model"]: row for row in rows(exports.export(views["gc"], "csv", "", asked["gc"]))}
    assert float(found[GC3]["effect_3"]) == 4 and float(found[GC3]["gain_3 (SD)"]) == 3
    assert found[GC3]["n_backgrounds"] == "5" and found[GC3]["data"] == "simulated"
    wording.within(found["SIM_LOOP"]["problem"], "python -m core train SIM_LOOP")
    design = rows(exports.export(views["design"], "csv", "", asked["design"]))
    of_additive = [float(row["global_importance (SD)"]) for row in design if row["model"] == ADDITIVE]
    assert of_additive == [2, 4]
    places = rows(exports.export(views["positions"], "csv", "", asked["positions"]))[0]
    assert float(places["importance_position_36 (SD)"]) == 2


def test_gaps_have_a_column_each_and_the_ceiling_one_of_its_own(views, asked, wording):
    found = {row["model"]: row for row in rows(exports.export(views["spacing"], "csv", "", asked["spacing"]))}
    assert float(found[ADDITIVE]["share_gap_0"]) == float(found[ADDITIVE]["share_gap_12"]) == 1
    assert float(found[ADDITIVE]["single (SD)"]) == 2 and float(found[ADDITIVE]["gained (SD)"]) == 0
    assert float(found[ADDITIVE]["gained_p_adjusted"]) == 1
    performance = rows(exports.export(views["performance"], "csv", "", asked["performance"]))
    first = next(row for row in performance if row["experiment"] == ADDITIVE)
    assert {"pearson Replicate spots, a rough ceiling", "ours minus best published", "ours, of these"} <= set(first)
    page = exports.export(views["performance"], "report", "", asked["performance"]).content.decode()
    assert "Methods, over their experiments" in page and "a rough ceiling" in page
    page = exports.export(views["spacing"], "report", "", asked["spacing"]).content.decode()
    wording.within(re.split("<[^>]+>", page), "1.00 times")
    document = json.loads(exports.export(views["performance"], "json", "", asked["performance"]).content)
    assert [one["n"] for one in document["summaries"] if one["key"] == "residualbind"] == [3]


def test_json_and_notebook_read_back(views, asked):
    document = json.loads(exports.export(views["gc"], "json", "http://127.0.0.1/atlas", asked["gc"]).content)
    assert document["rows"] == asked["gc"] and document["link"] == "http://127.0.0.1/atlas"
    nbformat.validate(nbformat.reads(exports.export(views["gc"], "notebook", "", asked["gc"]).content.decode(), 4))


def test_a_report_says_simulated_where_all_are_and_names_every_rbp(views, asked, wording):
    page = exports.export(views["gc"], "report", "", asked["gc"]).content.decode()
    assert "Simulated data: no measurement" in page and "SimGC3" in page
    wording.within(re.split("<[^>]+>", page), "python -m core train SIM_LOOP")
    assert len(RULES) < MOST_SUBJECTS and page.count("<h2>Model: ") == len(RULES)


def test_a_figure_of_nothing_says_what_to_do(world, refuses):
    unknown = atlas.kept(atlas.Survey("gc", ("SIM_LOOP",), n=N))
    with refuses(DataError, "python -m core atlas"):
        exports.draw_atlas("gc", unknown)


@pytest.mark.parametrize("write", [exports.atlas_table, exports.draw_atlas])
def test_answers_of_another_part_are_refused_in_a_sentence(views, asked, write, refuses):
    with refuses(AppError):
        write("colour", asked["gc"])
    with refuses(AppError, "'performance'", "core.atlas.performance"):
        write("performance", asked["gc"])
    with refuses(AppError, "'gc'", "core.atlas.ask", "Performance"):
        write("gc", asked["performance"])
