"""The numbers that viewers show for pages, as they are and moved by one for a page in front (ISO 32000-2, 12.4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from chalicelib.watermark.master.reading import entry

MOST_RANGES = 5_000

Ranges = list[tuple[int, DictionaryObject]]


def taken_labels(root: DictionaryObject) -> Ranges:
    """The ranges of the catalog's page labels, in order, which it loses; none where they are not well formed."""
    tree = entry(root, "/PageLabels")
    root.pop("/PageLabels", None)
    if not isinstance(tree, DictionaryObject):
        return []
    found: Ranges = []
    for index, label in _leaves(tree):
        if len(found) >= MOST_RANGES or not isinstance(label, DictionaryObject) or (found and index <= found[-1][0]):
            return []
        found.append((index, _plain(label)))
    return found if found and found[0][0] == 0 else []


def numbered(ranges: Ranges) -> ArrayObject:
    """As a catalog lists them where no page stands in front."""
    return _listed(ranges)


def numbered_behind_front(ranges: Ranges) -> ArrayObject:
    """A page of the book keeps its number; the one in front has none."""
    decimal = DictionaryObject({NameObject("/S"): NameObject("/D")})
    front: Ranges = [(0, DictionaryObject({NameObject("/P"): TextStringObject("Salinan")}))]
    return _listed(front + [(index + 1, label) for index, label in ranges or [(0, decimal)]])


def _listed(ranges: Ranges) -> ArrayObject:
    listed = ArrayObject()
    for index, label in ranges:
        listed.extend((NumberObject(index), label))
    return listed


def _leaves(tree: DictionaryObject) -> Iterator[tuple[int, Any]]:
    """Index and label of each range; a node that is listed twice is read once."""
    waiting, seen = [tree], {id(tree)}
    while waiting:
        node = waiting.pop()
        pairs = _resolved(entry(node, "/Nums"))
        yield from ((int(i), v) for i, v in zip(pairs[::2], pairs[1::2], strict=False) if isinstance(i, int))
        fresh = [kid for kid in _resolved(entry(node, "/Kids")) if isinstance(kid, DictionaryObject)]
        fresh = [kid for kid in fresh if id(kid) not in seen]
        seen.update(map(id, fresh))
        waiting.extend(reversed(fresh))


def _resolved(listed: Any) -> list[Any]:
    return [one.get_object() for one in listed] if isinstance(listed, ArrayObject) else []


def _plain(label: DictionaryObject) -> DictionaryObject:
    style, prefix, start = entry(label, "/S"), entry(label, "/P"), entry(label, "/St")
    plain = DictionaryObject()
    if isinstance(style, NameObject):
        plain[NameObject("/S")] = style
    if isinstance(prefix, TextStringObject):
        plain[NameObject("/P")] = prefix
    if isinstance(start, NumberObject) and start > 0:
        plain[NameObject("/St")] = start
    return plain
