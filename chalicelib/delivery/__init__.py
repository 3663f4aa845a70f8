"""Marked copies: the request, the marking, the ways home, the links."""
