"""Whose copy is it, on the staff page: a file is chosen, sent, looked at, and answered in plain words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.staff_answers import HEAD, a_page_of, a_staff_publication, answering_staff, sign_in
from tests.web.test_staff_publications import STORAGE, pdf, sending
from tests.web.visit_answers import TUESDAY_MORNING

__all__ = ["pdf"]

Inquiry = Callable[..., tuple[Page, ApiDouble]]
CODE = "LP-7K3M-9QXD-2F5A"
OTHER = "LP-1A2B-3C4D-5E6F"


def a_copy(**changes: Any) -> dict[str, Any]:
    """A copy of ours that an answer speaks of."""
    publication = {"publication_id": "p1", "title": "Kota Banjarmasin Dalam Angka 2024", "year": 2024}
    copy = {"unit": "BPS Kota Banjarmasin", "publication": publication}
    return {**copy, "issued_on": "2025-11-20", "request_id": "r1", **changes}


def an_answer(**changes: Any) -> dict[str, Any]:
    """The answer about a whole copy of 359 pages."""
    answer = {
        "copy_code": CODE,
        "confidence": "certain",
        "chance": 1e-30,
        "ours": True,
        "copy": a_copy(),
        "pages": 359,
        "told": 359,
        "conflict": False,
        "replaced": False,
        "evidence": [
            {"source": "covert", "copy_code": CODE, "seen": 359, "of": 359, "chance": 1e-30},
            {"source": "text", "copy_code": CODE, "seen": 358, "of": 359, "chance": 1e-18},
        ],
        "candidates": [],
        "gaps": [],
    }
    return {**answer, **changes}


def a_trace(**changes: Any) -> dict[str, Any]:
    """GET /api/staff/traces/t1."""
    trace = {
        "trace_id": "t1",
        "publication_id": None,
        "state": "looking",
        "reason": None,
        "reason_code": None,
        "created_at": "2025-11-25T02:05:00Z",
        "changed_at": "2025-11-25T02:05:00Z",
        "expires_at": "2025-12-02T02:05:00Z",
        "answer": None,
    }
    return {**trace, **changes}


@pytest.fixture
def inquiry(page_at: PageAt, static_site: str) -> Inquiry:
    """The area, with a head of the unit signed in."""

    def opened(width: int = 1366, height: int = 768) -> tuple[Page, ApiDouble]:
        page = page_at(width, height)
        page.clock.install(time=TUESDAY_MORNING)
        page.add_init_script(STORAGE)
        service = answering_staff(page)
        service.on("GET", "/staff/session", (200, HEAD))
        service.on("GET", "/staff/publications", (200, a_page_of(a_staff_publication("p1"))))
        upload = {"url": f"{static_site}/penyimpanan/", "fields": {"key": "traces/t1.pdf"}}
        service.on("POST", "/staff/traces", (201, {"trace_id": "t1", "upload": upload}))
        service.on("GET", "/staff/traces/t1", (200, a_trace()))
        page.goto(f"{static_site}/petugas/#salinan")
        sign_in(page)
        page.get_by_role("link", name="Salinan siapa?").click()
        expect(page.get_by_role("heading", name="Salinan siapa?")).to_be_visible()
        return page, service

    return opened


def send(page: Page, file: Path, publication: str | None = None) -> None:
    """Chooses the file and sends all of it."""
    if publication:
        page.locator("#leak-publication").select_option(label=publication)
    page.locator("#leak-file").set_input_files(file)
    page.get_by_role("button", name="Periksa berkas", exact=True).click()
    sending(page).evaluate("(it) => it.end('load', 201)")


def answered(inquiry: Inquiry, file: Path, **trace: Any) -> Page:
    """The page once the service has this to say."""
    page, service = inquiry()
    service.on("GET", "/staff/traces/t1", (200, a_trace(**trace)))
    send(page, file)
    expect(page.locator("copy-trace [data-part=answer]")).to_be_visible()
    return page


def banner(page: Page) -> Any:
    return page.locator("copy-trace [data-slot=headline]")


def lines(page: Page, name: str) -> Any:
    return page.locator(f"copy-trace [data-list={name}] > li")


def test_file_is_sent_looked_at_and_named_with_its_evidence(inquiry: Inquiry, pdf: Path, axe: AxeCheck) -> None:
    page, service = inquiry()
    axe(page)
    send(page, pdf, "Kota Banjarmasin Dalam Angka 2024 (2024)")
    expect(page.locator("#leak-label")).to_contain_text("sedang diperiksa")
    axe(page)
    service.on("GET", "/staff/traces/t1", (200, a_trace(state="done", answer=an_answer(replaced=True))))
    page.clock.run_for(2000)

    expect(banner(page)).to_contain_text(f"Berkas ini berasal dari salinan {CODE}.")
    expect(page.locator("copy-trace dl")).to_contain_text("berkas publikasi yang kini sudah diganti")
    expect(page.locator("copy-trace dl")).to_contain_text("Pasti")
    expect(page.locator("copy-trace dl")).to_contain_text("kurang dari 1 banding 1 miliar")
    expect(page.locator("copy-trace dl")).to_contain_text("20 November 2025 oleh BPS Kota Banjarmasin")
    expect(lines(page, "evidence")).to_have_count(2)
    expect(lines(page, "evidence").nth(1)).to_contain_text("Tulisan di halaman: 358 dari 359 halaman")
    axe(page)
    [asked] = service.sent("POST", "/staff/traces")
    assert asked.post_data_json == {"publication_id": "p1"}
    assert asked.headers["idempotency-key"]


def test_weak_answer_says_so_and_what_was_not_found(inquiry: Inquiry, pdf: Path) -> None:
    gaps = [{"code": "leak-few-pages", "detail": "Halaman terlalu sedikit."}]
    answer = an_answer(confidence="possible", chance=1 / 40, gaps=gaps)

    page = answered(inquiry, pdf, state="done", answer=answer)

    expect(banner(page)).to_contain_text("mungkin berasal dari salinan")
    expect(page.locator("copy-trace dl")).to_contain_text("1 banding 40")
    expect(lines(page, "gaps")).to_have_text(["Halaman terlalu sedikit."], use_inner_text=True)


def test_several_copies_that_fit_are_listed_and_none_is_named(inquiry: Inquiry, pdf: Path) -> None:
    fits = [{"copy_code": code, "agreeing": 2, "of": 2, "chance": 0.02, "copy": a_copy()} for code in (CODE, OTHER)]
    answer = an_answer(
        copy_code=None, confidence="possible", chance=None, ours=None, copy=None, evidence=[], candidates=fits
    )

    page = answered(inquiry, pdf, state="done", answer=answer)

    expect(banner(page)).to_contain_text("Salinan yang cocok: 2.")
    expect(lines(page, "candidates").nth(0)).to_contain_text("cocok pada 2 dari 2 halaman")
    expect(page.locator("copy-trace dl")).to_be_hidden()


def test_nothing_found_is_said_plainly(inquiry: Inquiry, pdf: Path, axe: AxeCheck) -> None:
    gaps = [{"code": "leak-no-code", "detail": "Tidak ada tulisan kode."}]
    nothing = an_answer(copy_code=None, confidence="nothing-found", chance=None, ours=None, copy=None, evidence=[])

    page = answered(inquiry, pdf, state="done", answer={**nothing, "gaps": gaps})

    expect(banner(page)).to_have_text("Di berkas ini tidak ditemukan tanda salinan.", use_inner_text=True)
    expect(page.get_by_text("bukan siapa yang menyebarkannya")).to_be_hidden()
    axe(page)


def test_code_that_is_not_ours_and_sources_that_disagree_are_told(inquiry: Inquiry, pdf: Path) -> None:
    page = answered(inquiry, pdf, state="done", answer=an_answer(ours=False, copy=None))
    expect(banner(page)).to_contain_text("tidak pernah kami berikan")
    page.get_by_role("button", name="Periksa berkas lain").click()

    evidence = [*an_answer()["evidence"], {"source": "info", "copy_code": OTHER, "seen": 1, "of": 1, "chance": 1e-18}]
    conflict = an_answer(conflict=True, confidence="likely", evidence=evidence)
    page.route("**/api/staff/traces/t1", lambda route: route.fulfill(json=a_trace(state="done", answer=conflict)))
    page.locator("#leak-file").set_input_files(pdf)
    page.get_by_role("button", name="Periksa berkas", exact=True).click()
    sending(page, 2).evaluate("(it) => it.end('load', 201)")

    expect(banner(page)).to_contain_text("sumbernya tidak sepakat")
    expect(lines(page, "evidence").nth(2)).to_contain_text(OTHER)


def test_refused_file_is_explained_and_another_can_be_chosen(inquiry: Inquiry, pdf: Path) -> None:
    page = answered(inquiry, pdf, state="refused", reason="Berkas ini terkunci kata sandi.")

    expect(banner(page)).to_contain_text("tidak dapat diperiksa. Berkas ini terkunci kata sandi.")
    page.get_by_role("button", name="Periksa berkas lain").click()
    expect(page.locator("#leak-file")).to_be_focused()


def test_file_that_did_not_arrive_can_be_sent_again(inquiry: Inquiry, pdf: Path) -> None:
    page, service = inquiry()
    trouble = page.locator("copy-trace [data-slot=trouble]")
    page.locator("#leak-file").set_input_files(pdf)
    page.get_by_role("button", name="Periksa berkas", exact=True).click()

    sending(page).evaluate("(it) => it.end('error', 0)")
    expect(trouble).to_contain_text("Pengiriman terputus.")
    page.get_by_role("button", name="Periksa berkas", exact=True).click()
    sending(page, 2).evaluate("(it) => it.end('load', 403)")
    expect(trouble).to_contain_text("Tempat penyimpanan menolak")
    page.get_by_role("button", name="Periksa berkas", exact=True).click()

    sending(page, 3)
    assert len({request.headers["idempotency-key"] for request in service.sent("POST", "/staff/traces")}) == 3


def test_sending_can_be_cancelled(inquiry: Inquiry, pdf: Path) -> None:
    page, _ = inquiry()
    page.locator("#leak-file").set_input_files(pdf)
    page.get_by_role("button", name="Periksa berkas", exact=True).click()
    sending(page)

    page.get_by_role("button", name="Batalkan pengiriman").click()

    expect(page.locator("copy-trace [data-slot=trouble]")).to_contain_text("Pengiriman dibatalkan.")


def test_file_is_asked_for_before_anything_is_sent(inquiry: Inquiry) -> None:
    page, service = inquiry()

    page.get_by_role("button", name="Periksa berkas", exact=True).click()

    expect(page.locator("#leak-file-fault")).to_contain_text("Pilih berkas PDF.")
    assert service.sent("POST", "/staff/traces") == []


def test_refusal_of_the_service_is_shown(inquiry: Inquiry, pdf: Path) -> None:
    page, service = inquiry()
    service.on("POST", "/staff/traces", problem(404, "unknown-publication", "Publikasi ini tidak ada dalam katalog."))

    page.locator("#leak-file").set_input_files(pdf)
    page.get_by_role("button", name="Periksa berkas", exact=True).click()

    expect(page.locator("copy-trace [data-slot=trouble]")).to_contain_text("tidak ada dalam katalog")


def test_answer_is_only_text(inquiry: Inquiry, pdf: Path) -> None:
    gaps = [{"code": "x", "detail": "<img src=x onerror=alert(1)>"}]
    copy = a_copy(publication={"publication_id": "p1", "title": "<b>x</b>${7*7}", "year": 2024})

    page = answered(inquiry, pdf, state="done", answer=an_answer(copy=copy, gaps=gaps))

    expect(page.locator("copy-trace dl")).to_contain_text("<b>x</b>${7*7}")
    assert page.locator("copy-trace").locator("b, img").count() == 0


def test_answer_is_read_in_english_too(inquiry: Inquiry, pdf: Path, axe: AxeCheck) -> None:
    page = answered(inquiry, pdf, state="done", answer=an_answer())

    page.locator("[data-language=en]").click()

    expect(banner(page)).to_contain_text(f"This file comes from copy {CODE}.")
    expect(page.locator("copy-trace dl")).to_contain_text("by accident less than once in a billion")
    axe(page)


def test_answer_fits_a_phone(inquiry: Inquiry, pdf: Path) -> None:
    page, service = inquiry(390, 844)
    service.on("GET", "/staff/traces/t1", (200, a_trace(state="done", answer=an_answer())))

    send(page, pdf)

    expect(banner(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_staff_who_do_not_head_the_unit_do_not_see_the_area(page_at: PageAt, static_site: str) -> None:
    page = page_at(1366, 768)
    page.clock.install(time=TUESDAY_MORNING)
    answering_staff(page)
    page.goto(f"{static_site}/petugas/#salinan")
    sign_in(page)

    expect(page.get_by_role("link", name="Antrean")).to_be_visible()
    expect(page.get_by_role("link", name="Salinan siapa?")).to_be_hidden()
    expect(page.locator("[data-screen=salinan]")).to_be_hidden()
