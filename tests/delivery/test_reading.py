"""Reading in the page: the visit's own marked copy, by ranges, made once, tied to the visit and not taken home."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from pypdf import PdfReader

from chalicelib.unit import Limits, Units
from tests.audit import rows
from tests.delivery.steps import asked, fetched, seen
from tests.local.web import send
from tests.office import Office, Reply, a_pdf


def read(office: Office, visit: dict[str, Any], publication: str) -> Reply:
    return office.post("/visit/readings", {"publication_id": publication}, token=visit["visit_token"])


def opened(office: Office, visit: dict[str, Any], publication: str) -> dict[str, Any]:
    """The reading copy, once it is made."""
    read(office, visit, publication)
    office.carry_jobs()
    reply = read(office, visit, publication)
    assert reply.status == 200, reply.json
    return dict(reply.json)


def limited_to(office: Office, **limits: int) -> None:
    unit = office.limited.of(None)
    office.ports.__dict__["units"] = Units([msgspec.structs.replace(unit, limits=Limits(**limits))])


def test_reading_copy_is_asked_for_until_it_is_made(still: Office) -> None:
    visit, publication = still.visit(), still.publication(a_pdf())

    first = read(still, visit, publication)
    still.carry_jobs()
    second = read(still, visit, publication)

    assert (first.status, first.code, first.headers["retry-after"]) == (503, "reading-copy-in-making", "1")
    assert second.status == 200
    assert (second.json["title"], second.json["pages"]) == ("Kota Banjarmasin Dalam Angka 2025", 2)


def test_reader_gets_the_visitors_marked_copy_by_ranges_to_be_shown_in_the_page(still: Office) -> None:
    visit, publication = still.visit(), still.publication(a_pdf())
    reading = opened(still, visit, publication)

    part = send("GET", reading["url"], {"Range": "bytes=0-99"})
    whole = fetched(reading["url"])

    asked_for = parse_qs(urlsplit(reading["url"]).query)
    assert (part.status, part.body) == (206, whole[:100])
    assert part.headers["content-range"] == f"bytes 0-99/{reading['size_bytes']}"
    assert (part.headers["content-disposition"], part.headers["content-type"]) == ("inline", "application/pdf")
    assert int(asked_for["X-Amz-Expires"][0]) == 300
    for page in PdfReader(BytesIO(whole)).pages:
        assert reading["copy_code"] in page.extract_text()
        assert "Siti Rahmah" in page.extract_text()


def test_copy_that_was_read_is_the_one_that_is_taken_home(still: Office) -> None:
    visit, publication = still.visit(), still.publication(a_pdf())
    reading = opened(still, visit, publication)

    request = asked(still, visit, publication, "app")
    still.carry_jobs()

    shown = seen(still, visit, request)
    assert (shown["request_id"], shown["copy_code"]) == (reading["request_id"], reading["copy_code"])
    assert shown["read_at"] is not None
    assert len(rows(still, "REQUESTS_TABLE")) == 1


def test_copy_that_was_asked_for_is_read_as_it_is(still: Office) -> None:
    visit, publication = still.visit(), still.publication(a_pdf())
    request = asked(still, visit, publication, "app")
    still.carry_jobs()

    reading = read(still, visit, publication)

    assert (reading.status, reading.json["copy_code"]) == (200, seen(still, visit, request)["copy_code"])


def test_title_and_time_of_the_first_reading_stay_with_the_visit(still: Office) -> None:
    visit, publication = still.visit(), still.publication(a_pdf())
    opened(still, visit, publication)
    before = still.get("/visit", token=visit["visit_token"]).json
    still.clock.move(minutes=5)
    read(still, visit, publication)

    after = still.get("/visit", token=visit["visit_token"]).json

    [reading] = before["readings"]
    assert (reading["title"], reading["year"]) == ("Kota Banjarmasin Dalam Angka 2025", 2025)
    assert after["readings"] == before["readings"]
    assert after["requests"] == []


def test_visit_that_only_read_may_be_judged(still: Office) -> None:
    visit, publication = still.visit(), still.publication(a_pdf())
    before = still.post("/visit/feedback", {"rating": 4}, token=visit["visit_token"])
    opened(still, visit, publication)

    after = still.post("/visit/feedback", {"rating": 4}, token=visit["visit_token"])

    assert (before.status, after.status) == (409, 201)


def test_what_is_only_read_is_not_counted_among_what_is_taken_home(still: Office) -> None:
    visit, first, second = still.visit(), still.publication(a_pdf(1)), still.publication(a_pdf(1))
    limited_to(still, publications_a_visit=1)
    opened(still, visit, first)

    home = asked(still, visit, second, "app")
    wanted = {"publication_id": first, "channels": ["app"]}
    more = still.post("/visit/requests", wanted, token=visit["visit_token"])

    assert home["request_id"]
    assert (more.status, more.code) == (409, "too-many-publications")


def test_one_visit_opens_only_so_many_titles_but_each_as_often_as_it_likes(still: Office) -> None:
    visit, first, second = still.visit(), still.publication(a_pdf(1)), still.publication(a_pdf(1))
    limited_to(still, readings_a_visit=1)
    opened(still, visit, first)

    again, more = read(still, visit, first), read(still, visit, second)

    assert Limits().readings_a_visit == 50
    assert again.status == 200
    assert (more.status, more.code, more.json["most"]) == (409, "too-many-readings", 1)


def test_withdrawn_title_is_closed_also_for_who_is_reading_it(still: Office) -> None:
    visit, publication = still.visit(), still.publication(a_pdf())
    opened(still, visit, publication)
    still.ask("DELETE", f"/staff/publications/{publication}", token=still.signed_in())

    reply = read(still, visit, publication)

    assert (reply.status, reply.code) == (404, "unknown-publication")


@pytest.mark.parametrize(
    ("content", "status", "code"), [(b"bukan pdf", 409, "publication-not-ready"), (None, 404, "unknown-publication")]
)
def test_title_without_a_softcopy_or_unknown_is_not_read(
    still: Office, content: bytes | None, status: int, code: str
) -> None:
    publication = still.publication(content) if content else "0" * 32

    reply = read(still, still.visit(), publication)

    assert (reply.status, reply.code) == (status, code)
    assert rows(still, "REQUESTS_TABLE") == []


def test_reading_ends_with_the_visit(still: Office) -> None:
    visit, publication = still.visit(), still.publication(a_pdf())
    opened(still, visit, publication)
    still.post("/visit/finish", token=visit["visit_token"])

    reply = read(still, visit, publication)

    assert (reply.status, reply.code) == (409, "visit-finished")


def test_copy_that_staff_revoked_is_not_read_any_more(still: Office) -> None:
    visit, publication = still.visit(), still.publication(a_pdf())
    reading = opened(still, visit, publication)
    still.post(f"/staff/requests/{reading['request_id']}/revoke", token=still.signed_in())

    reply = read(still, visit, publication)

    assert (reply.status, reply.code) == (403, "link-revoked")


def test_two_who_open_it_at_once_make_one_copy(still: Office) -> None:
    visit, publication = still.visit(), still.publication(a_pdf())
    together = Barrier(2)

    def both(_: int) -> Reply:
        together.wait()
        return read(still, visit, publication)

    with ThreadPoolExecutor(2) as threads:
        replies = list(threads.map(both, range(2)))
    still.carry_jobs()

    assert {reply.code for reply in replies} == {"reading-copy-in-making"}
    assert len(rows(still, "REQUESTS_TABLE")) == 1
    assert read(still, visit, publication).status == 200
