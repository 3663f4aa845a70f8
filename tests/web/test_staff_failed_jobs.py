"""The head's view of jobs that failed for good: what they are, and another run of one or all, seen to go on."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Request, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import Answer
from tests.web.staff_answers import HEAD, answering_staff, sign_in

TITLE = "Kota Banjarmasin Dalam Angka 2025"


def a_job(number: int, kind: str = "marking", about: str | None = TITLE) -> dict[str, Any]:
    return {
        "job_id": f"job-{number}",
        "kind": kind,
        "request_id": "r" if kind == "marking" else None,
        "publication_id": "p" if about else None,
        "about": about,
        "tries": 5 * number,
        "since": "2025-11-25T01:05:00Z",
    }


def test_failed_jobs_are_told_in_words_and_run_again_one_or_all(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(1366, 768)
    service = answering_staff(page, HEAD)
    jobs = [a_job(1), a_job(2, "delivery"), a_job(3, "intake", None)]
    service.on("GET", "/staff/failed-jobs", lambda _: (200, {"items": jobs}))

    def redrive(request: Request) -> Answer:
        asked = (request.post_data_json or {})["job_ids"]
        gone = [job for job in jobs if not asked or job["job_id"] in asked][:1]
        for job in gone:
            jobs.remove(job)
        return 200, {"redriven": len(gone), "left": len(jobs)}

    service.on("POST", "/staff/failed-jobs/redrive", redrive)
    page.goto(f"{static_site}/petugas/#kelola")
    sign_in(page)
    area = page.locator("failed-jobs")
    rows = area.locator("tbody tr")

    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("Membuat salinan bertanda")
    expect(rows.nth(1)).to_contain_text("10 kali")
    expect(rows.nth(2)).to_contain_text("tidak dikenal")
    axe(page)
    rows.nth(1).get_by_role("button", name="Jalankan lagi Kota Banjarmasin Dalam Angka 2025").click()
    expect(area.get_by_role("status")).to_contain_text("1 pekerjaan dijalankan lagi.")
    expect(rows).to_have_count(2)
    area.get_by_role("button", name="Jalankan semua lagi").click()

    expect(area.get_by_role("status")).to_contain_text("2 pekerjaan dijalankan lagi.")
    expect(area.locator(".empty")).to_contain_text("Tidak ada pekerjaan yang gagal.")
    expect(area.locator("progress")).to_be_hidden()
    expect(area.get_by_role("button", name="Perbarui daftar")).to_be_focused()
    sent = [(request.post_data_json or {})["job_ids"] for request in service.sent("POST", "/staff/failed-jobs/redrive")]
    assert sent == [["job-2"], [], []]
    jobs.append(a_job(4, "importing", None))
    service.on("POST", "/staff/failed-jobs/redrive", (200, {"redriven": 0, "left": 0}))
    area.get_by_role("button", name="Perbarui daftar").click()
    rows.nth(0).get_by_role("button").click()
    expect(area.get_by_role("status")).to_contain_text("Sudah dijalankan lagi oleh orang lain")
    page.locator("[data-language=en]").click()
    expect(rows.nth(0)).to_contain_text("Fetching titles from the BPS WebAPI")
    expect(rows.nth(0)).to_contain_text("all titles of this office")
    axe(page)
