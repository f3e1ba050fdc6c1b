import json

import numpy as np

from core.plain import plain

GIVEN = {"a": np.array([[1.23456789, np.nan]]), 2: (np.int64(3), 0.1, True, None, "x", float("inf"))}


def test_results_become_json():
    assert plain(GIVEN) == {"a": [[1.23456789, None]], "2": [3, 0.1, True, None, "x", None]}
    json.dumps(plain(GIVEN), allow_nan=False)


def test_digits_are_significant_ones():
    assert plain(GIVEN, 6) == {"a": [[1.23457, None]], "2": [3, 0.1, True, None, "x", None]}
    assert plain(np.float32(123456.789), 3) == 123000.0
