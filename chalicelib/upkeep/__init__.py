"""Upkeep: what got stuck is found and helped on, and jobs that failed for good are shown to staff."""
