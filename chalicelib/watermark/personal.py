"""The objects of a copy that are its visitor's, beside the pages' drawings: catalog, front page, font, copy code."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from chalicelib.watermark.drawing.lettering import lettered
from chalicelib.watermark.drawing.marks import Drawing
from chalicelib.watermark.drawing.sheets import packed_stream
from chalicelib.watermark.template import PALE, PANEL, SOLID, Place, Template

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier>{code}</dc:identifier>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def personal_objects(template: Template, drawing: Drawing, copy_code: str, title: str) -> Iterator[tuple[Place, bytes]]:
    """Each object's number and what stands between its `obj` and `endobj`."""
    yield Place.CATALOG, _catalog(template, title, in_front=bool(drawing.front))
    yield Place.PAGES, _pages(template, in_front=bool(drawing.front))
    yield Place.INFO, _info(copy_code, title)
    yield Place.METADATA, _metadata(copy_code)
    yield from drawing.font.items()
    if drawing.front:
        yield Place.FRONT, _front_page(template)
        parts = drawing.marks[template.drawings.sizes[0]]
        drawn = b"".join(b"q\n%s\nQ\n" % one for one in (drawing.front, parts.diagonal, parts.foot, parts.code))
        yield Place.FRONT_DRAWING, packed_stream(drawn)


def front_size(template: Template) -> tuple[int, int]:
    """A page in front is as large as the one that follows it."""
    return template.sizes[template.drawings.sizes[0]]


def _catalog(template: Template, title: str, *, in_front: bool) -> bytes:
    shown = b"/ViewerPreferences<</DisplayDocTitle true>>" if title else b""
    labels = template.labels[in_front]
    return b"<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R%s%s%s>>" % (
        Place.PAGES,
        Place.METADATA,
        shown,
        labels,
        template.catalog,
    )


def _pages(template: Template, *, in_front: bool) -> bytes:
    front = b"%d 0 R " % Place.FRONT if in_front else b""
    return b"<</Type/Pages/Count %d/Kids[%s%d 0 R]>>" % (template.pages + in_front, front, template.tree)


def _front_page(template: Template) -> bytes:
    names = template.names
    states = b"".join(
        b"%s<</ca %.2f>>" % (name.encode(), alpha)
        for name, alpha in ((names.pale, PALE), (names.panel, PANEL), (names.solid, SOLID))
    )
    return (
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
        b"/Resources<</Font<<%s %d 0 R>>/ExtGState<<%s>>>>>>"
        % (
            Place.PAGES,
            *front_size(template),
            Place.FRONT_DRAWING,
            names.font.encode(),
            Place.FONT,
            states,
        )
    )


def _info(copy_code: str, title: str) -> bytes:
    titled = b"/Title<%s>" % _text(lettered(title, longest=200)) if title else b""
    return b"<<%s/Keywords<%s>>>" % (titled, _text(lettered(copy_code)))


def _metadata(copy_code: str) -> bytes:
    """Plain, for programs that look for it without reading the file."""
    told = _XMP.format(code=escape(lettered(copy_code))).encode()
    return b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream" % (len(told), told)


def _text(words: str) -> bytes:
    """A text string in hexadecimal digits (ISO 32000-2, 7.9.2.2): plain where it is ASCII, else UTF-16."""
    written = words.encode("ascii") if words.isascii() else b"\xfe\xff" + words.encode("utf-16-be")
    return written.hex().encode()
