"""The embedded stack: the whole service in one process, on one machine, from the same templates."""
