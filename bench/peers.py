"""The usual ways of marking a book, written as well as their libraries allow: each reads a file and writes another.

All of them lay the same drawing over every page, made once for each size of page.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.visitors import Size, overlay
from chalicelib.watermark.model import Mark

if TYPE_CHECKING:
    import pikepdf
    from pypdf import PageObject, PdfWriter

Peer = Callable[[Path, Mark, Path], None]
"""The book, the mark, and the file to be made."""


def pypdf_merge(book: Path, mark: Mark, made: Path) -> None:
    """The recipe most people copy: merge_page with an overlay page."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415

    writer = PdfWriter(clone_from=str(book))
    pages = list(writer.pages)
    sizes = {_size(page.mediabox): None for page in pages}
    drawn = dict(zip(sizes, PdfReader(BytesIO(overlay(mark, sizes))).pages, strict=True))
    for page in pages:
        page.merge_page(drawn[_size(page.mediabox)])
    writer.write(str(made))


def pypdf_shared(book: Path, mark: Mark, made: Path) -> None:
    """The whole book written anew by pypdf, its pages calling one shared form."""
    from pypdf import PdfWriter  # noqa: PLC0415

    writer = PdfWriter(clone_from=str(book))
    _share_by_pypdf(writer, mark)
    writer.write(str(made))


def pypdf_incremental(book: Path, mark: Mark, made: Path) -> None:
    """A shared form, appended to the untouched book as an incremental update."""
    from pypdf import PdfWriter  # noqa: PLC0415

    writer = PdfWriter(str(book), incremental=True)
    _share_by_pypdf(writer, mark)
    writer.write(str(made))


def pikepdf_overlay(book: Path, mark: Mark, made: Path) -> None:
    """pikepdf's own add_overlay."""
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(book) as pdf:
        sizes = {_size(page.mediabox): None for page in pdf.pages}
        with pikepdf.open(BytesIO(overlay(mark, sizes))) as drawn:
            pages = dict(zip(sizes, drawn.pages, strict=True))
            for page in pdf.pages:
                page.add_overlay(pages[_size(page.mediabox)], None)
            pdf.save(made)


def pikepdf_shared(book: Path, mark: Mark, made: Path) -> None:
    """One form for each size, called by every page: the quickest that can be done by hand with pikepdf."""
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(book) as pdf:
        sizes = {_size(page.mediabox): None for page in pdf.pages}
        with pikepdf.open(BytesIO(overlay(mark, sizes))) as drawn:
            forms = {
                size: pdf.copy_foreign(page.as_form_xobject()) for size, page in zip(sizes, drawn.pages, strict=True)
            }
        opening = pdf.make_indirect(pdf.make_stream(b"q\n"))
        for page in pdf.pages:
            _call_by_pikepdf(page, forms[_size(page.mediabox)], opening)
        pdf.save(made)


def pikepdf_rewrite(book: Path, mark: Mark, made: Path) -> None:  # noqa: ARG001 - a way like the others
    """No mark at all: opened and saved, what preparing is held against."""
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(book) as pdf:
        pdf.save(made)


def qpdf_overlay(book: Path, mark: Mark, made: Path) -> None:
    """qpdf's --overlay: one drawing, of the first page's size, which qpdf fits to every page."""
    drawn = made.with_suffix(".overlay.pdf")
    drawn.write_bytes(overlay(mark, [_first_size(book)]))
    command = [str(shutil.which("qpdf")), str(book), "--overlay", str(drawn), "--from=", "--repeat=1", "--", str(made)]
    # 3: done, with warnings.
    if subprocess.run(command, check=False, capture_output=True).returncode not in (0, 3):  # noqa: S603 - our own words
        raise RuntimeError("qpdf did not mark the book")


def _size(box: Any) -> Size:
    left, bottom, right, top = map(float, box)
    return max(1, round(right - left)), max(1, round(top - bottom))


def _first_size(book: Path) -> Size:
    import pypdfium2  # noqa: PLC0415

    opened: Any = pypdfium2.PdfDocument
    with opened(str(book)) as pdf:
        width, height = pdf.get_page_size(0)
    return round(width), round(height)


def _share_by_pypdf(writer: PdfWriter, mark: Mark) -> None:
    from pypdf import PdfReader  # noqa: PLC0415

    pages = list(writer.pages)
    sizes = {_size(page.mediabox): None for page in pages}
    drawn = PdfReader(BytesIO(overlay(mark, sizes))).pages
    forms = {size: _form_by_pypdf(writer, page) for size, page in zip(sizes, drawn, strict=True)}
    opening, closing = _stream_by_pypdf(writer, b"q\n"), _stream_by_pypdf(writer, b"\nQ q /LoketMark Do Q\n")
    for page in pages:
        _call_by_pypdf(page, forms[_size(page.mediabox)], opening, closing)


def _form_by_pypdf(writer: PdfWriter, page: PageObject) -> Any:
    from pypdf.generic import DecodedStreamObject, NameObject  # noqa: PLC0415

    form = DecodedStreamObject()
    form.set_data(page.get_contents().get_data())  # type: ignore[union-attr]
    form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    form[NameObject("/BBox")] = page["/MediaBox"].clone(writer)
    form[NameObject("/Resources")] = page["/Resources"].clone(writer)
    return writer._add_object(form.flate_encode())


def _stream_by_pypdf(writer: PdfWriter, content: bytes) -> Any:
    from pypdf.generic import DecodedStreamObject  # noqa: PLC0415

    stream = DecodedStreamObject()
    stream.set_data(content)
    return writer._add_object(stream)


def _call_by_pypdf(page: PageObject, form: Any, opening: Any, closing: Any) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject  # noqa: PLC0415

    resources: Any = page["/Resources"].get_object()
    drawings = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
    drawings[NameObject("/LoketMark")] = form
    own = page.get("/Contents")
    listed = own.get_object() if own is not None else ArrayObject()
    streams = list(listed) if isinstance(listed, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject([opening, *streams, closing])


def _call_by_pikepdf(page: pikepdf.Page, form: pikepdf.Object, opening: pikepdf.Object) -> None:
    import pikepdf  # noqa: PLC0415

    name = page.add_resource(form, pikepdf.Name.XObject)
    page.contents_add(opening, prepend=True)  # type: ignore[arg-type]
    page.contents_add(b"\nQ q %s Do Q\n" % str(name).encode())
