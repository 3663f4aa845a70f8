"""The main job on the real service, in a real browser: as visitor, as staff, as the recipient of the mail."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import PageAt
from tests.web.flash_disk import PLUGGED_IN, content_of, on_disk
from tests.web.real_service import TITLE, Service, running_service

NAME, ADDRESS = "Siti Rahmah", "siti.rahmah@example.com"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(tmp_path_factory.mktemp("service")) as running:
        yield running


def fill_guestbook(page: Page, service: Service, name: str, address: str) -> tuple[str, str]:
    """The guestbook from its first to its last question: the number, and the address of the visit's own page."""
    page.goto(service.kiosk)
    page.get_by_role("button", name="Mulai isi buku tamu").click()
    page.get_by_label("Siapa nama lengkap Anda?").fill(name)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Apa alamat email Anda?").fill(address)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_text("Perpustakaan tercetak").click()
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Lewati pertanyaan tentang Anda").click()
    expect(page.get_by_role("heading", name="Periksa jawaban Anda")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/api/visits")) as answer:
        page.get_by_role("button", name="Kirim dan ambil nomor antrean").click()
    expect(page.get_by_role("heading", name="Nomor antrean Anda")).to_be_visible()
    return page.locator(
        "queue-ticket .number"
    ).first.inner_text(), f"{service.url}/kunjungan/#{answer.value.json()['visit_token']}"


def sign_in(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/petugas/")
    page.get_by_role("textbox", name="Nama pengguna").fill(service.access["staff"]["username"])
    page.locator("#password").fill(service.access["staff"]["password"])
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_text("Loket 1", exact=True).click()
    page.get_by_role("button", name="Mulai bertugas").click()


def choose_publication(page: Page) -> None:
    page.get_by_role("button", name="Cari publikasi").click()
    page.get_by_label("Judul, tahun, topik, atau ISBN").fill("banjarmasin utara")
    page.get_by_role("button", name="Cari", exact=True).click()
    page.get_by_role("button", name=re.compile(f"Pilih publikasi ini.*{TITLE}")).click()


def saved(page: Page, button: str) -> bytes:
    """The file that a button downloads."""
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile(button)).click()
    return Path(str(download.value.path())).read_bytes()


def assert_marked_for(content: bytes, name: str) -> None:
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) == 6
    for page in pages:
        text = page.extract_text()
        assert name in text
        assert re.search(r"LP-\w{4}-\w{4}-\w{4}", text)
        assert "Jumlah penduduk menurut kecamatan" in text


def test_visit_from_guestbook_to_rating(service: Service, page_at: PageAt) -> None:
    kiosk, staff, board = page_at(1080, 1920), page_at(1366, 768), page_at(1920, 1080)
    phone, recipient = page_at(390, 844), page_at(390, 844)

    number, own_page = fill_guestbook(kiosk, service, NAME, ADDRESS)
    assert number == "A-001"

    board.goto(f"{service.url}/papan/")
    sign_in(staff, service)
    expect(staff.get_by_role("row", name=re.compile(number))).to_be_visible()
    staff.keyboard.press("n")
    staff.get_by_role("button", name=re.compile("Mulai layani")).click()
    expect(staff.get_by_text("Sedang dilayani")).to_be_visible()
    expect(board.get_by_text(number).first).to_be_visible()
    assert NAME not in board.content()

    choose_publication(kiosk)
    kiosk.get_by_role("button", name="Kirim ke email saya").click()
    expect(kiosk.locator("request-progress")).to_contain_text("Email: sudah sampai di kotak surat Anda")

    message = email.message_from_bytes(service.outbox[0].read_bytes())
    text = message.get_payload()[0].get_payload(decode=True).decode()  # type: ignore[index,union-attr]
    link = re.search(r"http\S+/unduh/#\S+", text)
    assert message["To"] == ADDRESS
    assert link
    recipient.goto(link[0])
    expect(recipient.get_by_text(TITLE).first).to_be_visible()
    assert_marked_for(saved(recipient, "Unduh salinan"), NAME)

    phone.goto(own_page)
    expect(phone.get_by_text(number).first).to_be_visible()
    rate(phone)

    staff.get_by_role("link", name="Permintaan").click()
    expect(staff.locator("request-list")).to_contain_text(TITLE)
    staff.get_by_role("link", name="Laporan").click()
    staff.get_by_role("link", name="Kepuasan (SKM)").click()
    expect(staff.locator("[data-slot=ikm]")).to_contain_text("100,00")


def rate(page: Page) -> None:
    """The best rating, and the best answer to each of the nine questions of the survey."""
    page.locator("rating-offer").get_by_role("button", name="Sangat puas").click()
    page.get_by_role("button", name="Ya, saya bersedia").click()
    for number in range(1, 10):
        page.locator(f"[data-step=U{number}] .choice").last.click()
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_role("heading", name="Terima kasih atas penilaian Anda")).to_be_visible()


def test_publication_is_read_on_the_phone_in_the_visitors_own_marked_copy(service: Service, page_at: PageAt) -> None:
    kiosk, phone = page_at(1366, 768), page_at(390, 844)
    _, own_page = fill_guestbook(kiosk, service, "Aisyah Rahman", "aisyah@example.com")
    phone.goto(own_page)
    choose_publication(phone)
    ranges: list[str] = []
    phone.on("request", lambda asked: ranges.append(asked.headers.get("range", "")))

    phone.get_by_role("button", name="Baca di sini").click()

    expect(phone.locator(".sheet-of-paper canvas").first).to_be_visible()
    expect(phone.locator("[data-part=of]")).to_contain_text("dari 6")
    assert any(asked.startswith("bytes=0-") for asked in ranges)
    phone.keyboard.press("/")
    phone.keyboard.type("aisyah rahman")
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-part=found]")).to_contain_text(re.compile(r"1 dari \d+"))
    expect(phone.locator("mark.current").first).to_be_visible()


def test_two_visitors_at_once_do_not_see_each_others_data(service: Service, page_at: PageAt) -> None:
    visitors = [(page_at(1366, 768), page_at(390, 844), name) for name in ("Budi Santoso", "Galuh Hasanah")]
    own_pages = [
        fill_guestbook(kiosk, service, name, f"{name.split()[0].lower()}@example.com") for kiosk, _, name in visitors
    ]

    for (_, phone, _), (_, own_page) in zip(visitors, own_pages, strict=True):
        phone.goto(own_page)
        choose_publication(phone)
        phone.get_by_role("button", name="Unduh di ponsel ini").click()
    copies = [saved(phone, "Unduh salinan") for _, phone, _ in visitors]

    assert own_pages[0][0] != own_pages[1][0]
    for copy, own, other in ((copies[0], visitors[0], visitors[1]), (copies[1], visitors[1], visitors[0])):
        assert_marked_for(copy, own[2])
        assert other[2] not in PdfReader(BytesIO(copy)).pages[0].extract_text()
        assert other[2] not in own[1].content()


def test_copy_goes_from_the_search_to_the_visitors_flash_disk(service: Service, page_at: PageAt) -> None:
    kiosk, staff = page_at(1366, 768), page_at(1366, 768)
    staff.add_init_script(PLUGGED_IN)
    number, _ = fill_guestbook(kiosk, service, "Rahmat Hidayat", "rahmat@example.com")
    sign_in(staff, service)

    choose_publication(kiosk)
    kiosk.get_by_role("button", name="Salin ke flash disk di loket").click()
    expect(staff.locator("desk-notice")).to_contain_text(number)
    staff.keyboard.press("p")
    staff.get_by_role("button", name=f"Salin ke flash disk {number}").click()
    expect(staff.locator("disk-panel")).to_contain_text("terbukti sama dengan aslinya, sudah dicatat")

    expect(kiosk.locator("request-progress")).to_contain_text("sudah disalin")
    [name] = on_disk(staff)
    assert name.startswith(TITLE)
    assert_marked_for(content_of(staff, name), "Rahmat Hidayat")
    row = staff.get_by_role("row", name=re.compile(number))
    expect(row).to_contain_text("terbukti (SHA-256 cocok)")
    expect(row).to_contain_text(f"oleh {service.access['staff']['username']}")
