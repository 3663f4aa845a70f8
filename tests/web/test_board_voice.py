"""The board's voice in a browser that may be heard: what is said, in which order, and what where it cannot be."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.voice import FOLDER
from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble
from tests.web.board_steps import (
    TELEVISION,
    a_board,
    a_call,
    a_fresh_call,
    a_moment_of_sound,
    numbers,
    open_board,
    record,
    wait_for,
)


@pytest.fixture
def page(page_at: PageAt) -> Page:
    """A television without leave to sound until it is touched."""
    return page_at(*TELEVISION)


def touched(page: Page, site: str) -> ApiDouble:
    """A board whose pieces are short, with leave to sound."""
    page.route("**/suara/*.mp3", lambda route: route.fulfill(body=a_moment_of_sound(), content_type="audio/mpeg"))
    service = open_board(page, site, a_call("A-000"))
    expect(page.locator(".sound")).to_contain_text("Suara belum aktif – sentuh layar untuk menyalakan.")
    page.mouse.click(400, 400)
    expect(page.locator(".sound")).to_be_hidden()
    return service


def unheard(page: Page, announced: int) -> None:
    """Lets an announcement pass that is only shown, until so many are over."""
    wait_for(page, "announcing", announced)
    while len(numbers(page, "announced")) < announced:
        page.clock.run_for(1000)


def audio_nodes(page: Page) -> int:
    """Nodes of sound that the page still holds once what nobody holds is gone."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return int(next(one["value"] for one in metrics if one["name"] == "AudioHandlers"))


def wait_for_silence(page: Page, quiet: int) -> None:
    """Until no more nodes of sound are left than so many; the sound card's thread lets go of them in its own time."""
    for _ in range(200):
        if audio_nodes(page) <= quiet:
            return
        page.wait_for_timeout(100)
    assert audio_nodes(page) <= quiet


def test_five_quick_calls_are_each_said_twice_to_the_end_in_the_order_of_the_calls(
    page: Page, static_site: str
) -> None:
    service = touched(page, static_site)
    quiet = audio_nodes(page)
    order = ["A-001", "B-2", "A-2", "B-3", "A-3"]
    calls = [a_fresh_call(number, second) for second, number in enumerate(order)]

    service.on("GET", "/board", (200, a_board(*reversed(calls))))
    wait_for(page, "announced", 5)

    assert [(one["number"], one["time"], one["large"]) for one in record(page, "said")] == [
        (number, time, number) for number in order for time in (1, 2)
    ]
    sayings = [[piece["name"] for piece in one["pieces"]] for one in record(page, "said")]
    words = ["nomor-antrean", "a", "nol", "nol", "satu", "silakan-menuju", "loket", "dua-akhir"]
    assert sayings[:2] == [["gong", *words], words]
    pieces = [piece for one in record(page, "said") for piece in one["pieces"]]
    assert all(before["until"] <= after["from"] for before, after in pairwise(pieces))
    assert all(piece["from"] < piece["until"] for piece in pieces)
    wait_for_silence(page, quiet)


def test_announcement_that_lacks_a_piece_is_shown_but_never_said_with_a_gap(page: Page, static_site: str) -> None:
    service = touched(page, static_site)
    page.route("**/suara/nol.mp3", lambda route: route.fulfill(status=404))
    page.route("**/suara/sembilan.mp3", lambda route: route.fulfill(body=b"no sound", content_type="audio/mpeg"))
    page.reload()
    page.mouse.click(400, 400)
    expect(page.locator(".sound")).to_contain_text("Suara belum lengkap")

    service.on("GET", "/board", (200, a_board(a_fresh_call("A-09"), a_fresh_call("A-1"), a_fresh_call("A-9", 30))))
    unheard(page, 1)
    wait_for(page, "announced", 2)
    unheard(page, 3)

    assert numbers(page) == ["A-09", "A-1", "A-9"]
    assert numbers(page, "said") == ["A-1", "A-1"]


def test_words_of_a_call_are_those_of_indonesian(page: Page, static_site: str) -> None:
    open_board(page, static_site)
    cases: list[tuple[str, str, str | None, str]] = [
        ("A-001", "1", None, "nomor-antrean a nol nol satu silakan-menuju loket satu-akhir"),
        ("ZB1000", "12", "Loket", "nomor-antrean z b satu nol nol nol silakan-menuju loket dua belas-akhir"),
        ("B-9", "10", "Meja layanan", "nomor-antrean b sembilan silakan-menuju meja-layanan sepuluh-akhir"),
        ("B-9", "11", "Teras", "nomor-antrean b sembilan silakan-menuju loket sebelas-akhir"),
        ("B-9", "20", None, "nomor-antrean b sembilan silakan-menuju loket dua puluh-akhir"),
        ("B-9", "35", None, "nomor-antrean b sembilan silakan-menuju loket tiga puluh lima-akhir"),
        ("B-9", "3A", None, "nomor-antrean b sembilan silakan-menuju loket tiga a"),
        ("B-9", "107", None, "nomor-antrean b sembilan silakan-menuju loket satu nol tujuh-akhir"),
        ("B-9", "Ruang Baca", None, "nomor-antrean b sembilan silakan-menuju ruang-baca-akhir"),
        ("B-9", "Meja Layanan 2", None, "nomor-antrean b sembilan silakan-menuju meja-layanan dua-akhir"),
        ("B-9", "Pojok Statistik", None, "nomor-antrean b sembilan silakan-menuju loket-akhir"),
    ]

    said = page.evaluate(
        "async (cases) => { const { spokenCall } = await import('/papan/spoken.js');"
        " return cases.map(([number, desk, place]) =>"
        " spokenCall({ number, desk }, place ?? undefined).map(({ name }) => name).join(' ')); }",
        cases,
    )
    unsayable = page.evaluate(
        "async () => (await import('/papan/spoken.js')).spokenCall({ number: 'Ä-001', desk: '1' })"
    )

    assert said == [words for _, _, _, words in cases]
    assert unsayable is None


def test_every_piece_that_a_call_can_need_sounds_evenly_and_without_clipping(page: Page, static_site: str) -> None:
    open_board(page, static_site)

    pieces: list[dict[str, Any]] = page.evaluate(
        """async () => {
          const { PIECES } = await import("/papan/spoken.js");
          const context = new OfflineAudioContext(1, 1, 44100);
          return Promise.all(PIECES.map(async (name) => {
            const bytes = await (await fetch(`suara/${name}.mp3`)).arrayBuffer();
            const sound = await context.decodeAudioData(bytes);
            const samples = sound.getChannelData(0);
            const peak = samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
            return { name, seconds: sound.duration, peak };
          }));
        }"""
    )

    assert {one["name"] for one in pieces} == {file.stem for file in FOLDER.glob("*.mp3")}
    assert all(0.2 < one["seconds"] < 2 and 0.3 < one["peak"] < 0.9 for one in pieces), pieces


def test_board_that_may_not_sound_is_accessible_while_it_announces(page: Page, static_site: str, axe: AxeCheck) -> None:
    service = open_board(page, static_site)
    expect(page.locator(".sound")).to_be_visible()
    service.on("GET", "/board", (200, a_board(a_fresh_call("A-001"))))
    expect(page.locator(".now[data-announcing]")).to_be_visible()

    axe(page)


@pytest.mark.slow
def test_hours_of_calls_leave_nothing_behind(page: Page, static_site: str) -> None:
    """An idle week in short: what a turn of asking and an announcement leave behind would show after many."""
    service = touched(page, static_site)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def counted(turn: int) -> dict[str, float]:
        for number in range(turn * 6, turn * 6 + 6):
            call = a_fresh_call(f"A-{number:03d}", number)
            service.on("GET", "/board", (200, a_board(call, as_of=call["called_at"])))
            wait_for(page, "announced", number + 1)
        page.clock.run_for(600_000)
        for _ in range(3):
            session.send("HeapProfiler.collectGarbage")
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        names = ("Nodes", "JSEventListeners", "AudioHandlers", "JSHeapUsedSize")
        return {name: metrics[name] for name in names}

    counted(0)
    early, late = counted(1), counted(2)

    assert late["Nodes"] <= early["Nodes"] + 20
    assert late["JSEventListeners"] <= early["JSEventListeners"] + 2
    assert late["AudioHandlers"] <= early["AudioHandlers"]
    assert late["JSHeapUsedSize"] < early["JSHeapUsedSize"] * 1.1
