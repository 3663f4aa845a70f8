"""Measurements of the main job on the machine at hand."""
