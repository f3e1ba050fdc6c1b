"""Measurements: reading files of any layout, previewing, keeping and loading them; published numbers and motifs."""
