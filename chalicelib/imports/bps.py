"""What the WebAPI of BPS answers, and the titles in it.

Its publication list has pages of ten, newest first. Seen in recorded answers: abstracts in HTML, an `issn` that holds
an ISBN or "-", `updt_date` null, an empty string where a list should be, errors that come with status 200.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from chalicelib.catalogue.model import NewPublication, plain_isbn
from chalicelib.errors import Fault, Invalid
from chalicelib.form import filled
from chalicelib.imports.abstracts import plain_text
from chalicelib.imports.titles import SourceTitle

MOST_ABSTRACT = 4000
MOST_PAGES = 5000
NOTHING = ("list-not-available", "not-available")

Trouble = Literal[
    "webapi-key-missing",
    "webapi-key-unusable",
    "webapi-key-refused",
    "webapi-unreachable",
    "webapi-too-slow",
    "webapi-busy",
    "webapi-moved",
    "webapi-error",
    "webapi-not-json",
    "webapi-unknown-shape",
]
PASSING: tuple[Trouble, ...] = ("webapi-unreachable", "webapi-too-slow", "webapi-busy", "webapi-not-json")
"""Worth another try a little later; a page of a proxy or of maintenance is no JSON."""


class WebApiTrouble(Exception):
    """The WebAPI gave no list. It holds a code and nothing of what was asked or answered: the key stands in both."""

    def __init__(self, code: Trouble) -> None:
        super().__init__(code)
        self.code: Trouble = code


class Answer(msgspec.Struct, frozen=True):
    """An answer as it came over the wire."""

    status: int
    body: bytes


class Page(msgspec.Struct, frozen=True):
    """One page of the list; `items` is empty where there is none."""

    pages: int
    total: int
    items: list[Any]


NO_PAGE = Page(0, 0, [])


class Item(msgspec.Struct, frozen=True):
    """What the list tells of one title: `fields` as a publication has them, `remarks` on what was left out."""

    pub_id: str
    stamp: str
    fields: dict[str, Any]
    remarks: tuple[str, ...] = ()


def page_of(answer: Answer) -> Page:
    """Raises WebApiTrouble."""
    found = _found(answer)
    if found is None or found == []:
        return NO_PAGE
    if not isinstance(found, list) or len(found) != 2 or not isinstance(found[0], dict):
        raise WebApiTrouble("webapi-unknown-shape")
    about, items = found
    pages, total = _count(about.get("pages")), _count(about.get("total"))
    if pages is None or pages > MOST_PAGES or not isinstance(items, list):
        raise WebApiTrouble("webapi-unknown-shape")
    return Page(pages, total or 0, items)


def catalogue_number_of(answer: Answer) -> str | None:
    """The catalogue number of one title, which its own page alone tells; None without. Raises WebApiTrouble."""
    found = _found(answer)
    if found is None:
        return None
    if not isinstance(found, dict):
        raise WebApiTrouble("webapi-unknown-shape")
    return _text(found.get("kat_no"))


def _found(answer: Answer) -> Any:
    """The data of an answer; None where the WebAPI says, in whichever of its ways, that there is none."""
    body = _document(answer)
    if body is not None and body.get("data-availability") in NOTHING:
        return None
    if answer.status != 200:
        raise WebApiTrouble(_trouble_of(answer.status))
    if body is None:
        raise WebApiTrouble("webapi-not-json")
    if body.get("status") != "OK":
        asks_for_key = "key" in str(body.get("message", "")).casefold()
        raise WebApiTrouble("webapi-key-refused" if asks_for_key else "webapi-error")
    return body.get("data") or None


def _document(answer: Answer) -> dict[str, Any] | None:
    try:
        body = json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _trouble_of(status: int) -> Trouble:
    if status in (401, 403):
        return "webapi-key-refused"
    if 300 <= status < 400:
        return "webapi-moved"
    return "webapi-busy" if status == 429 or status >= 500 else "webapi-error"


def item_of(told: Any) -> Item:
    """Raises Invalid where it has no id that can be asked for."""
    given: Mapping[str, Any] = told if isinstance(told, dict) else {}
    pub_id = str(given.get("pub_id") or "").strip().lower()
    if not re.fullmatch(r"[0-9a-f]{24}", pub_id):
        raise Invalid(faults=(Fault("pub_id", "no-source-id"),))
    isbn = _isbn_in(_text(given.get("issn")) or "")
    fields = {
        "title": _text(given.get("title")),
        "year": _year_of(given),
        "isbn": isbn,
        "abstract": plain_text(str(given.get("abstract") or ""), MOST_ABSTRACT) or None,
    }
    stamp = f"{_text(given.get('updt_date')) or ''}/{_text(given.get('rl_date')) or ''}"
    left_out = ("isbn-left-out",) if not isbn and _text(given.get("issn")) else ()
    return Item(pub_id, stamp, fields, left_out)


def title_name(told: Any) -> str | None:
    """What a row of the report is called by, also where the row is faulty."""
    title = _text(told.get("title")) if isinstance(told, dict) else None
    return " ".join(title.split())[:300] if title else None


def title_of(item: Item, run: str, catalogue_number: str | None = None) -> SourceTitle:
    """The title that an item tells of. Raises Invalid with all that is wrong with it."""
    said = filled({**item.fields, "catalogue_number": catalogue_number}, NewPublication)
    return SourceTitle(source="webapi", name=item.pub_id, said=said, stamp=item.stamp, run=run)


def _text(value: Any) -> str | None:
    """Words on one line; None for what stands for nothing."""
    text = " ".join(plain_text(str(value), 1000).split()) if isinstance(value, str | int) else ""
    return None if text in ("", "-", "–", "0000-00-00") else text


def _year_of(given: Mapping[str, Any]) -> int | None:
    """The year it came out, or else was to come out."""
    for name in ("rl_date", "sch_date"):
        found = re.match(r"(\d{4})-\d{2}", _text(given.get(name)) or "")
        if found:
            return int(found[1])
    return None


def _isbn_in(text: str) -> str | None:
    """The ISBN in a field that was made for an ISSN, else the ISSN: an ISBN tells the book, an ISSN only its series."""
    numbers = [one.strip(" -") for one in re.findall(r"[0-9][0-9 -]{6,20}[0-9Xx]", text)]
    fit = [one for one in numbers if len(plain_isbn(one)) in (8, 10, 13)]
    return max(fit, key=lambda one: len(plain_isbn(one)), default=None)


def _count(value: Any) -> int | None:
    """A figure, which may be told as text."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
