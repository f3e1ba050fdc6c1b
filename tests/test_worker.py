"""Long work on a Celery worker with a real Redis."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from socket import socket

import pytest
from redis import Redis, RedisError

import core
from app import create_app
from callbacks import long_work, managers
from components.discover import state as states

ROOT = Path(__file__).parents[1]
PATIENCE = 180
"""Seconds that a worker on a busy machine may take to load TensorFlow and answer."""

pytestmark = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="needs redis-server (apt install redis-server)"
)


@pytest.fixture
def workers(monkeypatch, tmp_path):
    """An own Redis, and a worker at it."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{port}/0")
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    wait_for(lambda: answers(port))  # before that, Celery would try again for ever
    command = [sys.executable, "-m", "celery", "-A", "worker", "worker", "--concurrency", "1", "--loglevel", "ERROR"]
    worker = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stderr=subprocess.DEVNULL)
    yield
    for process in (worker, server):
        process.terminate()
        process.wait(60)


def ask(job, question, nonce):
    """Ask as the page does; the key of the answer and the task."""
    manager = managers.manager()
    work = next(
        key
        for key, fn, _ in reversed(manager.functions)
        if managers.KIND in vars(fn) and vars(fn)[managers.KIND].job == job
    )
    asked = {"question": question, "visitor": "me", "nonce": nonce}
    return nonce, manager.call_job_fn(nonce, manager.func_registry[work], [asked], {})


def answers(port):
    try:
        return Redis(port=port).ping()
    except RedisError:
        return False


def wait_for(get):
    deadline = time.monotonic() + PATIENCE
    while not (found := get()):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return found


def test_a_worker_answers_cancels_and_answers_again(workers):
    create_app()
    manager = managers.manager()
    wait_for(lambda: manager.handle.control.ping(timeout=0.5))
    rbp = next(one.id for one in core.list_experiments() if one.has_model and one.source == "simulated")
    asked = {"k": 8, "position": 18, "method": "race", "top": 5, "n": 10_000, "background": "profile", "seed": 0}
    endless = {"model": "m", "rbp": rbp, **asked}
    ask("scan", endless, "first")
    wait_for(lambda: manager.get_progress("first"))
    wait_for(lambda: "job" in (long_work.look_up("scan", endless)[1] or {}))
    long_work.stop("scan", {"question": endless, "visitor": "me", "nonce": "first"})
    short = {**endless, "k": 3, "n": 32}
    key, task = ask("scan", short, "second")
    answer = wait_for(lambda: manager.result_ready(key) and manager.get_result(key, task))
    best = core.scan_kmers(core.open_model(rbp), **{name: short[name] for name in states.OF_SCAN}).kmers
    assert (answer["question"], answer["nonce"]) == (short, "second")
    found = long_work.settle("scan", short, answer)
    assert [one["kmer"] for one in found["record"]["scan"]["kmers"]] == [one.kmer for one in best]
    assert long_work.look_up("scan", endless) == (None, None)


def test_a_worker_without_redis_says_what_it_needs(monkeypatch):
    monkeypatch.delenv("REDIS_URL", raising=False)
    done = subprocess.run([sys.executable, "-c", "import worker"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "a worker needs REDIS_URL, such as redis://127.0.0.1:6379/0" in done.stderr
