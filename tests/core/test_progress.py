"""What is told of long work."""

from core.progress import counter


def test_a_counter_adds_up_and_never_says_more_than_all():
    told = []
    tell = counter(lambda *now: told.append(now), 10)
    for more in (4, 0, 5, 3):
        tell(more)
    assert told == [(4, 10), (4, 10), (9, 10), (10, 10)]
    counter(None, 10)(4)
