"""The start page and the outbox as people see them."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from chalice.app import Chalice
from playwright.sync_api import Browser, expect

from infra.local.gateway import Gateway
from infra.local.outbox import Outbox
from infra.local.pages import security_headers
from infra.local.site import Behind, Site
from infra.local.whatsapp import NUMBER, Message
from tests.browser import AxeCheck, PageAt
from tests.local.test_whatsapp import a_message

POLITE = '<p style="color: #444">Yth. <b>Sari</b></p><a href="/kotak-keluar/#1">Buka halaman unduhan</a>'
HOSTILE = (
    '<script>parent.document.title = "taken"</script><img src=x onerror="parent.document.title = \'taken\'">'
    '<form action="/kotak-keluar/"><button>Yth. Sari</button></form>'
)


def a_mail(subject: str, html: str = POLITE) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "sari@example.com", subject
    message.set_content("Bagian teks saja.")
    message.add_alternative(html, subtype="html")
    return bytes(message)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    outbox = Outbox(tmp_path / "outbox")
    outbox.start()
    yield outbox
    outbox.stop()


@pytest.fixture
def site(outbox: Outbox) -> Iterator[Site]:
    site = Site(0)
    site.open(Behind(Gateway(Chalice("empty"), "/api"), outbox, "covers", security_headers("http://127.0.0.1:9")))
    yield site
    site.stop()


def test_the_start_page_leads_to_every_page_and_says_that_nothing_is_kept(
    site: Site, page_at: PageAt, axe: AxeCheck
) -> None:
    page = page_at(1366, 768)
    page.goto(f"{site.origin}/")

    expect(page.get_by_text("hilang setelah layanan dihentikan")).to_be_visible()
    addresses = [link.get_attribute("href") for link in page.locator("dl a").all()]
    assert addresses == ["kiosk/", "papan/", "petugas/", "cek/", "pengaduan/", "skm/", "kotak-keluar/"]
    axe(page)


def test_an_empty_outbox_says_what_will_come(site: Site, page_at: PageAt, axe: AxeCheck) -> None:
    page = page_at(1366, 768)
    page.goto(f"{site.origin}/kotak-keluar/")

    expect(page.get_by_text("Belum ada kiriman.")).to_be_visible()
    expect(page.get_by_text("hanya ada selama layanan berjalan, lalu hilang")).to_be_visible()
    axe(page)


def test_a_mail_that_arrives_appears_by_itself_and_can_be_read(
    site: Site, outbox: Outbox, page_at: PageAt, axe: AxeCheck
) -> None:
    page = page_at(1366, 768)
    page.goto(f"{site.origin}/kotak-keluar/")
    expect(page.get_by_text("Belum ada kiriman.")).to_be_visible()

    outbox.keep("m-1", ["sari@example.com"], a_mail("Salinan Anda"))
    page.get_by_role("link", name="Salinan Anda").click()

    expect(page.get_by_role("heading", name="Salinan Anda")).to_be_focused()
    expect(page.frame_locator("iframe").get_by_text("Sari")).to_be_visible()
    expect(page.locator("pre")).to_have_text("Bagian teks saja.\n")
    axe(page)


def test_a_message_is_shown_as_on_the_phone_by_template_with_its_link_or_with_the_copy(
    site: Site, outbox: Outbox, page_at: PageAt, axe: AxeCheck
) -> None:
    document = {
        "type": "document",
        "document": {"id": "1", "filename": "Dalam Angka.pdf", "caption": "Yth. Siti, ini."},
    }
    outbox.keep_message(Message("m-1", NUMBER, a_message()))
    outbox.keep_message(Message("m-2", NUMBER, a_message() | document, 12_345_678))
    page = page_at(390, 844)
    page.goto(f"{site.origin}/kotak-keluar/#1")
    bubble = page.locator(".bubble")

    expect(bubble).to_contain_text("salinan publikasi “Dalam Angka” yang Anda minta")
    expect(bubble).to_contain_text("Balas BERHENTI")
    expect(bubble.get_by_role("link", name="Unduh salinan")).to_have_attribute("href", "/unduh/#t0ken")
    axe(page)
    page.goto(f"{site.origin}/kotak-keluar/#2")
    expect(bubble).to_contain_text("Dalam Angka.pdf 12 MB")
    expect(bubble.get_by_role("link")).to_have_count(0)
    expect(page.get_by_text("penerima menulis kepada kantor dalam 24 jam terakhir")).to_be_visible()
    axe(page)


def test_a_mails_script_and_form_do_nothing(site: Site, outbox: Outbox, browser: Browser) -> None:
    outbox.keep("m-1", ["sari@example.com"], a_mail("Salinan Anda", HOSTILE))
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site.origin}/kotak-keluar/#1")

        page.frame_locator("iframe").get_by_role("button", name="Sari").click()

        expect(page).to_have_title("Kotak keluar – Loket Pustaka")
        assert page.frames[1].url == f"{site.origin}/kotak-keluar/api/messages/1/html"


def test_a_link_in_a_mail_opens_beside_the_outbox(site: Site, outbox: Outbox, page_at: PageAt) -> None:
    outbox.keep("m-1", ["sari@example.com"], a_mail("Salinan Anda", '<a href="/kotak-keluar/#1">Buka</a>'))
    page = page_at(1366, 768)
    page.goto(f"{site.origin}/kotak-keluar/#1")

    link = page.frame_locator("iframe").get_by_role("link", name="Buka")
    expect(page.get_by_role("heading", name="Salinan Anda")).to_be_focused()
    expect(page.get_by_role("row", name="Salinan Anda")).to_be_visible()
    with page.context.expect_page() as opened:
        link.press("Enter")

    assert opened.value.url == f"{site.origin}/kotak-keluar/#1"
    assert page.url == f"{site.origin}/kotak-keluar/#1"


def test_a_narrow_screen_in_english_shows_everything_without_scrolling_sideways(
    site: Site, outbox: Outbox, page_at: PageAt, axe: AxeCheck
) -> None:
    outbox.keep("m-1", ["sari@example.com"], a_mail("Salinan Anda"))
    page = page_at(320, 720)
    page.goto(f"{site.origin}/kotak-keluar/#1")
    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", name="As the recipient sees it")).to_be_visible()
    expect(page).to_have_title("Outbox – Loket Pustaka")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    axe(page)
