"""Finds in a finished file what would act when somebody opens it, or carries something hidden."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

_ACTIONS = frozenset(
    "/JavaScript /Launch /SubmitForm /ResetForm /ImportData /GoToR /GoToE /Hide /Movie /Sound /Rendition "
    "/RichMediaExecute /SetOCGState".split()
)
_KINDS = frozenset("/RichMedia /FileAttachment /Movie /Sound /Screen /3D /Widget".split())
_ANYWHERE = ("/OpenAction", "/JavaScript", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/XFA", "/AcroForm", "/Collection")


def active_in(content: bytes) -> set[str]:
    """Names of what acts or hides. A font or picture may bear such a name: only what has the shape of an act counts."""
    found: set[str] = set()
    with pikepdf.open(BytesIO(content)) as pdf:
        for value in pdf.objects:
            for dictionary in _dictionaries(value):
                found.update(_acts(dictionary))
    return found


def _dictionaries(value: Any, depth: int = 0) -> Iterator[Any]:
    """The object's own dictionaries; those that it refers to are met by their own numbers."""
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        yield value
        held = [inner for _, inner in value.items()]
    elif isinstance(value, pikepdf.Array):
        held = list(value)
    else:
        return
    for inner in held:
        if not getattr(inner, "is_indirect", False):
            yield from _dictionaries(inner, depth + 1)


def _acts(dictionary: Any) -> Iterator[str]:
    if dictionary.get("/Type") != pikepdf.Name.StructElem and _name(dictionary, "/S") in _ACTIONS:
        yield _name(dictionary, "/S")
    if _name(dictionary, "/Type") == "/EmbeddedFile":
        yield "/EmbeddedFile"
    if _name(dictionary, "/Subtype") in _KINDS and "/Rect" in dictionary:
        yield _name(dictionary, "/Subtype")
    if isinstance(dictionary.get("/JS"), pikepdf.String):
        yield "/JS"
    if _has_triggers(dictionary.get("/AA")):
        yield "/AA"
    if "/Pages" in dictionary or "/Names" in dictionary or "/F" in dictionary or "/Fields" in dictionary:
        yield from (key for key in _ANYWHERE if key in dictionary)


def _has_triggers(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary) and any(
        isinstance(inner, pikepdf.Dictionary) and "/S" in inner for _, inner in value.items()
    )


def _name(dictionary: Any, key: str) -> str:
    value = dictionary.get(key)
    return value.unparse().decode("latin-1") if isinstance(value, pikepdf.Name) else ""
