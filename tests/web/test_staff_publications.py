"""Publications on the staff page: entered, their file sent with progress, checked, refused, replaced, withdrawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.staff_answers import a_page_of, a_staff_publication, answering_staff, sign_in
from tests.web.visit_answers import TUESDAY_MORNING

Catalogue = Callable[..., tuple[Page, ApiDouble]]
LOCKED = "PDF ini terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah kembali."
A_MEGABYTE = 1_000_000

# Storage whose progress the test decides: a browser tells it only as fast as a network is.
STORAGE = """
window.sends = 0;
window.XMLHttpRequest = class extends EventTarget {
  upload = new EventTarget();
  status = 0;
  responseText = "";
  open(method, url) { this.url = url; }
  send() { window.sending = this; document.documentElement.dataset.sent = ++window.sends; }
  abort() { this.dispatchEvent(new Event("abort")); }
  sent(bytes) { this.upload.dispatchEvent(new ProgressEvent("progress", { loaded: bytes })); }
  end(event, status = 0, text = "") {
    this.status = status;
    this.responseText = text;
    this.dispatchEvent(new Event(event));
  }
};
"""


@pytest.fixture
def catalogue(page_at: PageAt, static_site: str) -> Catalogue:
    """The area of publications, signed in, with the service behind it."""

    def opened(*publications: dict[str, Any], storage: str | None = STORAGE) -> tuple[Page, ApiDouble]:
        page = page_at(1366, 768)
        page.clock.install(time=TUESDAY_MORNING)
        if storage:
            page.add_init_script(storage)
        service = answering_staff(page)
        upload = {"url": f"{static_site}/penyimpanan/", "fields": {"key": "uploads/p9/u1.pdf", "policy": "p"}}
        service.on("GET", "/staff/publications", (200, a_page_of(*publications)))
        service.on("POST", "/staff/publications", (201, {"publication_id": "p9", "upload": upload}))
        service.on("POST", "/staff/publications/[^/]+/upload", (200, {"publication_id": "p9", "upload": upload}))
        service.on("GET", "/staff/publications/p9", (200, a_staff_publication("p9", state="preparing", pages=None)))
        page.goto(f"{static_site}/petugas/#publikasi")
        sign_in(page)
        expect(page.get_by_role("button", name="Tambah publikasi").first).to_be_visible()
        return page, service

    return opened


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A file of one megabyte that begins like a PDF."""
    file = tmp_path / "dalam-angka.pdf"
    file.write_bytes(b"%PDF-1.7\n".ljust(A_MEGABYTE, b"0"))
    return file


def preparing(publication_id: str, step: str, done: int, of: int) -> dict[str, Any]:
    progress = {"step": step, "done": done, "of": of}
    return a_staff_publication(publication_id, state="preparing", progress=progress, pages=None, size_bytes=None)


def fill(page: Page, file: Path | None = None, **words: str) -> None:
    """Enters a publication with its obligatory words and saves it."""
    page.get_by_role("button", name="Tambah publikasi").first.click()
    for name, value in {"title": "Indikator Kesejahteraan Rakyat", "year": "2023", **words}.items():
        page.locator(f"publication-form [name={name}]").fill(value)
    if file:
        page.locator("#pub-file").set_input_files(file)
    page.get_by_role("button", name="Simpan").click()


def sending(page: Page, times: int = 1) -> Any:
    """The request that carries the file, once it was sent for the n-th time."""
    expect(page.locator("html")).to_have_attribute("data-sent", str(times))
    return page.evaluate_handle("window.sending")


def outcome(page: Page) -> Any:
    return page.locator("file-upload [role=status] .banner")


def test_list_tells_each_state_and_why_a_file_was_refused(catalogue: Catalogue) -> None:
    page, _ = catalogue(
        a_staff_publication("p1"),
        a_staff_publication("p2", state="refused", reason=LOCKED, pages=None, size_bytes=None),
        a_staff_publication("p3", state="awaiting-file", pages=None, size_bytes=None),
        a_staff_publication("p4", state="withdrawn"),
    )

    rows = page.locator("publication-desk tbody tr")

    expect(rows.nth(0)).to_contain_text("Siap disalin")
    expect(rows.nth(0)).to_contain_text("359")
    expect(rows.nth(1)).to_contain_text(LOCKED)
    expect(rows.nth(2).get_by_role("button", name="Kirim berkas")).to_be_visible()
    expect(rows.nth(3).get_by_role("button")).to_have_count(0)


def test_new_publication_is_saved_without_its_blanks(catalogue: Catalogue) -> None:
    page, service = catalogue()

    fill(page, subject=" Sosial ", shelf="R3-2")

    expect(page.get_by_role("status").filter(has_text="“Indikator Kesejahteraan Rakyat” tersimpan.")).to_be_visible()
    [request] = service.sent("POST", "/staff/publications")
    assert request.post_data_json == {
        "title": "Indikator Kesejahteraan Rakyat",
        "year": 2023,
        "subject": "Sosial",
        "shelf": "R3-2",
    }
    assert request.headers["idempotency-key"]


def test_what_is_missing_is_named_at_its_field(catalogue: Catalogue, axe: AxeCheck) -> None:
    page, service = catalogue()

    fill(page, title=" ", year="23")

    faults = page.locator("publication-form error-summary a")
    expect(faults).to_have_text(
        ["Isi judul publikasi.", "Isi tahun terbit, empat angka, misalnya 2024."], use_inner_text=True
    )
    axe(page)
    assert service.sent("POST", "/staff/publications") == []


def test_faults_that_the_service_finds_stand_at_their_fields(catalogue: Catalogue) -> None:
    page, service = catalogue()
    faults = [{"field": "isbn", "code": "not-an-isbn", "detail": "x"}]
    service.on("POST", "/staff/publications", problem(422, "invalid-form", "x", faults))

    fill(page, isbn="978-0-00-000000-1")

    expect(page.locator("#pub-isbn-fault")).to_contain_text("angka pemeriksanya")
    expect(page.locator("#pub-title")).to_have_value("Indikator Kesejahteraan Rakyat")


def test_file_that_is_no_pdf_is_told_before_it_is_sent(catalogue: Catalogue, tmp_path: Path) -> None:
    page, service = catalogue()
    picture, nothing = tmp_path / "gambar.pdf", tmp_path / "kosong.pdf"
    picture.write_bytes(b"GIF89a")
    nothing.touch()
    with (tmp_path / "atlas.pdf").open("wb") as atlas:
        atlas.truncate(105 * A_MEGABYTE)

    fill(page, picture)
    expect(page.locator("#pub-file-fault")).to_contain_text("Berkas ini bukan PDF.")
    page.locator("#pub-file").set_input_files(nothing)
    page.get_by_role("button", name="Simpan").click()

    expect(page.locator("#pub-file-fault")).to_contain_text("Berkas ini kosong.")
    page.locator("#pub-file").set_input_files(tmp_path / "atlas.pdf")
    page.get_by_role("button", name="Simpan").click()

    expect(page.locator("#pub-file-fault")).to_contain_text("Berkas ini 105 MB, lebih dari 100 MB. Kecilkan")
    assert service.sent("POST", "/staff/publications") == []


def test_file_is_sent_with_progress_then_checked_and_ready(catalogue: Catalogue, pdf: Path, axe: AxeCheck) -> None:
    page, service = catalogue()
    fill(page, pdf)

    request = sending(page)
    request.evaluate("(it) => it.sent(430000)")
    expect(page.locator("#upload-label")).to_contain_text("Mengirim berkas: 43 % (430 kB dari 1 MB)")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "43")
    axe(page)
    request.evaluate("(it) => it.end('load', 204)")
    expect(outcome(page)).to_contain_text("sedang diperiksa")
    service.on("GET", "/staff/publications/p9", (200, a_staff_publication("p9", pages=359)))
    page.clock.run_for(2000)

    expect(outcome(page)).to_contain_text("Siap: 359 halaman.")
    axe(page)


def test_list_tells_how_far_a_preparation_is_and_which_original_is_signed(catalogue: Catalogue) -> None:
    page, service = catalogue(preparing("p1", "reading", 120, 359), a_staff_publication("p2", signed=True))
    rows = page.locator("publication-desk tbody tr")
    expect(rows.nth(0)).to_contain_text("Sedang disiapkan: halaman 120 dari 359")
    expect(rows.nth(1)).to_contain_text("Berkas aslinya bertanda tangan digital; salinannya tidak.")
    expect(rows.nth(0)).not_to_contain_text("bertanda tangan", use_inner_text=True)

    service.on("GET", "/staff/publications", (200, a_page_of(preparing("p1", "proving", 7, 359))))
    page.clock.run_for(5000)

    expect(rows.nth(0)).to_contain_text("Sedang diperiksa: halaman 7 dari 359")


def test_preparation_is_followed_page_by_page(catalogue: Catalogue, pdf: Path, axe: AxeCheck) -> None:
    page, service = catalogue()
    service.on("GET", "/staff/publications/p9", (200, preparing("p9", "laying-out", 0, 1)))
    fill(page, pdf)
    sending(page).evaluate("(it) => it.end('load', 204)")
    expect(page.locator("#preparation-label")).to_contain_text("Sedang disiapkan: menyusun halaman")

    service.on("GET", "/staff/publications/p9", (200, preparing("p9", "proving", 120, 359)))
    page.clock.run_for(2000)

    expect(page.locator("#preparation-label")).to_contain_text("Sedang diperiksa: halaman 120 dari 359")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "120")
    expect(page.get_by_role("progressbar")).to_have_attribute("max", "359")
    axe(page)
    service.on("GET", "/staff/publications/p9", (200, a_staff_publication("p9", pages=359)))
    page.clock.run_for(2000)
    expect(page.get_by_role("progressbar")).to_have_count(0)


def test_fields_of_the_form_come_first_and_the_file_last(catalogue: Catalogue, pdf: Path) -> None:
    page, _ = catalogue(storage=None)
    bodies: list[bytes] = []

    def take(route: Route) -> None:
        bodies.append(route.request.post_data_buffer or b"")
        route.fulfill(status=204)

    page.route("**/penyimpanan/", take)
    fill(page, pdf)
    expect(outcome(page)).to_contain_text("sedang diperiksa")

    assert re.findall(rb'name="(\w+)"', bodies[0]) == [b"key", b"policy", b"file"]


def test_refused_file_is_explained_and_can_be_replaced(catalogue: Catalogue, pdf: Path, axe: AxeCheck) -> None:
    page, service = catalogue()
    refused = a_staff_publication("p9", state="refused", reason=LOCKED, pages=None)
    service.on("GET", "/staff/publications/p9", (200, refused))
    fill(page, pdf)

    sending(page).evaluate("(it) => it.end('load', 204)")
    expect(outcome(page)).to_contain_text(f"Berkas ditolak. {LOCKED}")
    axe(page)
    page.locator("#new-file").set_input_files(pdf)
    page.get_by_role("button", name="Kirim berkas").click()
    sending(page, 2)

    assert len(service.sent("POST", "/staff/publications/p9/upload")) == 1


def test_file_in_use_is_said_to_stay_until_a_better_one_is_ready(
    catalogue: Catalogue, pdf: Path, axe: AxeCheck
) -> None:
    page, service = catalogue(a_staff_publication("p9"))
    refused = a_staff_publication("p9", state="refused", reason=LOCKED)
    service.on("GET", "/staff/publications/p9", (200, refused))

    page.get_by_role("button", name="Ganti berkas").click()
    expect(page.locator("file-upload form")).to_contain_text("tetap dipakai sampai yang baru siap")
    axe(page)
    page.locator("#new-file").set_input_files(pdf)
    page.get_by_role("button", name="Kirim berkas").click()
    sending(page).evaluate("(it) => it.end('load', 204)")
    expect(outcome(page)).to_contain_text(f"Berkas ditolak. {LOCKED}")
    expect(page.locator("file-upload form")).to_contain_text("tetap dipakai sampai yang baru siap")
    service.on("GET", "/staff/publications", (200, a_page_of(refused)))
    page.get_by_role("button", name="Kembali ke daftar").click()

    expect(page.locator("publication-desk tbody tr")).to_contain_text("Berkas sebelumnya tetap dipakai.")


def test_file_that_did_not_arrive_is_sent_again_with_a_fresh_form(catalogue: Catalogue, pdf: Path) -> None:
    page, service = catalogue()
    fill(page, pdf)

    sending(page).evaluate("(it) => it.end('error', 0)")
    expect(outcome(page)).to_contain_text("Pengiriman terputus.")
    page.get_by_role("button", name="Kirim lagi").click()
    sending(page, 2).evaluate("(it) => it.end('load', 403)")
    expect(outcome(page)).to_contain_text("Tempat penyimpanan menolak")
    page.get_by_role("button", name="Kirim lagi").click()
    sending(page, 3).evaluate("(it) => it.end('load', 204)")

    expect(outcome(page)).to_contain_text("sedang diperiksa")
    assert len(service.sent("POST", "/staff/publications/p9/upload")) == 2


def test_sending_can_be_cancelled(catalogue: Catalogue, pdf: Path) -> None:
    page, _ = catalogue()
    fill(page, pdf)
    sending(page)

    page.get_by_role("button", name="Batalkan pengiriman").click()

    expect(outcome(page)).to_contain_text("Pengiriman dibatalkan.")


def test_sending_goes_on_while_a_visitor_is_called(catalogue: Catalogue, pdf: Path) -> None:
    page, _ = catalogue()
    fill(page, pdf)
    request = sending(page)

    page.get_by_role("link", name="Antrean").click()
    request.evaluate("(it) => it.sent(500000)")
    page.get_by_role("link", name="Publikasi").click()

    expect(page.locator("#upload-label")).to_contain_text("50 %")


def test_withdrawing_is_asked_for_twice(catalogue: Catalogue, axe: AxeCheck) -> None:
    page, service = catalogue(a_staff_publication("p1"))
    service.on("DELETE", "/staff/publications/p1", (200, a_staff_publication("p1", state="withdrawn")))

    page.get_by_role("button", name="Tarik").click()
    expect(page.get_by_role("dialog")).to_contain_text("tidak lagi tampil bagi pengunjung")
    axe(page)
    page.get_by_role("button", name="Tidak").click()
    assert service.sent("DELETE", "/staff/publications/p1") == []
    page.get_by_role("button", name="Tarik").click()
    page.get_by_role("button", name="Ya, tarik").click()

    expect(page.get_by_role("status").filter(has_text="sudah ditarik.")).to_be_visible()
    assert len(service.sent("DELETE", "/staff/publications/p1")) == 1


def test_titles_and_reasons_are_only_text(catalogue: Catalogue) -> None:
    page, _ = catalogue(
        a_staff_publication("p1", title='<img src=x onerror="document.title=1">', reason="${7*7}<b>x</b>")
    )

    expect(page.locator("publication-desk tbody")).to_contain_text('<img src=x onerror="document.title=1">')
    expect(page.locator("publication-desk tbody")).to_contain_text("${7*7}<b>x</b>")
    assert page.locator("publication-desk tbody").locator("img, b").count() == 0


def test_list_and_form_are_accessible_in_both_languages(catalogue: Catalogue, axe: AxeCheck) -> None:
    page, _ = catalogue(a_staff_publication("p1"), a_staff_publication("p2", state="refused", reason=LOCKED))
    expect(page.locator("publication-desk tbody tr")).to_have_count(2)

    axe(page)
    page.locator("[data-language=en]").click()
    axe(page)
    page.locator("publication-desk [data-action=add]:visible").click()
    axe(page)
    page.locator("[data-language=id]").click()
    axe(page)
