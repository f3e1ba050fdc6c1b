"""Letters as outlines, so that a logo is a few SVG paths: no font, no Matplotlib at run time.

The outlines were computed once with ``matplotlib.textpath.TextPath`` from DejaVu Sans Bold (free licence) and scaled to
the unit square, y upwards; H, I, M, E are straight strokes of the same weight.
"""

_OUTLINES = {
    "A": (
        "M 0.693 0.182 L 0.308 0.182 L 0.247 0 L 0 0 L 0.353 1 L 0.647 1 L 1 0 L 0.753 0 L 0.693 0.182 Z M "
        "0.369 0.368 L 0.631 0.368 L 0.5 0.766 L 0.369 0.368 Z"
    ),
    "C": (
        "M 1 0.072 Q 0.916 0.036 0.826 0.018 Q 0.735 0 0.637 0 Q 0.343 0 0.172 0.135 Q 0 0.269 0 0.5 Q 0 "
        "0.731 0.172 0.865 Q 0.343 1 0.637 1 Q 0.735 1 0.826 0.982 Q 0.916 0.964 1 0.928 L 1 0.729 Q 0.916 "
        "0.776 0.834 0.798 Q 0.752 0.82 0.661 0.82 Q 0.499 0.82 0.406 0.735 Q 0.313 0.649 0.313 0.5 Q 0.313 "
        "0.351 0.406 0.265 Q 0.499 0.18 0.661 0.18 Q 0.752 0.18 0.834 0.202 Q 0.916 0.224 1 0.271 L 1 0.072 Z"
    ),
    "G": (
        "M 1 0.09 Q 0.899 0.045 0.791 0.023 Q 0.682 0 0.567 0 Q 0.305 0 0.153 0.135 Q 0 0.269 0 0.5 Q 0 0.733 "
        "0.155 0.866 Q 0.311 1 0.581 1 Q 0.686 1 0.781 0.982 Q 0.877 0.964 0.961 0.928 L 0.961 0.729 Q 0.874 "
        "0.775 0.788 0.797 Q 0.701 0.82 0.614 0.82 Q 0.453 0.82 0.366 0.737 Q 0.279 0.654 0.279 0.5 Q 0.279 "
        "0.347 0.363 0.263 Q 0.447 0.18 0.602 0.18 Q 0.644 0.18 0.68 0.185 Q 0.716 0.19 0.745 0.2 L 0.745 "
        "0.387 L 0.58 0.387 L 0.58 0.554 L 1 0.554 L 1 0.09 Z"
    ),
    "U": (
        "M 0 1 L 0.299 1 L 0.299 0.412 Q 0.299 0.291 0.346 0.238 Q 0.393 0.186 0.5 0.186 Q 0.607 0.186 0.654 "
        "0.238 Q 0.701 0.291 0.701 0.412 L 0.701 1 L 1 1 L 1 0.412 Q 1 0.204 0.876 0.102 Q 0.753 0 0.5 0 Q "
        "0.247 0 0.123 0.102 Q 0 0.204 0 0.412 L 0 1 Z"
    ),
    "T": "M 0 1 L 1 1 L 1 0.805 L 0.64 0.805 L 0.64 0 L 0.36 0 L 0.36 0.805 L 0 0.805 L 0 1 Z",
    "P": (
        "M 0 1 L 0.52 1 Q 0.752 1 0.876 0.915 Q 1 0.83 1 0.674 Q 1 0.516 0.876 0.432 Q 0.752 0.347 0.52 0.347 "
        "L 0.313 0.347 L 0.313 0 L 0 0 L 0 1 Z M 0.313 0.813 L 0.313 0.534 L 0.486 0.534 Q 0.578 0.534 0.627 "
        "0.57 Q 0.677 0.607 0.677 0.674 Q 0.677 0.741 0.627 0.777 Q 0.578 0.813 0.486 0.813 L 0.313 0.813 Z"
    ),
    "H": "M 0 1 L 0.31 1 L 0.31 0.62 L 0.69 0.62 L 0.69 1 L 1 1 L 1 0 L 0.69 0 L 0.69 0.43 L 0.31 0.43 L 0.31 0 "
    "L 0 0 Z",
    "I": "M 0.05 1 L 0.95 1 L 0.95 0.82 L 0.67 0.82 L 0.67 0.18 L 0.95 0.18 L 0.95 0 L 0.05 0 L 0.05 0.18 L 0.33 0.18 "
    "L 0.33 0.82 L 0.05 0.82 Z",
    "M": "M 0 1 L 0.3 1 L 0.5 0.55 L 0.7 1 L 1 1 L 1 0 L 0.77 0 L 0.77 0.7 L 0.58 0.27 L 0.42 0.27 L 0.23 0.7 L 0.23 0 "
    "L 0 0 Z",
    "E": "M 0 1 L 0.97 1 L 0.97 0.81 L 0.33 0.81 L 0.33 0.62 L 0.92 0.62 L 0.92 0.43 L 0.33 0.43 L 0.33 0.19 L 1 0.19 "
    "L 1 0 L 0 0 Z",
}
_PARTS = {letter: outline.split() for letter, outline in _OUTLINES.items()}


def glyph_path(letter: str, x: float, y: float, width: float, height: float) -> str:
    """Return the SVG path of a letter (ACGUT, PHIME) that fills a box from its lower left corner x, y (axis units)."""
    path, is_x = [], True
    for part in _PARTS[letter]:
        if part.isalpha():
            path.append(part)
            continue
        value = x + width * float(part) if is_x else y + height * float(part)
        path.append(f"{value:.3f}" if is_x else f"{value:.4f}")
        is_x = not is_x
    return " ".join(path)
