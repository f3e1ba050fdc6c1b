import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from core.settings import settings
from core.storage.cache import remembered


@pytest.fixture
def count():
    """A computation that says how often it ran."""
    calls = []

    def compute():
        calls.append(threading.get_ident())
        return np.arange(3)

    return calls, compute


def test_a_result_is_computed_once_for_each_key(home, count):
    calls, compute = count
    results = [remembered(key, compute) for key in (("a", 1), ("a", 1), ("a", 2))]
    assert len(calls) == 2
    assert [result.tolist() for result in results] == [[0, 1, 2]] * 3


def test_two_who_ask_at_once_compute_once(home, count):
    calls, compute = count

    def slowly():
        time.sleep(0.1)
        return compute()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: remembered(("both",), slowly), range(4)))
    assert len(calls) == 1


def test_who_asks_something_else_does_not_wait(home, count):
    """The slow answer is there only once the quick one, asked meanwhile, has been given."""
    _, compute = count
    with ThreadPoolExecutor(1) as pool:
        slow = remembered(("slow",), lambda: pool.submit(remembered, ("quick",), compute).result(timeout=120))
    assert slow.tolist() == [0, 1, 2]


def test_a_crash_is_not_remembered_and_blocks_nobody(home, count):
    _, compute = count
    with pytest.raises(ZeroDivisionError):
        remembered(("crash",), lambda: 1 / 0)
    assert remembered(("crash",), compute).tolist() == [0, 1, 2]


def test_where_nothing_can_be_kept_it_is_computed_each_time(tmp_path, monkeypatch, count):
    calls, compute = count
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GIA_HOME", str(tmp_path / "file"))
    assert remembered(("k",), compute).tolist() == [0, 1, 2]
    assert remembered(("k",), compute).tolist() == [0, 1, 2]
    assert len(calls) == 2


@pytest.fixture(scope="module")
def home_of_the_module():
    return settings().home


def test_what_tests_of_a_module_share_is_kept_in_no_persons_folder(home_of_the_module, shared_home, home):
    assert home_of_the_module == shared_home and settings().home == home != shared_home
