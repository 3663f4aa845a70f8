"""The board on a wall for the tests of its page: what it is answered, and a record of what it announces."""

from __future__ import annotations

import io
import wave
from array import array
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.web.api_double import Answering, ApiDouble
from tests.web.visit_answers import TUESDAY_MORNING, answering_unit

TELEVISION = (1920, 1080)
PATIENCE_MS = 90_000
Board = Callable[..., tuple[Page, ApiDouble]]

RECORD = """
window.record = [];
for (const name of ["announcing", "said", "announced"]) {
  document.addEventListener(name, ({ detail }) => {
    record.push({
      name, number: detail.call.number, times: detail.times, time: detail.time, pieces: detail.pieces,
      large: document.querySelector(".called").textContent,
      flashing: document.querySelector(".now").hasAttribute("data-announcing"),
    });
    document.body.setAttribute(`data-count-${name}`, record.filter((one) => one.name === name).length);
  });
}
"""


def a_call(number: str = "A-007", desk: str = "2", called_at: str = "2025-11-25T02:03:00Z") -> dict[str, Any]:
    """A call that is two minutes old when the board opens."""
    return {"number": number, "service": "printed", "desk": desk, "called_at": called_at}


def a_fresh_call(number: str, second: int = 0) -> dict[str, Any]:
    """A call of the minute in which the board opens, at one of its seconds."""
    return a_call(number, called_at=f"2025-11-25T02:04:{second:02d}Z")


def a_board(*calls: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """GET /api/board: these calls, newest first."""
    waiting = {"printed": 3, "digital": 12}
    return {
        "day": "2025-11-25",
        "calls": list(calls),
        "waiting": waiting,
        "as_of": "2025-11-25T02:05:00Z",
        **changes,
    }


def a_code(code: str = "K7QXM29DAB", expires_at: str = "2025-11-25T16:00:00Z") -> dict[str, Any]:
    """GET /api/onsite-code."""
    url = f"https://pustaka.bps6371.example/tamu/#{code}"
    return {"code": code, "day": "2025-11-25", "url": url, "expires_at": expires_at}


def behind_board(page: Page, *calls: dict[str, Any]) -> ApiDouble:
    """The service on Tuesday morning, 10.05 at the office, for a board that is not open yet."""
    page.add_init_script(RECORD)
    page.clock.install(time=TUESDAY_MORNING)
    service = ApiDouble(page)
    service.on("GET", "/unit", answering_unit())
    service.on("GET", "/board", (200, a_board(*calls)))
    return service


def open_board(
    page: Page, site: str, *calls: dict[str, Any], address: str = "", code: Answering | None = None
) -> ApiDouble:
    """Opens the board; gives the service behind it. `code` answers who asks for the code of the day."""
    service = behind_board(page, *calls)
    if code:
        service.on("GET", "/onsite-code", code)
    page.goto(f"{site}/papan/{address}")
    return service


def record(page: Page, name: str) -> list[dict[str, Any]]:
    """What was told so far under one name, in its order."""
    return [one for one in page.evaluate("record") if one["name"] == name]


def numbers(page: Page, name: str = "announcing") -> list[str]:
    """The numbers announced so far, or whatever else is told of them."""
    return [one["number"] for one in record(page, name)]


def wait_for(page: Page, name: str, count: int) -> None:
    """Until so much was told under that name; only what sounds takes real time."""
    expect(page.locator("body")).to_have_attribute(f"data-count-{name}", str(count), timeout=PATIENCE_MS)


def a_moment_of_sound() -> bytes:
    """A piece of 30 ms, so that a test need not listen as long as visitors do."""
    with io.BytesIO() as file:
        with wave.open(file, "wb") as written:
            written.setparams((1, 2, 8000, 0, "NONE", ""))
            written.writeframes(array("h", [9000, -9000] * 120).tobytes())
        return file.getvalue()
