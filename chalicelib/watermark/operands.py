"""Numbers as operands of a page's drawing."""

from __future__ import annotations


def numbers(*values: float) -> bytes:
    """Parted by spaces; five decimals are finer than any device."""
    return " ".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in values).encode("ascii")
