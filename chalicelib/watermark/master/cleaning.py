"""Keeps of a master what is drawn, searched and followed, and drops what acts, hides or tells of its making.

What stays is listed; all else goes: JavaScript, actions on opening, attachments, forms, portfolios, signatures,
metadata, and whatever a later edition of the format may add.
"""

from __future__ import annotations

from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from chalicelib.watermark.master.reading import entry

CATALOG = frozenset(
    "/Type /Pages /PageLabels /Outlines /Dests /Names /PageMode /PageLayout /OCProperties /Lang /MarkInfo "
    "/StructTreeRoot /OutputIntents".split()
)
LINK = frozenset("/Type /Subtype /Rect /Border /BS /C /H /A /Dest /QuadPoints /F /StructParent /Contents".split())
STEPS = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
SCHEMES = ("http://", "https://", "mailto:", "tel:")

BROADEST_BORDER = 6
"""Units of the page; links that are seen at all have one of 1 or 2."""

BESIDE_BOOKMARK = ("/First", "/Last", "/Next", "/Prev")

MOST_BOOKMARKS = 100_000

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
    if not _is_tree(entry(root, "/Outlines")):
        root.pop("/Outlines", None)
    if entry(root, "/PageMode") == "/UseAttachments":
        del root["/PageMode"]


def _is_tree(outlines: Any) -> bool:
    """True where each bookmark is met once: readers hang on others. Drops references to what is no bookmark."""
    waiting, seen = [outlines], set[int]()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, DictionaryObject):
            continue
        if id(node) in seen or len(seen) >= MOST_BOOKMARKS:
            return False
        seen.add(id(node))
        for key in BESIDE_BOOKMARK:
            if key in node and not isinstance(entry(node, key), DictionaryObject):
                del node[key]
        waiting.extend(entry(node, key) for key in ("/First", "/Next") if key in node)
    return True


def clean_link(link: DictionaryObject) -> None:
    """A link that leads to a place in the book or to an address on the web; else it leads nowhere.

    A border that is as broad as to cover what is on the page goes.
    """
    keep_only(link, LINK)
    if _border_of(link) > BROADEST_BORDER:
        for key in ("/BS", "/C"):
            link.pop(key, None)
        link[NameObject("/Border")] = ArrayObject(NumberObject(0) for _ in range(3))
    clean_action(link)


def _border_of(link: DictionaryObject) -> float:
    """Its width in units of the page (ISO 32000-2, tables 166 and 168)."""
    style, border = entry(link, "/BS"), entry(link, "/Border")
    widths = [entry(style, "/W")] if isinstance(style, DictionaryObject) else []
    if isinstance(border, ArrayObject) and len(border) > 2:
        widths.append(border[2].get_object())
    return max((abs(width) for width in widths if isinstance(width, (int, float))), default=1.0)


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
    if (isinstance(kind, NameObject) and kind in _OUTSIDERS) or _is_annotation(dictionary) or _acts(dictionary, kind):
        dictionary.clear()
        if isinstance(dictionary, StreamObject):
            dictionary._data = b""
    elif isinstance(dictionary, StreamObject):
        for key in _STREAM_EXTRAS:
            dictionary.pop(key, None)
    elif "/Title" in dictionary and "/Parent" in dictionary:
        dictionary.pop("/AA", None)
        clean_action(dictionary)


def _is_annotation(dictionary: DictionaryObject) -> bool:
    """Few say so by their type, which they need not."""
    return "/Rect" in dictionary and "/Subtype" in dictionary and not isinstance(dictionary, StreamObject)


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
