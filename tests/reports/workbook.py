"""Reads a workbook as the standard describes it (ECMA-376), by the archive and its XML alone."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree as Tree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Read:
    """One cell: its kind (`s` text, `n` number), what it holds, and how a number is to be shown."""

    kind: str
    value: str
    shown_as: str


class Workbook:
    """An archive's sheets by name; each is a list of rows of cells."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self.names = [sheet.attrib["name"] for sheet in self.xml("xl/workbook.xml").iter(f"{_MAIN}sheet")]
        self._texts = self._shared()
        self._formats = self._number_formats()

    @property
    def parts(self) -> list[str]:
        return self._archive.namelist()

    def xml(self, part: str) -> Tree.Element:
        return Tree.fromstring(self._archive.read(part))

    def source(self, sheet: str) -> str:
        """The sheet's XML as it stands."""
        return self._archive.read(self._part(sheet)).decode()

    def rows(self, sheet: str) -> list[list[Read]]:
        rows = self.xml(self._part(sheet)).iter(f"{_MAIN}row")
        return [[self._cell(cell) for cell in row.iter(f"{_MAIN}c")] for row in rows]

    def _part(self, sheet: str) -> str:
        return f"xl/worksheets/sheet{self.names.index(sheet) + 1}.xml"

    def _cell(self, cell: Tree.Element) -> Read:
        kind, value = cell.attrib.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
        text = self._texts[int(value)] if kind == "s" else value
        return Read(kind, text, self._formats[int(cell.attrib.get("s", "0"))])

    def _shared(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.parts:
            return []
        strings = self.xml("xl/sharedStrings.xml").iter(f"{_MAIN}si")
        return [_plain("".join(part.text or "" for part in one.iter(f"{_MAIN}t"))) for one in strings]

    def _number_formats(self) -> list[str]:
        styles = self.xml("xl/styles.xml")
        codes = {one.attrib["numFmtId"]: one.attrib["formatCode"] for one in styles.iter(f"{_MAIN}numFmt")}
        cells = styles.find(f"{_MAIN}cellXfs")
        assert cells is not None
        return [codes.get(one.attrib["numFmtId"], one.attrib["numFmtId"]) for one in cells]


def _plain(text: str) -> str:
    """`_x0007_` stands for a character that XML cannot hold (22.9.2.19)."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)
