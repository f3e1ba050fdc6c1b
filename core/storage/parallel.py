"""A parallel map over the cores of this machine, by joblib.

Its workers are started afresh, not forked: a process forked from one that has used TensorFlow hangs.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

REPLACED = "A worker stopped while some jobs were given to the executor"


def parallel_map(
    function: Callable, calls: Iterable[tuple], workers: int = -1, in_order: bool = True, batch: int | str = "auto"
) -> Iterator[Any]:
    """What a function returns for each tuple of arguments, as soon as it is there.

    Parameters
    ----------
    workers : processes, -1 for one a core; they are kept for the next call.
    in_order : in the order of the calls, not of their end.
    batch : calls that a worker gets at a time.
    """
    from joblib import Parallel, delayed

    # A worker that grew large, as TensorFlow makes it, is replaced, of which joblib warns in a thread that manages the
    # workers. Where warnings are errors, that would be the end of the thread, and this one would wait for ever.
    warnings.filterwarnings("ignore", REPLACED, UserWarning)
    kind = "generator" if in_order else "generator_unordered"
    yield from Parallel(workers, return_as=kind, batch_size=batch)(delayed(function)(*call) for call in calls)
