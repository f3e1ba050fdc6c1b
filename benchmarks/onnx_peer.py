"""The same network as ONNX Runtime runs it. Needs ``requirements-bench.txt``."""

import io

import numpy as np
import onnxruntime
import torch

from benchmarks.batched import Predict
from benchmarks.torch_peer import folded, torch_copy
from core.sequence import ALPHABET, PROBE_LENGTH


def session(model) -> Predict:
    """Return the network of a Keras model in ONNX Runtime on the CPU, its batch normalisation folded."""
    file, example = io.BytesIO(), torch.zeros((2, len(ALPHABET), PROBE_LENGTH))
    network = folded(torch_copy(model))
    batch = {"one_hot": {0: "batch"}, "scores": {0: "batch"}}
    names = {"input_names": ["one_hot"], "output_names": ["scores"], "dynamic_axes": batch}
    torch.onnx.export(network, (example,), file, dynamo=False, **names)
    asked = onnxruntime.InferenceSession(file.getvalue(), providers=["CPUExecutionProvider"])

    def predict(one_hot: np.ndarray) -> np.ndarray:
        return asked.run(None, {"one_hot": np.ascontiguousarray(one_hot.transpose(0, 2, 1))})[0][:, 0]

    return predict
