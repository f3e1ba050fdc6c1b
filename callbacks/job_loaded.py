"""What every job needs, imported once by the process that jobs are forked from: TensorFlow, not yet used."""

import callbacks  # noqa: F401
from core.models.networks.keras_backend import import_keras

import_keras()
