"""A delivery by WhatsApp: what the message says, to whoever has agreed to be written to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import quote

from chalicelib.delivery import letters
from chalicelib.delivery.channels import Stops, why_not
from chalicelib.delivery.letters import LinkPorts
from chalicelib.delivery.message import moment_in_words
from chalicelib.delivery.model import CopyRequest, Delivery
from chalicelib.delivery.outcome import Refused
from chalicelib.delivery.outgoing import Messenger
from chalicelib.delivery.stops import StopPorts, off_until, whatsapp_of
from chalicelib.guestbook.model import Contact
from chalicelib.guestbook.service import Contacts, Visits
from chalicelib.unit import Unit
from chalicelib.wording import say


class MessagePorts(LinkPorts, StopPorts, Protocol):
    """What a message needs."""

    @property
    def visits(self) -> Visits: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def messenger(self) -> Messenger: ...


def prepare(ports: MessagePorts, request: CopyRequest, delivery: Delivery) -> Callable[[], str]:
    """The message, ready to go. Raises Refused where it may not be sent, or to nobody."""
    unit = ports.units.of(request.unit)
    contact = reachable(ports, unit, request)
    number_id = ports.whatsapp_number(unit)
    assert number_id is not None
    message = template_message(unit, request, contact, letters.new_address(ports, request), delivery.delivery_id)
    return lambda: ports.messenger.send(number_id, message)


def reachable(ports: MessagePorts, unit: Unit, request: CopyRequest) -> Contact:
    """Whom a message goes to. Raises Refused where the consent, the number or the switch stands against it."""
    visit, contact = ports.visits.find(request.visit_id), ports.contacts.find(request.visit_id, ports.now())
    if visit is None or contact is None:
        raise Refused("contact-deleted")
    off = "whatsapp-off" if off_until(ports, whatsapp_of(unit)) else None
    if code := why_not("whatsapp", unit, (visit, contact), Stops(whatsapp=off)):
        raise Refused(code)
    return contact


def template_message(
    unit: Unit, request: CopyRequest, contact: Contact, address: str, delivery_id: str
) -> dict[str, Any]:
    """A message by the office's approved template: title, until when, and a button that opens the link.

    What stands in `biz_opaque_callback_data` comes back with every word about its fate (WhatsApp Cloud API, messages).
    """
    assert request.expires_at is not None
    until = moment_in_words(request.expires_at.astimezone(unit.tz), request.language)
    body = [{"type": "text", "text": text} for text in (contact.name, request.title, until)]
    button = [{"type": "text", "text": address.rpartition("/")[2]}]
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": contact.phone,
        "type": "template",
        "biz_opaque_callback_data": delivery_id,
        "template": {
            "name": unit.whatsapp.template,
            "language": {"code": unit.whatsapp.template_language, "policy": "deterministic"},
            "components": [
                {"type": "body", "parameters": body},
                {"type": "button", "sub_type": "url", "index": "0", "parameters": button},
            ],
        },
    }


def chat_text(unit: Unit, request: CopyRequest, contact: Contact, address: str) -> str:
    """What staff send by hand."""
    assert request.expires_at is not None
    until = moment_in_words(request.expires_at.astimezone(unit.tz), request.language)
    words = {"name": contact.name, "title": request.title, "address": address, "until": until, "unit": unit.short_name}
    return say("whatsapp-text", request.language, **words)


def chat_address(contact: Contact, text: str) -> str:
    """Opens WhatsApp with the text to the contact's number (WhatsApp help, "click to chat")."""
    assert contact.phone is not None
    return f"https://wa.me/{contact.phone.removeprefix('+')}?text={quote(text, safe='')}"
