"""The office's file without what each viewer draws by itself, to tell that from what a file says is to be drawn."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

import pikepdf

from chalicelib.watermark.master.cleaning import BROADEST_BORDER

_LEFT = ("/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Link")


def without_viewers_drawing(content: bytes) -> bytes | None:
    """Less the annotations that bring no appearance; the others are stamps that look as the file says.

    Viewers draw fields and highlights anew, each in its own way, or not at all. None where there is nothing of that
    kind, or qpdf cannot open the file.
    """
    try:
        with warnings.catch_warnings(), pikepdf.open(BytesIO(content)) as pdf:
            warnings.simplefilter("ignore")
            changed = [_settle(page.obj) for page in pdf.pages]
            if not any(changed):
                return None
            if "/AcroForm" in pdf.Root:
                del pdf.Root.AcroForm
            out = BytesIO()
            pdf.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError, TypeError):
        return None


def _settle(page: Any) -> bool:
    """True where the page has annotations that viewers draw by themselves."""
    listed = page.get("/Annots")
    if not isinstance(listed, pikepdf.Array):
        return False
    kept = [one for one in listed if not _is_bare(one)]
    drawn = [one for one in kept if isinstance(one, pikepdf.Dictionary) and _look(one) is not None]
    for one in drawn:
        one.Subtype = pikepdf.Name.Stamp
    broad = [one for one in kept if isinstance(one, pikepdf.Dictionary) and _has_broad_border(one)]
    for one in broad:
        one.Border = pikepdf.Array([0, 0, 0])
    page.Annots = pikepdf.Array(kept)
    return bool(drawn or broad) or len(kept) != len(listed)


def _has_broad_border(annotation: Any) -> bool:
    """Such a border would lie over the page, and so over the mark."""
    border = annotation.get("/Border")
    return isinstance(border, pikepdf.Array) and len(border) > 2 and border[2] > BROADEST_BORDER


def _is_bare(annotation: Any) -> bool:
    if not isinstance(annotation, pikepdf.Dictionary) or str(annotation.get("/Subtype")) in _LEFT:
        return False
    return _look(annotation) is None or annotation.get("/Subtype") == pikepdf.Name.Popup


def _look(annotation: Any) -> Any:
    """What the file says that the annotation looks like, in the state that it is in."""
    appearances = annotation.get("/AP")
    normal = appearances.get("/N") if isinstance(appearances, pikepdf.Dictionary) else None
    if isinstance(normal, pikepdf.Dictionary):
        normal = normal.get(str(annotation.get("/AS", "/")))
    return normal if isinstance(normal, pikepdf.Stream) else None
