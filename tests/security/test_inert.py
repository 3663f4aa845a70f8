"""Markup and expressions that somebody types as a name or a title are shown as they were typed, and do nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import boto3
import pikepdf
import pypdfium2
import pytest

from tests.audit import keys_in
from tests.office import Office
from tests.security.sent_copies import a_sent_copy

PDFIUM: Any = pypdfium2.PdfDocument
NASTY = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "jinja": "{{7*7}}{% for x in y %}",
    "shell and JSP": "${7*7}#{7*7}",
    "format": "{name.__class__} %s %(x)s",
    "entity": "&lt;b&gt;Siti&lt;/b&gt;",
    "conditional comment": "<!--[if mso]><a href='//x.y'>",
    "paragraph": "<para><a href='http://x.y'>x</a><img src='/etc/passwd'/></para>",
}
ACTS = {"/URI", "/JavaScript", "/JS", "/Launch", "/AA", "/A", "/OpenAction", "/EmbeddedFiles", "/SubmitForm"}
"""What makes a PDF do something, or lead somewhere."""

every_markup = pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)


class Seen(HTMLParser):
    """What a mail program makes of HTML: its elements with their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))

    def handle_comment(self, data: str) -> None:
        """Outlook reads those that are for it as HTML; but for the link's token they are the same in every mail."""
        self.elements.append(("comment", (re.sub(r"#[\w-]{43}", "#", data),)))

    def handle_data(self, data: str) -> None:
        self.text += data


@every_markup
def test_mail_shows_it_as_it_was_typed_and_has_no_element_more(office: Office, nasty: str) -> None:
    plain = Seen(a_sent_copy(office).html)

    sent = a_sent_copy(office, title=nasty, name=nasty)

    seen = Seen(sent.html)
    assert seen.elements == plain.elements
    assert f"Yth. {nasty}," in seen.text
    assert f"Yth. {nasty}," in sent.text
    assert nasty in str(sent.mail["Subject"])


@every_markup
def test_copy_shows_it_as_it_was_typed_on_every_page_and_does_nothing(office: Office, nasty: str) -> None:
    a_sent_copy(office, name=nasty)

    [key] = [key for key in keys_in(office, "COPIES_BUCKET") if key.startswith("copies/")]
    content = boto3.client("s3").get_object(Bucket=office.environment["COPIES_BUCKET"], Key=key)["Body"].read()
    pages = [page.get_textpage().get_text_range() for page in PDFIUM(content)]
    assert len(pages) == 2
    assert all(squeezed(nasty) in squeezed(page) for page in pages)
    assert {"/Type", "/Contents", "/MediaBox"} <= names_in(content)
    assert not names_in(content) & ACTS


def names_in(content: bytes) -> set[str]:
    """The keys and names of all objects of a PDF, compressed ones too."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return {name for each in pdf.objects for name in _names_of(each)}


def _names_of(found: Any) -> Iterator[str]:
    if isinstance(found, pikepdf.Name):
        yield str(found)
    elif isinstance(found, pikepdf.Array):
        for part in found:
            if not getattr(part, "is_indirect", False):
                yield from _names_of(part)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        for key, part in found.items():
            yield key
            if not getattr(part, "is_indirect", False):
                yield from _names_of(part)


def squeezed(text: str) -> str:
    return "".join(text.split())


@every_markup
def test_board_queue_and_ticket_never_hold_a_name_and_answer_as_json_only(office: Office, nasty: str) -> None:
    staff, visit = office.signed_in(), office.visit(name=nasty, email="siti.tersembunyi@example.com")
    called = office.post("/staff/queue/calls", {"desk": "1"}, token=staff)

    replies = [
        called,
        office.get("/board"),
        office.get("/staff/queue", token=staff),
        office.get("/visit", token=visit["visit_token"]),
    ]

    assert {reply.headers["content-type"] for reply in replies} == {"application/json"}
    shown = "".join(str(reply.json) for reply in replies)
    assert nasty not in shown
    assert "tersembunyi" not in shown


@every_markup
def test_refusals_do_not_say_back_what_was_typed(office: Office, nasty: str) -> None:
    kiosk = office.kiosk()

    replies = [
        office.post("/visits", {"name": nasty, "email": nasty, "services": [nasty], nasty: 1}, token=kiosk),
        office.post("/links/view", {"token": nasty}),
        office.get("/publications?year=" + "".join(f"%{byte:02x}" for byte in nasty.encode())),
        office.get("/copies/" + "".join(f"%{byte:02x}" for byte in nasty.encode())),
    ]

    assert [reply.status for reply in replies] == [422, 404, 422, 404]
    said = [reply.json["title"] + str([fault["detail"] for fault in reply.json.get("errors", [])]) for reply in replies]
    assert not [text for text in said if nasty in text]
    assert {reply.headers["content-type"] for reply in replies} == {"application/problem+json"}
