"""Whose copy is it? Reads a leaked file for everything by which a copy can be known."""
