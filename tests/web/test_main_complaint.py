"""A complaint on the real service in two real browsers: filed, completed, answered, decided and closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PageAt
from tests.web.real_service import Service, running_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(tmp_path_factory.mktemp("service")) as running:
        yield running


def go_on(page: Page) -> None:
    page.locator("complaint-form [data-move=on]").click()


def file_complaint(page: Page, service: Service) -> str:
    """From the first page to the code, with a slip in the address on the way."""
    page.goto(f"{service.url}/pengaduan/")
    page.get_by_role("button", name="Tulis pengaduan").click()
    page.locator("complaint-form label.choice", has_text="Waktu penyelesaian").click()
    go_on(page)
    page.locator("#complaint-text").fill("Saya menunggu 40 menit di loket 1.\nTidak ada penjelasan.")
    go_on(page)
    page.locator("#complaint-email").fill("siti@gmial.com")
    page.locator("#complaint-secret").check()
    go_on(page)
    page.get_by_role("button", name="Kirim pengaduan").click()
    page.get_by_role("button", name="Pakai siti@gmail.com").click()
    page.get_by_role("button", name="Kirim pengaduan").click()
    expect(page.locator(".complaint-code")).to_contain_text("PG-")
    return page.locator(".complaint-code").inner_text()


def sign_in(staff: Page, service: Service) -> None:
    staff.goto(f"{service.url}/petugas/#pengaduan")
    staff.locator("#username").fill(service.access["staff"]["username"])
    staff.locator("#password").fill(service.access["staff"]["password"])
    staff.locator("#password").press("Enter")


def act(staff: Page, code: str, name: str, note: str = "") -> None:
    staff.get_by_role("button", name=code).click()
    staff.locator("complaint-view label.choice", has_text=name).click()
    staff.locator("#act-note").fill(note)
    staff.get_by_role("button", name="Simpan dan kabarkan").click()
    expect(staff.locator("complaint-view .banner.good")).to_contain_text("Tersimpan")
    staff.get_by_role("button", name="Kembali ke daftar").click()


def test_complaint_goes_from_the_page_through_the_register_to_its_end(page_at: PageAt, service: Service) -> None:
    page, staff = page_at(390, 844), page_at(1366, 768)
    code = file_complaint(page, service)
    sign_in(staff, service)
    act(staff, code, "Minta dilengkapi", "Pada hari apa?")
    page.get_by_role("button", name="Lihat status").click()
    expect(page.locator(".history")).to_contain_text("Pada hari apa?")
    page.locator("#addition").fill("Hari Selasa.")
    page.get_by_role("button", name="Kirim kelengkapan").click()
    expect(page.locator(".history")).to_contain_text("Dilengkapi")
    act(staff, code, "Jawab", "Kami mohon maaf.")
    act(staff, code, "Putuskan", "Jadwal loket kami ubah.")
    act(staff, code, "Tutup")

    page.reload()

    expect(page.locator(".state")).to_contain_text("Ditutup")
    for words in ("Kami mohon maaf.", "Jadwal loket kami ubah."):
        expect(page.locator(".history")).to_contain_text(words)
    expect(staff.get_by_role("row").filter(has_text=code)).to_contain_text("Tanpa batas")
