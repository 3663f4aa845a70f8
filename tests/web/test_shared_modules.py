"""What the pages share: QR codes against another encoder, calls that are tried again, and those that are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import segno
from playwright.sync_api import Page

from tests.browser import PageAt
from tests.web.api_double import Answer, ApiDouble, problem

FULL = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213]
"""Bytes that fill versions 1 to 10 at level M in byte mode (ISO/IEC 18004, table 7)."""

LENGTHS = [1, 13, 97, *FULL, *(one + 1 for one in FULL[:-1])]


@pytest.fixture
def page(page_at: PageAt, static_site: str) -> Page:
    """A page of the site that asks for nothing by itself."""
    page = page_at(800, 600)
    page.goto(f"{static_site}/bersama/ikon.svg")
    page.goto(f"{static_site}/kunjungan/")
    return page


def test_qr_codes_are_those_of_another_encoder(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    # segno pads a full byte too many when the message ends on one: legal for readers, but other codewords.
    monkeypatch.setattr("segno.encoder.write_padding_bits", lambda buff, _, length: buff.extend([0] * (-length % 8)))
    texts = [("https://loket.example/kunjungan/#aB3_" * 8)[:length] for length in LENGTHS]

    drawn = page.evaluate(
        "async (texts) => { const { qrMatrix } = await import('/bersama/qr.js'); return texts.map(qrMatrix); }", texts
    )

    assert [one["version"] for one in drawn] == [1, 1, 6, *range(1, 11), *range(2, 11)]
    for text, one in zip(texts, drawn, strict=True):
        theirs = segno.make(
            text, error="m", mode="byte", boost_error=False, micro=False, version=one["version"], mask=one["mask"]
        )
        assert [list(row) for row in theirs.matrix] == one["rows"]


def test_text_too_long_for_a_code_is_refused(page: Page) -> None:
    refused = page.evaluate(
        "async (text) => { const { qrMatrix } = await import('/bersama/qr.js');"
        " try { qrMatrix(text); return null; } catch (fault) { return fault.name; } }",
        "x" * 214,
    )

    assert refused == "RangeError"


CALL = """async ([method, path, call]) => {
  const { api } = await import("/bersama/api.js");
  try { return await api(method, path, call); }
  catch (fault) { return [fault.name, fault.status ?? null, fault.code ?? null, fault.retryAfter ?? null]; }
}"""


def call(page: Page, method: str, path: str, **options: Any) -> Any:
    return page.evaluate(CALL, [method, path, options])


def test_call_with_a_key_is_repeated_after_a_lost_answer(page: Page) -> None:
    service = ApiDouble(page)
    answers = iter([None, problem(503, "busy", "", None), (201, {"done": True})])
    service.on("POST", "/things", lambda _: next(answers))

    assert call(page, "POST", "/things", key="k-1", body={"a": 1}) == {"done": True}

    assert [one.headers["idempotency-key"] for one in service.sent("POST", "/things")] == ["k-1"] * 3


def test_call_that_still_runs_is_asked_for_again(page: Page) -> None:
    service = ApiDouble(page)
    status, body = problem(409, "still-running", "")[:2]
    answers: Iterator[Answer] = iter([(status, body, {"Retry-After": "1"}), (201, {"done": True})])
    service.on("POST", "/things", lambda _: next(answers))

    assert call(page, "POST", "/things", key="k-1", body={}) == {"done": True}


def test_call_without_a_key_is_never_repeated(page: Page) -> None:
    service = ApiDouble(page)
    service.on("POST", "/things", lambda _: None)

    assert call(page, "POST", "/things", body={}) == ["NetworkLost", None, None, None]

    assert len(service.sent("POST", "/things")) == 1


def test_refusal_tells_kind_and_when_to_come_back(page: Page) -> None:
    service = ApiDouble(page)
    status, body = problem(429, "too-many-requests", "Terlalu sering.")[:2]
    service.on("POST", "/things", (status, body, {"Retry-After": "90"}))

    told = call(page, "POST", "/things", key="k-1", body={})

    assert told == ["ProblemError", 429, "too-many-requests", 90]
    assert len(service.sent("POST", "/things")) == 1


def test_long_wait_is_left_to_the_visitor(page: Page) -> None:
    service = ApiDouble(page)
    service.on("GET", "/things", (503, {}, {"Retry-After": "60"}))

    assert call(page, "GET", "/things")[:2] == ["ProblemError", 503]

    assert len(service.sent("GET", "/things")) == 1


def test_answer_that_is_no_problem_document_is_still_an_error(page: Page) -> None:
    service = ApiDouble(page)
    service.on("GET", "/things", (403, {"message": "Missing Authentication Token"}))

    assert call(page, "GET", "/things") == ["ProblemError", 403, "blank", None]


def test_every_call_names_the_language_of_the_page(page: Page) -> None:
    service = ApiDouble(page)
    service.on("GET", "/things", (200, {}))
    page.evaluate("async () => (await import('/bersama/language.js')).setLanguage('en')")

    call(page, "GET", "/things")

    assert service.sent("GET", "/things")[0].headers["accept-language"] == "en"
