"""The letters of a complaint: of each event to whoever complained, of a clock to the office; each is sent once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal, Protocol

from chalicelib.complaints import message
from chalicelib.complaints.message import Letter, OfficeLetter
from chalicelib.complaints.model import Complaint, told_by
from chalicelib.complaints.ports import Complainants, Complaints
from chalicelib.delivery.model import Delivery
from chalicelib.delivery.outcome import Refused, SendLater
from chalicelib.delivery.outgoing import Mailer
from chalicelib.delivery.sending import SendingPorts, lost_worker, send
from chalicelib.delivery.stops import SuppressionPorts, suppression_of
from chalicelib.unit import Units


class LetterPorts(SendingPorts, SuppressionPorts, Protocol):
    """What sending them needs."""

    @property
    def units(self) -> Units: ...
    @property
    def complaints(self) -> Complaints: ...
    @property
    def complainants(self) -> Complainants: ...
    @property
    def mailer(self) -> Mailer: ...
    @property
    def mail_sender(self) -> str: ...
    @property
    def public_url(self) -> str: ...


def send_letters(ports: LetterPorts, complaint_id: str) -> Literal["delivered", "ignored"]:
    """Send what waits of a complaint's letters; a second run sends nothing twice.

    Raises SendLater where one has to be tried again; each fails on its own.
    """
    complaint = ports.complaints.find(complaint_id)
    if complaint is None:
        return "ignored"
    later = [one for one in ports.deliveries.of_request(complaint_id) if _advance(ports, complaint, one)]
    if later:
        raise SendLater(complaint_id)
    return "delivered"


def _advance(ports: LetterPorts, complaint: Complaint, letter: Delivery) -> bool:
    """Send a letter that waits; True when it has to be tried again later."""
    if letter.state == "sending":
        return lost_worker(ports, letter)
    if letter.state not in ("new", "ready"):
        return False
    return send(ports, letter, partial(_prepared, ports, complaint, letter))


def _prepared(ports: LetterPorts, complaint: Complaint, delivery: Delivery) -> Callable[[], str]:
    """The letter, ready to go. Raises Refused where nobody is known to send it to, or nothing is sent there."""
    kind, number = told_by(delivery.name)
    letter = _reminder(ports, complaint, number) if kind == "reminder" else _to_complainant(ports, complaint, number)
    if why := suppression_of(ports, letter.email):
        raise Refused(why)
    content = message.compose(letter, delivery.delivery_id)
    return lambda: ports.mailer.send(letter, content, delivery.delivery_id)


def _to_complainant(ports: LetterPorts, complaint: Complaint, number: int) -> Letter:
    complainant = ports.complainants.find(complaint.complaint_id, ports.now())
    if complainant is None or complainant.email is None:
        raise Refused("contact-deleted")
    return Letter(
        unit=ports.units.of(complaint.unit),
        sender=ports.mail_sender,
        email=complainant.email,
        name=complainant.name,
        complaint=complaint,
        number=number,
        status_address=f"{ports.public_url}/pengaduan/#{complaint.code}",
        written_at=ports.now(),
    )


def _reminder(ports: LetterPorts, complaint: Complaint, number: int) -> OfficeLetter:
    unit = ports.units.of(complaint.unit)
    return OfficeLetter(
        unit=unit,
        sender=ports.mail_sender,
        email=unit.email,
        complaint=complaint,
        reminder=complaint.reminders[number - 1],
        register_address=f"{ports.public_url}/petugas/",
        written_at=ports.now(),
    )
