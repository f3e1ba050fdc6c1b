"""A convolution of all positions in pairs: the sums of the convolution itself, from fewer products."""

import numpy as np
import pytest

from core.models.inference.residualbind import Layer, PairedConvolution

FILTERS = 6


@pytest.mark.parametrize("positions", [40, 41])
@pytest.mark.parametrize("dilation", [1, 2, 3, 4, 8, 20, 40])
@pytest.mark.parametrize("n", [1, 5])
def test_sums_are_those_of_the_convolution(dilation, positions, n):
    random = np.random.default_rng(0)
    seen = random.normal(size=(41, n, FILTERS)).astype(np.float32)
    weights = random.normal(size=(3, FILTERS, FILTERS)).astype(np.float32)
    bias = random.normal(size=FILTERS).astype(np.float32)
    wide = np.pad(seen.astype(float), ((dilation, dilation), (0, 0), (0, 0)))
    expected = sum(wide[tap * dilation :][:41] @ weights[tap] for tap in range(3)) + bias
    for _ in range(2):  # the second time the memory holds other numbers
        found = PairedConvolution(Layer(weights, bias), dilation)(seen, positions, "sums")
        np.testing.assert_allclose(found, expected[:positions], atol=1e-5)
        found[:] = np.nan
