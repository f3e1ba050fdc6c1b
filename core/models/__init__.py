"""Trained models: their cards, the registry, the networks, how they are asked, and those that were brought."""
