"""Files that are small or plain to look at and cost much, or go round in circles; each has its maker."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>"
_DRAWING = b"0 0 100 100 re f"
MILLION = 1_000_000


def file_of(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """The objects by number, with a plain table of cross-references; what makes one page is there unless given."""
    whole = {1: _CATALOG, 2: _PAGES, 3: _PAGE, 4: stream(_DRAWING)} | dict(objects)
    out, rows = bytearray(b"%PDF-1.7\n"), []
    for number, body in sorted(whole.items()):
        rows.append((number, len(out)))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in rows:
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    out += b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (max(whole) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def packed(size: int, unit: bytes = b" ", level: int = 9) -> bytes:
    """Zlib data of so many bytes, never held at once."""
    packing = zlib.compressobj(level)
    piece = unit * (MILLION // len(unit))
    return b"".join(packing.compress(piece) for _ in range(size // MILLION)) + packing.flush()


def _flate() -> bytes:
    return file_of({4: stream(packed(1 << 30), b"/Filter/FlateDecode")})


def _double_flate() -> bytes:
    twice = zlib.compress(packed(1 << 30), 9)
    return file_of({4: stream(twice, b"/Filter[/FlateDecode/FlateDecode]")})


def _many_filters() -> bytes:
    data = _DRAWING
    for _ in range(2_000):
        data = zlib.compress(data)
    return file_of({4: stream(data, b"/Filter[%s]" % (b"/FlateDecode" * 2_000))})


def _run_lengths() -> bytes:
    return file_of({4: stream(b"\x81 " * 5_000_000 + b"\x80", b"/Filter/RunLengthDecode")})


def _predictor() -> bytes:
    return file_of(
        {4: stream(packed(300 * MILLION, b"\x02"), b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 1>>")}
    )


def _lzw() -> bytes:
    return file_of({4: stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * MILLION, b"/Filter/LZWDecode")})


def _object_stream() -> bytes:
    """The page's font lies in an object stream that unpacks to a gibibyte."""
    entries = b"/Type/ObjStm/N 100000/First 1000000/Filter/FlateDecode"
    page = _PAGE[:-2] + b"/Resources<</Font<</F1 9 0 R>>>>>>"
    bodies = {1: _CATALOG, 2: _PAGES, 3: page, 4: stream(_DRAWING), 10: stream(packed(1 << 30), entries)}
    out, rows = bytearray(b"%PDF-1.7\n"), {9: bytes([2]) + (10).to_bytes(4, "big") + b"\x00\x00"}
    for number, body in bodies.items():
        rows[number] = bytes([1]) + len(out).to_bytes(4, "big") + b"\x00\x00"
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    table = b"".join(rows.get(number, bytes(7)) for number in range(11))
    out += b"11 0 obj\n%s\nendobj\n" % stream(table, b"/Type/XRef/W[1 4 2]/Size 11/Root 1 0 R")
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def _cross_reference_stream() -> bytes:
    body = stream(packed(1 << 30, b"\x00"), b"/Type/XRef/W[1 4 2]/Size 150000000/Root 1 0 R/Filter/FlateDecode")
    head = b"%PDF-1.7\n1 0 obj\n" + _CATALOG + b"\nendobj\n"
    return head + b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (body, len(head))


def _wide_cross_references() -> bytes:
    body = stream(bytes(1000), b"/Type/XRef/W[9999999 9999999 9999999]/Size 99999999/Index[0 99999999]/Root 1 0 R")
    return b"%%PDF-1.7\n5 0 obj\n%s\nendobj\nstartxref\n9\n%%%%EOF\n" % body


def _previous_chain() -> bytes:
    """Twenty thousand cross-reference tables, each pointing to the one before."""
    out, before = bytearray(file_of({})), b""
    for _ in range(20_000):
        start = len(out)
        out += b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 5%s>>\n" % before
        before = b"/Prev %d" % start
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def _previous_circle() -> bytes:
    plain = file_of({})
    return file_of({}, trailer=b"/Prev %d" % plain.rindex(b"xref\n0 1"))


def _million_kids() -> bytes:
    return file_of({2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * MILLION, MILLION)})


def _tree_circle() -> bytes:
    return file_of({2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"})


def _tree_doubling() -> bytes:
    levels = {
        number: b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 2>>" % (number + 1, number + 1) for number in range(10, 60)
    }
    return file_of({2: b"<</Type/Pages/Kids[10 0 R]/Count 1>>", **levels, 60: _PAGE})


def _tree_deep() -> bytes:
    levels = {number: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 1) for number in range(10, 5_000)}
    return file_of({2: b"<</Type/Pages/Kids[10 0 R]/Count 1>>", **levels, 5_000: _PAGE})


def _parents_circle() -> bytes:
    return file_of({3: b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>"})


def _nested(open_: bytes, close: bytes, depth: int = 100_000) -> Callable[[], bytes]:
    return lambda: file_of({3: _PAGE[:-2] + b"/Resources<</X %s1%s>>>>" % (open_ * depth, close * depth)})


def _long_array() -> bytes:
    return file_of({3: _PAGE[:-2] + b"/Resources<</X[%s]>>>>" % (b"1 " * 5 * MILLION)})


def _many_keys() -> bytes:
    keys = b"".join(b"/K%d 1" % number for number in range(500_000))
    return file_of({3: _PAGE[:-2] + b"/Resources<<%s>>>>" % keys})


def _long_name() -> bytes:
    name = b"/" + b"N" * MILLION
    return file_of(
        {3: _PAGE[:-2] + b"/Resources<</Font<<%s 5 0 R>>>>>>" % name, 4: stream(b"BT %s 9 Tf (x) Tj ET" % name)}
    )


def _self(entry: bytes) -> Callable[[], bytes]:
    return lambda: file_of({4: b"<<%s/Length 16>>\nstream\n%s\nendstream" % (entry, _DRAWING)})


def _self_length() -> bytes:
    return file_of({4: b"<</Length 4 0 R>>\nstream\n%s\nendstream" % _DRAWING})


def _references_circle() -> bytes:
    return file_of({3: _PAGE[:-2] + b"/Resources 7 0 R>>", 7: b"8 0 R", 8: b"9 0 R", 9: b"7 0 R"})


def _blank_pages() -> bytes:
    """Two hundred pages of 70 MB of spaces each."""
    data, pages = packed(70 * MILLION), range(10, 210)
    drawn = {
        number: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents %d 0 R>>" % (number + 500)
        for number in pages
    }
    streams = {number + 500: stream(data, b"/Filter/FlateDecode") for number in pages}
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    return file_of({2: b"<</Type/Pages/Kids[%s]/Count 200>>" % kids, **drawn, **streams})


def _one_drawing_for_all() -> bytes:
    """Two thousand pages that draw the same 50 MB."""
    kids = b"3 0 R " * 2_000
    return file_of(
        {2: b"<</Type/Pages/Kids[%s]/Count 2000>>" % kids, 4: stream(packed(50 * MILLION), b"/Filter/FlateDecode")}
    )


def _one_drawing_listed_often() -> bytes:
    """One page that draws the same 20 MB fifty thousand times."""
    return file_of(
        {
            3: _PAGE.replace(b"4 0 R", b"[%s]" % (b"4 0 R " * 50_000)),
            4: stream(packed(20 * MILLION), b"/Filter/FlateDecode"),
        }
    )


def _inline_picture() -> bytes:
    data = b"q BI /W 8000 /H 8000 /CS /G /BPC 8 ID " + b"EI" * 30 * MILLION + b" EI Q"
    return file_of({4: stream(zlib.compress(data), b"/Filter/FlateDecode")})


def _endless_pictures() -> bytes:
    return file_of({4: stream(b"BI ID " * 300_000)})


def _open_states() -> bytes:
    return file_of({4: stream(packed(40 * MILLION, b"q "), b"/Filter/FlateDecode")})


def _open_strings() -> bytes:
    return file_of({4: stream(packed(40 * MILLION, b"(("), b"/Filter/FlateDecode")})


def _backslashes() -> bytes:
    return file_of({4: stream(packed(40 * MILLION, b"(\\"), b"/Filter/FlateDecode")})


def _high_numbers() -> bytes:
    """Numbers beyond what readers allow: 8,388,607 and more."""
    return file_of({3: _PAGE.replace(b"4 0 R", b"9000000 0 R"), 9_000_000: stream(_DRAWING)})


def _highest_numbers() -> bytes:
    return file_of({3: _PAGE.replace(b"4 0 R", b"2147483647 0 R"), 2_147_483_647: stream(_DRAWING)})


def _forms_doubling() -> bytes:
    """A drawing that calls one twice that calls one twice, thirty levels deep."""
    forms = {
        number: stream(
            b"/F Do /F Do",
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>" % (number + 1),
        )
        for number in range(10, 40)
    }
    last = stream(b"0 0 5 5 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return file_of({3: _PAGE[:-2] + b"/Resources<</XObject<</F 10 0 R>>>>>>", 4: stream(b"/F Do"), **forms, 40: last})


def _bookmarks_circle() -> bytes:
    return file_of(
        {1: _CATALOG[:-2] + b"/Outlines 7 0 R>>", 7: b"<</First 7 0 R/Last 7 0 R/Next 7 0 R/Title(x)/Parent 7 0 R>>"}
    )


def _many_objects() -> bytes:
    return file_of(dict.fromkeys(range(10, 400_000), b"null"))


def _many_annotations() -> bytes:
    return file_of(
        {3: _PAGE[:-2] + b"/Annots[%s]>>" % (b"5 0 R " * MILLION), 5: b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]>>"}
    )


def _long_digits() -> bytes:
    return file_of({3: _PAGE.replace(b"200 200", b"%s 200" % (b"9" * MILLION))})


def _open_brackets() -> bytes:
    return b"%PDF-1.7\n" + b"<<" * 5 * MILLION


def _only_objects() -> bytes:
    return b"%PDF-1.7\n" + b"1 0 obj\n" * 2 * MILLION


def _blanks() -> bytes:
    return b"%PDF-1.7\n" + b"\r" * 50 * MILLION


BOMBS: dict[str, Callable[[], bytes]] = {
    "a gibibyte of drawing": _flate,
    "a gibibyte packed twice": _double_flate,
    "two thousand filters": _many_filters,
    "run lengths": _run_lengths,
    "predictor of one column": _predictor,
    "nine megabytes of LZW": _lzw,
    "object stream of a gibibyte": _object_stream,
    "cross-references of a gibibyte": _cross_reference_stream,
    "cross-references of wide fields": _wide_cross_references,
    "twenty thousand revisions": _previous_chain,
    "revisions in a circle": _previous_circle,
    "a million kids": _million_kids,
    "page tree in a circle": _tree_circle,
    "page tree that doubles": _tree_doubling,
    "page tree of 5,000 levels": _tree_deep,
    "page that is its own parent": _parents_circle,
    "nested arrays": _nested(b"[", b"]"),
    "nested dictionaries": _nested(b"<</X", b">>"),
    "array of five million": _long_array,
    "half a million keys": _many_keys,
    "name of a megabyte": _long_name,
    "length that is the stream": _self_length,
    "filter that is the stream": _self(b"/Filter 4 0 R"),
    "parameters that are the stream": _self(b"/Filter/FlateDecode/DecodeParms 4 0 R"),
    "filters with the stream in them": _self(b"/Filter[4 0 R]"),
    "references in a circle": _references_circle,
    "two hundred pages of blanks": _blank_pages,
    "two thousand pages of one drawing": _one_drawing_for_all,
    "one drawing fifty thousand times": _one_drawing_listed_often,
    "picture of sixty megabytes in line": _inline_picture,
    "pictures in line without an end": _endless_pictures,
    "twenty million saved states": _open_states,
    "forty million parentheses": _open_strings,
    "parentheses and backslashes": _backslashes,
    "object 9,000,000": _high_numbers,
    "object 2,147,483,647": _highest_numbers,
    "drawings that double": _forms_doubling,
    "bookmarks in a circle": _bookmarks_circle,
    "four hundred thousand objects": _many_objects,
    "a million annotations": _many_annotations,
    "number of a million digits": _long_digits,
    "ten million open brackets": _open_brackets,
    "two million beginnings": _only_objects,
    "fifty megabytes of line ends": _blanks,
}
