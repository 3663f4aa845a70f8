"""reportlab's operators and its subset of the font, taken over for pages that are not reportlab's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, cast

from reportlab.pdfbase.ttfonts import makeToUnicodeCMap
from reportlab.pdfgen.canvas import Canvas

from chalicelib.watermark.deflating import last_piece, stream
from chalicelib.watermark.drawing.lettering import font
from chalicelib.watermark.model import MarkingFailed
from chalicelib.watermark.template import PALE, PANEL, SOLID, Names, Place

_SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*+)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_MEANT = {
    **{b"%03o" % code: bytes([code]) for code in range(256)},
    **{b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"(": b"(", b")": b")", b"\\": b"\\"},
}


class Sheets:
    """A canvas for all that is drawn on one copy, in one embedded subset of the mark's font."""

    def __init__(self, names: Names) -> None:
        self._states = {PALE: names.pale, PANEL: names.panel, SOLID: names.solid}
        self._font_name = names.font.encode()
        self._canvas = cast(Any, Canvas(BytesIO(), pageCompression=0, invariant=1))
        drawn_in: Any = font()
        self._state = drawn_in._assignState(self._canvas._doc)
        self._state.internalName = names.font[1:]

    def operators(self, draw: Callable[[Canvas], None]) -> bytes:
        """What `draw` draws, with the names by which the pages call the font and the transparencies."""
        canvas = self._canvas
        canvas.init_graphics_state()
        canvas._code = []
        draw(canvas)
        states = {f"/{name} gs": f"{self._states[alpha]} gs" for (_, alpha), name in canvas._extgstate._c.items()}
        lines = "\n".join(states.get(line, line) for line in canvas._code).encode("latin-1")
        return lines.replace(b"%s+0 " % self._font_name, b"%s " % self._font_name)

    def text_of(self, operators: bytes) -> str:
        """What the operators write, read back by the font's own codes."""
        shown = _ESCAPED.sub(lambda found: _MEANT[found[1]], b"".join(_SHOWN.findall(operators)))
        return "".join(map(chr, map(self._letters.__getitem__, shown)))

    def font_objects(self) -> Iterator[tuple[Place, bytes]]:
        """The font and what it consists of, each as it stands in a file. Raises MarkingFailed for too many letters."""
        face: Any = font().face
        letters = self._letters
        name = b"AAAAAA+%s" % face.name
        widths = b" ".join(b"%d" % face.getCharWidth(letter) for letter in letters)
        program = face.makeSubset(letters)
        yield (
            Place.FONT,
            b"<</Type/Font/Subtype/TrueType/BaseFont/%s/FirstChar 0/LastChar %d/Widths[%s]/ToUnicode %d 0 R"
            b"/FontDescriptor %d 0 R>>" % (name, len(letters) - 1, widths, Place.TO_UNICODE, Place.DESCRIPTOR),
        )
        yield (
            Place.DESCRIPTOR,
            b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d"
            b"/CapHeight %d/StemV %d/MissingWidth %d/FontFile2 %d 0 R>>"
            % (
                name,
                *face.bbox,
                face.italicAngle,
                face.ascent,
                face.descent,
                face.capHeight,
                face.stemV,
                face.defaultWidth,
                Place.FONT_FILE,
            ),
        )
        yield Place.FONT_FILE, packed_stream(program, b"/Length1 %d" % len(program))
        yield Place.TO_UNICODE, packed_stream(makeToUnicodeCMap(name.decode(), letters).encode("latin-1"))

    @property
    def _letters(self) -> list[int]:
        """The code points of the font's codes."""
        subsets: list[list[int]] = self._state.subsets
        if len(subsets) > 1:
            raise MarkingFailed("more letters than one font has codes")
        return subsets[0]


def packed_stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    packed = stream((last_piece(content),))
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (entries, len(packed), packed)
