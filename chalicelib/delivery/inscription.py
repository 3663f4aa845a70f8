"""What a copy says of its visitor: the mark on every page and, where the unit wants one, the page before the book.

All of it comes from the request as it was made, so that the same request says the same whenever it is carried out.
"""

from __future__ import annotations

from chalicelib.catalogue.model import citation
from chalicelib.delivery.model import CopyRequest
from chalicelib.guestbook.model import Contact
from chalicelib.unit import Unit
from chalicelib.watermark.model import FrontPage, Mark, mask_email
from chalicelib.wording import labels, say
from chalicelib.wording.days import in_words


def mark_for(unit: Unit, request: CopyRequest, contact: Contact, public_url: str) -> Mark:
    """The mark of one copy. `public_url` is where visitors open the pages."""
    masked, check_url = mask_email(contact.email), f"{public_url}/cek/?kode={request.copy_code}"
    return Mark(
        name=contact.name,
        masked_email=masked,
        issued_on=request.day,
        unit_name=unit.short_name,
        copy_code=request.copy_code,
        check_url=check_url,
        licence_line=unit.licence.id,
        title=request.title,
        front=_front(unit, request, f"{contact.name} ({masked})", check_url) if unit.front_page else None,
    )


def _front(unit: Unit, request: CopyRequest, owner: str, check_url: str) -> FrontPage:
    """In the visitor's language. Raises KeyError where wording lacks."""
    language = request.language
    rows = {
        "front-for": owner,
        "front-from": unit.name.say(language),
        "front-day": in_words(request.day, language),
        "front-code": request.copy_code,
        "front-check": check_url,
        "front-citation": citation(request, unit.short_name, unit.place),
        "front-terms": unit.licence.say(language),
    }
    return FrontPage(
        heading=labels()["front-heading"][language],
        title=request.title,
        rows=tuple((labels()[code][language], text) for code, text in rows.items()),
        closing=say("front-closing", language),
    )
