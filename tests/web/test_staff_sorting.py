"""Staff tables sort by their heads: as a desk looks things up, whatever is redrawn meanwhile."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser import AxeCheck, PageAt
from tests.web.report_answers import a_miss, a_standard
from tests.web.staff_answers import (
    HEAD,
    a_listed_ticket,
    a_listed_visit,
    a_page_of,
    a_queue,
    a_staff_request,
    a_staff_ticket,
    answering_staff,
    sign_in,
)
from tests.web.visit_answers import TUESDAY_MORNING


def a_visit(number: str, group_size: int, served: str | None, **changes: Any) -> dict[str, Any]:
    """A visit with one number, served at a minute past ten."""
    ticket = a_listed_ticket(number, served_at=served and f"2025-11-25T02:{served}:00Z", **changes)
    return a_listed_visit(f"visit-{number}", ticket, group_size=group_size)


SERVICE_ORDER = ["A-1000", "B-001", "A-012", "A-999"]
VISITS = [
    a_visit("A-1000", 2, None),
    a_visit("B-001", 1200, "04", service="digital"),
    a_visit("A-012", 12, "01"),
    a_visit("A-999", 2, "03", state="done"),
]


def head(page: Page, name: str) -> Locator:
    return page.locator("sortable-table:visible thead").get_by_role("button", name=name, exact=True)


def sorted_heads(page: Page) -> dict[str, str]:
    """What a screen reader is told of the heads: the words of those with an order, and which."""
    heads = page.locator("sortable-table:visible th[aria-sort]").all()
    return {one.inner_text(): one.get_attribute("aria-sort") or "" for one in heads}


def firsts(page: Page) -> Locator:
    """The cells that name the rows of the table in view."""
    return page.locator("sortable-table:visible tbody th")


def expect_order(page: Page, *names: str) -> None:
    expect(firsts(page)).to_have_text(list(names))


def test_days_visits_are_sorted_by_keyboard_and_stay_so_through_redraws(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(1366, 768)
    page.clock.install(time=TUESDAY_MORNING)
    service = answering_staff(page)
    service.on("GET", "/staff/visits", (200, a_page_of(*VISITS)))
    page.goto(f"{static_site}/petugas/#tamu")
    sign_in(page)
    expect_order(page, *SERVICE_ORDER)
    assert sorted_heads(page) == {}

    head(page, "Nomor").focus()
    page.keyboard.press("Enter")
    expect_order(page, "A-012", "A-999", "A-1000", "B-001")
    assert sorted_heads(page) == {"Nomor": "ascending"}
    page.keyboard.press("Space")
    expect_order(page, "B-001", "A-1000", "A-999", "A-012")
    assert sorted_heads(page) == {"Nomor": "descending"}
    page.keyboard.press("Enter")
    expect_order(page, *SERVICE_ORDER)
    assert sorted_heads(page) == {}
    expect(head(page, "Nomor")).to_be_focused()

    head(page, "Orang").click()
    expect_order(page, "A-1000", "A-999", "A-012", "B-001")
    head(page, "Orang").click()
    expect_order(page, "B-001", "A-012", "A-1000", "A-999")
    head(page, "Dilayani").click()
    expect_order(page, "A-012", "A-999", "B-001", "A-1000")
    head(page, "Dilayani").press("Enter")
    expect_order(page, "B-001", "A-999", "A-012", "A-1000")
    assert sorted_heads(page) == {"Dilayani": "descending"}
    axe(page)

    moves = page.evaluate_handle(
        """() => {
          const moves = [];
          new MutationObserver((seen) => moves.push(...seen.map((one) => one.addedNodes.length)))
            .observe(document.querySelector("visit-list tbody"), { childList: true });
          return moves;
        }"""
    )
    service.on("GET", "/staff/visits", (200, a_page_of(a_visit("A-013", 1, "02"), *VISITS)))
    page.clock.run_for(15000)
    expect_order(page, "B-001", "A-999", "A-013", "A-012", "A-1000")
    expect(head(page, "Dilayani")).to_be_focused()
    service.on("GET", "/staff/visits", (200, a_page_of(a_visit("A-013", 7, "02"), *VISITS)))
    page.clock.run_for(15000)
    expect(page.locator("visit-list tbody tr").nth(2).locator("td").nth(5)).to_have_text("7", use_inner_text=True)
    assert moves.json_value() == [1], "a redraw moves no row that is where it belongs"

    head(page, "Keadaan").click()
    expect_order(page, "A-013", "A-1000", "B-001", "A-012", "A-999")
    page.get_by_role("button", name="EN").click()
    expect_order(page, "A-999", "A-013", "A-1000", "B-001", "A-012")
    assert sorted_heads(page) == {"State": "ascending"}
    axe(page)


def test_requests_misses_and_members_sort_but_the_waiting_line_does_not(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(1366, 768)
    page.clock.install(time=TUESDAY_MORNING)
    service = answering_staff(page, HEAD)
    sending = {"delivery_id": "d1", "channel": "email", "state": "sent", "detail": None}
    requests = [
        a_staff_request("A-002", publication={"publication_id": "p", "title": "Buku B"}, deliveries=[sending]),
        a_staff_request(
            "A-001",
            publication={"publication_id": "q", "title": "Buku A"},
            requested_at="2025-11-24T07:30:00Z",
            state="refused",
        ),
    ]
    misses = [a_miss("A-1", day="2025-11-10", waited_seconds=3700), a_miss("A-2", day="2025-10-24", waited_seconds=754)]
    members = [
        {"subject": name, "username": name.lower(), "name": name, "role": role, "disabled": False}
        for name, role in (("Sari", "petugas"), ("Anwar", "petugas"), ("Rina", "kepala"))
    ]
    waiting = [a_staff_ticket("B-001", service="digital"), a_staff_ticket("A-001")]
    service.on("GET", "/staff/queue", (200, a_queue(*waiting)))
    service.on("GET", "/staff/requests", (200, a_page_of(*requests)))
    service.on("GET", "/staff/members", (200, a_page_of(*members)))
    service.on(
        "GET",
        "/staff/reports/standard",
        (200, a_standard(misses=[*misses, a_miss("A-3", day="2025-11-09", waited_seconds=None)])),
    )
    page.goto(f"{static_site}/petugas/#permintaan")
    sign_in(page)

    expect(firsts(page)).to_contain_text(["Buku B", "Buku A"])
    assert page.locator("sortable-table:visible thead button").count() == 4
    head(page, "Diminta").click()
    expect(firsts(page)).to_contain_text(["Buku A", "Buku B"])
    head(page, "Salinan").click()
    head(page, "Salinan").press("Space")
    expect(firsts(page)).to_contain_text(["Buku B", "Buku A"])
    page.get_by_role("button", name="Coba lagi Buku A").focus()
    requests[0] = {**requests[0], "state": "refused", "reason_code": "revoked"}
    service.on("GET", "/staff/requests", (200, a_page_of(*requests)))
    page.clock.run_for(5000)
    expect(firsts(page)).to_contain_text(["Buku A", "Buku B"])
    expect(page.locator("request-list .deliveries").nth(1)).to_contain_text("terkirim")
    expect(page.locator("request-list .deliveries li")).to_have_count(1)
    expect(page.get_by_role("button", name="Coba lagi Buku A")).to_be_focused()
    axe(page)

    page.get_by_role("link", name="Laporan").click()
    head(page, "Tanggal").click()
    expect_order(page, "A-2", "A-3", "A-1")
    head(page, "Menunggu").click()
    expect_order(page, "A-2", "A-1", "A-3")
    axe(page)

    page.get_by_role("link", name="Kelola").click()
    head(page, "Nama").click()
    expect(firsts(page)).to_contain_text(["Anwar", "Rina", "Sari"])
    head(page, "Peran").click()
    expect(firsts(page)).to_contain_text(["Rina", "Sari", "Anwar"])
    axe(page)

    page.get_by_role("link", name="Antrean").click()
    expect(page.get_by_role("region", name="Nomor yang menunggu")).to_be_attached()
    assert page.locator("queue-desk sortable-table, queue-desk .sorts").count() == 0
