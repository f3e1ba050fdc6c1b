"""Results as JSON knows them."""

from typing import Any

import numpy as np


def plain(value: Any, digits: int | None = None) -> Any:
    """Lists for tuples and arrays, null for what is not finite, numbers with ``digits`` significant digits if said."""
    if isinstance(value, dict):
        return {str(key): plain(item, digits) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item, digits) for item in value]
    if isinstance(value, np.generic):
        return plain(value.item(), digits)
    if isinstance(value, float):
        return None if not np.isfinite(value) else float(f"{value:.{digits}g}") if digits else value
    return value
