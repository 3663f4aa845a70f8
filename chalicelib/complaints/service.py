"""The register of complaints: taking one in, finding it again, and forgetting whose it was."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from chalicelib.abuse.limits import TooManySends, TooManySendsToday, counted_complaint, counted_mail
from chalicelib.audit.model import Act
from chalicelib.audit.noting import noting
from chalicelib.complaints import clocks, model
from chalicelib.complaints.events import new_letter
from chalicelib.complaints.forms import NewComplaint
from chalicelib.complaints.jobs import start_letters
from chalicelib.complaints.model import Complainant, Complaint, Event, TooManyComplaints, UnknownComplaint
from chalicelib.complaints.ports import ChangePorts, ClockPorts, ComplaintPorts, EventPorts
from chalicelib.delivery.model import Delivery
from chalicelib.guestbook.model import Visit, holds, token_hash, visit_id_of
from chalicelib.guestbook.service import Visits
from chalicelib.idempotency.model import Call, answer_to, earlier_answer
from chalicelib.moments import instant
from chalicelib.tables import Write, WriteLost, attempts
from chalicelib.unit import Unit, service_day

PART = 100
"""How many complaints are read at once where those of one state are looked for."""


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """Where, when and how a complaint comes in: `by` a member of staff, or from a network `address`."""

    unit: Unit
    received_at: datetime
    source: Literal["public", "staff"]
    visit: Visit | None = None
    by: str | None = None
    address: str | None = None


def visit_of(visits: Visits, token: str | None) -> Visit | None:
    """The visit that a token belongs to, or None."""
    visit = visits.find(visit_id_of(token_hash(token))) if token else None
    return visit if visit and token and holds(visit, token) else None


def file_complaint(ports: ComplaintPorts, filing: Filing, call: Call, new: NewComplaint) -> dict[str, Any]:
    """Take a complaint in, with its receipt by mail where an address was given. The same call gives the same answer.

    Raises TooManyComplaints, Unavailable.
    """
    for _ in attempts(ports.pause):
        earlier = earlier_answer(ports.answers, call, ports.now())
        if earlier:
            _send_receipt(ports, new, model.complaint_id_of(earlier.body["code"]))
            return earlier.body
        complaint, writes = _filed(ports, filing, new)
        answer = _answer(complaint, filing.unit)
        noted = noting(ports, call, Act("enter", "complaint", complaint.code, (complaint.channel,)))
        try:
            ports.commit([*writes, *noted, ports.answers.keeping(answer_to(call, answer, ports.now()))])
        except WriteLost:
            continue
        _send_receipt(ports, new, complaint.complaint_id)
        return answer
    raise AssertionError("attempts() ends by refusing")


def _send_receipt(ports: ComplaintPorts, new: NewComplaint, complaint_id: str) -> None:
    if new.email:
        start_letters(ports, complaint_id)


def _answer(complaint: Complaint, unit: Unit) -> dict[str, Any]:
    return {
        "code": complaint.code,
        "received_at": instant(complaint.received_at),
        "answer_due": clocks.answer_due(complaint, unit).isoformat(),
    }


def _filed(ports: ComplaintPorts, filing: Filing, new: NewComplaint) -> tuple[Complaint, list[Write]]:
    """A complaint and the writes that make it known. Raises TooManyComplaints."""
    receipt = Event(state="received", at=filing.received_at, by=filing.by)
    complaint = _complaint(filing, new, receipt, ports.now())
    writes = [ports.complaints.adding(complaint)]
    if filing.address:
        most = filing.unit.limits.complaints_from_address_an_hour
        counting, wait = counted_complaint(ports.tallies, filing.address, most, ports.now())
        if wait:
            raise TooManyComplaints(retry_after=wait)
        writes.append(counting)
    if complaint.has_contact:
        writes.append(ports.complainants.adding(_complainant(complaint, new)))
    if new.email:
        writes += _receipt(ports, filing.unit, complaint, new.email)
    return complaint, writes


def _complaint(filing: Filing, new: NewComplaint, receipt: Event, now: datetime) -> Complaint:
    code = model.new_complaint_code()
    return Complaint(
        complaint_id=model.complaint_id_of(code),
        code=code,
        unit=filing.unit.code,
        channel=new.channel,
        source=filing.source,
        category=new.category,
        text=new.text,
        language=new.language,
        secret_identity=new.secret_identity,
        received_at=filing.received_at,
        entered_at=now,
        history=[receipt],
        visit_day=filing.visit.day if filing.visit else None,
        is_late=_is_late(filing),
        has_contact=any((new.name, new.email, new.phone)),
        has_email=new.email is not None,
        open_since=filing.received_at,
    )


def _is_late(filing: Filing) -> bool:
    """Whether it came after the time for complaints about that visit: it is taken in all the same, and marked."""
    if filing.visit is None:
        return False
    last = filing.visit.day + timedelta(days=filing.unit.complaints.filing_days)
    return service_day(filing.received_at, filing.unit) > last


def _complainant(complaint: Complaint, new: NewComplaint) -> Complainant:
    return Complainant(
        complaint_id=complaint.complaint_id, unit=complaint.unit, name=new.name, email=new.email, phone=new.phone
    )


def _receipt(ports: ComplaintPorts, unit: Unit, complaint: Complaint, email: str) -> list[Write]:
    """The receipt, counted as every mail to that address is. One too many is not sent, and the complaint is taken in
    all the same: nobody may flood an address by complaining in its name, nor be kept from complaining.
    """
    letter = new_letter(complaint, model.letter_name(1), ports.now())
    try:
        counting = counted_mail(ports.tallies, unit, email, ports.now())
    except (TooManySends, TooManySendsToday):
        return [ports.deliveries.adding(_unsent(letter))]
    return [ports.deliveries.adding(letter), *counting]


def _unsent(letter: Delivery) -> Delivery:
    return msgspec.structs.replace(letter, state="refused", detail="mail-limit", open_since=None)


def complaint_of_code(ports: ClockPorts, code: str) -> Complaint:
    """The complaint of a code as it was typed. Raises UnknownComplaint."""
    typed = model.complaint_code_typed(code)
    complaint = ports.complaints.find(model.complaint_id_of(typed)) if typed else None
    if complaint is None:
        raise UnknownComplaint()
    return complaint


def complaint_of_unit(ports: EventPorts, unit: Unit, code: str) -> Complaint:
    """A complaint of the staff's own unit. Raises UnknownComplaint."""
    complaint = complaint_of_code(ports, code)
    if complaint.unit != unit.code:
        raise UnknownComplaint()
    return complaint


def register(ports: EventPorts, unit: Unit, wanted: tuple[str | None, str | None], most: int) -> list[Complaint]:
    """At most so many complaints of a unit, the newest first: of one state, and those before a position."""
    state, before = wanted
    found: list[Complaint] = []
    while len(found) < most:
        part = ports.complaints.of_unit(unit.code, before, PART)
        found += [one for one in part if state is None or one.state == state]
        if len(part) < PART:
            break
        before = part[-1].position
    return found[:most]


def classify(ports: EventPorts, complaint: Complaint, lapor_class: model.LaporClass | None) -> Complaint:
    """Give it a class of SP4N-LAPOR, or take it back. Raises Unavailable under too much contention."""
    return _changed(ports, complaint, {"lapor_class": lapor_class})


def _changed(ports: ChangePorts, complaint: Complaint, changes: dict[str, Any], *more: Write) -> Complaint:
    """Change what no event changes, whatever happens meanwhile."""
    for _ in attempts(ports.pause):
        try:
            ports.commit([ports.complaints.changing(complaint, changes), *more])
        except WriteLost:
            complaint = complaint_of_code(ports, complaint.code)
        else:
            return msgspec.structs.replace(complaint, **changes, version=complaint.version + 1)
    raise AssertionError("attempts() ends by refusing")


def erase(ports: ChangePorts, complaint: Complaint) -> Complaint:
    """Forget who complained, on request or when their time is over; the text and the figures stay."""
    forgotten = {"has_contact": False, "has_email": False, "erased_at": ports.now()}
    return _changed(ports, complaint, forgotten, ports.complainants.erasing(complaint.complaint_id))


def erase_text(ports: ChangePorts, complaint: Complaint) -> Complaint:
    """Forget what was written, and by whom, at the end of its retention; what the figures are made of stays."""
    silent = [msgspec.structs.replace(event, note=None, by=None) for event in complaint.history]
    empty = {"text": "", "additions": [], "history": silent, "text_until": None}
    return _changed(ports, complaint, empty)


def due_counts(ports: ClockPorts, unit: Unit) -> tuple[int, int]:
    """How many open complaints are due soon, and how many are overdue."""
    now, found = ports.now(), ports.complaints.open_of_unit(unit.code)
    moods = [clocks.mood_of(clocks.running(one, unit, now), unit) for one in found]
    return moods.count("soon"), moods.count("over")
