"""What is held about the person behind a visit, and how it is corrected: values and rules (UU 27/2022)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from chalicelib.delivery.model import CopyRequest, Delivery
from chalicelib.errors import Fault, NotFound
from chalicelib.form import Form
from chalicelib.guestbook.consents import has_consented, is_mobile
from chalicelib.guestbook.model import Contact, Line, Name, Visit, email_address, one_line, phone_number
from chalicelib.guestbook.reach import faults_of_address
from chalicelib.queue.model import Ticket
from chalicelib.unit import Unit

HEALTH = ("disability", "pregnant")
"""Needs that tell of somebody's health (UU 27/2022, article 4): they rest on a consent, and go with it."""
PENDING = ("new", "rendering", "ready")


class NoSuchVisit(NotFound):
    """This unit has no such visit."""

    code = "no-such-visit"


class Correction(Form, frozen=True, kw_only=True):
    """What shall be known otherwise; what is left out stays, and what `remove` names is not kept any more."""

    checks: ClassVar[Mapping[str, Any]] = {"name": one_line, "phone": phone_number}

    name: Name | None = None
    phone: Annotated[str, msgspec.Meta(max_length=32)] | None = None
    institution: Line | None = None
    remove: Annotated[list[Literal["phone", "institution"]], msgspec.Meta(max_length=2)] = []

    @property
    def changes(self) -> dict[str, str | None]:
        """The fields of a contact that change; those to be removed are None."""
        given = {name: getattr(self, name) for name in Contact.__struct_fields__ if getattr(self, name, None)}
        return given | dict.fromkeys(self.remove)


class StaffCorrection(Correction, frozen=True, kw_only=True):
    """The same made by staff at the visitor's wish; they may correct the address too."""

    checks: ClassVar[Mapping[str, Any]] = {**Correction.checks, "email": email_address}

    email: Annotated[str, msgspec.Meta(max_length=254)] | None = None
    email_confirmed: bool = False


class Erasure(Form, frozen=True):
    """Whose data staff erase at their wish."""

    visit_id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """All that is held about one person: nothing of them stands anywhere else, but for digests that nobody can read."""

    unit: Unit
    visit: Visit
    contact: Contact | None
    tickets: list[Ticket]
    requests: list[tuple[CopyRequest, list[Delivery]]]

    @property
    def copies_until(self) -> datetime | None:
        """Until when the last of the copies is kept."""
        return max((one.purge_at for one, _ in self.requests if one.purge_at), default=None)


def faults_of_correction(fields: Mapping[str, Any], unit: Unit, visit: Visit) -> list[Fault]:
    """What the guestbook would say against the fields: a slip of the pen, and a number that WhatsApp needs."""
    faults = faults_of_address(fields)
    if not has_consented(visit, unit.whatsapp.consent):
        return faults
    if "phone" in fields.get("remove", []):
        faults.append(Fault("phone", "needed-for-whatsapp"))
    elif fields.get("phone") and not is_mobile(fields["phone"]):
        faults.append(Fault("phone", "not-a-mobile-number"))
    return faults


def is_pending(delivery: Delivery) -> bool:
    """Whether a delivery still waits to leave; a copy that can be fetched from the page does not."""
    return delivery.state in PENDING and (delivery.channel, delivery.state) != ("app", "ready")


def is_kept(request: CopyRequest, now: datetime) -> bool:
    """Whether there is a copy that can be fetched."""
    return request.state == "ready" and request.expires_at is not None and request.expires_at > now
