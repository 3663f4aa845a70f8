"""The head's switch of messages by WhatsApp: how it stands, off and on at once, and an office without a number."""

from __future__ import annotations

from playwright.sync_api import Request, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import Answer
from tests.web.staff_answers import HEAD, a_whatsapp, answering_staff, sign_in


def test_head_turns_messages_off_and_on_and_sees_what_is_left(page_at: PageAt, static_site: str, axe: AxeCheck) -> None:
    page = page_at(1366, 768)
    service = answering_staff(page, HEAD)

    def turned(request: Request) -> Answer:
        on = (request.post_data_json or {})["on"]
        return 200, a_whatsapp(on=on, off_since=None if on else "2025-11-25T01:05:00Z", way="number" if on else "hand")

    service.on("POST", "/staff/channels/whatsapp", turned)
    page.goto(f"{static_site}/petugas/#kelola")
    sign_in(page)
    area = page.locator("whatsapp-switch")

    expect(area.locator(".tag")).to_contain_text("Menyala")
    expect(area).to_contain_text("Bulan ini 412 dari 1.000 pesan")
    expect(area.locator("meter")).to_have_js_property("value", 412)
    area.get_by_role("button", name="Matikan sekarang").press("Enter")
    expect(area.get_by_role("status")).to_contain_text("Mulai sekarang tidak ada pesan WhatsApp yang dikirim.")
    expect(area).to_contain_text("sejak 25 Nov 2025, 09.05")
    expect(area).to_contain_text("Tidak ada biaya pesan.")
    expect(area.locator("meter")).to_be_hidden()
    axe(page)
    expect(area.get_by_role("button")).to_be_focused()
    area.get_by_role("button", name="Nyalakan lagi").press("Enter")

    expect(area.get_by_role("status")).to_contain_text("dikirim lagi mulai sekarang")
    assert [request.post_data_json for request in service.sent("POST", "/staff/channels/whatsapp")] == [
        {"on": False},
        {"on": True},
    ]
