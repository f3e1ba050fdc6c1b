"""Sentences on findings that several pages share."""


def interaction_verdict(value: float, is_clear: bool) -> str:
    """Say whether two patterns help or hinder each other."""
    if not is_clear:
        return "no clear interaction"
    return "they help each other" if value > 0 else "they hinder each other"
