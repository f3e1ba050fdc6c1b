"""A parallel map over the cores of this machine, by joblib.

Its workers are started afresh, not forked: a process forked after TensorFlow was used hangs.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

REPLACED = "A worker stopped while some jobs were given to the executor"


def parallel_map(
    function: Callable, calls: Iterable[tuple], workers: int = -1, in_order: bool = True, batch: int | str = "auto"
) -> Iterator[Any]:
    """Yield the result of a function for each tuple of arguments, as soon as it is ready.

    Parameters
    ----------
    workers : processes, -1 for one per core; they are kept for the next call.
    in_order : whether results come in the order of the calls, or as they are ready.
    batch : calls that a worker gets at a time.
    """
    from joblib import Parallel, delayed

    # A worker that grew large, as TensorFlow makes it, is replaced, of which joblib warns in a thread that manages the
    # workers. Where warnings are errors, that would be the end of the thread, and this one would wait for ever.
    warnings.filterwarnings("ignore", REPLACED, UserWarning)
    kind = "generator" if in_order else "generator_unordered"
    yield from Parallel(workers, return_as=kind, batch_size=batch)(delayed(function)(*call) for call in calls)
