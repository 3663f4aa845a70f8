"""Whose copy is it? Leaked files that the head of a unit has looked at, and what was found."""
