"""The drawings that a page can call by name, and the operators that call them."""

from __future__ import annotations

from collections.abc import Container
from itertools import count

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from chalicelib.watermark.master.geometry import Box, Matrix
from chalicelib.watermark.master.reading import entry
from chalicelib.watermark.operands import numbers


def stream_of(data: bytes) -> StreamObject:
    """A stream that is packed when it is written."""
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def form_of(stream: StreamObject, box: Box, resources: PdfObject) -> StreamObject:
    """Turns a stream of operators into a drawing that pages can call."""
    stream[NameObject("/Type")] = NameObject("/XObject")
    stream[NameObject("/Subtype")] = NameObject("/Form")
    stream[NameObject("/BBox")] = ArrayObject(FloatObject(side) for side in box)
    stream[NameObject("/Resources")] = resources
    return stream


def resource(page: DictionaryObject, kind: str) -> DictionaryObject:
    """The page's dictionary of drawings, fonts or the like, made where there is none; pages may share it."""
    resources = entry(page, "/Resources")
    if not isinstance(resources, DictionaryObject):
        resources = DictionaryObject()
        page[NameObject("/Resources")] = resources
    listed = entry(resources, kind)
    if not isinstance(listed, DictionaryObject) or isinstance(listed, StreamObject):
        listed = DictionaryObject()
        resources[NameObject(kind)] = listed
    return listed


def blends(page: DictionaryObject) -> bool:
    """True where the page can draw so that what lies below shows through, by a blend mode or a soft mask."""
    resources = entry(page, "/Resources")
    states = entry(resources, "/ExtGState") if isinstance(resources, DictionaryObject) else None
    listed = [entry(states, name) for name in states] if isinstance(states, DictionaryObject) else []
    return any(
        entry(state, "/BM") not in (None, "/Normal", "/Compatible") or entry(state, "/SMask") not in (None, "/None")
        for state in listed
        if isinstance(state, DictionaryObject)
    )


def free_name(taken: Container[str], wish: str) -> str:
    """The wished name with the first number that makes it free."""
    return next(name for number in count(1) if (name := f"/{wish}{number}") not in taken)


def name_drawing(page: DictionaryObject, wish: str, drawing: StreamObject) -> str:
    """Lets the page call the drawing; answers its name, as near to the wished one as is free."""
    xobjects = resource(page, "/XObject")
    name, turn = f"/{wish}", 0
    while name in xobjects and xobjects.raw_get(name) is not drawing:
        turn += 1
        name = f"/{wish}{turn}"
    xobjects[NameObject(name)] = drawing
    return name


def calling(name: str, matrix: Matrix) -> bytes:
    """The operators that draw it there and leave no trace in the graphics state."""
    return b"q %s cm %s Do Q\n" % (numbers(*matrix), name.encode("latin-1"))
