"""Exact arithmetic of figures: fractions all the way, and one rounding at the end."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def two_decimals(value: Fraction) -> Decimal:
    """Half up, decided on the exact fraction."""
    hundredths = value * 100
    whole = (2 * hundredths.numerator + hundredths.denominator) // (2 * hundredths.denominator)
    return (Decimal(whole) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def rounded(value: Fraction | None) -> Decimal | None:
    """To two decimals; what was not measured stays None."""
    return None if value is None else two_decimals(value)


def half_up(value: Fraction) -> int:
    """To a whole number, halves upwards."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
