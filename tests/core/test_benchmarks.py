"""The benchmark measures what it says: the same questions, counted right, told in full. No test asserts a time."""

import json
import re

import numpy as np
import pytest

import core
from benchmarks import __main__ as benchmark
from benchmarks import batched, contest, growth, hot, memory, naive, ours, report, start, timeline, timing, training
from benchmarks.flops import flops
from benchmarks.page import PageTimes, Start, Traffic
from core.discovery.ism import ism
from core.discovery.kmer_scan import score_kmers
from core.models.networks import residualbind
from core.sequence import PROBE_LENGTH, decode, one_hot

pytestmark = pytest.mark.slow

TINY = hot.Sizes(backgrounds=8, exhaustive=4, probes=2, many_probes=3, k=3, top=2, sample=2)
FEW = 6
SIZES = (10, 100, 1_000, 5_000, 10_000)
TEXTS = ("UGCAUG@4", "UGCAUG@4,GGG@20")
KMERS = ["UGCAUG", "AAAAAA", "GCAUGU"]


@pytest.fixture(scope="module")
def model():
    return core.open_model(benchmark.MODEL)


@pytest.fixture(scope="module")
def keras_model():
    return naive.keras_model(benchmark.MODEL)


@pytest.fixture(scope="module")
def letters():
    """Uniform ones: probes of RNAcompete nearly all begin alike."""
    return np.random.default_rng(0).integers(0, 4, (FEW, PROBE_LENGTH), np.int8)


def answers(model, letters):
    """What core says about the backgrounds: local importance, ISM, k-mers."""
    design = core.Design(model.name, tuple(map(core.parse_condition, TEXTS)), f"sequences:{','.join(decode(letters))}")
    local = [condition.local for condition in core.run_gia(design, model).conditions]
    deltas = [ism(model.score, probe).delta for probe in decode(letters)]
    return np.stack(local), np.stack(deltas), score_kmers(model.score, letters, KMERS, 17)


def test_a_residualbind_needs_the_arithmetic_that_a_hand_counts(keras_model):
    first, residual, dense = 41 * 11 * 4 * 96, 3 * 41 * 3 * 96 * 96, 4 * 96 * 256 + 256
    assert flops(keras_model) == 2 * (first + residual + dense) == 7_344_896


def test_the_loops_that_people_write_give_what_core_gives(model, keras_model, letters):
    conditions, probes = [core.parse_condition(text) for text in TEXTS], one_hot(letters)
    local, deltas, predictions = answers(model, letters)
    np.testing.assert_allclose(naive.gia(keras_model, probes, conditions), local, atol=2e-5)
    np.testing.assert_allclose(naive.ism(keras_model, probes), deltas, atol=2e-5)
    np.testing.assert_allclose(naive.score_kmers(keras_model, probes, KMERS, 17), predictions, atol=2e-5)


def test_a_network_that_is_asked_in_batches_gives_what_core_gives(model, letters):
    """Whatever the batch size, and each distinct sequence once."""
    conditions, probes = [core.parse_condition(text) for text in TEXTS], one_hot(letters)
    local, deltas, predictions = answers(model, letters)
    counted = []

    def predict(sequences):
        counted.append(len(sequences))
        return model.score(sequences.argmax(axis=2).astype(np.int8))

    np.testing.assert_allclose(batched.gia(predict, probes, conditions, 4), local, atol=2e-5)
    assert counted == [4, 4, 4, 3, 3]
    np.testing.assert_allclose(batched.score_kmers(predict, probes, KMERS, 17, 4), predictions, atol=2e-5)
    for batch in (10, 300):
        counted.clear()
        np.testing.assert_allclose(batched.ism(predict, probes, batch), deltas, atol=2e-5)
        assert sum(counted) == FEW * 124


@pytest.mark.parametrize("name", ["tangermeme", "torch.compile", "onnxruntime"])
def test_a_peer_gives_what_core_gives(name, model, keras_model, letters):
    found = hot.rivals(keras_model, one_hot(letters), [name])
    if name not in found:
        pytest.skip(f"{name} is not installed: requirements-bench.txt")
    conditions = [core.parse_condition(text) for text in TEXTS]
    local, deltas, predictions = answers(model, letters)
    np.testing.assert_allclose(found[name].gia(conditions, 4), local, atol=2e-5)
    np.testing.assert_allclose(found[name].ism(one_hot(letters), 32), deltas, atol=2e-5)
    np.testing.assert_allclose(found[name].score_kmers(KMERS, 4), predictions, atol=2e-5)


@pytest.mark.parametrize("variant", [name for name, form in residualbind.VARIANTS.items() if not form.has_heads])
@pytest.mark.parametrize("is_folded", [False, True])
def test_the_torch_copy_predicts_what_keras_does(variant, is_folded, letters):
    torch, peer = pytest.importorskip("torch"), hot.peer_module("torch")
    fresh = residualbind.build(variant)
    rng = np.random.default_rng(0)
    fresh.set_weights([rng.normal(0.5, 0.2, weights.shape).astype(np.float32) ** 2 for weights in fresh.get_weights()])
    sequences = one_hot(letters)
    network = peer.torch_copy(fresh, variant)
    with torch.no_grad():
        copied = (peer.folded(network) if is_folded else network)(torch.from_numpy(sequences).transpose(1, 2)).numpy()
    np.testing.assert_allclose(copied, np.asarray(fresh(sequences, training=False)), rtol=1e-5)


def test_sequences_are_counted_as_a_network_without_shortcuts_would(model, letters):
    ask = ours.gia([model, model], TEXTS, 5)
    assert ask() == ask() == 2 * 5 * 3
    assert ours.ism(model, ["ACGUA", "GGGG"]) == (1 + 15) + (1 + 12)
    assert ours.scan(model, method="exhaustive", k=3, n=4) == 4 + 64 * 4


def test_nothing_that_was_asked_before_is_asked_again():
    scored = []
    own = core.wrap_model(lambda letters: scored.append(len(letters)) or np.zeros(len(letters)))
    asked = [ours.gia([own], texts, 5)() for texts in (TEXTS[:1], TEXTS, TEXTS)]
    assert asked == [10, 15, 15] and sum(scored) == sum(asked)


def test_the_first_ranking_comes_before_the_scan_is_over(model):
    asked = {"k": 3, "n": 100, "top": 2}
    assert 100 + 64 * 16 <= ours.first_ranking(model, **asked) < ours.scan(model, method="race", **asked)


def test_contestants_take_turns_and_what_is_slow_is_not_repeated(monkeypatch):
    called, clock = [], iter(range(0, 1000, 1))
    monkeypatch.setattr(timing, "perf_counter", lambda: next(clock) * 10.0)
    times = timing.take_turns([lambda: called.append("a"), lambda: called.append("b")], repeats=5)
    assert "".join(called) == "ab" + "abab"
    assert times == [timing.Times(10.0, 10.0, 2)] * 2
    assert timing.take_turns([lambda: None], repeats=5, patience=9.0) == [timing.Times(10.0, 10.0, 0)]


def test_a_row_has_medians_and_extrapolates_a_part_of_the_work(monkeypatch):
    seconds = {"ours": iter([9, 1, 3]), "naive": iter([9, 4, 4]), "peer": iter([5, 1, 5, 5, 6, 6, 6])}
    now, batches = [0.0], []
    monkeypatch.setattr(timing, "perf_counter", lambda: now[0])

    def work(who, result=None):
        now[0] += next(seconds[who])
        return result

    def peer(batch):
        batches.append(batch)
        work("peer")

    rivals = [contest.Rival("naive", lambda _: work("naive"), (32,)), contest.Rival("peer", peer, contest.BATCHES)]
    row = contest.play(contest.Contest("w", lambda: work("ours", 100), rivals, ours_share=0.5, share=0.25), 3)
    others = {"naive": contest.Other(16.0, 32), "peer": contest.Other(24.0, 128)}
    assert row == contest.Row("w", 200, 18.0, 4.0, 2, others, 0.5, 0.25)
    assert (row.per_second, row.ratios) == (50.0, {"naive": 4.0, "peer": 6.0})
    assert batches[:3] == list(contest.BATCHES) and set(batches[3:]) == {128}


def test_the_power_of_an_exact_law_is_found():
    assert growth.Growth("w", "n", (1, 2, 4), [3.0, 12.0, 48.0]).power == pytest.approx(2)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.00431, "4.31 ms"), (0.0431, "43.1 ms"), (0.431, "431 ms"), (4.31, "4.31 s"), (4310, "4,310 s")],
)
def test_seconds_have_three_digits(value, text):
    assert report.seconds(value) == text


@pytest.mark.slow
def test_a_tiny_run_tells_every_row_in_120_columns_and_survives_json(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(benchmark, "QUICK", TINY)
    monkeypatch.setattr(growth, "sweeps", lambda models, quick: [growth.Sweep("w", "n", SIZES, lambda n: lambda: n)])
    times = PageTimes([Start(1.0, 1.5, 2.0, 9.0)], [0.1, 0.2, 0.3], [Traffic("one drag: bench", 1, 2048, 4096)])
    monkeypatch.setattr(benchmark.page, "measure", lambda: times)
    monkeypatch.setattr(benchmark.start, "measure", lambda runs: [start.Fresh("answer", 1.0, 0.5, 120_000_000)])
    monkeypatch.setattr(benchmark.memory, "of_app", lambda: memory.Memory(185_000_000, 200_000_000, 0.8))
    monkeypatch.setattr(hot, "peer_module", lambda package: None)
    file = tmp_path / "run.json"
    benchmark.main(["--quick", "--repeats", "1", "--json", str(file)])
    printed, document = capsys.readouterr().out, json.loads(file.read_text())
    assert printed == report.table(document) + "\n"
    assert max(map(len, printed.splitlines())) <= 120
    works = [row["work"] for row in document["hot"]]
    assert works[:4] == ["GIA, 1 condition x 8", "GIA, 4 conditions x 8", "ISM of 2 probes", "ISM of 3 probes"]
    assert [row["scored"] for row in document["hot"]][:4] == [16, 40, 248, 372]
    assert document["hot"][-1]["scored"] == 2 * (4 + 64 * 4)
    assert all(work in printed for work in works)
    peak = np.median(document["peaks"])
    for row in document["hot"]:
        assert row["of_peak"] == pytest.approx(row["scored"] / row["ours"] * document["flops"] / peak)
    benchmark.main(["--show", str(file)])
    assert capsys.readouterr().out == printed


def test_only_a_whole_run_of_a_quiet_machine_replaces_the_last_one_and_the_table_of_the_docs(tmp_path, monkeypatch):
    run, page = {"load": 0.5}, tmp_path / "speed.md"
    page.write_text("before\n```\nan old run\n```\nafter\n```\nother\n```\n")
    monkeypatch.setattr(benchmark, "LAST", tmp_path / "last.json")
    monkeypatch.setattr(benchmark, "SPEED", page)
    monkeypatch.setattr(benchmark, "measure", lambda *_: run)
    monkeypatch.setattr(report, "table", str)
    for arguments, load in ((["--only", "hot"], 0.5), (["--quick"], 0.5), ([], 1.1)):
        run["load"] = load
        benchmark.main(arguments)
        assert not benchmark.LAST.exists() and "an old run" in page.read_text()
    run["load"] = 1.0
    benchmark.main([])
    assert json.loads(benchmark.LAST.read_text()) == run
    assert page.read_text() == f"before\n```\n{run}\n```\nafter\n```\nother\n```\n"


def test_a_busy_machine_tells_no_ratios(wording):
    """Of the last kept run, so that this also says that it can still be shown."""
    run = json.loads(benchmark.LAST.read_text())
    quiet, busy = (report.table({**run, "load": load}) for load in (0.9, 1.1))
    assert "5.6x" in quiet and "no ratios" not in quiet
    assert not re.search(r"\dx", busy)
    wording.within(busy, "above 1")
    assert "603 ms" in busy, "its times are told"


class TestTrainingTable:
    """When the quick schedule came near the best of the paper's, and what may be read again from the file."""

    def runs(self, quick):
        paper = [training.Reached(n, r, 100.0 * n, 60.0 * n) for n, r in enumerate((0.7, 0.8, 0.83, 0.82), start=1)]
        return {"paper": paper, "quick": [training.Reached(1, 0.6, 10.0, 6.0), training.Reached(2, quick, 20.0, 12.0)]}

    def test_the_ratio_is_cpu_until_near_the_best(self, wording):
        last = training.table(self.runs(quick=0.828)).splitlines()[-1]
        assert "for 20.0 times less CPU" in last
        wording.within(last, "15.0 times")

    def test_what_does_not_come_near_is_said(self):
        assert "does not come within 0.003" in training.table(self.runs(quick=0.826))

    def test_only_what_ran_to_its_end_is_read_again(self, tmp_path):
        run = self.runs(quick=0.828)
        lines = [{"schedule": "quick", **run["quick"][0]._asdict()}]  # cancelled, then begun anew
        lines += [{"schedule": name, **epoch._asdict()} for name, epochs in run.items() for epoch in epochs]
        lines.append({"schedule": "quick", "finished": True})
        (tmp_path / "runs").write_text("".join(json.dumps(line) + "\n" for line in lines))
        assert training.read(tmp_path / "runs") == {"quick": run["quick"]}
        assert training.read(tmp_path / "none") == {}


def test_a_drag_is_told_as_medians_in_the_order_of_what_happens():
    drags = [
        [{"what": "ask", "begin": 9 + late, "end": 90 + late, "sent": 10, "received": 2_000}]
        + [{"what": "drawn", "begin": at, "end": at + 5} for at in (100, 5)]
        for late in (0, 2, 1)
    ]
    drags[0].append({"what": "a long task of scripts", "begin": 20, "end": 80})
    head, *rows = timeline.table(drags).splitlines()
    assert "medians of 3" in head
    assert [" ".join(row.split()) for row in rows] == [
        "drawn 5 10",
        "ask 10 91 10 2,000",
        "a long task of scripts 20 80 in 1 of them",
        "drawn 100 105",
    ]
