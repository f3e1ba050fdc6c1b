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


def test_robustness_has_a_plan_for_each_setting_and_says_so():
    parameters = PROTOCOLS["robustness"].parse(ARGUMENTS["robustness"])
    plans = PROTOCOLS["robustness"].plans("TOY", **parameters)
    assert len({(plan.setting.background, plan.setting.seed) for plan in plans}) == len(plans) == 4
    with pytest.raises(SequenceError, match="robustness has a plan for each setting"):
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
    with pytest.raises(TypeError, match=r"multiple_sites\(\) has missing a required argument: 'pattern'"):
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


def test_parameters_that_are_not_described_are_refused_at_once(listed):
    with pytest.raises(TypeError, match=r"\['pattern', 'gap'\]; describe these, and in this order"):

        @protocol("Odd", pattern=PATTERN)
        def odd(setting, pattern, gap):
            """Ask something odd."""

    with pytest.raises(ValueError, match=r"protocols\.sites has a protocol 'spacing' already; give yours another name"):

        @protocol("Mine", pattern=PATTERN)
        def spacing(setting, pattern):
            """Ask what has a name already."""

    assert listed == PROTOCOLS


def test_protocols_have_one_order_whichever_is_imported_first():
    code = "from core.gia.protocols.robustness import PROTOCOLS; print(*PROTOCOLS)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.split() == [*PROTOCOLS] == [*ARGUMENTS]


@every_protocol
def test_an_unknown_parameter_is_refused_with_the_known_ones(name):
    with pytest.raises(SequenceError, match="has no parameter 'colour'; use "):
        PROTOCOLS[name].parse({**ARGUMENTS[name], "colour": "red"})


@pytest.mark.parametrize(
    ("name", "change", "cure"),
    [
        (
            "multiple-sites",
            {"positions": "4,x"},
            "positions of multiple-sites: '4,x' is not a list of whole numbers",
        ),
        ("multiple-sites", {"positions": "9-4"}, "is not a list of whole numbers"),
        ("multiple-sites", {"n": "many"}, "n of multiple-sites: 'many' is not a whole number; give one"),
        ("multiple-sites", {"pattern": "UGX"}, "pattern of multiple-sites: pattern 'UGX' has the letter 'X'"),
        ("multiple-sites", {"background": "noise"}, "background of multiple-sites: there is no background model"),
        ("occlusion", {"sequence": "ACX"}, "sequence of occlusion: sequence 'ACX' has 'X' at position 3"),
        ("occlusion", {"background": "shuffle"}, "occlusion has no parameter 'background'"),
        ("spr", {"affinities": "UGC=0,UUC=2,AGC=3"}, "the KD of UGC is '0'; give a number above 0"),
        ("spr", {"affinities": "UGC=low"}, "the KD of UGC is 'low'; give a number above 0"),
        ("robustness", {"protocol": "occlusion"}, "robustness cannot ask 'occlusion'; use one of: conditions"),
        ("robustness", {"backgrounds": "profile;noise"}, "there is no background model 'noise'"),
    ],
)
def test_a_text_that_cannot_be_read_gets_a_sentence_with_the_cure(name, change, cure):
    with pytest.raises(SequenceError, match=cure):
        PROTOCOLS[name].parse({**ARGUMENTS[name], **change})


@pytest.mark.parametrize(
    ("name", "texts", "cure"),
    [
        ("spacing", {}, "spacing needs pattern=…: RNA letters"),
        ("spr", {"position": "18"}, "spr needs affinities=…: KDs such as"),
        ("robustness", {"protocol": "spacing"}, "spacing needs pattern=…"),
        ("robustness", {}, "conditions needs conditions=…"),
    ],
)
def test_a_missing_parameter_is_named(name, texts, cure):
    with pytest.raises(SequenceError, match=cure):
        PROTOCOLS[name].parse(texts)


@pytest.mark.parametrize(
    ("name", "parameters", "cure"),
    [
        (
            "multiple-sites",
            {"pattern": "UGC", "positions": (4, 11)},
            "2 positions are too few for a line; give three or more",
        ),
        ("multiple-sites", {"pattern": "UGC", "positions": (4, 5, 30)}, "overlap; move UGC@5 to position 7"),
        (
            "spacing",
            {"pattern": "GACUAC", "separations": (4,)},
            "do not agree on the letters they share; use",
        ),
        ("spacing", {"pattern": "GACUAC", "separations": (36,)}, "use separations from 1 to 35"),
        ("spacing", {"pattern": "A" * 30}, "use a position from 1 to 12"),
        ("positional-bias", {"pattern": "UGC", "positions": (4,)}, "give two or more, such as 4,18"),
        ("positional-bias", {"pattern": "UGC", "positions": (4, 40)}, "use a position from 1 to 39"),
        ("gc-bias", {"pattern": "UGCAUG", "position": 32}, "overlap; move GCGCGC@35 to position 38"),
        ("stem-loop", {"pattern": "UGCAUGU"}, "the loop of the stem 6-16,23-33 has 6; name other stretches"),
        ("stem-loop", {"pattern": "UGC", "stem": "1-2,39-40"}, "left stretch of the stem 1-2,39-40 has 2; name other"),
        ("stem-loop", {"pattern": "UGC", "stem": "1-2"}, "write its two stretches"),
        ("kmer-mutagenesis", {"pattern": "UGNC"}, "UGNC has an N, which has no mutants; use the letters A, C, G, U"),
        (
            "spr",
            {"affinities": {"UGC": 1, "UUC": 2}},
            "2 patterns with a KD are too few for a line; give three or more",
        ),
        ("spr", {"affinities": {"UGC": -1.0, "UUC": 2, "A": 1}}, "the KD of UGC is -1.0; give a number above 0"),
        ("occlusion", {"sequence": "ACGU", "stretch": "3-5"}, "from 1 to 4"),
        ("occlusion", {"sequence": "ACGU"}, "the width is 6; use a number from 1 to 4"),
        ("interaction", {"pattern": "UGC", "gaps": (1,), "positions": (1, 9)}, "give gaps for a line, or positions"),
        ("interaction", {"pattern": "UGC", "gaps": (36,)}, "gaps from 0 to 35"),
        ("interaction", {"pattern": "UGC", "positions": (4, 5)}, "positions where they do not overlap"),
        ("interaction", {"pattern": "A" * 21, "other": "C" * 21}, "do not fit there side by side"),
        ("conditions", {"conditions": ()}, "there is no condition; give one or more"),
        ("robustness", {"seeds": (), "conditions": ("A@1",)}, "give one or more models, backgrounds and seeds"),
        ("robustness", {"protocol": "spacing", "colour": 1}, "spacing has no parameter 'colour' here; use pattern"),
        ("robustness", {"protocol": "nothing"}, "robustness cannot ask 'nothing'; use one of"),
    ],
)
def test_a_bad_parameter_is_refused_before_anything_is_scored(name, parameters, cure):
    model = wrap_model(lambda letters: pytest.fail("was asked"))
    with pytest.raises(SequenceError, match=cure):
        PROTOCOLS[name].ask(model, **parameters)


@pytest.mark.parametrize(
    ("content", "cure"),
    [
        (None, "cannot be read as a CSV file; give one, or KDs as text"),
        (b"\xff\xfe\x00", "cannot be read as a CSV file"),
        (b"", "cannot be read as a CSV file"),
        (b"rna,kd\nUGC,1\n", "has the columns rna, kd; it needs one of kmer"),
        (b"kmer,ka\nUGC,1\n", "and one named kd, or kd with its unit"),
        (b"kmer,kd_error,kd_sd\nUGC,1,1\n", "and one named kd, or kd with its unit"),
        (b"kmer,kd_nM,KD uM\nUGC,1,1\n", "has several columns of KD: kd_nM, KD uM; name the one that is meant kd"),
        (b"kmer,kd,KD\nUGC,1,1\n", "has several columns of KD: kd, KD; name the one that is meant kd"),
        (b"kmer,sequence,kd\nUGC,UGCC,1\n", "has several columns of patterns: kmer, sequence; keep one of them"),
        (b"kmer,kd\nUGC,1\nUGA\n", "row 3 of .* has 1 cells, too few for its 2 columns"),
    ],
)
def test_a_bad_table_of_affinities_gets_a_sentence_with_the_cure(content, cure, tmp_path):
    path = tmp_path / "kd.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=cure):
        named.spr(wrap_model(count_u), str(path))


def test_what_is_named_twice_is_asked_once():
    model = wrap_model(count_u)
    twice = named.positional_bias(model, "UGC", (4, 4, 18), n=20)
    assert [row["position"] for row in twice.rows] == [4, 18] and isfinite(twice.summary["trend"])
    with pytest.raises(SequenceError, match="one position has nothing to be compared with"):
        named.positional_bias(model, "UGC", (18, 18), n=20)
    assert named.interaction(model, "UGC", positions=(2, 2, 20), n=20).summary["positions"] == [2, 20]
    robust = named.robustness(model, "spacing", pattern="UGC", backgrounds=["profile"] * 2, seeds=[1, 1], n=20)
    assert len(robust.summary["settings"]) == 1
