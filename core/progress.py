"""How long work says how far it is: one kind of function that is told, and a counter that tells it."""

from collections.abc import Callable

OnProgress = Callable[[int, int], None]
"""What long work calls with (done, total); an exception that it raises cancels the work."""


def counter(on_progress: OnProgress | None, total: int) -> Callable[[int], None]:
    """Make a function that is told how much was done since its last call, and passes on (done, total), never above."""
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if on_progress:
            on_progress(min(done, total), total)

    return tell
