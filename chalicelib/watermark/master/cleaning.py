"""Keeps of a master what is drawn, searched and followed, and drops what acts, hides or tells of its making.

What stays is listed; all else goes: JavaScript, actions on opening, attachments, forms, portfolios, signatures,
metadata, and whatever a later edition of the format may add.
"""

from __future__ import annotations

from typing import Any

from pypdf.generic import DictionaryObject, NameObject, StreamObject

from chalicelib.watermark.master.reading import entry

CATALOG = frozenset(
    "/Type /Pages /PageLabels /Outlines /Dests /Names /PageMode /PageLayout /OCProperties /Lang /MarkInfo "
    "/StructTreeRoot /OutputIntents".split()
)
LINK = frozenset("/Type /Subtype /Rect /Border /BS /C /H /A /Dest /QuadPoints /F /StructParent /Contents".split())
STEPS = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
SCHEMES = ("http://", "https://", "mailto:", "tel:")

_STREAM_EXTRAS = ("/F", "/FFilter", "/FDecodeParms", "/Metadata", "/PieceInfo", "/LastModified", "/OPI", "/Ref", "/AF")
_ACTION_KINDS = frozenset(
    "/JavaScript /Launch /SubmitForm /ResetForm /ImportData /GoToR /GoToE /GoToDp /GoTo3DView /Hide /Movie /Sound "
    "/Rendition /RichMediaExecute /SetOCGState /Thread /Trans".split()
)
_OUTSIDERS = frozenset({"/Annot", "/Page", "/Pages", "/Filespec", "/EmbeddedFile", "/Sig", "/Metadata"})


def keep_only(dictionary: DictionaryObject, keys: frozenset[str]) -> None:
    """Drops every other entry."""
    for key in [key for key in dictionary if key not in keys]:
        del dictionary[key]


def clean_catalog(root: DictionaryObject) -> None:
    """Leaves pages, bookmarks, labels, destinations, layers, language and structure."""
    keep_only(root, CATALOG)
    names = entry(root, "/Names")
    if isinstance(names, DictionaryObject) and "/Dests" in names:
        root[NameObject("/Names")] = DictionaryObject({NameObject("/Dests"): names.raw_get("/Dests")})
    else:
        root.pop("/Names", None)
    if entry(root, "/PageMode") == "/UseAttachments":
        del root["/PageMode"]


def clean_link(link: DictionaryObject) -> None:
    """A link that leads to a place in the book or to an address on the web; else it leads nowhere."""
    keep_only(link, LINK)
    clean_action(link)


def clean_action(holder: DictionaryObject) -> None:
    """Replaces the action of a link or bookmark by a plain copy, without what would follow it, or drops it."""
    action = entry(holder, "/A")
    holder.pop("/A", None)
    if isinstance(action, DictionaryObject) and (kept := _plain(action)) is not None:
        holder[NameObject("/A")] = kept


def clean_anywhere(dictionary: DictionaryObject, kept: frozenset[int]) -> None:
    """What is reached from the kept parts but is not one of them: emptied where it acts or hides a page or a file.

    `kept` are the identities of the catalog's, pages' and links' own dictionaries, cleaned before.
    """
    if id(dictionary) in kept:
        return
    kind = entry(dictionary, "/Type")
    if (isinstance(kind, NameObject) and kind in _OUTSIDERS) or _acts(dictionary, kind):
        dictionary.clear()
        if isinstance(dictionary, StreamObject):
            dictionary._data = b""
    elif isinstance(dictionary, StreamObject):
        for key in _STREAM_EXTRAS:
            dictionary.pop(key, None)
    elif "/Title" in dictionary and "/Parent" in dictionary:
        dictionary.pop("/AA", None)
        clean_action(dictionary)


def _plain(action: DictionaryObject) -> DictionaryObject | None:
    """Only where to go: a place in the book, an address on the web, one page on or back."""
    kind = entry(action, "/S")
    key = {"/GoTo": "/D", "/URI": "/URI", "/Named": "/N"}.get(str(kind))
    if key is None or key not in action:
        return None
    if kind == "/URI" and not _text(action[key]).strip().lower().startswith(SCHEMES):
        return None
    if kind == "/Named" and entry(action, key) not in STEPS:
        return None
    return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject(key): action.raw_get(key)})


def _acts(dictionary: DictionaryObject, kind: Any) -> bool:
    script = entry(dictionary, "/JS")
    if isinstance(script, (str, bytes, StreamObject)) and not isinstance(script, NameObject):
        return True
    action = entry(dictionary, "/S")
    if not isinstance(action, NameObject) or kind == "/StructElem":
        return False
    return action in _ACTION_KINDS or (action in ("/URI", "/Named") and _plain(dictionary) is None)


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
