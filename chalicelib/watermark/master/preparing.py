"""Makes a clean master of an office's PDF: every page its own, tidy, and nothing in it that acts."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, PdfObject, StreamObject

from chalicelib.watermark.deflating import Piece
from chalicelib.watermark.master.annotations import annotations_of, settle
from chalicelib.watermark.master.cleaning import clean_catalog, keep_only
from chalicelib.watermark.master.contents import Contents
from chalicelib.watermark.master.gathering import Reserved, Shared
from chalicelib.watermark.master.geometry import LETTER, Box, box_of, geometry_of, overlap
from chalicelib.watermark.master.labels import Ranges, taken_labels
from chalicelib.watermark.master.reading import Page, entry, pages_of
from chalicelib.watermark.master.resources import free_name, resource
from chalicelib.watermark.master.sizes import Sizes, sizes_of
from chalicelib.watermark.model import Limits, MasterRefused, RefusalCode, Tell
from chalicelib.watermark.operands import numbers
from chalicelib.watermark.template import FIRST_DRAWING, PALE, PANEL, SOLID, Names, Place

PAGE = frozenset(
    "/Type /Parent /Resources /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /Rotate /UserUnit /Contents /Group "
    "/Annots /StructParents /Tabs".split()
)
_COPY_CODE = re.compile(r"LP(-[0-9A-HJKMNP-TV-Z]{4}){3}")


class Book(msgspec.Struct, frozen=True):
    """A clean master: its catalog, the node above all pages, the pages and their drawings."""

    root: DictionaryObject
    tree: DictionaryObject
    pages: list[DictionaryObject]
    drawings: list[Piece]
    sizes: Sizes
    units: list[float]
    names: Names
    labels: Ranges
    tagged: bool
    signed: bool

    @property
    def own(self) -> frozenset[int]:
        """Identities of the dictionaries that were cleaned one by one."""
        annotations = (one for page in self.pages for one in annotations_of(page))
        return frozenset(map(id, [self.root, self.tree, *self.pages, *annotations]))


def cleaned(reader: PdfReader, limits: Limits, tell: Tell) -> Book:
    """The book, ready to be laid out. Raises MasterRefused."""
    root = reader.root_object
    _check_kind(reader, root)
    signed, tagged = _is_signed(root), "/StructTreeRoot" in root
    pages = _own_pages(pages_of(reader, limits))
    sizes = sizes_of([geometry_of(page) for page in pages])
    drawings = _drawings(pages, sizes, Contents(limits, tagged=tagged), tell)
    tree = _tree(pages)
    labels = taken_labels(root)
    clean_catalog(root)
    root[NameObject("/Pages")] = Shared(tree)
    units = [geometry.unit for geometry in sizes.geometries]
    return Book(root, tree, pages, drawings, sizes, units, _named(pages), labels, tagged, signed)


def _drawings(pages: list[DictionaryObject], sizes: Sizes, contents: Contents, tell: Tell) -> list[Piece]:
    """Ends with the matrix that lays the mark over the page, upright for its reader."""
    drawings = []
    for place, page in enumerate(pages):
        matrix = b"q %s cm\n" % numbers(*sizes.geometries[place].placed(*sizes.of_page(place)))
        drawings.append(contents.settled(page, settle(page), matrix))
        page[NameObject("/Contents")] = Reserved(FIRST_DRAWING + place)
        if place % 10 == 0 or place + 1 == len(pages):
            tell("reading", place + 1, len(pages))
    return drawings


def _named(pages: list[DictionaryObject]) -> Names:
    """Lets every page call the mark's font and transparencies, by names that no page of the book uses."""
    fonts = {id(one): one for page in pages for one in [resource(page, "/Font")]}.values()
    states = {id(one): one for page in pages for one in [resource(page, "/ExtGState")]}.values()
    font = free_name({name for one in fonts for name in one}, "F")
    taken = {name for one in states for name in one}
    names: list[str] = []
    for alpha in (PALE, PANEL, SOLID):
        names.append(free_name(taken.union(names), "GS"))
        for one in states:
            one[NameObject(names[-1])] = DictionaryObject({NameObject("/ca"): FloatObject(alpha)})
    for one in fonts:
        one[NameObject(font)] = Reserved(Place.FONT)
    return Names(font, *names)


def _check_kind(reader: PdfReader, root: DictionaryObject) -> None:
    """A cover sheet around attached files, a page that only says "please wait", and a copy are no masters."""
    if "/Collection" in root:
        raise MasterRefused(RefusalCode.PORTFOLIO)
    if entry(root, "/NeedsRendering"):
        raise MasterRefused(RefusalCode.DYNAMIC_FORM)
    info = entry(reader.trailer, "/Info")
    if isinstance(info, DictionaryObject) and _COPY_CODE.fullmatch(str(entry(info, "/Keywords"))):
        raise MasterRefused(RefusalCode.ALREADY_MARKED)


def _is_signed(root: DictionaryObject) -> bool:
    """A form says so by its flag, a certified file by its permissions (ISO 32000-2, 12.7.3 and 12.8.6)."""
    form = entry(root, "/AcroForm")
    flags = entry(form, "/SigFlags") if isinstance(form, DictionaryObject) else None
    return "/Perms" in root or (isinstance(flags, int) and bool(flags & 1))


def _own_pages(found: list[Page]) -> list[DictionaryObject]:
    """The pages' dictionaries with all their attributes; a page that is listed twice becomes two."""
    shared: dict[int, Shared] = {}
    pages: list[DictionaryObject] = []
    seen: set[int] = set()
    for one in found:
        is_plain = id(one.dictionary) not in seen and not isinstance(one.dictionary, StreamObject)
        page = one.dictionary if is_plain else DictionaryObject(one.dictionary)
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
    if not isinstance(resources, DictionaryObject) or isinstance(resources, StreamObject):
        return Shared(DictionaryObject())
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
            NameObject("/Parent"): Reserved(Place.PAGES),
            NameObject("/Count"): NumberObject(len(pages)),
            NameObject("/Kids"): ArrayObject(Shared(page) for page in pages),
        }
    )
    for page in pages:
        page[NameObject("/Parent")] = Shared(tree)
    return tree
