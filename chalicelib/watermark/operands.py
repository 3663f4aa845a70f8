"""Numbers as operands of a page's drawing."""

from __future__ import annotations


def numbers(*values: float) -> bytes:
    """Parted by spaces; nine decimals, so that a factor times a thousand points is as exact as viewers reckon."""
    return " ".join(f"{value:.9f}".rstrip("0").rstrip(".") for value in values).encode("ascii")
