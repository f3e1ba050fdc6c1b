"""Trained models: cards, the registry, networks, inference, and external models."""
