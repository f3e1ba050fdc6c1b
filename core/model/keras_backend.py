"""The one door to Keras: it is heavy (seconds, hundreds of MB), so it opens only when a model is asked, and quietly."""

import os
from functools import cache


@cache
def import_keras():
    """Import Keras once, without the start-up messages of its backend."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    import keras

    return keras
