#!/usr/bin/env bash
# ONNX Runtime 1.32.0: a convolution with a dilation and `auto_pad` SAME_UPPER, which ONNX allows, checks and computes
# itself, is refused; the same padding in numbers is taken. Residual networks for RNA are made of such convolutions.
source "$(dirname "$0")/venv.bash"

ask='
import numpy as np, onnx, onnxruntime
from onnx.helper import make_graph, make_model, make_node, make_opsetid, make_tensor_value_info
from onnx.reference import ReferenceEvaluator

kernel = onnx.numpy_helper.from_array(np.array([[[1, 10, 100]]], np.float32), "kernel")
shape = [1, 1, 7]
ends = [make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape) for name in ("rna", "seen")]
numbers = np.arange(7, dtype=np.float32).reshape(shape)

def answer(**padding):
    node = make_node("Conv", ["rna", "kernel"], ["seen"], dilations=[2], kernel_shape=[3], **padding)
    graph = make_graph([node], "dilated", ends[:1], ends[1:], [kernel])
    model = make_model(graph, opset_imports=[make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model, full_check=True)
    print(*padding, "onnx:", *ReferenceEvaluator(model).run(None, {"rna": numbers})[0].ravel().astype(int))
    try:
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        print(*padding, "onnxruntime:", *session.run(None, {"rna": numbers})[0].ravel().astype(int))
    except Exception as error:
        print(*padding, "onnxruntime:", "Dilation not supported" in str(error) and "dilation is not supported")

answer(auto_pad="SAME_UPPER")
answer(pads=[2, 2])
'
expect "auto_pad onnx: 200 310 420 531 642 53 64
auto_pad onnxruntime: dilation is not supported
pads onnx: 200 310 420 531 642 53 64
pads onnxruntime: 200 310 420 531 642 53 64" "$(python_with "onnx==1.23.0 onnxruntime==1.32.0 numpy==2.4.6" "$ask" 2> /dev/null)"
