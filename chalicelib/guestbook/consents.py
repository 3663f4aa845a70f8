"""Consents (UU 27/2022, articles 20 to 22): given to one version of a text at a known time, and withdrawn as easily."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

import msgspec
import phonenumbers
from phonenumbers import PhoneNumberType

MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


class GivenConsent(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody agreed to a version of a text, and until when it held."""

    code: str
    version: str
    given_at: datetime
    withdrawn_at: datetime | None = None


class Consenting(Protocol):
    """Who consents: a visit."""

    @property
    def consents(self) -> list[GivenConsent]: ...


def has_consented(visit: Consenting, code: str) -> bool:
    """Whether a consent is given and was not withdrawn."""
    return any(given.code == code and given.withdrawn_at is None for given in visit.consents)


def giving(consents: Iterable[GivenConsent], new: GivenConsent) -> list[GivenConsent]:
    """The consents with a new one, unless the same holds already."""
    known = list(consents)
    same = any((one.code, one.version, one.withdrawn_at) == (new.code, new.version, None) for one in known)
    return known if same else [*known, new]


def withdrawing(consents: Iterable[GivenConsent], code: str, now: datetime) -> list[GivenConsent]:
    """The consents, those of a code withdrawn; that they were given stays known."""
    return [
        msgspec.structs.replace(one, withdrawn_at=now) if one.code == code and one.withdrawn_at is None else one
        for one in consents
    ]


def is_mobile(phone: str) -> bool:
    """Whether a number in E.164 can be a mobile phone's; in some countries numbers do not tell."""
    return phonenumbers.number_type(phonenumbers.parse(phone)) in MOBILE
