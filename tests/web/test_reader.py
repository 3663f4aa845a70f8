"""A publication read in the page, on phone and kiosk: shown at once, searched, moved through, and gone afterwards."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import Answer, ApiDouble, problem
from tests.web.kiosk_steps import LANDSCAPE, PORTRAIT, Kiosk, remains, to_ticket
from tests.web.phone_steps import Phone
from tests.web.reading_steps import TITLE, Store, paper, read, to_publication
from tests.web.visit_answers import KIOSK_TOKEN, VISIT_TOKEN, a_ticket, a_visit, answering_visits


def page_field(page: Page) -> Locator:
    return page.get_by_label("Buka halaman nomor")


def go_to(page: Page, number: int) -> None:
    page_field(page).fill(str(number))
    page_field(page).press("Enter")


def find(page: Page, words: str) -> None:
    page.locator("#reader-words").fill(words)
    page.locator("#reader-words").press("Enter")


def width_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["width"]


def pinch(page: Page, before: int, after: int) -> None:
    """Two fingers on the publication, so many pixels from each other."""
    devtools = page.context.new_cdp_session(page)
    for kind, apart in (("touchStart", before), ("touchMove", after)):
        points = [{"x": 195 - apart / 2, "y": 400, "id": 0}, {"x": 195 + apart / 2, "y": 400, "id": 1}]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def smallest_target(page: Page) -> float:
    """The shortest side of what can be pressed in the reader."""
    boxes = [one.bounding_box() for one in page.locator("publication-reader button:not(.leap):visible").all()]
    return min(min(box["width"], box["height"]) for box in boxes if box)


def test_first_page_shows_before_the_rest_has_come(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    store = Store(page, service)
    to_publication(page)
    fetched = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert not [one for one in fetched if "/pdfjs/" in one or "/reader/" in one]

    read(page)

    assert store.bytes_given < len(store.content) / 10
    assert service.bodies("POST", "/visit/readings") == [{"publication_id": "p1"}]
    expect(page.get_by_role("heading", name=TITLE)).to_be_focused()
    expect(paper(page, 1).locator(".words")).to_contain_text("Tabel 1.1 Jumlah penduduk menurut kecamatan, 2024")
    expect(page.locator("[data-part=of]")).to_contain_text("dari 40")
    assert smallest_target(page) >= 48
    axe(page)
    width = width_of(paper(page, 1))
    pinch(page, 100, 300)
    assert width_of(paper(page, 1)) == pytest.approx(3 * width, rel=0.05)
    assert page.evaluate("visualViewport.scale") == 1
    assert store.bytes_given < len(store.content) / 10, "what nobody looks at is not fetched"


def test_words_are_found_marked_and_gone_through(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    Store(page, service)
    to_publication(page)
    read(page)
    found = page.locator("[data-part=found]")
    page.get_by_role("button", name="Cari kata").click()

    find(page, "KEPADATAN  penduduk")
    expect(found).to_contain_text("1 dari 4")
    expect(paper(page, 10).locator("mark.current").first).to_be_in_viewport()
    assert "".join(paper(page, 10).locator("mark").all_inner_texts()) == "Kepadatan penduduk"
    axe(page)
    page.locator("#reader-words").press("Enter")
    expect(found).to_contain_text("2 dari 4")
    expect(page_field(page)).to_have_value("20")
    page.get_by_role("button", name="Temuan sebelumnya").click()
    page.get_by_role("button", name="Temuan sebelumnya").click()
    expect(found).to_contain_text("4 dari 4")
    expect(page_field(page)).to_have_value("40")

    find(page, "kesejahteraan")
    expect(found).to_contain_text("1 dari 1")
    expect(paper(page, 1).locator("mark")).to_have_text(["kese", "jahteraan"])
    find(page, "x")
    expect(found).to_contain_text("Tulis sedikitnya dua huruf.")
    page.keyboard.press("Escape")
    expect(page.locator("mark")).to_have_count(0)


def test_publication_is_read_by_keyboard(kiosk: Kiosk) -> None:
    page, service = kiosk(LANDSCAPE)
    Store(page, service)
    to_ticket(page)
    to_publication(page)
    read(page)
    width = width_of(paper(page, 1))

    page.keyboard.press("ArrowRight")
    expect(page_field(page)).to_have_value("2")
    page.keyboard.press("End")
    expect(page_field(page)).to_have_value("40")
    page.keyboard.press("Home")
    expect(page_field(page)).to_have_value("1")
    for _ in range(3):
        page.keyboard.press("PageDown")
    expect(page_field(page)).to_have_value("2")
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.keyboard.press("-")
    assert width_of(paper(page, 1)) == pytest.approx(width * 1.25, abs=1)
    page.keyboard.press("0")
    assert width_of(paper(page, 1)) == pytest.approx(1366 - 2 * 8, abs=16)
    go_to(page, 17)
    expect(paper(page, 17).locator("canvas")).to_be_in_viewport()
    page.keyboard.press("Control+f")
    expect(page.locator("#reader-words")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#reader-words")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Baca di sini")).to_be_visible()
    expect(page.get_by_role("heading", name=TITLE)).to_be_focused()
    expect(page.locator("publication-reader canvas")).to_have_count(0)


def test_pages_are_chosen_from_their_list_and_by_links_of_which_none_leads_out(kiosk: Kiosk, axe: AxeCheck) -> None:
    page, service = kiosk(PORTRAIT, "en")
    Store(page, service)
    to_ticket(page)
    to_publication(page)
    read(page)
    axe(page)
    address = page.url
    page.get_by_role("button", name="Tabel 25.1 25").click()
    expect(page.get_by_label("Go to page number")).to_have_value("25")
    page.get_by_role("button", name="Pages").click()
    expect(page.locator(".reader-list canvas").first).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Page 30", exact=True).click()

    expect(paper(page, 30).locator("canvas")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Page 30", exact=True)).to_have_attribute("aria-current", "true")
    assert page.locator(".sheet-of-paper canvas").count() <= 5, "only the pages near the view are drawn"
    assert smallest_target(page) >= 60
    assert page.locator("publication-reader a").count() == 0, "the first page links to another site, all over"
    assert (page.url, len(page.context.pages)) == (address, 1)
    menu = "(words) => words.dispatchEvent(new MouseEvent('contextmenu', {bubbles: true, cancelable: true}))"
    assert paper(page, 30).locator(".words").evaluate(menu) is False, "the browser's own menu leads to its search"


def test_reading_goes_on_when_its_address_has_expired(phone: Phone) -> None:
    page, service = phone()
    store = Store(page, service)
    to_publication(page)
    read(page)
    store.expired.add(1)

    go_to(page, 15)

    expect(paper(page, 15).locator("canvas")).to_be_visible()
    assert store.lent == 2
    expect(page.locator("[data-part=trouble]:visible")).to_have_count(0)


def test_lost_connection_is_told_and_the_page_comes_once_it_is_back(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    store = Store(page, service)
    to_publication(page)
    read(page)
    store.is_cut = True
    go_to(page, 15)
    trouble = page.locator(".reader-trouble")
    expect(trouble).to_contain_text("Halaman yang sudah tampil tetap dapat dibaca; kami terus mencoba.")
    expect(trouble.get_by_role("button", name="Coba lagi")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    axe(page)

    store.is_cut = False

    expect(paper(page, 15).locator("canvas")).to_be_visible()
    expect(trouble).to_be_hidden()


def test_copy_in_the_making_is_waited_for(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    store = Store(page, service)
    lending = store.lend
    status, body, *_ = problem(503, "reading-copy-in-making", "Sedang disiapkan.")
    answers: list[Answer] = [(status, body, {"Retry-After": "60"})]
    page.clock.install()
    service.on("POST", "/visit/readings", lambda request: answers.pop() if answers else lending(request))
    to_publication(page)
    page.locator("read-here button").click()
    expect(page.locator(".reader-state")).to_contain_text("Salinan baca Anda sedang disiapkan…")
    axe(page)

    page.clock.fast_forward(60_000)

    expect(paper(page, 1).locator("canvas")).to_be_visible()
    expect(page.locator(".reader-state")).to_be_hidden()


def given(answer: Answer | None, _: Request) -> Answer | None:
    return answer


REFUSALS: list[tuple[Answer | None, str, str]] = [
    (problem(409, "publication-not-ready", "-"), "belum siap", "Kembali untuk meminta salinannya"),
    (problem(404, "unknown-publication", "-"), "sudah tidak tersedia", "mencari publikasi lain"),
    (problem(409, "visit-finished", "-"), "Kunjungan Anda sudah selesai", "mengisi buku tamu lagi"),
    (problem(403, "link-revoked", "Salinan ini dicabut."), "Salinan ini dicabut.", "Tanyakan kepada petugas"),
    (problem(500, "server-error", "-"), "Ada gangguan pada layanan kami", "Coba lagi"),
    (None, "Periksa jaringan", "Coba lagi"),
]


def test_what_can_not_be_read_says_why_and_what_to_do(phone: Phone, axe: AxeCheck) -> None:
    page, service = phone()
    to_publication(page)
    state = page.locator(".reader-state")

    for answer, words, advice in REFUSALS:
        service.on("POST", "/visit/readings", partial(given, answer))
        page.locator("read-here button").click()
        expect(state).to_contain_text(words)
        expect(state).to_contain_text(advice)
        page.go_back()
    Store(page, service, b"not a PDF" * 100)
    page.locator("read-here button").click()

    expect(state).to_contain_text("Berkas publikasi ini tidak dapat ditampilkan.")
    axe(page)


def test_call_of_the_number_is_seen_while_reading(phone: Phone) -> None:
    page, service = phone()
    Store(page, service)
    to_publication(page)
    read(page)

    service.on("GET", "/visit", (200, a_visit(tickets=[a_ticket(state="called", desk="2")])))
    page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(page.get_by_text("Nomor A-007: silakan menuju loket 2.")).to_be_visible()


def test_idle_kiosk_forgets_what_was_read(page_at: PageAt, static_site: str) -> None:
    page = page_at(*PORTRAIT)
    service = answering_visits(ApiDouble(page))
    store = Store(page, service)
    page.clock.install(time="2025-11-25T02:00:00Z")
    page.goto(f"{static_site}/kiosk/#{KIOSK_TOKEN}")
    to_ticket(page)
    to_publication(page)
    read(page)
    page.keyboard.press("/")
    find(page, "kepadatan")
    expect(page.locator("mark").first).to_be_visible()
    assert page.evaluate("document.fonts.size") > 0
    page.clock.pause_at("2025-11-25T03:00:00Z")
    page.clock.run_for(80_000)

    expect(page.locator("#begin")).to_be_visible()

    left = remains(page)
    assert not [one for one in (TITLE, VISIT_TOKEN, "kepadatan", "Jumlah penduduk", "/copies/") if one in left]
    assert page.evaluate("[document.querySelectorAll('canvas').length, document.fonts.size]") == [0, 0]
    assert page.evaluate("caches.keys()") == []
    assert [worker.url for worker in page.workers] == []
    asked = len(store.asked)
    page.evaluate("history.back()")
    page.clock.run_for(20_000)
    assert len(store.asked) == asked
