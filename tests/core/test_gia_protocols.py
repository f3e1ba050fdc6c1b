"""What all protocols share: parameters as text, designs, JSON, and a sentence for what is wrong."""

import inspect
import json
import pickle
import pydoc
import subprocess
import sys
from math import isfinite
from typing import get_type_hints

import pytest
from toy_models import count_u

from core.errors import DataError, SequenceError
from core.gia.design import Design
from core.gia.protocols import named
from core.gia.protocols import protocol as protocol_module
from core.gia.protocols.named import PROTOCOLS
from core.gia.protocols.protocol import PATTERN, Outcome, Plan, protocol
from core.models.scoring import wrap_model

ARGUMENTS = {
    "multiple-sites": {"pattern": "UGC"},
    "spacing": {"pattern": "UGCAUG"},
    "positional-bias": {"pattern": "UGC"},
    "random-positions": {"pattern": "UGC"},
    "gc-bias": {"pattern": "UGC"},
    "stem-loop": {"pattern": "UGC"},
    "kmer-mutagenesis": {"pattern": "UGC"},
    "spr": {"affinities": "UGC=1,UUC=2,AGC=3.5"},
    "occlusion": {"sequence": "GGACUUAGC"},
    "interaction": {"pattern": "UGC", "other": "CC", "gaps": "0-2"},
    "conditions": {"conditions": "UGC@4;UGC@4,UGC@11"},
    "robustness": {
        "protocol": "multiple-sites",
        "pattern": "UGC",
        "backgrounds": "profile;stem-loop",
        "seeds": "0-1",
    },
}
every_protocol = pytest.mark.parametrize("name", PROTOCOLS)


@every_protocol
def test_a_protocol_from_texts_equals_its_designs_and_is_pure_json(name):
    protocol = PROTOCOLS[name]
    parameters = protocol.parse({**ARGUMENTS[name], "n": "6"})
    model = wrap_model(count_u, name="TOY")
    told = []
    outcome = protocol.ask(model, **parameters, on_progress=lambda *rest: told.append(rest))
    designs = protocol.designs("TOY", **parameters)
    assert [result.design for result in outcome.results] == designs
    assert (outcome.protocol, outcome.model) == (name, "TOY")
    document = outcome.to_dict()
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert [Design.from_dict(one) for one in document["designs"]] == designs
    common = {"label", "text", "background", "n", "seed", "global_importance", "ci_low", "ci_high"}
    assert all(common <= set(row) for row in outcome.rows)
    assert "local" not in str(document)
    total = sum(design.n * (1 + len(design.conditions)) for design in designs)
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_robustness_has_a_plan_for_each_setting_and_says_so(refuses):
    parameters = PROTOCOLS["robustness"].parse(ARGUMENTS["robustness"])
    plans = PROTOCOLS["robustness"].plans("TOY", **parameters)
    assert len({(plan.setting.background, plan.setting.seed) for plan in plans}) == len(plans) == 4
    with refuses(SequenceError):
        PROTOCOLS["robustness"].planned("TOY", **parameters)
    assert PROTOCOLS["spacing"].plans("TOY", pattern="UGC", separations=(3,)) != []


@every_protocol
def test_a_protocol_says_what_it_asks_and_takes(name):
    protocol = PROTOCOLS[name]
    assert protocol.name == name
    assert protocol.help.endswith(".") and protocol.title
    assert all(parameter.help for parameter in protocol.parameters.values())
    assert protocol.missing(ARGUMENTS[name]) == []


def test_functions_have_the_names_of_their_protocols():
    assert [protocol.ask.__name__ for protocol in PROTOCOLS.values()] == [name.replace("-", "_") for name in PROTOCOLS]


def test_a_public_function_takes_a_model_where_its_plan_takes_a_setting():
    parameters = inspect.signature(named.multiple_sites).parameters
    assert [*parameters] == ["model", "pattern", "positions", "background", "n", "seed", "on_progress"]
    assert parameters["positions"].default == (4, 11, 18) and parameters["n"].kind is inspect.Parameter.KEYWORD_ONLY
    assert get_type_hints(named.multiple_sites)["return"] is Outcome
    assert "Koo et al. 2021, Fig 2b" in pydoc.render_doc(named.multiple_sites)
    assert [*inspect.signature(named.occlusion).parameters][-3:] == ["n", "seed", "on_progress"]
    assert pickle.loads(pickle.dumps(named.spacing)) is named.spacing
    model = wrap_model(count_u)
    by_place = named.multiple_sites(model, "UGC", (4, 11, 18), background="profile", n=6, seed=3)
    assert by_place.results[0].design.seed == 3
    with pytest.raises(TypeError, match=r"multiple_sites.*'pattern'"):
        named.multiple_sites(model, n=6)
    with pytest.raises(TypeError, match=r"too many positional arguments"):
        named.multiple_sites(model, "UGC", (4, 11, 18), "shuffle")


@pytest.fixture
def listed(monkeypatch):
    """The protocols, so that what a test registers is gone after it."""
    monkeypatch.setattr(protocol_module, "PROTOCOLS", known := dict(PROTOCOLS))
    return known


def test_a_function_becomes_a_protocol_where_it_stands(listed):
    @protocol("One site", beyond_paper=True, shared=("n",), pattern=PATTERN)
    def one_site(setting, pattern):
        """Ask one site."""
        return Plan(setting, [setting.design([f"{pattern}@4"])], [{"label": "site"}], lambda *found: (found[0], {}), {})

    made = listed["one-site"]
    assert (made.ask, made.title, made.help, made.beyond_paper) == (one_site, "One site", "Ask one site.", True)
    assert [*made.parameters] == ["pattern", "n"] and made.defaults == {"n": 1000}
    outcome = one_site(wrap_model(count_u, name="TOY"), "UUU", n=5)
    assert [result.design for result in outcome.results] == made.designs("TOY", pattern="UUU", n=5)


def test_parameters_that_are_not_described_are_refused_at_once(listed, refuses):
    with refuses(TypeError, "'pattern'", "'gap'"):

        @protocol("Odd", pattern=PATTERN)
        def odd(setting, pattern, gap):
            """Ask something odd."""

    with refuses(ValueError, "protocols.sites", "'spacing'"):

        @protocol("Mine", pattern=PATTERN)
        def spacing(setting, pattern):
            """Ask what has a name already."""

    assert listed == PROTOCOLS


def test_protocols_have_one_order_whichever_is_imported_first():
    code = "from core.gia.protocols.robustness import PROTOCOLS; print(*PROTOCOLS)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.split() == [*PROTOCOLS] == [*ARGUMENTS]


@every_protocol
def test_an_unknown_parameter_is_refused_with_the_known_ones(name, refuses):
    with refuses(SequenceError, "'colour'"):
        PROTOCOLS[name].parse({**ARGUMENTS[name], "colour": "red"})


@pytest.mark.parametrize(
    ("name", "change", "facts"),
    [
        (
            "multiple-sites",
            {"positions": "4,x"},
            ["'4,x'"],
        ),
        ("multiple-sites", {"positions": "9-4"}, ["whole numbers"]),
        ("multiple-sites", {"n": "many"}, ["'many'"]),
        ("multiple-sites", {"pattern": "UGX"}, ["'UGX'", "'X'"]),
        ("multiple-sites", {"background": "noise"}, ["background", "multiple"]),
        ("occlusion", {"sequence": "ACX"}, ["'ACX'", "'X'", "position 3"]),
        ("occlusion", {"background": "shuffle"}, ["'background'"]),
        ("spr", {"affinities": "UGC=0,UUC=2,AGC=3"}, ["KD", "UGC", "'0'", "above 0"]),
        ("spr", {"affinities": "UGC=low"}, ["KD", "UGC", "'low'", "above 0"]),
        ("robustness", {"protocol": "occlusion"}, ["'occlusion'"]),
        ("robustness", {"backgrounds": "profile;noise"}, ["'noise'"]),
    ],
)
def test_a_text_that_cannot_be_read_gets_a_sentence_with_the_cure(name, change, facts, refuses):
    with refuses(SequenceError, *facts):
        PROTOCOLS[name].parse({**ARGUMENTS[name], **change})


@pytest.mark.parametrize(
    ("name", "texts", "facts"),
    [
        ("spacing", {}, ["RNA"]),
        ("spr", {"position": "18"}, ["KDs"]),
        ("robustness", {"protocol": "spacing"}, ["spacing", "pattern"]),
        ("robustness", {}, ["conditions needs"]),
    ],
)
def test_a_missing_parameter_is_named(name, texts, facts, refuses):
    with refuses(SequenceError, *facts):
        PROTOCOLS[name].parse(texts)


@pytest.mark.parametrize(
    ("name", "parameters", "facts"),
    [
        (
            "multiple-sites",
            {"pattern": "UGC", "positions": (4, 11)},
            ["2 positions"],
        ),
        ("multiple-sites", {"pattern": "UGC", "positions": (4, 5, 30)}, ["UGC@5", "position 7"]),
        (
            "spacing",
            {"pattern": "GACUAC", "separations": (4,)},
            ["agree", "letters"],
        ),
        ("spacing", {"pattern": "GACUAC", "separations": (36,)}, ["from 1 to 35"]),
        ("spacing", {"pattern": "A" * 30}, ["from 1 to 12"]),
        ("positional-bias", {"pattern": "UGC", "positions": (4,)}, ["as 4,18"]),
        ("positional-bias", {"pattern": "UGC", "positions": (4, 40)}, ["from 1 to 39"]),
        ("gc-bias", {"pattern": "UGCAUG", "position": 32}, ["GCGCGC@35", "position 38"]),
        ("stem-loop", {"pattern": "UGCAUGU"}, ["stem 6-16,23-33"]),
        ("stem-loop", {"pattern": "UGC", "stem": "1-2,39-40"}, ["stem 1-2,39-40"]),
        ("stem-loop", {"pattern": "UGC", "stem": "1-2"}, ["write", "stretches"]),
        ("kmer-mutagenesis", {"pattern": "UGNC"}, ["UGNC", "A, C, G, U"]),
        (
            "spr",
            {"affinities": {"UGC": 1, "UUC": 2}},
            ["2 patterns", "KD"],
        ),
        ("spr", {"affinities": {"UGC": -1.0, "UUC": 2, "A": 1}}, ["KD", "UGC", "is -1.0", "above 0"]),
        ("occlusion", {"sequence": "ACGU", "stretch": "3-5"}, ["from 1 to 4"]),
        ("occlusion", {"sequence": "ACGU"}, ["is 6", "from 1 to 4"]),
        ("interaction", {"pattern": "UGC", "gaps": (1,), "positions": (1, 9)}, ["give", "positions"]),
        ("interaction", {"pattern": "UGC", "gaps": (36,)}, ["from 0 to 35"]),
        ("interaction", {"pattern": "UGC", "positions": (4, 5)}, ["positions", "overlap"]),
        ("interaction", {"pattern": "A" * 21, "other": "C" * 21}, ["side"]),
        ("conditions", {"conditions": ()}, ["condition", "give"]),
        ("robustness", {"seeds": (), "conditions": ("A@1",)}, ["models", "backgrounds"]),
        ("robustness", {"protocol": "spacing", "colour": 1}, ["'colour'"]),
        ("robustness", {"protocol": "nothing"}, ["'nothing'"]),
    ],
)
def test_a_bad_parameter_is_refused_before_anything_is_scored(name, parameters, facts, refuses):
    model = wrap_model(lambda letters: pytest.fail("was asked"))
    with refuses(SequenceError, *facts):
        PROTOCOLS[name].ask(model, **parameters)


@pytest.mark.parametrize(
    ("content", "facts"),
    [
        (None, ["CSV", "KDs"]),
        (b"\xff\xfe\x00", ["CSV"]),
        (b"", ["CSV"]),
        (b"rna,kd\nUGC,1\n", ["columns", "needs"]),
        (b"kmer,ka\nUGC,1\n", ["named", "unit"]),
        (b"kmer,kd_error,kd_sd\nUGC,1,1\n", ["named", "unit"]),
        (b"kmer,kd_nM,KD uM\nUGC,1,1\n", ["KD", "kd_nM"]),
        (b"kmer,kd,KD\nUGC,1,1\n", ["KD"]),
        (b"kmer,sequence,kd\nUGC,UGCC,1\n", ["patterns", "sequence"]),
        (b"kmer,kd\nUGC,1\nUGA\n", ["row 3", "1 cells", "2 columns"]),
    ],
)
def test_a_bad_table_of_affinities_gets_a_sentence_with_the_cure(content, facts, tmp_path, refuses):
    path = tmp_path / "kd.csv"
    if content is not None:
        path.write_bytes(content)
    with refuses(DataError, *facts):
        named.spr(wrap_model(count_u), str(path))


def test_what_is_named_twice_is_asked_once(refuses):
    model = wrap_model(count_u)
    twice = named.positional_bias(model, "UGC", (4, 4, 18), n=20)
    assert [row["position"] for row in twice.rows] == [4, 18] and isfinite(twice.summary["trend"])
    with refuses(SequenceError):
        named.positional_bias(model, "UGC", (18, 18), n=20)
    assert named.interaction(model, "UGC", positions=(2, 2, 20), n=20).summary["positions"] == [2, 20]
    robust = named.robustness(model, "spacing", pattern="UGC", backgrounds=["profile"] * 2, seeds=[1, 1], n=20)
    assert len(robust.summary["settings"]) == 1
