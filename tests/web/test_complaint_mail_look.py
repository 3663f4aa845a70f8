"""The letters of a complaint as their readers' programs draw them: any width, light and dark."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from chalicelib.complaints.message import Letter, OfficeLetter, compose
from chalicelib.complaints.model import Event, Reminder
from tests.browser import AXE_RUN
from tests.complaints.steps import CODE, UNIT, a_complaint, text_of
from tests.web.test_mail_look import TOO_WIDE, WCAG

AT = datetime(2026, 11, 26, 2, 15, tzinfo=UTC)
SENT: dict[str, Any] = {"unit": UNIT, "sender": "pustaka@bps6371.example", "written_at": AT}


def an_answer() -> Letter:
    """With a name and an answer that have no spaces."""
    answer = Event(state="answered", at=AT, note=f"{'Jawaban' * 30}\n\nhttps://bps.example/{'x' * 90}")
    received = a_complaint(AT)
    complaint = msgspec.structs.replace(received, history=[*received.history, answer], state="answered")
    address = f"https://pustaka.bps-kota-banjarmasin.example/pengaduan/#{CODE}"
    return Letter(**SENT, email="z@example.com", name="Zu" * 60, complaint=complaint, number=2, status_address=address)


def a_reminder() -> OfficeLetter:
    reminder = Reminder("decision", AT.date(), AT)
    address = "https://pustaka.bps-kota-banjarmasin.example/petugas/"
    return OfficeLetter(
        **SENT, email=UNIT.email, complaint=a_complaint(AT), reminder=reminder, register_address=address
    )


@pytest.mark.parametrize("letter", [an_answer(), a_reminder()], ids=["answer", "reminder"])
def test_letter_of_a_complaint_fits_every_width_and_can_be_read_in_light_and_dark(
    browser: Browser, letter: Letter | OfficeLetter
) -> None:
    found = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 700})
        page = context.new_page()
        page.set_content(text_of(compose(letter, "m-1"), "html"))
        page.evaluate(Axe().axe_script)
        broken = [one["id"] for one in page.evaluate(AXE_RUN, WCAG)]
        narrow = page.evaluate(TOO_WIDE)
        page.set_viewport_size({"width": 600, "height": 700})
        found[scheme] = (broken, narrow, page.evaluate(TOO_WIDE))
        context.close()

    assert found == {"light": ([], 0, 0), "dark": ([], 0, 0)}
