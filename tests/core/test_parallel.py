"""Work that joblib's workers do."""

import threading
import time

import pytest

from core.storage.parallel import parallel_map


def grow(megabytes):
    """Take memory and keep it, as a network engine does; more than a second apart, joblib looks how much."""
    grow.kept = [*getattr(grow, "kept", []), bytearray(b"x" * (megabytes << 20))]
    time.sleep(1.1)
    return megabytes


def test_results_come_in_the_order_of_the_calls():
    assert list(parallel_map(divmod, [(7, 2), (9, 4)], workers=2)) == [(3, 1), (2, 1)]


@pytest.mark.slow
def test_a_worker_that_grew_large_is_replaced_and_the_work_goes_on():
    """joblib warns of it in the thread that manages its workers, and in these tests warnings are errors."""
    found = []
    calls = [(1,), (1,), *[(400,)] * 4]
    work = threading.Thread(target=lambda: found.extend(parallel_map(grow, calls, workers=2, batch=1)), daemon=True)
    work.start()
    work.join(300)
    assert sorted(found) == sorted(megabytes for (megabytes,) in calls)
