"""Makes what annotations draw part of the page, so that nothing can cover the mark; links stay, forms are paper now."""

from __future__ import annotations

from typing import Any

import msgspec
from pypdf.generic import ArrayObject, DictionaryObject, EncodedStreamObject, NameObject, StreamObject

from chalicelib.watermark.master.cleaning import clean_link, keep_only
from chalicelib.watermark.master.geometry import IDENTITY, Box, Matrix, box_of, number
from chalicelib.watermark.master.reading import entry

TEXT_MARKUP = frozenset({"/Highlight", "/Underline", "/Squiggly", "/StrikeOut"})
"""Drawn by the viewer itself, and never opaque, where they bring no appearance of their own."""

MARKUP = frozenset("/Type /Subtype /Rect /QuadPoints /C /CA /F /StructParent".split())

UNSEEN = 0x02 | 0x20
"""Flags Hidden and NoView (ISO 32000-2, table 167)."""


class Drawn(msgspec.Struct, frozen=True):
    """An appearance and the matrix that puts it where its annotation stands."""

    form: StreamObject
    matrix: Matrix


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
        if (appearance := _appearance(annotation)) is not None:
            drawn.append(appearance)
        elif entry(annotation, "/Subtype") in TEXT_MARKUP:
            keep_only(annotation, MARKUP)
            kept.append(reference)
        if entry(annotation, "/Subtype") == "/Link":
            clean_link(annotation)
            kept.append(reference)
    if kept:
        page[NameObject("/Annots")] = kept
    return drawn


def annotations_of(page: DictionaryObject) -> list[DictionaryObject]:
    """The annotations of a settled page."""
    listed = entry(page, "/Annots")
    return [one.get_object() for one in listed] if isinstance(listed, ArrayObject) else []


def _appearance(annotation: DictionaryObject) -> Drawn | None:
    flags = number(entry(annotation, "/F")) or 0
    if int(flags) & UNSEEN or entry(annotation, "/Subtype") == "/Popup":
        return None
    form, rectangle = _chosen(annotation), box_of(annotation.get("/Rect"))
    if form is None or rectangle is None:
        return None
    matrix = _fitted(form, rectangle)
    return Drawn(_as_form(form, annotation), matrix) if matrix else None


def _chosen(annotation: DictionaryObject) -> StreamObject | None:
    """The normal appearance, in the state that the annotation is in."""
    appearances = entry(annotation, "/AP")
    normal = entry(appearances, "/N") if isinstance(appearances, DictionaryObject) else None
    if isinstance(normal, DictionaryObject) and not isinstance(normal, StreamObject):
        state = entry(annotation, "/AS")
        normal = entry(normal, str(state)) if state is not None else None
    return normal if isinstance(normal, StreamObject) else None


def _as_form(form: StreamObject, annotation: DictionaryObject) -> StreamObject:
    """A form of its own, shown or hidden with the layer that the annotation is in."""
    settled = EncodedStreamObject()
    settled._data = form._data
    settled.update(form)
    settled[NameObject("/Type")] = NameObject("/XObject")
    settled[NameObject("/Subtype")] = NameObject("/Form")
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


def _transformed(box: Box, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return (min(across), min(up), max(across), max(up))


def _matrix(value: Any) -> Matrix:
    numbers = [number(one) for one in value] if isinstance(value, ArrayObject) else []
    if len(numbers) != 6 or None in numbers:
        return IDENTITY
    a, b, c, d, e, f = (one or 0.0 for one in numbers)
    return (a, b, c, d, e, f)
