"""The code of the day: shown by devices of the office, never given out by a phone that only knows it."""

from __future__ import annotations

from tests.office import PUBLIC_URL, Office, a_visit


def test_kiosk_shows_the_code_of_the_day_and_the_page_that_it_opens(still: Office) -> None:
    staff = still.signed_in()
    kiosk = still.kiosk(staff)

    shown = still.get("/onsite-code", token=kiosk).json

    assert (shown["day"], shown["expires_at"]) == ("2026-11-25", "2026-11-25T16:00:00Z")
    assert shown["url"] == f"{PUBLIC_URL}/tamu/#{shown['code']}"
    assert shown == still.get("/onsite-code", token=kiosk).json == still.get("/staff/onsite-code", token=staff).json
    assert still.post("/visits", a_visit(), token=shown["code"].lower()).status == 201


def test_code_of_the_day_opens_the_guestbook_but_tells_no_code(still: Office) -> None:
    kiosk = still.kiosk()
    code = still.get("/onsite-code", token=kiosk).json["code"]

    by_phone = still.get("/onsite-code", token=code)

    assert (by_phone.status, code.encode() in by_phone.body) == (403, False)
    assert still.get("/onsite-code").status == 401
    assert still.get("/onsite-code", token="guessed").code == "unknown-device"


def test_next_day_has_another_code(still: Office) -> None:
    kiosk = still.kiosk()
    code = still.get("/onsite-code", token=kiosk).json["code"]
    still.clock.move(hours=14)

    tomorrow = still.get("/onsite-code", token=kiosk).json

    assert (tomorrow["day"], tomorrow["code"] != code) == ("2026-11-26", True)
    assert still.post("/visits", a_visit(), token=code).status == 401
