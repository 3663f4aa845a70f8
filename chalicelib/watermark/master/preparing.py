"""Makes a clean master of an office's PDF: every page its own, tidy, and nothing in it that acts."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, PdfObject

from chalicelib.watermark.master.annotations import annotations_of, settle
from chalicelib.watermark.master.cleaning import clean_anywhere, clean_catalog, keep_only
from chalicelib.watermark.master.contents import Contents
from chalicelib.watermark.master.gathering import Shared
from chalicelib.watermark.master.geometry import LETTER, Box, box_of, geometry_of, overlap
from chalicelib.watermark.master.reading import Page, entry, pages_of
from chalicelib.watermark.master.writing import written
from chalicelib.watermark.model import MasterRefused, RefusalCode

PAGE = frozenset(
    "/Type /Parent /Resources /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /Rotate /UserUnit /Contents /Group "
    "/Annots /StructParents /Tabs".split()
)
_COPY_CODE = re.compile(r"LP(-[0-9A-HJKMNP-TV-Z]{4}){3}")


def cleaned(master: bytes, reader: PdfReader) -> tuple[int, bytes]:
    """The number of pages, and the file written anew. Raises MasterRefused."""
    root = reader.root_object
    _check_kind(reader, root)
    pages = _own_pages(pages_of(reader))
    contents = Contents()
    for page in pages:
        contents.settle(page, settle(page))
    tree = _tree(pages)
    clean_catalog(root)
    root[NameObject("/Pages")] = Shared(tree)
    kept = frozenset(map(id, [root, tree, *pages, *(one for page in pages for one in annotations_of(page))]))
    identity = hashlib.sha256(master).digest()[:16]
    return len(pages), written(root, identity * 2, visit=lambda found: clean_anywhere(found, kept))


def _check_kind(reader: PdfReader, root: DictionaryObject) -> None:
    """A cover sheet around attached files, a page that only says "please wait", and a copy are no masters."""
    if "/Collection" in root:
        raise MasterRefused(RefusalCode.PORTFOLIO)
    if entry(root, "/NeedsRendering"):
        raise MasterRefused(RefusalCode.DYNAMIC_FORM)
    info = entry(reader.trailer, "/Info")
    if isinstance(info, DictionaryObject) and _COPY_CODE.fullmatch(str(entry(info, "/Keywords"))):
        raise MasterRefused(RefusalCode.ALREADY_MARKED)


def _own_pages(found: list[Page]) -> list[DictionaryObject]:
    """The pages' dictionaries with all their attributes; a page that is listed twice becomes two."""
    shared: dict[int, Shared] = {}
    pages: list[DictionaryObject] = []
    seen: set[int] = set()
    for one in found:
        page = DictionaryObject(one.dictionary) if id(one.dictionary) in seen else one.dictionary
        seen.add(id(page))
        _own(page, one.inherited, shared)
        pages.append(page)
    return pages


def _own(page: DictionaryObject, inherited: dict[str, Any], shared: dict[int, Shared]) -> None:
    for key, value in inherited.items():
        page[NameObject(key)] = value
    keep_only(page, PAGE)
    page[NameObject("/Type")] = NameObject("/Page")
    page[NameObject("/Resources")] = _resources(page, shared)
    _set_boxes(page)
    turn = geometry_of(page).turn
    page.pop("/Rotate", None)
    if turn:
        page[NameObject("/Rotate")] = NumberObject(turn)


def _resources(page: DictionaryObject, shared: dict[int, Shared]) -> PdfObject:
    """Resources that stand in a node above are shared by all its pages, also where they have no number of their own."""
    resources = entry(page, "/Resources")
    if not isinstance(resources, DictionaryObject):
        return DictionaryObject()
    return shared.setdefault(id(resources), Shared(resources))


def _set_boxes(page: DictionaryObject) -> None:
    """The boxes as viewers understand them: corners in order, the crop within the sheet."""
    media = box_of(page.get("/MediaBox")) or LETTER
    crop = box_of(page.get("/CropBox"))
    seen = overlap(crop, media) if crop else None
    page.pop("/CropBox", None)
    page[NameObject("/MediaBox")] = _rectangle(media)
    if seen is not None and seen != media:
        page[NameObject("/CropBox")] = _rectangle(seen)


def _rectangle(box: Box) -> ArrayObject:
    return ArrayObject(FloatObject(corner) for corner in box)


def _tree(pages: list[DictionaryObject]) -> DictionaryObject:
    tree = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Pages"),
            NameObject("/Count"): NumberObject(len(pages)),
            NameObject("/Kids"): ArrayObject(Shared(page) for page in pages),
        }
    )
    for page in pages:
        page[NameObject("/Parent")] = Shared(tree)
    return tree
