"""Honest figures of a period."""
