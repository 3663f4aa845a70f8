"""Puts one visitor's mark on every page of a prepared master."""

from __future__ import annotations

import hashlib
from xml.sax.saxutils import escape

from pypdf.generic import (
    BooleanObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from chalicelib.watermark.drawing.lettering import lettered
from chalicelib.watermark.drawing.marks import Size, drawn_marks
from chalicelib.watermark.master.geometry import Geometry, geometry_of
from chalicelib.watermark.master.reading import entry, opened, pages_of
from chalicelib.watermark.master.resources import calling, name_drawing, stream_of
from chalicelib.watermark.master.writing import written
from chalicelib.watermark.model import Mark

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier>{code}</dc:identifier>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def stamped(prepared: bytes, mark: Mark) -> tuple[int, bytes]:
    """The number of pages and the copy. The same master and mark give the same bytes."""
    reader = opened(prepared)
    root = reader.root_object
    pages = [page.dictionary for page in pages_of(reader)]
    geometries = [geometry_of(page) for page in pages]
    forms = drawn_marks(mark, map(size_of, geometries))
    ends: dict[bytes, StreamObject] = {}
    for page, geometry in zip(pages, geometries, strict=True):
        name = name_drawing(page, "X", forms[size_of(geometry)])
        end = ending(name, geometry, tagged=is_tagged(root))
        entry(page, "/Contents").append(ends.setdefault(end, stream_of(end)))
    _tell(root, mark)
    return len(pages), written(root, _identity(reader.trailer, mark), info=_info(mark))


def size_of(geometry: Geometry) -> Size:
    """Whole points: pages that differ by less share a form, which is stretched by as little."""
    return max(1, round(geometry.width)), max(1, round(geometry.height))


def ending(name: str, geometry: Geometry, *, tagged: bool) -> bytes:
    """The last operators of a page. Only in a tagged book is the mark an artifact, for screen readers to pass over."""
    call = calling(name, geometry.placed(*size_of(geometry)))
    return b"/Artifact BMC\n%sEMC\n" % call if tagged else call


def is_tagged(root: DictionaryObject) -> bool:
    """True where the book has a structure for screen readers."""
    return "/StructTreeRoot" in root


def _tell(root: DictionaryObject, mark: Mark) -> None:
    """The copy code, and nothing about the visitor, where programs look for it."""
    metadata = stream_of(_XMP.format(code=escape(lettered(mark.copy_code))).encode())
    metadata[NameObject("/Type")] = NameObject("/Metadata")
    metadata[NameObject("/Subtype")] = NameObject("/XML")
    root[NameObject("/Metadata")] = metadata
    if mark.title:
        shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
        root[NameObject("/ViewerPreferences")] = shown


def _info(mark: Mark) -> DictionaryObject:
    info = DictionaryObject({NameObject("/Keywords"): TextStringObject(lettered(mark.copy_code))})
    if mark.title:
        info[NameObject("/Title")] = TextStringObject(lettered(mark.title, longest=200))
    return info


def _identity(trailer: DictionaryObject, mark: Mark) -> bytes:
    """The master's identity, then the copy code's: it survives tools that rewrite a file."""
    work: bytes = entry(trailer, "/ID")[0].original_bytes
    return work[:16] + hashlib.sha256(mark.copy_code.encode()).digest()[:16]
