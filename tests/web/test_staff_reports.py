"""The survey's figures, and the head's own area: devices, the code of the day, and staff."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.report_answers import an_skm
from tests.web.staff_answers import HEAD, a_page_of, answering_staff, sign_in

HeadsPage = Callable[..., tuple[Page, ApiDouble]]
KIOSK_TOKEN = "Kk0_tokenOfANewKiosk-aaaaaaaaaaaaaaaaaaaaaaa"
NOBODY = {f"U{place}": {"nrr": None, "respondents": 0} for place in range(1, 10)}
COLLEAGUE = {
    "subject": "s-2",
    "username": "budi",
    "name": "Budi Santoso",
    "role": "petugas",
    "disabled": False,
    "created_at": "2025-11-20T02:00:00Z",
}
OWN = {**COLLEAGUE, "subject": "s-1", "username": "rina", "name": "Rina Wahyuni", "role": "kepala"}


def some_comments(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """GET /api/staff/comments of November."""
    return {"from": "2025-11-01", "to": "2025-11-30", "held_back": 0, "items": list(items), "next": None, **changes}


@pytest.fixture
def heads_page(page_at: PageAt, static_site: str) -> HeadsPage:
    """An area of the staff page, the head of the unit signed in, with the service behind it."""

    def opened(area: str, **skm: Any) -> tuple[Page, ApiDouble]:
        page = page_at(1366, 768)
        service = answering_staff(page, HEAD)
        service.on("GET", "/staff/reports/skm", (200, an_skm(**skm)))
        service.on("GET", "/staff/comments", (200, some_comments()))
        service.on("GET", "/staff/members", (200, a_page_of(OWN, COLLEAGUE)))
        page.goto(f"{static_site}/petugas/#{area}")
        sign_in(page)
        expect(page.locator(f'[data-screen="{area}"]')).to_be_visible()
        return page, service

    return opened


def test_index_stands_large_with_grade_respondents_and_target(heads_page: HeadsPage) -> None:
    page, service = heads_page("kepuasan")

    figure = page.locator("skm-report .key-figure")

    expect(figure).to_contain_text("88,42")
    expect(figure).to_contain_text("Mutu A: Sangat Baik")
    expect(figure).to_contain_text("Masih kurang 7 responden.")
    expect(page.locator("#skm-from")).to_have_value("2025-11-01")
    assert service.sent("GET", "/staff/reports/skm")[0].url.endswith("/skm?")


def test_chart_and_table_tell_the_same_nine_figures(heads_page: HeadsPage) -> None:
    page, _ = heads_page("kepuasan")

    figures = page.locator("skm-report tbody td:nth-child(2)")

    expect(figures).to_have_text(
        ["3,60", "3,51", "3,38", "3,97", "3,55", "3,60", "3,72", "3,21", "3,30"], use_inner_text=True
    )
    expect(page.locator(".chart .value")).to_have_text(
        ["3,60", "3,51", "3,38", "3,97", "3,55", "3,60", "3,72", "3,21 terendah", "3,30"]
    )
    widths = [float(bar.get_attribute("width") or 0) for bar in page.locator(".chart .bar").all()]
    assert widths.index(max(widths)) == 3
    assert widths.index(min(widths)) == 7


def test_without_answers_no_figure_is_invented(heads_page: HeadsPage, axe: AxeCheck) -> None:
    page, _ = heads_page(
        "kepuasan", ikm=None, grade=None, reason="belum-cukup-data", respondents=0, elements=NOBODY, target=0
    )

    expect(page.locator("skm-report .banner.heed")).to_contain_text("Belum cukup data")
    expect(page.locator("[data-slot=ikm]")).to_have_text("–")
    axe(page)
    expect(page.locator("skm-report tbody td:nth-child(2)")).to_have_text(["–"] * 9)
    expect(page.locator(".chart .value")).to_have_text(["–"] * 9)


def test_other_period_is_asked_for_by_its_days(heads_page: HeadsPage) -> None:
    page, service = heads_page("kepuasan")
    expect(page.locator("[data-slot=ikm]")).to_contain_text("88,42")

    page.locator("#skm-from").fill("2025-01-01")
    page.locator("#skm-to").fill("2025-06-30")
    page.get_by_role("button", name="Tampilkan").click()

    expect(page.locator("#skm-from")).to_have_value("2025-11-01")
    assert "from=2025-01-01&to=2025-06-30" in service.sent("GET", "/staff/reports/skm")[-1].url


def test_impossible_period_is_told_at_its_field(heads_page: HeadsPage) -> None:
    page, service = heads_page("kepuasan")
    expect(page.locator("[data-slot=ikm]")).to_contain_text("88,42")
    faults = [{"field": "to", "code": "out-of-range", "detail": "x"}]
    service.on("GET", "/staff/reports/skm", problem(422, "invalid-form", "x", faults))

    page.get_by_role("button", name="Tampilkan").click()

    expect(page.locator("#skm-to-fault")).to_contain_text("tidak boleh sebelum tanggal awal")


def test_what_visitors_wrote_stands_below_with_its_month_and_never_of_a_few_alone(
    heads_page: HeadsPage, axe: AxeCheck
) -> None:
    page, service = heads_page("kepuasan")
    expect(page.locator("visitor-comments")).to_contain_text("Belum ada saran atau pesan dari bulan ini.")
    slow = {"month": "2025-10", "rating": 1, "comment": "Antrean <b>lama</b>.\nLoket kurang."}
    kind = {"month": "2025-10", "rating": 4, "comment": "Petugas ramah."}
    service.on("GET", "/staff/comments", (200, some_comments(slow, held_back=2, next="b")))
    page.get_by_role("button", name="Bulan sebelumnya").click()
    expect(page.locator(".comments .row")).to_have_text(
        [re.compile("^Tidak puas\\s+Oktober 2025$")], use_inner_text=True
    )
    expect(page.locator(".comments .said")).to_have_text(["Antrean <b>lama</b>. Loket kurang."])
    assert "from=2025-10-01&to=2025-10-31" in service.sent("GET", "/staff/comments")[-1].url
    expect(page.locator("visitor-comments .banner").first).to_contain_text("2 tulisan belum ditampilkan")
    axe(page)

    service.on("GET", "/staff/comments", (200, some_comments(kind)))
    page.get_by_role("button", name="Tampilkan berikutnya").click()

    expect(page.locator(".comments .said")).to_have_text(["Antrean <b>lama</b>. Loket kurang.", "Petugas ramah."])
    expect(page.get_by_role("button", name="Tampilkan berikutnya")).to_be_hidden()


@pytest.mark.parametrize("language", ["id", "en"])
def test_report_is_accessible_and_its_chart_speaks_the_language(
    heads_page: HeadsPage, axe: AxeCheck, language: str
) -> None:
    page, _ = heads_page("kepuasan")
    page.locator(f"[data-language={language}]").click()

    expect(page.locator(".chart .name").nth(2)).to_have_text(
        {"id": "U3 Waktu penyelesaian", "en": "U3 Time taken"}[language]
    )
    axe(page)


def test_new_devices_addresses_are_shown_once_and_not_kept(heads_page: HeadsPage, axe: AxeCheck) -> None:
    page, service = heads_page("kelola")
    service.on("POST", "/staff/kiosks", (201, {"kiosk_id": "k1", "name": "Tablet", "token": KIOSK_TOKEN}))

    page.locator("#kiosk-name").fill("Tablet")
    page.get_by_role("button", name="Daftarkan").click()
    expect(page.locator("#kiosk-address")).to_have_value(re.compile(rf"/kiosk/#{KIOSK_TOKEN}$"))
    expect(page.locator("#board-address")).to_have_value(re.compile(rf"/papan/#{KIOSK_TOKEN}$"))
    axe(page)
    page.get_by_role("link", name="Antrean").click()
    page.get_by_role("link", name="Kelola").click()

    expect(page.locator("#kiosk-address")).to_be_hidden()
    assert [page.locator(f"#{name}-address").input_value() for name in ("kiosk", "board")] == ["", ""]


def test_code_of_the_day_stands_large(heads_page: HeadsPage) -> None:
    page, _ = heads_page("kelola")

    expect(page.locator("onsite-code")).to_contain_text("6371-7KXM-93QD")
    expect(page.locator("onsite-code")).to_contain_text("Berlaku sampai 26 Nov 2025, 00.00.")


def test_colleague_is_disabled_at_once_but_nobody_disables_themselves(heads_page: HeadsPage, axe: AxeCheck) -> None:
    page, service = heads_page("kelola")
    service.on("PATCH", "/staff/members/s-2", (200, {**COLLEAGUE, "disabled": True}))
    expect(page.get_by_role("button", name="Nonaktifkan Rina Wahyuni")).to_be_hidden()
    axe(page)

    service.on("GET", "/staff/members", (200, a_page_of(OWN, {**COLLEAGUE, "disabled": True})))
    page.get_by_role("button", name="Nonaktifkan Budi Santoso").click()

    expect(page.get_by_role("status").filter(has_text="Budi Santoso tidak dapat masuk lagi")).to_be_visible()
    expect(page.get_by_role("button", name="Aktifkan Budi Santoso", exact=True)).to_be_visible()
    assert service.sent("PATCH", "/staff/members/s-2")[0].post_data_json == {"disabled": True}


def test_new_member_is_added_with_all_that_is_asked(heads_page: HeadsPage) -> None:
    page, service = heads_page("kelola")
    service.on("POST", "/staff/members", (201, {**COLLEAGUE, "subject": "s-3", "username": "sari"}))

    page.get_by_role("button", name="Tambahkan").click()
    expect(page.locator("member-list error-summary a")).to_have_count(3)
    page.locator("#member-name").fill("Sari Amalia")
    page.locator("#member-email").fill("sari@example.com")
    page.locator("#member-username").fill("sari")
    page.locator("#member-role").select_option("kepala")
    page.get_by_role("button", name="Tambahkan").click()

    expect(page.get_by_role("status").filter(has_text="Sari Amalia ditambahkan.")).to_be_visible()
    assert service.sent("POST", "/staff/members")[0].post_data_json == {
        "name": "Sari Amalia",
        "email": "sari@example.com",
        "username": "sari",
        "role": "kepala",
    }


def test_user_name_that_is_taken_is_said_plainly(heads_page: HeadsPage) -> None:
    page, service = heads_page("kelola")
    service.on("POST", "/staff/members", problem(409, "username-taken", "x"))

    page.locator("#member-name").fill("Sari Amalia")
    page.locator("#member-email").fill("sari@example.com")
    page.locator("#member-username").fill("budi")
    page.get_by_role("button", name="Tambahkan").click()

    expect(page.locator("member-list error-summary")).to_contain_text("Nama pengguna ini sudah dipakai.")
    expect(page.locator("#member-name")).to_have_value("Sari Amalia")
