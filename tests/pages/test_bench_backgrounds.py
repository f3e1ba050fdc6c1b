from urllib.parse import parse_qs, urlencode

import pytest
import toy_network
from bench_acts import act, row_text
from page_world import RBFOX1, everything, links_of, text_of, texts_of

import core
from callbacks import bench as callbacks
from components import ids
from components.bench import page as bench
from components.bench import state as bench_state
from components.bench.conditions import condition_rows
from components.bench.setting import setting_bar, setting_line
from components.shared import backgrounds

MODEL = {"kmer": "GACUAC", "reads_structure": False, "task": "regression"}
RNA = "GGACUUAGCAUGCUAAGCAUUGG"


def state(**query):
    return bench_state.read_query(query, "RBP", MODEL)


def choose(text, **query):
    return act(state(**query)[0], do="set", field="background", value=text)


def options(experiment):
    bar = setting_bar(state()[0], experiment)
    select = next(one for one in everything(bar) if getattr(one, "id", None) == ids.bench_field("background"))
    return select, {option["value"]: option for option in select.data}


@pytest.fixture
def rbp(monkeypatch):
    return toy_network.install(monkeypatch)


def test_every_background_model_is_offered_with_its_help():
    _, offered = options(RBFOX1._replace(has_probes=True))
    assert [*offered] == [*core.BACKGROUNDS, "sequences", "occluded"]
    assert [name for name, option in offered.items() if option["disabled"]] == ["occluded"]
    assert all(offered[name]["help"] == text for name, text in core.BACKGROUNDS.items())


def test_without_probes_their_backgrounds_cannot_be_chosen_and_the_page_says_why_and_the_cure(wording):
    _, offered = options(RBFOX1)
    disabled = [name for name, option in offered.items() if option["disabled"]]
    assert disabled == ["shuffle", "dinucleotide", "quartile1", "quartile2", "quartile3", "quartile4", "occluded"]
    wording(offered["quartile1"]["help"], "probes", "machine")
    bar = setting_bar(state()[0], RBFOX1)
    wording.within(texts_of(bar), "RBFOX1")
    assert links_of(bar) == [f"/data?rbp={RBFOX1.id}&part=measurements"] and "python -m core import" not in text_of(bar)
    assert links_of(setting_bar(state()[0], RBFOX1._replace(has_probes=True))) == []


def test_the_setting_is_one_line_that_says_what_is_asked(wording):
    asked = state(n=["64"], seed=["3"])[0]
    asked["model"] = {**asked["model"], "scores": "model of log scores"}
    wording(text_of(setting_line(asked)), "64, seed", "3")
    assert text_of(setting_line(choose(f"sequences:{RNA}"))).startswith("Own sequences, N 1")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("dinucleotide", "dinucleotide"),
        ("quartile1", "quartile1"),
        ("stem-loop", "stem-loop"),
        ("stem-loop:6-16,23-33", "stem-loop"),
        ("stem-loop:24-32,8-16", "stem-loop:8-16,24-32"),
        (f"sequences:{RNA.lower()}\n\nacgt", f"sequences:{RNA},ACGU"),
        (f"sequences:>one\n{RNA[:10]}\n{RNA[10:]}\n>two\nACGU", f"sequences:{RNA},ACGU"),
        (
            f"sequences:>utr1:12A>G\n; a comment\n{RNA}\r>b\rACGU\n....\n>c\nSequence unavailable",
            f"sequences:{RNA},ACGU",
        ),
        (f"occluded:{RNA}:8-13", f"occluded:{RNA}:8-13"),
    ],
)
def test_a_background_is_read_kept_short_and_restored_by_its_link(text, kept):
    changed = choose(text)
    assert (changed["background"], changed["problems"]) == (kept, {})
    restored, problems = bench_state.read_query(parse_qs(urlencode(changed["link"]["query"], doseq=True)), "RBP", MODEL)
    assert (restored["background"], restored["view"], problems) == (kept, changed["view"], [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stem-loop:6-16,23-32", "cannot pair; give two of the same length"),
        ("stem-loop:6-16", "write its two stretches, such as stem-loop:6-16,23-33"),
        ("sequences:ACGU\nAXG", "Line 2 has 'X' in 'AXG', which is not a nucleotide"),
        (f"sequences:{'A' * 42}", "has 42 nt; give 1 to 41 nt"),
        ("sequences:" + "ACGU\n" * 101, "There are 101 RNAs; paste at most 100 at a time."),
        ("nonsense", "There is no background model 'nonsense'; use one of: profile, shuffle"),
        ("", "There is no background model ''; use one of: profile, shuffle"),
    ],
)
def test_a_bad_background_is_one_sentence_at_the_field_and_nothing_changes(text, said):
    changed = choose(text)
    assert said in changed["problems"]["background"]
    assert changed["background"] == "profile" and changed["view"]["kind"] == "profile"
    *_, sentences, _, wrong = callbacks.show_setting(changed)
    assert said in sentences and wrong == [True, False, False]


def test_a_condition_that_does_not_go_with_the_stem_says_why_and_the_others_are_scored(rbp, wording):
    asked, problems = bench_state.read_query({"c": ["A@6,A@33", "A@6"], "background": ["stem-loop"]}, rbp, MODEL)
    assert problems == [] and bench_state.numbers(asked) == ([2], 1)
    *_, known = callbacks.results(asked, dark=False)
    clashing, fine = map(row_text, condition_rows(asked, known))
    wording.within(clashing, "A@6", "position 6", "A@33", "at 33,")
    assert "Not scored" not in fine and list(known["conditions"]) == ["2"] and known["reference"]["number"] == 2
    alone = act(asked, do="remove", key=2)
    figure, _, notice, *_ = callbacks.results(alone, dark=False)
    assert figure["data"] == [] and text_of(notice) == bench.CLASH
    back = act(alone, do="set", field="background", value="profile")
    assert "Not scored" not in row_text(condition_rows(back, None)[0])


def test_the_track_knows_the_stem_and_the_one_rna_that_all_share():
    assert state()[0]["view"]["stem"] is None and state()[0]["view"]["letters"] is None
    assert choose("stem-loop")["view"]["stem"] == [[6, 16], [23, 33]]
    assert choose("stem-loop:2-4,10-12")["view"]["stem"] == [[2, 4], [10, 12]]
    assert choose(f"sequences:{RNA}")["view"]["letters"] == RNA.ljust(41)
    assert choose(f"sequences:{RNA},ACGU")["view"]["letters"] is None
    assert choose(f"occluded:{RNA}:8-10")["view"]["letters"] == (RNA[:7] + "NNN" + RNA[10:]).ljust(41)


def test_n_follows_the_sequences_and_comes_back():
    given = choose("sequences:ACGU\nACGG\nACGC", n=["500"])
    assert given["view"]["n"] == 3 and bench_state.design(given).n == 3
    back = act(given, do="set", field="background", value="profile")
    assert back["view"]["n"] == 500 and bench_state.design(back).n == 500


def test_own_sequences_are_asked_for_before_anything_is_scored():
    asked = choose("sequences")
    assert asked["problems"] == {} and bench_state.asks(asked) and bench_state.design(asked) is None
    figure, _, notice, *_, known = callbacks.results(asked, dark=False)
    assert figure["data"] == [] and known is None and text_of(notice) == bench.GIVE
    assert "not scored" in row_text(condition_rows(asked, None)[0])
    restored, problems = bench_state.read_query(parse_qs(urlencode(asked["link"]["query"], True)), "RBP", MODEL)
    assert bench_state.asks(restored) and problems == []
    given = act(asked, do="set", field="background", value="sequences:ACGU")
    assert bench_state.design(given).background == "sequences:ACGU"


def test_each_background_says_what_it_is():
    for text, said in [
        ("quartile1", core.BACKGROUNDS["quartile1"]),
        ("stem-loop", core.BACKGROUNDS["stem-loop"]),
        ("sequences", backgrounds.OWN),
        ("sequences:ACGU", backgrounds.OWN),
        (f"occluded:{RNA}:8-13", "its stretch 8-13 replaced by letters drawn from the profile"),
    ]:
        assert said in backgrounds.help_of(choose(text)["background"])


@pytest.mark.parametrize(
    "text", ["shuffle", "quartile4", "stem-loop", "sequences:ACGUACGU,GGGGG", "occluded:ACGUACGUAC:3-5"]
)
def test_every_kind_of_background_is_scored(rbp, text):
    asked, _ = bench_state.read_query({"background": [text], "c": ["GACUAC@18"]}, rbp, MODEL)
    figure, *_, known = callbacks.results(asked, dark=False)
    expected = core.run_gia(bench_state.design(asked)).conditions[0].global_importance
    assert known["conditions"]["1"]["models"][0]["importance"] == expected and len(figure["data"]) == 2


def test_of_one_background_there_is_neither_interval_nor_box(rbp):
    asked, _ = bench_state.read_query({"background": ["sequences:ACGUACGU"], "c": ["A@1", "AA@2"]}, rbp, MODEL)
    figure, *_, known = callbacks.results(asked, dark=False)
    assert [trace["type"] for trace in figure["data"]] == ["scatter"]
    assert "error_y" not in figure["data"][0]
    first, second = map(row_text, condition_rows(asked, known))
    assert "0.00 (–)" in first and "(–)" in second and "vs 1, p –" in second
    assert known["conditions"]["2"]["models"][0]["low"] is None  # nan is no JSON


def test_conditions_of_a_model_that_folds_say_so():
    folding, _ = bench_state.read_query({"n": ["700"]}, "RBP", {**MODEL, "reads_structure": True})
    assert "folding 700 RNAs…" in row_text(condition_rows(folding, None)[0])


def test_a_random_position_is_read_listed_scored_and_kept(rbp):
    asked, problems = bench_state.read_query({"c": ["GACUAC@*", "GACUAC@18,A@*"]}, rbp, MODEL)
    assert problems == [] and asked["link"]["query"]["c"] == ["GACUAC@*", "GACUAC@18,A@*"]
    *_, known = callbacks.results(asked, dark=False)
    assert known["conditions"]["1"]["models"][0]["importance"] == pytest.approx(2.0, abs=0.15)
    assert "GACUAC@*" in row_text(condition_rows(asked, known)[0])


def test_what_the_reader_left_out_of_own_sequences_is_said_until_the_backgrounds_change():
    pasted = f">a\n{RNA}\n{'(' * 5}{'.' * 13}{')' * 5} (-3.10)\n>b\nSequence unavailable\n"
    changed = choose(f"sequences:{pasted}")
    assert changed["background"] == f"sequences:{RNA}"
    said = text_of(setting_line(changed))
    assert "Left out" in said and "structure" in said
    restored, _ = bench_state.read_query(parse_qs(urlencode(changed["link"]["query"], doseq=True)), "RBP", MODEL)
    for later in (act(changed, do="set", field="background", value="profile"), restored):
        assert "Left out" not in text_of(setting_line(later))
    assert "Left out" in text_of(setting_line(act(changed, do="set", field="seed", value="7")))


def test_no_sentence_of_the_bench_names_a_command():
    for text in ("sequences:" + "ACGU\n" * 101, f"sequences:{'A' * 42}", "nonsense", "stem-loop:6-16"):
        assert "python" not in choose(text)["problems"]["background"]
