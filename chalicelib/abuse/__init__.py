"""Guessing is noticed: who shows unknown tokens too often is asked to come back later."""
