"""The only import of Keras, which is heavy (seconds, hundreds of MB): late, and without messages."""

import logging
import os
import sys
from contextlib import contextmanager
from functools import cache
from threading import Lock

_importing = Lock()
BACKEND = "tensorflow"
"""The backend, unless ``KERAS_BACKEND`` names another."""


def import_keras():
    """Import Keras once, without the start-up messages of its backend."""
    with _importing:
        return _import()


def backend_name() -> str:
    """Return the backend that Keras uses, or will use once imported; this imports nothing."""
    keras = sys.modules.get("keras")
    return keras.backend.backend() if keras else os.environ.get("KERAS_BACKEND", BACKEND)


@cache
def _import():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("KERAS_BACKEND", BACKEND)
    logging.getLogger("tensorflow").setLevel(logging.ERROR)  # each network compiles anew, which it warns of
    with _without_native_messages():
        import keras
    return keras


def use_cores(cores: int) -> None:
    """Let TensorFlow use this many cores in this process; call it before Keras is imported.

    At least two threads between operations are needed: with one, TensorFlow can wait for itself for ever
    (tensorflow/tensorflow issues 38969 and 48418).
    """
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", str(cores))
    os.environ.setdefault("TF_NUM_INTEROP_THREADS", "2")


def backend_errors() -> tuple[type[Exception], ...]:
    """Return the errors that mean that a network cannot be computed: Python's own, and those of Keras' backend."""
    own = ValueError, TypeError, RuntimeError, ArithmeticError, NotImplementedError
    if import_keras().backend.backend() != "tensorflow":
        return own
    import tensorflow as tf

    return (*own, tf.errors.OpError)


@contextmanager
def _without_native_messages():
    """Drop two notices that TensorFlow's libraries write to standard error before their log level counts."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
