"""The arithmetic of BPS's own survey SKD: IPAK, the index of perceived freedom from corruption."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

import msgspec

from chalicelib.feedback.survey import Survey
from chalicelib.figures import two_decimals

ANTI_CORRUPTION = ("12", "13", "14", "15", "16")
"""No discrimination, nothing outside the procedure, no gratuity, no illegal levy, no brokers."""


class Ipak(msgspec.Struct, frozen=True):
    """The index (10-100, two decimals), None with a reason where an attribute has no answer; and how it is weighted."""

    ipak: Decimal | None
    weighted: bool
    reason: Literal["belum-cukup-data"] | None


def ipak_of(given: Survey, importance: Survey) -> Ipak:
    """The mean of the anti-corruption attributes times ten, exactly, rounded once, half up.

    Weighted by their mean importance where that was asked of every one of them (BPS, Survei Kebutuhan Data).
    """
    means = [mean for code in ANTI_CORRUPTION if (mean := given.mean(code)) is not None]
    if len(means) < len(ANTI_CORRUPTION):
        return Ipak(None, False, "belum-cukup-data")
    weights = [weight for code in ANTI_CORRUPTION if (weight := importance.mean(code)) is not None]
    weighted = len(weights) == len(means)
    used = weights if weighted else [Fraction(1)] * len(means)
    total = sum((weight * mean for weight, mean in zip(used, means, strict=True)), Fraction(0))
    return Ipak(two_decimals(total / sum(used, Fraction(0)) * 10), weighted, None)
