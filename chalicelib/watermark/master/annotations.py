"""Makes what annotations draw part of the page, so that nothing can cover the mark; links stay, forms are paper now."""

from __future__ import annotations

from typing import Any

import msgspec
from pypdf.generic import ArrayObject, DictionaryObject, EncodedStreamObject, FloatObject, NameObject, StreamObject

from chalicelib.watermark.master.cleaning import clean_link, keep_only
from chalicelib.watermark.master.geometry import IDENTITY, LETTER, Box, Matrix, box_of, geometry_of, number
from chalicelib.watermark.master.reading import entry

TEXT_MARKUP = frozenset({"/Highlight", "/Underline", "/Squiggly", "/StrikeOut"})
"""Drawn by the viewer itself, and never opaque, where they bring no appearance of their own."""

MARKUP = frozenset("/Type /Subtype /Rect /QuadPoints /C /CA /F /StructParent".split())

DARKENING = frozenset({"/Multiply", "/Darken", "/ColorBurn"})
"""Blend modes in which what lies below is still seen."""

MOST_OF_PAGE = 0.25
"""A highlight that covers more of the page is drawn into it, below the mark."""

UNSEEN = 0x02 | 0x20
"""Flags Hidden and NoView (ISO 32000-2, table 167)."""

UPRIGHT = 0x10
"""Flag NoRotate: the annotation does not turn with the page."""


class Drawn(msgspec.Struct, frozen=True):
    """An appearance as a form that lies where its annotation stands."""

    form: StreamObject


class _Exact(FloatObject):
    """Written with all its digits: an edge that falls on that of a pixel must not slip to the pixel before."""

    def myrepr(self) -> str:
        return f"{self:.14f}".rstrip("0").rstrip(".")


def settle(page: DictionaryObject) -> list[Drawn]:
    """Leaves the page its links and highlights, and answers what other annotations draw on a screen, in order."""
    listed = entry(page, "/Annots")
    page.pop("/Annots", None)
    if not isinstance(listed, ArrayObject):
        return []
    kept, drawn = ArrayObject(), []
    for reference in listed:
        annotation = reference.get_object()
        if not isinstance(annotation, DictionaryObject):
            continue
        if _is_highlight(annotation, page):
            _keep_look(annotation)
            kept.append(reference)
        elif (appearance := _appearance(annotation, geometry_of(page).turn)) is not None:
            drawn.append(appearance)
        elif _kind_of(annotation) in TEXT_MARKUP and "/AP" not in annotation:
            keep_only(annotation, MARKUP)
            kept.append(reference)
        if _kind_of(annotation) == "/Link":
            clean_link(annotation)
            kept.append(reference)
    if kept:
        page[NameObject("/Annots")] = kept
    return drawn


def _kind_of(annotation: DictionaryObject) -> str:
    kind = entry(annotation, "/Subtype")
    return kind if isinstance(kind, NameObject) else ""


def annotations_of(page: DictionaryObject) -> list[DictionaryObject]:
    """The annotations of a settled page."""
    listed = entry(page, "/Annots")
    return [one.get_object() for one in listed] if isinstance(listed, ArrayObject) else []


def _is_highlight(annotation: DictionaryObject, page: DictionaryObject) -> bool:
    """True for what tints a little of the page: some viewers draw letters otherwise on a page that blends."""
    form, rectangle = _chosen(annotation), box_of(annotation.get("/Rect"))
    if _kind_of(annotation) not in TEXT_MARKUP or form is None or rectangle is None:
        return False
    resources = entry(form, "/Resources")
    states = entry(resources, "/ExtGState") if isinstance(resources, DictionaryObject) else None
    if not isinstance(states, DictionaryObject):
        return False
    modes = [entry(one, "/BM") for key in states if isinstance(one := entry(states, key), DictionaryObject)]
    sheet = box_of(page.get("/MediaBox")) or LETTER
    return any(mode in DARKENING for mode in modes if isinstance(mode, str)) and (
        _area(rectangle) <= MOST_OF_PAGE * _area(sheet)
    )


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _keep_look(annotation: DictionaryObject) -> None:
    look = _chosen(annotation)
    keep_only(annotation, MARKUP)
    annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): look})


def _appearance(annotation: DictionaryObject, turn: int) -> Drawn | None:
    flags = number(entry(annotation, "/F")) or 0
    if int(flags) & UNSEEN or _kind_of(annotation) == "/Popup":
        return None
    form, rectangle = _chosen(annotation), box_of(annotation.get("/Rect"))
    if form is None or rectangle is None:
        return None
    matrix = _fitted(form, rectangle)
    if matrix and int(flags) & UPRIGHT:
        matrix = _combined(matrix, _turned_back(rectangle, turn))
    return Drawn(_as_form(form, annotation, matrix)) if matrix else None


def _chosen(annotation: DictionaryObject) -> StreamObject | None:
    """The normal appearance, in the state that the annotation is in."""
    appearances = entry(annotation, "/AP")
    normal = entry(appearances, "/N") if isinstance(appearances, DictionaryObject) else None
    if isinstance(normal, DictionaryObject) and not isinstance(normal, StreamObject):
        state = entry(annotation, "/AS")
        normal = entry(normal, str(state)) if state is not None else None
    return normal if isinstance(normal, StreamObject) else None


def _as_form(form: StreamObject, annotation: DictionaryObject, placing: Matrix) -> StreamObject:
    """A form of its own, shown or hidden with the layer that the annotation is in.

    It lies where the annotation does by its own matrix: two matrices in a row would be rounded twice.
    """
    settled = EncodedStreamObject()
    settled._data = form._data
    settled.update(form)
    settled[NameObject("/Type")] = NameObject("/XObject")
    settled[NameObject("/Subtype")] = NameObject("/Form")
    matrix = _combined(_matrix(entry(form, "/Matrix")), placing)
    settled[NameObject("/Matrix")] = ArrayObject(_Exact(one) for one in matrix)
    if "/OC" in annotation:
        settled[NameObject("/OC")] = annotation.raw_get("/OC")
    return settled


def _fitted(form: StreamObject, rectangle: Box) -> Matrix | None:
    """ISO 32000-2, 12.5.5, algorithm 8: the transformed appearance box is moved and scaled onto the rectangle."""
    box = box_of(form.get("/BBox"))
    if box is None:
        return None
    x0, y0, x1, y1 = _transformed(box, _matrix(entry(form, "/Matrix")))
    if x1 <= x0 or y1 <= y0:
        return None
    across = (rectangle[2] - rectangle[0]) / (x1 - x0)
    up = (rectangle[3] - rectangle[1]) / (y1 - y0)
    return (across, 0, 0, up, rectangle[0] - x0 * across, rectangle[1] - y0 * up)


def _turned_back(rectangle: Box, turn: int) -> Matrix:
    """Against the page's turn, around the upper left corner."""
    left, top = rectangle[0], rectangle[3]
    cosine, sine = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}.get(turn, (1, 0))
    return (cosine, sine, -sine, cosine, left - cosine * left + sine * top, top - sine * left - cosine * top)


def _transformed(box: Box, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return (min(across), min(up), max(across), max(up))


def _combined(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    i, j, k, m, n, o = then
    return (a * i + b * k, a * j + b * m, c * i + d * k, c * j + d * m, e * i + f * k + n, e * j + f * m + o)


def _matrix(value: Any) -> Matrix:
    numbers = [number(one) for one in value] if isinstance(value, ArrayObject) else []
    if len(numbers) != 6 or None in numbers:
        return IDENTITY
    a, b, c, d, e, f = (one or 0.0 for one in numbers)
    return (a, b, c, d, e, f)
