"""The board from five metres: how large its numbers are, and that all of it stands on the screen that it hangs on."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Request, expect

from tests.browser import PageAt
from tests.web.api_double import Answer, ApiDouble
from tests.web.board_steps import TELEVISION, a_board, a_call, a_code, open_board
from tests.web.visit_answers import KIOSK_TOKEN, a_unit

WIDE = [TELEVISION, (1366, 768), (1360, 768), (1280, 720), (3840, 2160)]
OTHERS = [(1024, 768), (2560, 1080), (1080, 1920), (390, 844)]
SERVICES = {"printed": 3, "digital": 112, "advice": 0, "review": 27}
DESKS = ["Meja layanan 2", "12", "Ruang Baca", "Pojok Statistik", "Perpustakaan"]

SIZES_OF_NUMBERS = """
() => [...document.querySelectorAll(".called, .calls .figure, .waiting .figure")].map((element) => {
  const kind = element.closest(".calls, .waiting")?.className ?? "now";
  return [kind, parseFloat(getComputedStyle(element).fontSize) / innerHeight];
})
"""

# The picture moves by 4 px to each side. A box of text is cut by the card it stands in, or by what is beside it.
MISPLACED = """
() => {
  const cards = ".top, .now, .calls li, .calls, .waiting li, .waiting, guestbook-code, .stale, .sound, .foot, main";
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const within = (box, frame, room) => box.left >= frame.left + room && box.top >= frame.top + room
    && box.right <= frame.right - room && box.bottom <= frame.bottom - room;
  const standsWell = (element) => {
    const box = element.getBoundingClientRect();
    const card = element.parentElement.closest(cards);
    return within(box, screen, 4) && element.scrollWidth <= element.clientWidth + 1
      && (!card || within(box, card.getBoundingClientRect(), -1));
  };
  return [...document.querySelectorAll("restful-screen *:not(svg *)")]
    .filter((element) => element.checkVisibility() && !getComputedStyle(element).display.match(/inline$|contents/))
    .filter((element) => !standsWell(element))
    .map((element) => [element.tagName, element.className, element.textContent.trim().slice(0, 30),
       JSON.stringify(element.getBoundingClientRect())]);
}
"""


def five_calls(*numbers: str) -> list[dict[str, Any]]:
    """Newest first, each to another kind of desk."""
    moments = [f"2025-11-25T02:03:0{second}Z" for second in range(9, 4, -1)]
    return [a_call(*one) for one in zip(numbers, DESKS, moments, strict=True)]


def unit_of_four_services(request: Request) -> Answer:
    """The unit that ships, with two services more."""
    unit = a_unit("en" if request.headers["accept-language"] == "en" else "id")
    first = unit["services"][0]
    names = {"advice": "Konsultasi statistik", "review": "Rekomendasi kegiatan statistik sektoral"}
    further = [{**first, "code": code, "name": name} for code, name in names.items()]
    return 200, {**unit, "services": [*unit["services"], *further]}


def full_board(page: Page, site: str, calls: list[dict[str, Any]]) -> ApiDouble:
    """A registered board with all that it can show at once: five calls, four services, the QR code."""
    service = open_board(page, site, address=f"?unit=6371#{KIOSK_TOKEN}", code=lambda _: (200, a_code()))
    service.on("GET", "/unit", unit_of_four_services)
    service.on("GET", "/board", (200, a_board(*calls, waiting=SERVICES)))
    page.reload()
    expect(page.locator(".waiting li")).to_have_count(4)
    expect(page.locator("guestbook-code svg")).to_be_visible()
    expect(page.locator(".sound")).to_be_visible()
    return service


def resize(page: Page, size: tuple[int, int]) -> None:
    """Shows the open page on a screen of another size; returns once it is laid out for that."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for side, length in zip(("width", "height"), size, strict=True):
        expect(page.locator("body")).to_have_css(side, f"{length}px")
    page.locator(".called").element_handle().wait_for_element_state("stable")


def smallest(page: Page) -> dict[str, float]:
    """The smallest font size of each kind of number, as a share of the screen's height."""
    found: dict[str, float] = {}
    for kind, share in page.evaluate(SIZES_OF_NUMBERS):
        found[kind] = min(share, found.get(kind, 1))
    return found


def test_each_of_the_last_five_calls_is_legible_from_five_metres_and_nothing_is_cut(
    page_at: PageAt, static_site: str
) -> None:
    page = page_at(*TELEVISION)
    full_board(page, static_site, five_calls("W-888", "A-007", "B-012", "M-088", "A-001"))

    for size in WIDE + OTHERS:
        resize(page, size)
        expect(page.locator(".calls .figure")).to_have_count(5)
        assert page.evaluate(MISPLACED) == [], size
        if size in WIDE:
            sizes = smallest(page)
            assert sizes["calls"] >= 0.15, size
            assert sizes["now"] >= 0.2, size
            assert sizes["waiting"] >= 0.06, size
            code = page.locator("guestbook-code svg").bounding_box()
            assert code is not None and code["height"] >= 0.16 * size[1]


def test_stale_numbers_stay_legible_beside_a_sign_that_is_seen_from_afar(page_at: PageAt, static_site: str) -> None:
    page = page_at(*TELEVISION)
    service = full_board(page, static_site, five_calls("W-888", "A-007", "A-1000", "M-088", "B-001"))
    fresh = page.locator(".now").evaluate("(panel) => getComputedStyle(panel).backgroundColor")

    service.on("GET", "/board", lambda _: None)
    page.clock.run_for(14_000)
    expect(page.locator(".stale")).to_be_visible()
    expect(page.locator(".sound")).to_be_hidden()

    expect(page.locator(".now")).not_to_have_css("background-color", fresh)
    for size in [TELEVISION, (1366, 768), (1080, 1920)]:
        resize(page, size)
        assert page.evaluate(MISPLACED) == [], size
    resize(page, (1366, 768))
    assert smallest(page)["now"] >= 0.15
    sign = page.locator(".trouble").evaluate("(line) => parseFloat(getComputedStyle(line).fontSize)")
    assert sign >= 0.035 * 768


def test_numbers_of_four_figures_and_a_long_name_of_a_place_find_room(page_at: PageAt, static_site: str) -> None:
    page = page_at(*TELEVISION)
    first, *others = five_calls("A-1000", "A-1001", "B-1012", "M-1088", "A-1003")

    full_board(page, static_site, [{**first, "desk": "Meja Pengaduan dan Konsultasi Lantai 2"}, *others])
    expect(page.locator(".now .desk")).to_contain_text("Meja Pengaduan")

    for size in [TELEVISION, (1366, 768)]:
        resize(page, size)
        assert page.evaluate(MISPLACED) == [], size
        assert smallest(page)["calls"] >= 0.12, size
        assert smallest(page)["now"] >= 0.15, size
