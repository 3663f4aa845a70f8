"""A publication that is read in the page: the store that gives its bytes by ranges, and the way to it."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from random import Random
from typing import Any

import pikepdf
from PIL import Image
from playwright.sync_api import Locator, Page, Request, Route, expect
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.web.api_double import Answer, ApiDouble

PAGES = 40
TITLE = "Kota Banjarmasin Dalam Angka 2024"
PICTURED = range(5, 21)


@lru_cache
def a_yearbook() -> bytes:
    """40 pages, 16 with a picture of 190 KB, "kepadatan penduduk" on every tenth, and two links on the first."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(420, 595), invariant=1)
    registerFont(TTFont("Vera", "Vera.ttf"))
    for number in range(1, PAGES + 1):
        canvas.setFont("Vera", 12)
        canvas.drawString(50, 540, f"Tabel {number}.1 Jumlah penduduk menurut kecamatan, 2024")
        if number == 1:
            canvas.drawString(50, 290, "Indikator kese-")
            canvas.drawString(50, 272, "jahteraan rakyat")
            canvas.linkURL("https://example.com/", (0, 0, 420, 595))
            canvas.drawString(50, 240, "Tabel 25.1 . . . . . . . 25")
            canvas.linkRect("", "25", (50, 236, 300, 252), thickness=0)
        canvas.bookmarkPage(str(number))
        if number % 10 == 0:
            canvas.drawString(50, 515, "Kepadatan")
            canvas.drawString(50 + canvas.stringWidth("Kepadatan "), 515, "penduduk (jiwa per km²)")
        for line in range(8):
            canvas.drawString(
                50, 480 - 18 * line, f"Banjarmasin {line + 1}     {1000 * number + 37 * line}     {3 * line}"
            )
        if number in PICTURED:
            noise = Image.frombytes("RGB", (250, 250), Random(number).randbytes(250 * 250 * 3))
            canvas.drawImage(ImageReader(noise), 110, 90, 200, 200)
        canvas.showPage()
    canvas.save()
    return packed(buffer)


def packed(book: BytesIO) -> bytes:
    """With its small objects in streams, as our copies have them: to know all pages few places have to be read."""
    small = BytesIO()
    with pikepdf.open(book) as opened:
        opened.save(small, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return small.getvalue()


class Store:
    """Lends a reading copy and gives its bytes by range; keeps which were asked for, and refuses what has expired."""

    def __init__(self, page: Page, service: ApiDouble, content: bytes | None = None) -> None:
        self.content = a_yearbook() if content is None else content
        self.asked: list[tuple[int, int]] = []
        self.lent = 0
        self.expired: set[int] = set()
        self.is_cut = False
        service.on("POST", "/visit/readings", self.lend)
        page.route("**/copies/*", self._give)

    def lend(self, request: Request) -> Answer:
        self.lent += 1
        origin = re.match(r"https?://[^/]+", request.url)
        assert origin
        return 200, a_reading(f"{origin[0]}/copies/{self.lent}", len(self.content))

    def _give(self, route: Route) -> None:
        if self.is_cut:
            return route.abort("connectionreset")
        if int(route.request.url.rsplit("/", 1)[1]) in self.expired:
            return route.fulfill(status=403, body="<Error><Code>AccessDenied</Code></Error>")
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", route.request.headers["range"])
        assert found
        first, last = int(found[1]), min(int(found[2]), len(self.content) - 1)
        self.asked.append((first, last))
        headers = {"Content-Range": f"bytes {first}-{last}/{len(self.content)}", "ETag": '"a"'}
        return route.fulfill(status=206, headers=headers, body=self.content[first : last + 1])

    @property
    def bytes_given(self) -> int:
        return sum(last - first + 1 for first, last in self.asked)


def a_reading(url: str, size: int) -> dict[str, Any]:
    """The answer of POST /api/visit/readings."""
    return {
        "url": url,
        "expires_at": "2025-11-25T02:10:00Z",
        "request_id": "r1",
        "title": TITLE,
        "pages": PAGES,
        "size_bytes": size,
        "copy_code": "LP-ABCD-EFGH-JKMN",
    }


def to_publication(page: Page) -> None:
    """From the visit's first screen to that of the first publication, in either language."""
    page.locator("[data-go=catalogue]:visible").first.click()
    page.locator(".publication button").first.click()


def read(page: Page) -> None:
    """Opens the publication, and waits for its first page."""
    page.locator("read-here button").click()
    expect(paper(page, 1).locator("canvas")).to_be_visible()


def paper(page: Page, number: int) -> Locator:
    return page.locator(f".sheet-of-paper[data-page='{number}']")
