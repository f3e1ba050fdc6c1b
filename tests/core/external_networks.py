"""Keras networks of a few fixed weights, whose every answer is known by hand, as files."""

import json
import zipfile

import numpy as np

from core.models.networks.keras_backend import import_keras

U_COUNTS = [0, 0, 0, 1]
"""What each channel adds to the score where the channels are A, C, G, U: the number of U."""


def counts(channels=U_COUNTS, length=41, channels_first=False, flat=False, outputs=1):
    """A model that adds up one weight for each letter; a second output counts twice, and so on."""
    keras = import_keras()
    size = len(channels)
    inputs = keras.Input((size, length) if channels_first else (length, size))
    x = keras.layers.Permute((2, 1))(inputs) if channels_first else inputs
    conv = keras.layers.Conv1D(outputs, 1, use_bias=False)
    score = keras.ops.sum(conv(x), axis=1)
    model = keras.Model(inputs, score[:, 0] if flat else score)
    conv.set_weights([np.outer(channels, np.arange(1, outputs + 1))[None].astype("f4")])
    return model


def sites(kmer, alphabet="ACGU"):
    """A model that counts the places where a k-mer stands."""
    keras = import_keras()
    inputs = keras.Input((41, 4))
    conv = keras.layers.Conv1D(1, len(kmer), activation="relu")
    model = keras.Model(inputs, keras.layers.Dense(1, use_bias=False)(keras.ops.sum(conv(inputs), axis=1)))
    kernel = np.array([[letter == channel for channel in alphabet] for letter in kmer], "f4")
    conv.set_weights([kernel[:, :, None], np.array([1.0 - len(kmer)], "f4")])
    model.layers[-1].set_weights([np.ones((1, 1), "f4")])
    return model


def saved(model, path):
    model.save(path)
    return path


def edited(path, change=lambda config: config, members=(), weights=None):
    """A copy of a .keras file with another description or weights, and more members."""
    other = path.with_name("edited.keras")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "config.json":
                config = change(json.loads(content))
                content = config if isinstance(config, bytes) else json.dumps(config).encode()
            target.writestr(name, weights if weights is not None and name.endswith(".h5") else content)
        for name, content in members:
            target.writestr(name, content)
    return other
