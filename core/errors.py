"""Errors whose text is meant for users; a bug is any other exception."""


class AppError(ValueError):
    """Bad input from a user: what came, what is allowed, what to do. Pages and command line show the text."""


class SequenceError(AppError):
    """A sequence, pattern, position or design that cannot be read or does not fit the probe."""


class DataError(AppError):
    """A file, table or experiment that cannot be used."""


class ModelError(AppError):
    """A model that is missing, damaged or not what its card says."""


def quoted(text: str, most: int = 50) -> str:
    """Return a text in quotation marks, as a sentence shows what somebody typed: cut after ``most`` letters."""
    text = text.strip()
    return repr(text if len(text) <= most else f"{text[: most - 1]}…")
