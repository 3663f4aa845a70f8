"""Reading the audit: the head of a unit sees who did what, with the names that staff and things bear now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from chalicelib.audit.model import Entry, Span
from chalicelib.audit.noting import Entries
from chalicelib.catalogue.service import Publications
from chalicelib.guestbook.devices import Kiosks
from chalicelib.staff.model import Member
from chalicelib.staff.service import Members


class AuditPorts(Protocol):
    """What reading needs beside the entries: where names are found, for an entry holds none."""

    @property
    def audit(self) -> Entries: ...
    @property
    def members(self) -> Members: ...
    @property
    def publications(self) -> Publications: ...
    @property
    def kiosks(self) -> Kiosks: ...


class Told(msgspec.Struct, frozen=True):
    """An entry with its member, and what the thing is called; None where that is gone or has no name."""

    entry: Entry
    member: Member | None
    about: str | None


class Part(msgspec.Struct, frozen=True):
    """Some entries, and where the next of them stand."""

    told: list[Told]
    following: str | None


def audit_of(ports: AuditPorts, unit: str, span: Span, most: int) -> Part:
    """The newest entries of a unit in a span, at most so many."""
    found = ports.audit.newest(unit, span, most + 1)
    entries, rest = found[:most], found[most:]
    members = {member.subject: member for member in ports.members.of_unit(unit)}
    names = _names(ports, unit, entries) | {subject: member.name for subject, member in members.items()}
    told = [Told(entry, members.get(entry.subject), names.get(entry.id)) for entry in entries]
    return Part(told, rest[0].position if rest else None)


def _names(ports: AuditPorts, unit: str, entries: Sequence[Entry]) -> dict[str, str]:
    """What titles and devices are called: asked for only where an entry is about one."""
    titles = sorted({entry.id for entry in entries if entry.kind == "publication"})
    named = {one.publication_id: one.title for one in ports.publications.several(titles) if one.unit == unit}
    if any(entry.kind == "kiosk" for entry in entries):
        named |= {kiosk.kiosk_id: kiosk.name for kiosk in ports.kiosks.of_unit(unit)}
    return named
