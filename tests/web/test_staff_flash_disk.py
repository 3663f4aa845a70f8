"""Copies written to a visitor's flash disk on the staff page: read back, proved, or told why not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.flash_disk import (
    COPY,
    PARTS,
    PLUGGED_IN,
    answering_once,
    file_of,
    on_disk,
    plugged_in,
    serving_copies,
    sha256,
)
from tests.web.staff_answers import answering_staff, sign_in
from tests.web.visit_answers import TUESDAY_MORNING

FlashDisk = Callable[..., tuple[Page, ApiDouble]]
HANDED = "/staff/deliveries/a1.flashdisk/handed-over"
LEAVING = "window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"
"""False where the page asks first."""
TROUBLES = {
    "QuotaExceededError": "Flash disk penuh.",
    "NotFoundError": "Flash disk tercabut atau tidak terbaca.",
    "NotAllowedError": "Peramban tidak diizinkan menulis",
    "NoModificationAllowedError": "Flash disk terkunci untuk penulisan.",
    "UnknownError": "Flash disk tidak menerima berkas ini.",
}


@pytest.fixture
def flash_disk(page_at: PageAt, static_site: str) -> FlashDisk:
    """`flash_disk("a1", "a2")`: the desk with these copies of A-003 waiting, and a disk plugged in."""

    def opened(*names: str) -> tuple[Page, ApiDouble]:
        page = page_at(1366, 768)
        page.clock.install(time=TUESDAY_MORNING)
        page.add_init_script(PLUGGED_IN)
        service = answering_staff(page)
        serving_copies(page, service, static_site, *(names or ("a1",)))
        page.goto(f"{static_site}/petugas/#permintaan")
        sign_in(page)
        expect(page.locator(".caller")).to_contain_text("A-003")
        return page, service

    return opened


def write(page: Page) -> None:
    page.get_by_role("button", name="Salin ke flash disk").click()


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("Flash disk"))


def test_copies_of_a_visit_are_written_read_back_and_proved(flash_disk: FlashDisk, axe: AxeCheck) -> None:
    page, service = flash_disk("a1", "a2")
    page.evaluate(
        "navigator.storage.getDirectory().then((disk) => disk.getFileHandle('Dalam Angka (a2).pdf', {create: true}))"
    )

    write(page)
    expect(panel(page)).to_contain_text("Semua 2 salinan sudah ada di flash disk dan terbukti.")
    axe(page)

    first, second = panel(page).get_by_role("listitem").all()
    expect(first).to_contain_text(f"sebagai {file_of('a1')}")
    expect(first).to_contain_text(f"Dibaca kembali 410 kB, SHA-256 {str(PARTS[0]['sha256'])[:8]}")
    expect(second).to_contain_text("sebagai Dalam Angka (a2) 2.pdf")
    assert on_disk(page) == {
        file_of("a1"): sha256(COPY),
        file_of("a2"): sha256(b""),
        "Dalam Angka (a2) 2.pdf": sha256(COPY),
    }
    assert service.bodies("POST", HANDED) == [{"parts": PARTS}]
    assert page.evaluate("asked") == [{"id": "flash-disk", "mode": "readwrite"}]
    expect(page.locator("delivery-desk .empty")).to_be_visible()


def test_only_what_is_ticked_is_written(flash_disk: FlashDisk) -> None:
    page, service = flash_disk("a1", "a2")

    page.get_by_role("checkbox", name="Dalam Angka a1").uncheck()
    expect(page.locator(".caller")).to_contain_text("1 salinan, 410 kB.")
    write(page)

    expect(panel(page)).to_contain_text("Salinan sudah ada di flash disk dan terbukti.")
    assert list(on_disk(page)) == [file_of("a2")]
    assert service.sent("POST", HANDED) == []


def test_damaged_copy_is_found_removed_and_offered_again(flash_disk: FlashDisk, axe: AxeCheck) -> None:
    page, service = flash_disk()
    plugged_in(page, damage=True)

    write(page)
    expect(panel(page)).to_contain_text("Isi yang terbaca kembali berbeda dari aslinya")
    axe(page)
    left, told = on_disk(page), service.sent("POST", HANDED)
    plugged_in(page)
    page.get_by_role("button", name="Coba lagi yang belum").click()

    expect(panel(page)).to_contain_text("terbukti sama dengan aslinya, sudah dicatat")
    assert (left, told) == ({}, [])
    assert on_disk(page) == {file_of("a1"): sha256(COPY)}


def test_each_trouble_of_a_disk_is_told_with_what_to_do_and_leaves_no_file(flash_disk: FlashDisk) -> None:
    page, service = flash_disk("a1", "a2")

    for name, words in TROUBLES.items():
        plugged_in(page, writing=name)
        write(page)
        expect(panel(page).locator(".fault").first).to_contain_text(words)
        page.get_by_role("button", name="Tutup bagian ini").click()
    plugged_in(page, choosing="AbortError")
    write(page)

    expect(page.get_by_role("alert").filter(has_text="Belum ada yang disalin")).to_be_visible()
    expect(panel(page)).to_be_hidden()
    assert on_disk(page) == {}
    assert service.sent("POST", HANDED) == []


def test_running_copy_outlives_the_poll_and_other_areas_asks_before_leaving_and_can_be_stopped(
    flash_disk: FlashDisk, axe: AxeCheck
) -> None:
    page, service = flash_disk()
    plugged_in(page, held=True)
    write(page)
    expect(panel(page)).to_contain_text("ditulis, 0 kB dari 410 kB")
    expect(panel(page).get_by_role("heading", name="Flash disk “KINGSTON” untuk nomor A-003")).to_be_focused()
    axe(page)

    service.on("GET", "/staff/deliveries", (200, {"items": [], "next": None}))
    page.get_by_role("link", name="Antrean").click()
    page.clock.run_for(5000)
    expect(page.locator("desk-notice")).to_contain_text("0 % dari 410 kB ditulis dan dibaca ulang")
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("alert").filter(has_text="Flash disk masih ditulis.")).to_be_visible()
    busy = page.evaluate(LEAVING)
    page.get_by_role("button", name="Hentikan penyalinan").click()
    page.evaluate("letGo()")

    expect(panel(page)).to_contain_text("Dihentikan.")
    assert (busy, page.evaluate(LEAVING)) == (False, True)
    assert on_disk(page) == {}


def test_ended_address_is_asked_for_again_and_a_broken_network_is_told(flash_disk: FlashDisk) -> None:
    page, service = flash_disk("a1", "a2")
    answering_once(page, None)
    write(page)
    expect(panel(page)).to_contain_text("1 dari 2 salinan sudah terbukti.")
    expect(panel(page).locator(".fault").first).to_contain_text("Sambungan terputus sebelum salinan selesai ditulis.")

    answering_once(page, 403)
    page.get_by_role("button", name="Coba lagi yang belum").click()

    expect(panel(page)).to_contain_text("Semua 2 salinan sudah ada di flash disk dan terbukti.")
    assert len(service.sent("POST", "/staff/deliveries/a1.flashdisk/open")) == 3


def test_proof_that_could_not_be_told_is_kept_and_told_again(flash_disk: FlashDisk) -> None:
    page, service = flash_disk()
    service.on("POST", HANDED, problem(503, "busy", "Layanan sedang sibuk."))
    write(page)
    page.clock.run_for(10_000)
    expect(panel(page)).to_contain_text("sudah ada di flash disk dan cocok, tetapi belum tercatat")
    expect(page.locator(".caller")).to_have_count(0)
    kept = page.evaluate(LEAVING)

    service.on("POST", HANDED, (200, {}))
    page.get_by_role("button", name="Catat lagi").click()

    expect(panel(page)).to_contain_text("terbukti sama dengan aslinya, sudah dicatat")
    assert (kept, page.evaluate(LEAVING)) == (False, True)
    assert service.bodies("POST", HANDED)[-1] == {"parts": PARTS}
    assert on_disk(page) == {file_of("a1"): sha256(COPY)}


def test_copy_that_the_service_takes_back_meanwhile_does_not_stay_on_the_disk(flash_disk: FlashDisk) -> None:
    page, service = flash_disk()
    service.on("POST", HANDED, problem(410, "copy-withdrawn", "Publikasi ini sudah ditarik."))

    write(page)

    expect(panel(page)).to_contain_text("Publikasi ini sudah ditarik.")
    assert on_disk(page) == {}


def test_browser_that_cannot_write_folders_saves_the_file_and_staff_say_the_rest(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(1366, 768)
    page.add_init_script("delete window.showDirectoryPicker")
    service = answering_staff(page)
    serving_copies(page, service, static_site, "a1")
    page.route(
        "**/copies/*.pdf",
        lambda route: route.fulfill(
            status=200, body=COPY, headers={"Content-Disposition": 'attachment; filename="a1.pdf"'}
        ),
    )
    page.goto(f"{static_site}/petugas/#permintaan")
    sign_in(page)
    expect(page.get_by_text("Peramban ini tidak dapat menulis langsung ke flash disk.")).to_be_visible()
    expect(page.get_by_role("button", name="Salin ke flash disk")).to_be_hidden()
    expect(page.get_by_role("button", name="Sudah saya salin")).to_be_hidden()
    axe(page)

    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh saja").click()
    page.get_by_role("button", name="Sudah saya salin").click()

    expect(page.get_by_role("status").filter(has_text="Dicatat sebagai keterangan Anda, tanpa bukti")).to_be_visible()
    assert download.value.suggested_filename == "a1.pdf"
    assert service.bodies("POST", HANDED) == [{}]
