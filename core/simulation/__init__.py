"""Simulated measurements: planted rules, probe design, and the set on disk."""
