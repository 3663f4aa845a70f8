"""The survey's figures, and the head's own area: devices, the code of the day, and staff."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem
from tests.web.report_answers import a_part, a_result, an_skm
from tests.web.staff_answers import HEAD, a_page_of, an_overview, answering_staff, sign_in

HeadsPage = Callable[..., tuple[Page, ApiDouble]]
KIOSK_TOKEN = "Kk0_tokenOfANewKiosk-aaaaaaaaaaaaaaaaaaaaaaa"
NOVEMBER = "2025-11-01.2025-11-25.1"
INDONESIAN = "xpath=self::*[not(span)] | span[@lang='id']"
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


def cells(page: Page, figure: str) -> list[list[str]]:
    """The table behind a figure, as it reads in Indonesian."""
    rows = page.locator(f"[data-figure={figure}]:visible tbody tr").all()
    return [[cell.text_content() or "" for cell in row.locator("th, td").locator(INDONESIAN).all()] for row in rows]


def test_index_stands_large_with_grade_respondents_and_target(heads_page: HeadsPage) -> None:
    page, service = heads_page("kepuasan")

    figure = page.locator("skm-report .key-figure")

    expect(figure).to_contain_text("88,42")
    expect(figure).to_contain_text("Mutu A: Sangat Baik")
    expect(figure).to_contain_text("Masih kurang 7 responden.")
    expect(figure).to_contain_text("Dihitung 25 Nov 2025, 10.05.")
    expect(figure.locator("progress")).to_have_js_property("position", 37 / 44)
    expect(page.locator("#skm-from")).to_have_value("2025-11-01")
    assert service.sent("GET", "/staff/reports/skm")[0].url.endswith("/skm?")


def test_chart_and_table_tell_the_same_figures_of_elements_months_services_and_ratings(heads_page: HeadsPage) -> None:
    page, _ = heads_page("kepuasan")
    chart = page.locator("[data-figure=elements] .chart")
    means = ["3,60", "3,51", "3,38", "3,97", "3,55", "3,60", "3,72", "3,21", "3,30"]

    expect(chart.locator(".value")).to_have_text([f"{mean} terendah" if mean == "3,21" else mean for mean in means])
    assert [row[1] for row in cells(page, "elements")] == means
    widths = [float(bar.get_attribute("width") or 0) for bar in chart.locator(".bar").all()]
    assert widths.index(max(widths)) == 3
    assert widths.index(min(widths)) == 7
    assert cells(page, "months") == [["November 2025", "88,42", "37"]]
    assert cells(page, "services") == [
        ["Perpustakaan tercetak (ruang baca)", "90,11", "33"],
        ["Perpustakaan digital", "Kelompok kecil (kurang dari 5)", "4"],
    ]
    expect(page.locator("[data-figure=services] .value")).to_have_text(["90,11", "–"])
    assert cells(page, "ratings")[0] == ["4 Sangat puas", "26"]


def test_without_answers_no_figure_is_invented(heads_page: HeadsPage, axe: AxeCheck) -> None:
    nothing = {"ikm": None, "grade": None, "reason": "belum-cukup-data", "respondents": 0, "elements": NOBODY}
    page, _ = heads_page("kepuasan", **nothing, target=0, rated=0, months=[a_part("2025-11", reason="kelompok-kecil")])

    expect(page.locator("skm-report .banner.heed")).to_contain_text("Belum cukup data")
    expect(page.locator("[data-slot=ikm]").first).to_have_text("–")
    axe(page)
    assert [row[1] for row in cells(page, "elements")] == ["–"] * 9
    assert cells(page, "months") == [["November 2025", "Kelompok kecil (kurang dari 5)", "0"]]
    expect(page.locator("[data-figure=elements] .value")).to_have_text(["–"] * 9)
    expect(page.locator("[data-figure=ratings] .empty")).to_contain_text("Belum ada data pada periode ini.")
    expect(page.get_by_text("belum dapat dipublikasikan: respondennya belum cukup")).to_be_visible()
    expect(page.get_by_role("button", name="Publikasikan hasil ini")).to_be_hidden()


def test_result_of_a_period_that_is_over_is_published_after_a_question_and_withdrawn_again(
    heads_page: HeadsPage, axe: AxeCheck
) -> None:
    page, service = heads_page("kepuasan")
    results = page.locator("skm-publishing")
    service.on("POST", "/staff/skm/publications", (201, a_result(NOVEMBER)))
    service.on("DELETE", f"/staff/skm/publications/{NOVEMBER}", (200, a_result(NOVEMBER)))

    results.get_by_role("button", name="Publikasikan hasil ini").click()
    expect(page.get_by_role("dialog")).to_contain_text("IKM 88,42 dari 37 responden")
    service.on("GET", "/staff/skm/publications", (200, {"items": [a_result(NOVEMBER)]}))
    page.get_by_role("button", name="Ya, publikasikan").click()
    expect(results.get_by_role("status")).to_contain_text("sudah dipublikasikan")
    expect(results.get_by_text("Hasil periode ini sudah dipublikasikan.")).to_be_visible()
    axe(page)
    withdrawn = a_result(NOVEMBER, withdrawn_at="2025-11-27T02:00:00Z")
    service.on("GET", "/staff/skm/publications", (200, {"items": [withdrawn]}))
    results.get_by_role("button", name="Tarik 1 November 2025 sampai 25 November 2025").click()
    page.get_by_role("button", name="Ya, tarik").click()

    expect(results.locator("tbody [data-slot=state]")).to_have_text("Ditarik", use_inner_text=True)
    expect(results.get_by_role("button", name="Publikasikan hasil ini")).to_be_visible()
    assert service.bodies("POST", "/staff/skm/publications") == [{"from": "2025-11-01", "to": "2025-11-25"}]
    assert len(service.sent("DELETE", f"/staff/skm/publications/{NOVEMBER}")) == 1


def test_day_stands_above_the_queue_and_what_calls_for_somebody_leads_to_it(
    heads_page: HeadsPage, axe: AxeCheck
) -> None:
    page, service = heads_page("antrean")
    counts = page.locator("day-overview li:visible")
    expect(counts).to_have_text(
        ["9 kunjungan", "0 menunggu", "6 selesai dilayani", "0 janji terlewat", "0 email gagal"], use_inner_text=True
    )
    overview = an_overview(late=1, mails_failed=2, complaints_due=3, complaints_overdue=1)

    service.on("GET", "/staff/overview", (200, overview))
    page.reload()
    expect(counts).to_have_count(7)
    for _ in range(2):
        page.wait_for_event("response", lambda one: one.url.endswith("/staff/queue"))

    expect(counts.filter(has_text="email gagal")).to_have_attribute("data-mood", "heed")
    expect(counts.filter(has_text="pengaduan lewat batas")).to_have_attribute("data-mood", "bad")
    assert counts.first.locator("strong").inner_text() == "9"  # Also after the queue was drawn again below it.
    expect(counts.filter(has_text="menunggu")).not_to_have_attribute("data-mood", re.compile("."))
    axe(page)
    counts.get_by_role("link", name="email gagal").click()
    expect(page.locator('[data-screen="permintaan"]')).to_be_visible()


REPORTS = {
    "laporan-kunjungan": ("41", "hours", ["09.00–10.00", "21"]),
    "laporan-judul": ("41", "most", ["Kota Banjarmasin Dalam Angka 2025", "34"]),
    "laporan-skd": ("87,61", "attributes", ["12 Tanpa diskriminasi", "8,50", "9,10", "21"]),
    "laporan-pengaduan": ("3", "clocks", ["Jawaban, 14 hari", "1", "1", "1", "50,00%"]),
}


@pytest.mark.parametrize("area", REPORTS)
def test_each_report_has_its_figure_its_charts_and_the_tables_behind_them(
    heads_page: HeadsPage, axe: AxeCheck, area: str
) -> None:
    figure, name, row = REPORTS[area]
    page, _ = heads_page(area)
    report = page.locator(f'[data-screen="{area}"]')

    expect(report.locator(".large-figure")).to_have_text(figure, use_inner_text=True)
    charts = report.locator("[data-figure]")
    expect(charts.locator("svg[role=img][aria-label*='tabel di bawah']")).to_have_count(charts.count())
    assert row in cells(page, name)
    report.locator("summary").first.click()
    axe(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_report_is_downloaded_as_it_is_shown_under_the_name_of_the_service(heads_page: HeadsPage) -> None:
    page, service = heads_page("laporan-kunjungan")
    page.route("**/reports/visits?*format=*", _as_file)
    page.locator("#laporan-kunjungan-from").fill("2025-01-01")

    with page.expect_request("**/reports/visits?*format=*") as asked, page.expect_download() as download:
        page.locator("visits-report").get_by_role("button", name="CSV untuk Excel").click()

    expect(page.get_by_text("kunjungan-2025-11.csv sudah diunduh.")).to_be_visible()
    assert download.value.suggested_filename == "kunjungan-2025-11.csv"
    assert asked.value.url.endswith("/visits?from=2025-11-01&to=2025-11-25&format=csv&bom=yes")
    assert asked.value.headers["accept"] == "text/csv"
    assert asked.value.headers["authorization"].startswith("Bearer ")
    page.unroute("**/reports/visits?*format=*")
    service.on("GET", "/staff/reports/visits", problem(503, "busy", "x"))
    page.locator("visits-report").get_by_role("button", name="PDF").click()
    expect(page.locator("report-download:visible [role=alert]")).to_contain_text("Coba lagi")


def _as_file(route: Route) -> None:
    route.fulfill(body="a;b", headers={"Content-Disposition": 'attachment; filename="kunjungan-2025-11.csv"'})


def test_periods_of_the_picker_are_those_of_the_offices_calendar(heads_page: HeadsPage) -> None:
    page, service = heads_page("laporan-skd")
    page.clock.set_fixed_time("2025-12-31T16:30:00Z")  # It is 2026 already in Banjarmasin.

    asked = [_asked(page, service, name) for name in ("Triwulan ini", "Tahun ini", "Tahun lalu")]

    assert asked == ["from=2026-01-01", "from=2026-01-01", "from=2025-01-01&to=2025-12-31"]


def _asked(page: Page, service: ApiDouble, name: str) -> str:
    with page.expect_response("**/reports/skd?*"):
        page.locator("skd-report").get_by_role("button", name=name).click()
    return service.sent("GET", "/staff/reports/skd")[-1].url.partition("?")[2]


def test_other_period_is_asked_for_by_its_days(heads_page: HeadsPage) -> None:
    page, service = heads_page("kepuasan")
    expect(page.locator("[data-slot=ikm]").first).to_contain_text("88,42")

    page.locator("#skm-from").fill("2025-01-01")
    page.locator("#skm-to").fill("2025-06-30")
    page.locator("skm-report").get_by_role("button", name="Tampilkan").click()

    expect(page.locator("#skm-from")).to_have_value("2025-11-01")
    assert "from=2025-01-01&to=2025-06-30" in service.sent("GET", "/staff/reports/skm")[-1].url


def test_impossible_period_is_told_at_its_field(heads_page: HeadsPage) -> None:
    page, service = heads_page("kepuasan")
    expect(page.locator("[data-slot=ikm]").first).to_contain_text("88,42")
    faults = [{"field": "to", "code": "out-of-range", "detail": "x"}]
    service.on("GET", "/staff/reports/skm", problem(422, "invalid-form", "x", faults))

    page.locator("skm-report").get_by_role("button", name="Tampilkan").click()

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

    expect(page.locator("skm-report .chart .name").nth(2)).to_have_text(
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
