"""The audit on the staff page: in words, for the head alone, by days, in parts; and every entry has its sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Request, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import Answer, problem
from tests.web.staff_answers import HEAD, an_audit, an_audit_entry, answering_staff, sign_in

ROOT = Path(__file__).parents[2]
GONE = {"subject": "s2", "username": None, "name": None}


def test_head_reads_in_words_who_did_what_and_asks_for_older_and_other_days(
    page_at: PageAt, static_site: str, axe: AxeCheck
) -> None:
    page = page_at(1366, 768)
    service = answering_staff(page, HEAD)
    newest = [
        an_audit_entry("revoke", "request", None, "LP-7K3M-9QXD-2F5A"),
        an_audit_entry("change", "publication", "Kota Banjarmasin Dalam Angka 2024", "year", "shelf"),
        an_audit_entry("close-early", "day", id="2025-11-25"),
    ]
    older = [
        an_audit_entry("change", "member", "Budi Santoso", "disabled", by=GONE, at="2025-11-02T02:05:00Z"),
        an_audit_entry("juggle", "balls", at="2025-11-02T02:04:00Z"),
    ]

    def asked(request: Request) -> Answer:
        if "cursor=" in request.url:
            return 200, an_audit(*older)
        if "from=2025-10-01" in request.url:
            return 200, {**an_audit(), "from": "2025-10-01", "to": "2025-10-31"}
        return 200, an_audit(*newest, following="abc")

    service.on("GET", "/staff/audit", asked)
    page.goto(f"{static_site}/petugas/#kelola")
    sign_in(page)
    area = page.locator("audit-list")
    rows = area.locator("tbody tr")

    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("25 Nov 2025, 10.05")
    expect(rows.nth(0)).to_contain_text("Rina Wahyuni rina")
    expect(rows.nth(0)).to_contain_text("Menarik salinan LP-7K3M-9QXD-2F5A: tautannya tidak berlaku lagi")
    expect(rows.nth(1)).to_contain_text("“Kota Banjarmasin Dalam Angka 2024”: tahun, tempat di rak")
    expect(rows.nth(2)).to_contain_text("tutup lebih awal pada 25 November 2025")
    expect(area.get_by_role("status")).to_contain_text("3 catatan terbaru, 1 November 2025 sampai 25 November 2025.")
    area.get_by_role("button", name="Tampilkan yang lebih lama").click()
    expect(rows).to_have_count(5)
    expect(rows.nth(3)).to_contain_text("petugas yang akunnya sudah tidak ada")
    expect(rows.nth(3)).to_contain_text("Mengubah akun Budi Santoso: dinonaktifkan")
    expect(rows.nth(4)).to_contain_text("Tindakan lain (juggle, balls)")
    expect(area.get_by_role("button", name="Tampilkan yang lebih lama")).to_be_hidden()
    axe(page)
    page.locator("[data-language=en]").click()
    expect(rows.nth(3)).to_contain_text("Changed the account of Budi Santoso: disabled")
    area.locator("#audit-from").fill("2025-10-01")
    area.locator("#audit-to").fill("2025-10-31")
    area.get_by_role("button", name="Show", exact=True).click()
    expect(area.get_by_role("status")).to_contain_text("No entries, 1 October 2025 to 31 October 2025.")
    expect(rows).to_have_count(0)
    service.on("GET", "/staff/audit", _refused())
    area.get_by_role("button", name="Show", exact=True).click()
    expect(area.locator("error-summary")).to_be_focused()
    axe(page)


def _refused() -> Answer:
    fault = {"field": "to", "code": "out-of-range", "detail": "Nilainya di luar batas."}
    return problem(422, "invalid-form", "Ada isian yang perlu diperbaiki.", [fault])


def test_every_act_that_is_noted_has_its_sentence() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "chalicelib").rglob("*.py"))
    page = (ROOT / "web" / "petugas" / "riwayat.html").read_text("utf-8")
    noted: set[tuple[Any, ...]] = set(re.findall(r"(?:noted|Act)\(\s*\"([a-z-]+)\", \"([a-z-]+)\"", sources))

    missing = {pair for pair in noted if f'data-key="audit-{pair[0]}-{pair[1]}"' not in page}

    assert len(noted) > 20
    assert missing == set()
