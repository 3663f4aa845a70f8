"""Files that are made to hurt whoever opens them, small ones that become big and big ones that are nothing."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from pikepdf import Array, Dictionary, Encryption, Name, Object, Pdf

from tests.watermark.books import a_book, changed, saved

MEGABYTE = 1_000_000
CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>"


def encrypted() -> bytes:
    """Nobody but who knows the password can read it."""
    return saved(changed(a_book()), encryption=Encryption(user="rahasia", owner="rahasia"))


@lru_cache(maxsize=4)
def packed(size: int, times: int = 1) -> bytes:
    """So many bytes of spaces, packed once or several times over."""
    packing = zlib.compressobj(9)
    data = b"".join(packing.compress(b" " * MEGABYTE) for _ in range(size // MEGABYTE)) + packing.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def bomb(size: int, times: int = 1, pages: int = 1) -> bytes:
    """Pages whose drawing unpacks to `size` bytes each."""
    data = packed(size, times)
    about = b"<</Length %d/Filter[%s]>>" % (len(data), b"/FlateDecode" * times)
    drawing = about + b"\nstream\n" + data + b"\nendstream"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents %d 0 R>>"
    return of_pages([page % (pages + number) for number in range(3, pages + 3)], [drawing] * pages)


def font_bomb(size: int) -> bytes:
    """A page whose font unpacks to `size` bytes: what the page shows is drawn with it."""
    pdf = changed(a_book(pages=1))
    file = pdf.make_stream(b"")
    file.write(packed(size), filter=Name.FlateDecode)
    font = next(iter(pdf.pages[0].obj.Resources.Font.values()))
    font.FontDescriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Helvetica, Flags=4, FontFile2=file)
    return saved(pdf)


def object_stream_bomb(size: int) -> bytes:
    """The catalogue lies in an object stream that unpacks to `size` bytes."""
    packing = zlib.compressobj(9)
    head = b"1 0 "
    body = b"<</Type/Catalog/Pages 2 0 R>>"
    data = packing.compress(head + body)
    data += b"".join(packing.compress(b" " * MEGABYTE) for _ in range(size // MEGABYTE)) + packing.flush()
    out = BytesIO(b"%PDF-1.7\n")
    out.seek(0, 2)
    offsets = {2: out.tell()}
    out.write(b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n")
    offsets[3] = out.tell()
    out.write(b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>\nendobj\n")
    offsets[4] = out.tell()
    out.write(b"4 0 obj\n<</Type/ObjStm/N 1/First %d/Filter/FlateDecode/Length %d>>\n" % (len(head), len(data)))
    out.write(b"stream\n" + data + b"\nendstream\nendobj\n")
    return _with_cross_references(out, offsets, in_stream={1: (4, 0)})


def _with_cross_references(out: BytesIO, offsets: dict[int, int], in_stream: dict[int, tuple[int, int]]) -> bytes:
    start, count = out.tell(), max(offsets) + 2
    rows = [b"\0" * 7]
    for number in range(1, count - 1):
        kind, place, index = (2, *in_stream[number]) if number in in_stream else (1, offsets[number], 0)
        rows.append(bytes([kind]) + place.to_bytes(4, "big") + index.to_bytes(2, "big"))
    rows.append(b"\1" + start.to_bytes(4, "big") + b"\0\0")
    table = b"".join(rows)
    about = b"/Type/XRef/Root 1 0 R/W[1 4 2]/Size %d/Length %d" % (count, len(table))
    out.write(b"%d 0 obj\n<<%s>>\nstream\n%s\nendstream\nendobj\n" % (count - 1, about, table))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def of_objects(*objects: bytes, tail: bytes = b"") -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, tail, start)
    return bytes(out)


def cyclic_tree() -> bytes:
    """A page tree that contains itself."""
    return of_objects(CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")


def cyclic_references() -> bytes:
    """Objects that say only where another lies, in a circle; the page's drawing and resources are among them."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R/Resources 5 0 R>>"
    return of_pages([page], [b"5 0 R", b"4 0 R"])


def laughing(depth: int) -> bytes:
    """A page that calls a form twice, which calls another twice, and so on: two to the power of `depth` drawings."""
    pdf = changed(a_book(pages=1))
    page = pdf.pages[0]
    form = _form(pdf, b"BT /F1 9 Tf 9 9 Td (ha) Tj ET", page.obj.Resources)
    for _ in range(depth):
        form = _form(pdf, b"/X Do /X Do", Dictionary(XObject=Dictionary(X=form)))
    page.obj.Resources.XObject = Dictionary(X=form)
    page.contents_add(b"/X Do")
    return saved(pdf)


def _form(pdf: Pdf, content: bytes, resources: Object) -> Object:
    about = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 420, 595]), Resources=resources)
    return pdf.make_stream(content, about)


def endless_tiles() -> bytes:
    """A page filled with a pattern of tiles that are a thousandth of a point wide."""
    pdf = changed(a_book(pages=1))
    about = Dictionary(Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, XStep=0.001, YStep=0.001)
    about.BBox, about.Resources = Array([0, 0, 1, 1]), Dictionary()
    tile = pdf.make_stream(b"0 0 m 1 1 l S", about)
    pdf.pages[0].obj.Resources.Pattern = Dictionary(P=tile)
    pdf.pages[0].contents_add(b"/Pattern cs /P scn 0 0 14000 14000 re f")
    return saved(pdf)


def kids(count: int) -> bytes:
    """A page tree that names the same page `count` times, in one list."""
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * count, count)
    return of_objects(CATALOGUE, tree, PAGE)


def doubling_tree(depth: int) -> bytes:
    """Each node names the next twice: two to the power of `depth` pages in a few kilobytes."""
    nodes = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 2>>" % (n + 1, n + 1) for n in range(2, depth + 2)]
    return of_objects(CATALOGUE, *nodes, b"<</Type/Page/MediaBox[0 0 420 595]>>")


def nested(depth: int) -> bytes:
    """A page with lists within lists."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Resources %s%s>>" % (b"[" * depth, b"]" * depth)
    return of_pages([page])


def of_pages(pages: Sequence[bytes], others: Sequence[bytes] = ()) -> bytes:
    """A file of these pages, numbered from 3, and of other objects behind them."""
    names = b" ".join(b"%d 0 R" % number for number in range(3, len(pages) + 3))
    return of_objects(CATALOGUE, b"<</Type/Pages/Kids[%s]/Count %d>>" % (names, len(pages)), *pages, *others)


def many_pages(count: int) -> bytes:
    return of_pages([PAGE] * count)


def many_objects(count: int) -> bytes:
    return of_pages([PAGE], [b"null"] * count)


def stray_cross_references(count: int) -> bytes:
    """A file whose every part says that the table of its objects lies in yet another part."""
    out = bytearray(b"%PDF-1.7\n")
    for number in range(count):
        out += b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Prev %d>>\n" % (9 + 58 * (number + 1))
    return bytes(out + b"startxref\n9\n%%EOF\n")


def web_page_and_book() -> bytes:
    """A web page, and further down a PDF."""
    return b"<html><script>alert(1)</script>" + b" " * 2_000 + a_book()


def picture_book_and_archive() -> bytes:
    """What begins as a picture and ends as an archive, and is a PDF to those who look closely."""
    return b"GIF89a<script>alert(1)</script>\n" + a_book() + b"PK\3\4" + b"A" * 500


def swollen(size: int) -> bytes:
    """A PDF with so many bytes behind its header."""
    return b"%PDF-1.7\n" + bytes(size)
