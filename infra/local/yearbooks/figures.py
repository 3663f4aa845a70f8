"""Sample figures: plausible, always the same for the same table, and consistent within it."""

from __future__ import annotations

import hashlib
import random

import msgspec

from infra.local.yearbooks.content import Column, Table, words

Number = float | None

RATE = 2
"""Columns with so many decimals are rates: their foot is a mean."""


class Row(msgspec.Struct, frozen=True):
    """One line of a table; `heads` a group of lines that follow."""

    label: str
    cells: tuple[Number, ...] = ()
    heads: bool = False


def labels_of(name: str) -> list[tuple[str, bool]]:
    """The labels of a list, and whether each heads a group. "kelurahan" is all of them under their kecamatan."""
    if name == "kelurahan":
        return [pair for group, members in words().groups.items() for pair in [(group, True), *_plain(members)]]
    return _plain(words().groups.get(name) or words().lists[name])


def rows_of(table: Table, member: str) -> list[Row]:
    """The rows of a table, its foot among them."""
    random_source = random.Random(_seed(table.title, member))  # noqa: S311 - figures, not secrets
    rows: list[Row] = []
    name = table.rows.replace("{each}", member)
    weights = words().weights.get(name, ())
    for place, (label, heads) in enumerate(labels_of(name)):
        weight = weights[place] if weights else random_source.uniform(0.75, 1.3)
        rows.append(Row(label, heads=True) if heads else Row(label, _cells(table.columns, weight, random_source)))
    if table.foot != "none":
        cells = [row.cells for row in rows if not row.heads]
        rows.append(Row(_foot_label(table, name), _foot(table, cells)))
    return rows


def _foot_label(table: Table, name: str) -> str:
    if name in words().groups:
        return name
    return words().feet.get(name, words().labels["mean" if table.foot == "mean" else "total"])


def written(number: Number, decimals: int) -> str:
    """As Indonesian print has it: a point between thousands, a comma before decimals, a dash for nothing."""
    if number is None:
        return "–"
    text = f"{number:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,"))


def _cells(columns: tuple[Column, ...], weight: float, source: random.Random) -> tuple[Number, ...]:
    cells: list[Number] = []
    for column in columns:
        if column.kind == "figure":
            middle = (column.low + column.high) / 2
            near = middle * weight * source.uniform(0.86, 1.14) if column.low >= 0 else source.uniform(-1, 1)
            cells.append(round(min(max(near, column.low), column.high), column.decimals))
        else:
            cells.append(_derived(column, columns, cells))
    return tuple(cells)


def _derived(column: Column, columns: tuple[Column, ...], cells: list[Number]) -> Number:
    figures = [float(cell or 0) for cell, other in zip(cells, columns, strict=False) if other.kind == "figure"]
    total: float = sum(figures, start=0.0)
    if column.kind == "sum":
        return total
    return round(100 * figures[-1] / total, 2) if len(figures) > 1 and total else None


def _foot(table: Table, cells: list[tuple[Number, ...]]) -> tuple[Number, ...]:
    foot: list[Number] = []
    for place, column in enumerate(table.columns):
        values = [row[place] or 0.0 for row in cells]
        if column.kind == "share":
            foot.append(_derived(column, table.columns, foot))
        elif table.foot == "sum" and column.decimals < RATE:
            foot.append(sum(values))
        else:
            foot.append(round(sum(values) / len(values), column.decimals))
    return tuple(foot)


def _plain(labels: tuple[str, ...]) -> list[tuple[str, bool]]:
    return [(label, False) for label in labels]


def _seed(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest()[:8], "big")
