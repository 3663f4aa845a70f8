"""The first page of a copy as a reader in the page gets it: by ranges of 64 KiB, as PDF.js asks, then drawn."""

from __future__ import annotations

import io
import urllib.request
from typing import Any

import pypdfium2

PIECE = 65_536
_PDFIUM: Any = pypdfium2.PdfDocument


class Ranges(io.RawIOBase):
    """A file behind an address, of which only the pieces that are read are fetched; `fetched` are their numbers."""

    def __init__(self, url: str, size: int) -> None:
        self._url, self._size, self._place = url, size, 0
        self.fetched: dict[int, bytes] = {}

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        return self._place

    def readinto(self, buffer: Any) -> int:
        number, skipped = divmod(self._place, PIECE)
        if number not in self.fetched:
            self.fetched[number] = self._fetch(number * PIECE)
        found = self.fetched[number][skipped : skipped + len(buffer)]
        buffer[: len(found)] = found
        self._place += len(found)
        return len(found)

    def _fetch(self, begin: int) -> bytes:
        if begin >= self._size:
            return b""
        asked = urllib.request.Request(self._url, headers={"Range": f"bytes={begin}-{begin + PIECE - 1}"})  # noqa: S310
        with urllib.request.urlopen(asked) as answer:  # noqa: S310 - the stack's own address
            return bytes(answer.read())


def draw_first_page(url: str, size: int) -> int:
    """Draws page one at a screen's size; how many bytes had to come for it."""
    ranges = Ranges(url, size)
    document = _PDFIUM(io.BufferedReader(ranges, PIECE))
    document[0].render(scale=1.5).to_pil()
    document.close()
    return sum(len(piece) for piece in ranges.fetched.values())
