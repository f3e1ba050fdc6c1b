import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psutil
import pytest
from page_world import links_of, text_of

from app import create_app
from callbacks import answering, asking, job_process, long_work, managers, shelves
from components.shared import long_work as looks
from components.shared.long_work import State
from core import open_model, scan_kmers
from core.errors import AppError, DataError
from core.storage.processes import start

QUESTION = {"k": 4, "rbp": "SIM_A"}


def asked(nonce="1", visitor="me", question=QUESTION):
    return {"question": question, "visitor": visitor, "nonce": nonce, "link": "/scan"}


def ask(do, show=lambda progress: None, **who):
    return answering.answer(answering.Kind("scan", do), asked(**who), show)


@pytest.fixture
def quick(monkeypatch):
    """Looks and signs of life in hundredths of a second; a sign lasts as long as a busy machine may need."""
    for name, seconds in (("LOOK", 0.02), ("NEWS", 0.02), ("BEAT", 0.05), ("LEASE", 60.0)):
        monkeypatch.setattr(answering, name, seconds)


def key():
    return answering.key_of("scan", QUESTION)


def test_an_answer_is_worked_out_once_and_kept(quick):
    calls = []
    do = lambda question, tell: calls.append(question) or {"found": 1}  # noqa: E731
    assert ask(do) == {"question": QUESTION, "nonce": "1", "link": "/scan", "record": {"found": 1}}
    assert ask(do, nonce="2")["record"] == {"found": 1}
    assert calls == [QUESTION]
    assert long_work.look_up("scan", QUESTION) == ({"question": QUESTION, "record": {"found": 1}}, None)
    assert long_work.look_up("pair", QUESTION) == (None, None)
    assert long_work.look_up("scan", None) == (None, None)


def test_twenty_who_ask_at_once_share_one_piece_of_work_and_all_get_its_progress_and_answer(quick):
    calls, enough, shown = [], Event(), {}

    def do(question, tell):
        calls.append(question)
        for done in range(1, 100):
            tell(done, 100, "so far")
            if enough.wait(0.02):
                break
        return {"found": 1}

    def visit(number):
        shown[number] = []
        return ask(do, shown[number].append, nonce=str(number), visitor=str(number))

    with ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(visit, number) for number in range(20)]
        while not all(any(one["more"] for one in seen) for seen in shown.values()) or len(shown) < 20:
            time.sleep(0.02)
        enough.set()
        assert [one.result()["record"] for one in answers] == [{"found": 1}] * 20
    assert len(calls) == 1


def test_what_is_wrong_is_one_sentence_and_is_not_kept(quick, wording):
    def refuse(question, tell):
        raise DataError("there are no probes; import them.")

    def stumble(question, tell):
        raise ZeroDivisionError

    wording(ask(refuse)["problem"])
    wording.within(ask(stumble)["problem"], "wrong", "itself")
    assert ask(lambda question, tell: {"found": 2})["record"] == {"found": 2}


def test_when_who_works_on_it_dies_one_of_those_who_wait_does_it(quick):
    alive = {"visitor": "gone", "job": 1, "since": 0}
    shelves.shelf().put(f"alive {key()}", alive, 60)
    assert long_work.look_up("scan", QUESTION) == (None, alive)
    shelves.shelf().put(f"alive {key()}", alive, 0.01)  # no further sign of life comes
    assert ask(lambda question, tell: {"found": 3})["record"] == {"found": 3}


def test_cancelled_before_it_begins_nothing_is_done(quick):
    long_work.stop("scan", asked())
    said = ask(lambda question, tell: pytest.fail("it began"))
    assert said == {"question": QUESTION, "nonce": "1", "link": "/scan", "cancelled": True}


def test_cancelled_meanwhile_it_ends_at_the_next_thing_it_tells(quick):
    def do(question, tell):
        shelves.shelf().put("cancelled 1", True, 9)
        tell(1, 2)
        pytest.fail("it went on")

    assert ask(do)["cancelled"]
    assert long_work.look_up("scan", QUESTION) == (None, None)


def test_what_is_asked_is_found_after_a_reload_before_its_job_began_and_cancelled_with_it(quick):
    long_work.note("scan", asked("1"))
    found = long_work.look_up("scan", QUESTION)[1]
    assert found["visitor"] == "me"
    long_work.note("scan", asked("2"))
    long_work.stop("scan", asked("2"))
    assert ask(lambda question, tell: pytest.fail("it began"), nonce="1")["cancelled"]
    assert long_work.stop("scan", None) is None


@pytest.mark.parametrize(("visitor", "ends"), [("me", True), ("somebody else", False)])
def test_cancel_ends_the_process_that_this_page_began_and_no_other(visitor, ends):
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        shelves.shelf().put(f"alive {key()}", {"visitor": "me", "job": process.pid, "since": 0}, 9)
        assert long_work.stop("scan", asked(visitor=visitor)) == "1"
        if ends:
            process.wait(120)
            assert long_work.look_up("scan", QUESTION) == (None, None)
        else:
            assert process.poll() is None
    finally:
        process.kill()
        process.wait()


def test_a_page_that_asks_anew_leaves_its_job_of_before_to_those_who_joined_it():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        with create_app().server.test_request_context(f"/?oldJob={process.pid}"):
            managers.manager().terminate_job(process.pid)
        assert process.poll() is None
        with create_app().server.test_request_context(f"/?cancelJob={process.pid}"):
            managers.manager().terminate_job(process.pid)
        process.wait(120)
    finally:
        process.kill()
        process.wait()


def test_a_job_that_ends_by_itself_while_it_is_ended_is_no_error(monkeypatch):
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])

    def gone(job):
        raise psutil.NoSuchProcess(job.pid)

    monkeypatch.setattr(psutil.Process, "children", lambda job, recursive: gone(job))
    try:
        managers.manager().terminate_job(process.pid)
    finally:
        process.kill()
        process.wait()


def test_a_job_ends_when_its_app_is_gone(quick, monkeypatch):
    parents = iter([os.getppid(), 1])
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    with pytest.raises(SystemExit):
        ask(lambda question, tell: tell(1, 2))


def test_signs_of_life_last_as_long_as_the_work(quick, monkeypatch):
    put, signs, enough = type(shelves.shelf()).put, [], Event()

    def note(shelf, name, value, seconds):
        put(shelf, name, value, seconds)
        if name == f"alive {key()}":
            signs.append(seconds)
            if len(signs) == 3:
                enough.set()

    def do(question, tell):
        assert enough.wait(60)
        return {"alive": long_work.look_up("scan", QUESTION)[1]["visitor"]}

    monkeypatch.setattr(type(shelves.shelf()), "put", note)
    assert ask(do)["record"] == {"alive": "me"}
    assert set(signs) == {answering.LEASE}


def test_a_folder_that_cannot_be_written_stops_nothing(home, monkeypatch):
    (home / "jobs").write_text("in the way")
    assert ask(lambda question, tell: {"found": 4})["record"] == {"found": 4}


def test_redis_without_celery_says_what_to_install(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setitem(sys.modules, "celery", None)
    with pytest.raises(AppError, match="pip install"):
        managers.manager()


def test_an_address_that_is_no_redis_is_refused(monkeypatch, refuses):
    monkeypatch.setenv("REDIS_URL", "localhost")
    with refuses(AppError):
        managers.manager()


def test_nothing_heavy_is_imported_before_the_first_job():
    code = "import sys, app; app.create_app(); print({'psutil', 'multiprocess', 'celery'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_each_kind_of_work_has_its_own_job_in_every_app():
    create_app(), create_app()
    kinds = [vars(fn)[managers.KIND] for _, fn, _ in managers.Processes.functions if managers.KIND in vars(fn)]
    assert len({kind.job for kind in kinds}) >= 10
    assert all(answering.Kind.named(*kind.names) == kind for kind in kinds), "another process finds it by its names"


OF_3MERS = {"rbp": "SIM_ADDITIVE", "k": 3, "position": 18, "method": "race", "top": 2, "n": 8}
OF_3MERS |= {"background": "profile", "seed": 0}


def wait_for(get):
    deadline = time.monotonic() + 120
    while not (found := get()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def test_a_job_of_this_machine_leaves_its_answer_on_the_shelf_and_waits_until_it_is_seen():
    manager, who = managers.Processes(), asked(question=OF_3MERS)
    job = manager.call_job_fn("result", answering.Kind("scan", asking.find_kmers), [who], {})
    wait_for(lambda: manager.result_ready("result"))
    assert manager.job_running(job)
    assert manager.get_result("result", job) == {name: who[name] for name in ("question", "nonce", "link")}
    assert not manager.job_running(job)
    best = long_work.look_up("scan", OF_3MERS)[0]["record"]["scan"]["kmers"]
    assert [one["kmer"] for one in best] == [
        one.kmer for one in scan_kmers(open_model("SIM_ADDITIVE"), 3, top=2, n=8).kmers
    ]


def test_a_job_tells_the_page_how_far_it_is():
    manager = managers.Processes()
    manager.call_job_fn("result", answering.Kind("scan", asking.find_kmers), [asked(question=OF_3MERS)], {})
    [progress] = wait_for(lambda: manager.get_progress("result"))
    assert {"done", "total", "seconds", "more"} == set(progress)
    wait_for(lambda: manager.result_ready("result"))


def test_a_job_ends_with_its_app(home):
    endless = {**OF_3MERS, "k": 8, "n": 10_000}
    kind = answering.Kind("scan", asking.find_kmers)
    order = job_process.Order(
        kind.names, asked(question=endless), *2 * [shelves.disk().directory], "result", "progress"
    )
    job = start(job_process.CODE, stdin=subprocess.PIPE)
    job.stdin.write(f"{json.dumps(order)}\n".encode())
    job.stdin.flush()
    wait_for(lambda: long_work.look_up("scan", endless)[1])
    assert job.poll() is None
    job.stdin.close()
    assert job.wait(120) == 1


OTHER = {"k": 5, "rbp": "SIM_A"}
ARRIVED = {"question": QUESTION, "nonce": "1", "link": "/discover?k=4"}
OF_OTHER = {**ARRIVED, "question": OTHER}
ANSWER = {"question": QUESTION, "record": {}}
left = lambda state, question=OTHER, link="/discover?k=4": {"question": question, "link": link, "state": state}  # noqa: E731
PROBLEM = {**ARRIVED, "problem": "There are no probes."}


@pytest.mark.parametrize(
    ("known", "state", "words"),
    [
        ({}, State.IDLE, ""),
        ({"asked": asked()}, State.ASKED, "in a separate process"),
        ({"asked": asked(), "busy": True}, State.RUNNING, "in a separate process"),
        ({"asked": asked(question=OTHER), "busy": True}, State.RUNNING_BEFORE, "kept under its own link"),
        ({"asked": asked(), "busy": True, "stopped": "1"}, State.STOPPING, "Stopping"),
        ({"asked": asked(), "ended": "1", "stopped": "1"}, State.STOPPED, "nothing runs any more"),
        ({"asked": asked(), "arrived": {**ARRIVED, "cancelled": True}}, State.STOPPED, "nothing runs any more"),
        ({"asked": asked(), "arrived": ARRIVED, "answer": {**ANSWER, "nonce": "1"}}, State.ARRIVED, ""),
        ({"answer": ANSWER}, State.KEPT, "as it was kept"),
        ({"asked": asked(), "arrived": PROBLEM, "answer": PROBLEM}, State.PROBLEM, "There are no probes."),
        ({"asked": asked("2"), "arrived": PROBLEM, "answer": PROBLEM, "stopped": "2"}, State.STOPPED, "nothing runs"),
        ({"asked": asked(), "ended": "1", "stopped": "an older one"}, State.LOST, "ended without a result"),
        ({"asked": asked(question=OTHER), "arrived": OF_OTHER}, State.BEFORE, "ready: show it"),
        ({"arrived": OF_OTHER}, State.BEFORE, "ready: show it"),
        ({"arrived": OF_OTHER, "answer": ANSWER}, State.KEPT, "ready: show it"),
        ({"arrived": OF_OTHER, "asked": asked("2"), "busy": True}, State.RUNNING, "in a separate process"),
        ({"arrived": OF_OTHER, "asked": asked("2"), "busy": True}, State.RUNNING, "ready: show it"),
        ({"left": [left("ready")], "asked": asked("2"), "busy": True}, State.RUNNING, "ready: show it"),
        ({"left": [left("ready")], "answer": ANSWER}, State.KEPT, "ready: show it"),
        ({"left": [left("gone")]}, State.IDLE, "ended without a result: go back to it"),
        ({"left": [left("running")]}, State.IDLE, ""),
        ({"left": [left("unknown")]}, State.IDLE, ""),
        ({"arrived": OF_OTHER, "asked": asked("2"), "ended": "2"}, State.LOST, "Please start it again"),
        ({"arrived": {**PROBLEM, "question": OTHER}}, State.BEFORE, "failed: There are no probes."),
        ({"asked": asked(question=OTHER), "ended": "1"}, State.IDLE, ""),
        ({"asked": asked(question=OTHER), "ended": "1", "stopped": "1"}, State.IDLE, ""),
        ({"asked": asked(), "answer": {"question": OTHER, "record": {}}}, State.ASKED, "in a separate process"),
    ],
)
def test_where_the_work_stands_for_the_question_in_the_fields(known, state, words):
    work = looks.Work(QUESTION, **known)
    assert looks.state(work) is state
    said = " ".join(text_of(looks.status(work)).split())
    assert words in said
    assert bool(said) == bool(words)


def test_a_result_of_before_is_offered_by_its_own_link():
    said = looks.status(looks.Work(QUESTION, arrived=OF_OTHER))
    assert links_of(said) == ["/discover?k=4"]
    both = [left("ready"), left("ready", {"k": 5}, "/discover?k=5")]
    assert links_of(looks.status(looks.Work(QUESTION, arrived=OF_OTHER, left=both))) == [
        "/discover?k=4",
        "/discover?k=5",
    ]


def test_what_was_asked_before_is_looked_after(quick):
    ask(lambda question, tell: {"found": 1})
    long_work.note("scan", asked("2", question=OTHER))
    third = asked("3", question={"k": 9})
    said = long_work.look_left("scan", [asked("1"), asked("2", question=OTHER), third])
    assert said == {"1": "ready", "2": "running", "3": "gone"}
    assert long_work.look_left("scan", [asked("1")], lambda question, record: False) == {"1": "gone"}
    assert long_work.look_left("scan", None) == {}


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        ({"done": 0, "total": 0, "seconds": 0}, "in a separate process"),
        ({"done": 1000, "total": 4000, "seconds": 10}, "10 s, about 30 s to go."),
        ({"done": 10, "total": 4000, "seconds": 1}, "predictions, 1 s."),
    ],
)
def test_how_far_it_is_in_words(progress, words):
    assert words in text_of(looks.status(looks.Work(QUESTION, asked(), busy=True), progress))


def test_only_the_answer_to_the_question_in_the_fields_is_given(quick):
    ask(lambda question, tell: {"found": 1})
    assert long_work.settle("scan", QUESTION, ARRIVED) == {"question": QUESTION, "record": {"found": 1}, "nonce": "1"}
    assert long_work.settle("scan", QUESTION, OF_OTHER) == {"question": QUESTION, "record": {"found": 1}}
    assert long_work.settle("scan", OTHER, ARRIVED) is None
    assert long_work.settle("scan", OTHER, {**PROBLEM, "question": OTHER})["problem"] == "There are no probes."
    assert long_work.settle("scan", OTHER, PROBLEM) is None
    assert long_work.settle("scan", None, ARRIVED) is None


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "1 s"), (89, "89 s"), (200, "3 min"), (9000, "2.5 h")])
def test_times_read_as_people_say_them(seconds, text):
    assert looks.duration(seconds) == text


def test_a_job_outlives_its_answer_until_a_page_has_seen_it(monkeypatch):
    """Dash takes a job without an answer that runs no more for cancelled: it may answer and end between two looks."""
    done, cache = [], shelves.disk()
    monkeypatch.setattr(job_process.time, "sleep", lambda seconds: done.append((cache.get("result"), seconds)))
    kind = answering.Kind("scan", asking.find_kmers)
    order = job_process.Order(kind.names, asked(question=OF_3MERS), *2 * [cache.directory], "result", "progress")
    job_process.run(order)
    assert done == [(cache.get("result"), job_process.LINGERS)]
    assert cache.get("result")["nonce"] == "1"
    assert 2 * long_work.POLLED / 1000 < job_process.LINGERS, "longer than the interval of two looks"


def test_what_is_new_is_told_sooner_than_a_count(monkeypatch):
    now, shown = [0.0], []
    monkeypatch.setattr(answering.time, "monotonic", lambda: now[0])

    def do(question, tell):
        for now[0], done, more in [
            (0, 1, "a"),
            (0.05, 2, "b"),
            (0.2, 3, "a"),
            (0.3, 4, "b"),
            (0.35, 5, "b"),
            (0.8, 6, "b"),
        ]:
            tell(done, 9, more)
        return {}

    ask(do, lambda progress: shown.append(progress["done"]))
    assert shown == [0, 1, 4, 6]
