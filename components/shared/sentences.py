"""Findings that more than one page says, in words."""


def interaction_verdict(value: float, is_clear: bool) -> str:
    """Say what two patterns do to each other."""
    if not is_clear:
        return "no clear interaction"
    return "they help each other" if value > 0 else "they hinder each other"
