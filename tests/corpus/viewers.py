"""How two viewers that many people use see and read pages: pdfium, which is Chrome's, and poppler, that of Linux."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
from PIL import Image, ImageChops

LONGEST_SIDE = 500
"""Pixels of a picture of a page."""

SECONDS = 60
"""One run of a viewer takes no longer; what would is not looked at."""

_PDFIUM: Any = pypdfium2


class Picture(msgspec.Struct, frozen=True):
    """A page as seen: `pixels` are three bytes each, rows from the top."""

    width: int
    height: int
    pixels: bytes

    def differs(self, other: Picture, tolerance: int = 0) -> int:
        """How many pixels differ by more than the tolerance, of 255; all of them where the sizes do."""
        if (self.width, self.height) != (other.width, other.height):
            return max(self.width * self.height, other.width * other.height)
        if self.pixels == other.pixels:
            return 0
        difference = ImageChops.difference(self.image(), other.image())
        red, green, blue = difference.split()
        most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        return sum(most.histogram()[tolerance + 1 :])

    def image(self) -> Image.Image:
        return Image.frombytes("RGB", (self.width, self.height), self.pixels)


class Seen(msgspec.Struct, frozen=True):
    """Pages by their place from 0; one that a viewer could not show is left out. `complaints` are the viewer's."""

    pages: int
    pictures: dict[int, Picture]
    complaints: tuple[str, ...] = ()


def by_pdfium(content: bytes, places: Sequence[int]) -> Seen:
    """Annotations are drawn as on a screen, but not form fields. A file that pdfium cannot open has no pages."""
    try:
        pdf = _PDFIUM.PdfDocument(content)
    except _PDFIUM.PdfiumError as failed:
        return Seen(0, {}, (str(failed),))
    pictures, complaints = {}, []
    for place in places:
        try:
            pictures[place] = _rendered(pdf[place])
        except (_PDFIUM.PdfiumError, IndexError, ValueError) as failed:
            complaints.append(f"page {place + 1}: {failed}")
    return Seen(len(pdf), pictures, tuple(complaints))


def _rendered(page: Any) -> Picture:
    scale = LONGEST_SIDE / max(*page.get_size(), 0.001)
    image = page.render(scale=scale).to_pil().convert("RGB")
    return Picture(image.width, image.height, image.tobytes())


def read_by_pdfium(content: bytes, places: Sequence[int]) -> dict[int, str]:
    """Each page's text without spaces and line ends."""
    pdf = _PDFIUM.PdfDocument(content)
    return {place: "".join(pdf[place].get_textpage().get_text_range().split()) for place in places}


def has_poppler() -> bool:
    return all(shutil.which(command) for command in ("pdftoppm", "pdftotext", "pdfinfo"))


def by_poppler(path: Path, places: Sequence[int]) -> Seen:
    """A file that poppler cannot open has no pages."""
    pages, complaints = _counted(path)
    pictures: dict[int, Picture] = {}
    for first, last in _runs(place for place in places if place < pages):
        command = ["pdftoppm", "-cropbox", "-scale-to", str(LONGEST_SIDE), *_between(first, last), str(path)]
        out, said = _run(command)
        complaints.extend(said)
        shown = list(_pictures(out))
        if len(shown) == last - first + 1:
            pictures.update(zip(range(first, last + 1), shown, strict=True))
    return Seen(pages, pictures, tuple(complaints))


def read_by_poppler(path: Path, places: Sequence[int]) -> dict[int, str]:
    """Each page's text without spaces and line ends."""
    texts: dict[int, str] = {}
    for first, last in _runs(places):
        out, _ = _run(["pdftotext", "-enc", "UTF-8", *_between(first, last), str(path), "-"])
        pages = out.decode("utf-8", "replace").split("\f")
        texts.update((first + index, "".join(text.split())) for index, text in enumerate(pages[: last - first + 1]))
    return texts


def _between(first: int, last: int) -> list[str]:
    return ["-f", str(first + 1), "-l", str(last + 1)]


def _counted(path: Path) -> tuple[int, list[str]]:
    out, complaints = _run(["pdfinfo", str(path)])
    counts = [line.split()[1] for line in out.decode("utf-8", "replace").splitlines() if line.startswith("Pages:")]
    return (int(counts[0]) if counts else 0), complaints


def _run(command: Sequence[str]) -> tuple[bytes, list[str]]:
    """What it put out, and its errors; warnings and what it lacks for a language are none."""
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return b"", ["took too long"]
    said = done.stderr.decode("utf-8", "replace").splitlines()
    complaints = [line for line in said if "Error" in line and "language pack" not in line]
    if done.returncode and not complaints:
        complaints = [f"ended with {done.returncode}"]
    return done.stdout, complaints


def _runs(places: Sequence[int] | Iterator[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of neighbours."""
    first = last = -1
    for place in sorted(places):
        if last >= 0 and place != last + 1:
            yield first, last
        if last < 0 or place != last + 1:
            first = place
        last = place
    if last >= 0:
        yield first, last


def _pictures(out: bytes) -> Iterator[Picture]:
    """The pictures of a stream of PPM, one after another."""
    position = 0
    while out.startswith(b"P6", position):
        head = out[position : position + 64].split(maxsplit=4)[:4]
        width, height = int(head[1]), int(head[2])
        start = position + len(b"P6\n%d %d\n255\n" % (width, height))
        position = start + 3 * width * height
        yield Picture(width, height, out[start:position])
