"""A delivery by WhatsApp: what the message says, to whoever has agreed to be written to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import quote

from chalicelib.delivery import letters, windows
from chalicelib.delivery.channels import Stops, why_not
from chalicelib.delivery.codes import file_name
from chalicelib.delivery.letters import Address, LinkPorts
from chalicelib.delivery.message import moment_in_words
from chalicelib.delivery.model import CopyRequest, Delivery
from chalicelib.delivery.outcome import NotTaken, Refused
from chalicelib.delivery.outgoing import Messenger
from chalicelib.delivery.stops import StopPorts, whatsapp_barred
from chalicelib.delivery.windows import WindowPorts
from chalicelib.guestbook.model import Contact
from chalicelib.guestbook.service import Contacts, Visits
from chalicelib.unit import Unit
from chalicelib.wording import say

LARGEST_DOCUMENT = 100_000_000
"""Bytes (WhatsApp Cloud API, media); what is larger goes as a link."""
LONGEST_TITLE = 300
"""Characters: the whole body of a template has 1,024."""


class MessagePorts(LinkPorts, StopPorts, WindowPorts, Protocol):
    """What a message needs."""

    @property
    def visits(self) -> Visits: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def messenger(self) -> Messenger: ...


def prepare(ports: MessagePorts, request: CopyRequest, delivery: Delivery) -> Callable[[], str]:
    """The message, ready to go: the copy itself to whoever wrote to us lately, else a link to it by the template.

    Raises Refused where it may not be sent, or to nobody.
    """
    unit = ports.units.of(request.unit)
    contact = reachable(ports, unit, request)
    number = ports.whatsapp_number(unit)
    assert number is not None
    media_id = _taken_in(ports, number, request, contact)
    if media_id:
        content = document(unit, request, contact, media_id)
    else:
        content = template(unit, request, contact, letters.new_address(ports, request))
    message = addressed(contact, content, delivery.delivery_id)
    return lambda: ports.messenger.send(number, message)


def _taken_in(ports: MessagePorts, number: str, request: CopyRequest, contact: Contact) -> str | None:
    """The copy's id at WhatsApp, where it can go as a document and WhatsApp has fetched it."""
    assert contact.phone is not None
    assert request.copy_key is not None
    if (request.size_bytes or 0) > LARGEST_DOCUMENT or not windows.is_open(ports, number, contact.phone):
        return None
    try:
        return ports.messenger.take_in(number, request.copy_key)
    except NotTaken:
        return None


def reachable(ports: MessagePorts, unit: Unit, request: CopyRequest) -> Contact:
    """Whom a message goes to. Raises Refused where the consent, the number or the switch stands against it."""
    visit, contact = ports.visits.find(request.visit_id), ports.contacts.find(request.visit_id, ports.now())
    if visit is None or contact is None:
        raise Refused("contact-deleted")
    barred = whatsapp_barred(ports, unit, contact)
    if code := why_not("whatsapp", unit, (visit, contact), Stops(whatsapp=barred)):
        raise Refused(code)
    return contact


def addressed(contact: Contact, content: dict[str, Any], delivery_id: str) -> dict[str, Any]:
    """A message to somebody (WhatsApp Cloud API, messages).

    What stands in `biz_opaque_callback_data` comes back with every word about its fate.
    """
    whole = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": contact.phone}
    return whole | {"biz_opaque_callback_data": delivery_id} | content


def template(unit: Unit, request: CopyRequest, contact: Contact, address: Address) -> dict[str, Any]:
    """By the office's approved template (docs/deploy.md): name, title, until when, and a button that opens the link."""
    until = moment_in_words(address.expires_at.astimezone(unit.tz), request.language)
    words = (contact.name, shortened(request.title, LONGEST_TITLE), until)
    body = [{"type": "text", "text": " ".join(word.split())} for word in words]
    button = [{"type": "text", "text": address.url.rpartition("#")[2]}]
    return {
        "type": "template",
        "template": {
            "name": unit.whatsapp.template,
            "language": {"code": unit.whatsapp.template_language(request.language), "policy": "deterministic"},
            "components": [
                {"type": "body", "parameters": body},
                {"type": "button", "sub_type": "url", "index": "0", "parameters": button},
            ],
        },
    }


def document(unit: Unit, request: CopyRequest, contact: Contact, media_id: str) -> dict[str, Any]:
    """The copy itself, which WhatsApp has fetched."""
    words = {"name": contact.name, "title": shortened(request.title, LONGEST_TITLE), "unit": unit.short_name}
    caption = say("whatsapp-caption", request.language, **words, copy_code=request.copy_code)
    name = file_name(request.title, request.copy_code)
    return {"type": "document", "document": {"id": media_id, "filename": name, "caption": caption}}


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def chat_text(unit: Unit, request: CopyRequest, contact: Contact, address: Address) -> str:
    """What staff send by hand."""
    until = moment_in_words(address.expires_at.astimezone(unit.tz), request.language)
    words = {
        "name": contact.name,
        "title": request.title,
        "address": address.url,
        "until": until,
        "unit": unit.short_name,
    }
    return say("whatsapp-text", request.language, **words)


def chat_address(contact: Contact, text: str) -> str:
    """Opens WhatsApp with the text to the contact's number (WhatsApp help, "click to chat")."""
    assert contact.phone is not None
    return f"https://wa.me/{contact.phone.removeprefix('+')}?text={quote(text, safe='')}"
