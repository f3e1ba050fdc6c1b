"""Progress of long work: the function that is called with it, and a counter that calls it."""

from collections.abc import Callable

OnProgress = Callable[[int, int], None]
"""Function that long work calls with (done, total); an exception it raises cancels the work."""


def counter(on_progress: OnProgress | None, total: int) -> Callable[[int], None]:
    """Make a function that adds what was done since its last call and passes on (done, total), never above total."""
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if on_progress:
            on_progress(min(done, total), total)

    return tell
