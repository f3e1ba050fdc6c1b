import json

import numpy as np

from core.cli.text import number
from core.formatting import plain

GIVEN = {"a": np.array([[1.23456789, np.nan]]), 2: (np.int64(3), 0.1, True, None, "x", float("inf"))}


def test_results_become_json():
    assert plain(GIVEN) == {"a": [[1.23456789, None]], "2": [3, 0.1, True, None, "x", None]}
    json.dumps(plain(GIVEN), allow_nan=False)


def test_digits_are_significant_ones():
    assert plain(GIVEN, 6) == {"a": [[1.23457, None]], "2": [3, 0.1, True, None, "x", None]}
    assert plain(np.float32(123456.789), 3) == 123000.0


def test_the_command_line_never_writes_a_small_number_as_zero():
    assert [number(value) for value in (6e-111, -2e-5, 0.0, 0.0005, 1.23456)] == [
        *("6.0e-111", "-2.0e-05", "0.0000", "0.0005", "1.2346"),
    ]
    assert [number(value) for value in (float("nan"), None, True, 3)] == ["nan", "-", "yes", "3"]
