"""A sketch map of the city's five kecamatan: not to scale, and said so by the sample line beneath it."""

from __future__ import annotations

import random
from collections.abc import Sequence

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from infra.local.yearbooks.content import words
from infra.local.yearbooks.sheets import Frame
from infra.local.yearbooks.typesetting import BODY, HEAVY, INK, MUTED, RULE, SLANTED, STRONG, Style, set_line, tint

Point = tuple[float, float]

CORNERS: dict[str, Point] = {
    "A": (20, 80), "B": (32, 92), "C": (50, 97), "D": (68, 94), "E": (84, 84), "F": (92, 70), "G": (95, 52),
    "H": (86, 36), "I": (74, 24), "J": (58, 13), "K": (38, 7), "L": (20, 13), "M": (10, 30), "N": (8, 49),
    "O": (13, 66), "P": (36, 67), "Q": (57, 65), "R": (64, 54), "S": (54, 43), "T": (35, 47),
}  # fmt: skip
AREAS = {
    "Banjarmasin Utara": "ABCDEFQP",
    "Banjarmasin Barat": "APTNO",
    "Banjarmasin Tengah": "PQRST",
    "Banjarmasin Timur": "QFGHISR",
    "Banjarmasin Selatan": "TSIJKLMN",
}
MIDDLES = {
    "Banjarmasin Utara": (55, 82), "Banjarmasin Barat": (21, 60), "Banjarmasin Tengah": (49, 57),
    "Banjarmasin Timur": (78, 50), "Banjarmasin Selatan": (38, 27),
}  # fmt: skip
FILLS = (0x9CC5E4, 0xF7C98B, 0xB5D8A6, 0xF2A79B, 0xC9BCE0)
WATER = HexColor(0x5E9CC7)
MARTAPURA: Sequence[Point] = (
    (96, 44),
    (84, 47),
    (75, 58),
    (66, 55),
    (57, 60),
    (50, 69),
    (41, 64),
    (31, 66),
    (21, 62),
    (6, 64),
)


def draw_map(canvas: Canvas, frame: Frame, accent: Color, chosen: str = "") -> None:
    """Fills the frame's width; with `chosen`, that area alone is in colour."""
    labels = words().labels
    set_line(canvas, labels["map"], Style(HEAVY, 13, accent), (frame.width / 2, frame.top - 18), "center")
    set_line(canvas, labels["map_en"], Style(SLANTED, 9.5, MUTED), (frame.width / 2, frame.top - 32), "center")
    side = min(frame.measure, frame.top - frame.bottom - 80)
    left, low = (frame.width - side) / 2, frame.top - 50 - side
    canvas.saveState()
    canvas.setStrokeColor(RULE)
    canvas.setFillColor(HexColor(0xEEF5FA))
    canvas.rect(left, low, side, side, stroke=1, fill=1)
    canvas.translate(left, low)
    canvas.scale(side / 100, side / 100)
    for place, (name, corners) in enumerate(AREAS.items()):
        fill = HexColor(FILLS[place]) if not chosen or chosen == name else HexColor(0xE6E9EC)
        _fill_area(canvas, corners, fill)
    _draw_rivers(canvas)
    for name, (x, y) in MIDDLES.items():
        set_line(canvas, name, Style(STRONG, 2.5), (x, y), "center")
    _draw_compass(canvas, accent)
    canvas.restoreState()
    set_line(canvas, words().sample, Style(SLANTED, 7, MUTED), (frame.width / 2, low - 14), "center")


def _fill_area(canvas: Canvas, corners: str, fill: Color) -> None:
    points = [
        point for one, other in zip(corners, corners[1:] + corners[0], strict=True) for point in _border(one, other)
    ]
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.setFillColor(fill)
    canvas.setStrokeColor(HexColor(0x6F7A84))
    canvas.setLineWidth(0.28)
    canvas.drawPath(path, stroke=1, fill=1)


def _border(one: str, other: str) -> list[Point]:
    """The uneven line between two corners, the same from either side."""
    first, last = sorted((one, other))
    (x0, y0), (x1, y1) = CORNERS[first], CORNERS[last]
    source = random.Random(first + last)  # noqa: S311 - a coast, not a secret
    points = [(x0, y0)]
    for step in range(1, 9):
        share = step / 9
        points.append(
            (x0 + (x1 - x0) * share + source.uniform(-0.8, 0.8), y0 + (y1 - y0) * share + source.uniform(-0.8, 0.8))
        )
    points.append((x1, y1))
    return (points if first == one else points[::-1])[:-1]


def _draw_rivers(canvas: Canvas) -> None:
    canvas.setStrokeColor(WATER)
    canvas.setLineCap(1)
    canvas.setLineWidth(1.5)
    path = canvas.beginPath()
    path.moveTo(*MARTAPURA[0])
    for at in range(1, len(MARTAPURA) - 1, 2):
        (x1, y1), (x2, y2) = MARTAPURA[at], MARTAPURA[at + 1] if at + 1 < len(MARTAPURA) else MARTAPURA[at]
        path.curveTo(x1, y1, x1, y1, x2, y2)
    path.lineTo(*MARTAPURA[-1])
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.setLineWidth(4.2)
    canvas.bezier(17, 99, 2, 80, 8, 60, 3, 46)
    canvas.bezier(3, 46, 0, 32, 10, 14, 14, 1)
    labels = words().labels
    _river_name(canvas, labels["river_west"], (4.4, 22, 96))
    _river_name(canvas, labels["river_mid"], (68, 58.6, -14))


def _river_name(canvas: Canvas, name: str, place: tuple[float, float, float]) -> None:
    canvas.saveState()
    canvas.translate(place[0], place[1])
    canvas.rotate(place[2])
    set_line(canvas, name, Style(SLANTED, 1.9, HexColor(0x23577C)), (0, 0))
    canvas.restoreState()


def _draw_compass(canvas: Canvas, accent: Color) -> None:
    path = canvas.beginPath()
    for at, point in enumerate(((90, 96), (87.8, 88), (90, 90), (92.2, 88))):
        (path.lineTo if at else path.moveTo)(*point)
    path.close()
    canvas.setFillColor(accent)
    canvas.drawPath(path, stroke=0, fill=1)
    set_line(canvas, "U", Style(HEAVY, 2.6, INK), (90, 84.8), "center")
    canvas.setFillColor(tint(accent, 0.4))
    canvas.setFont(BODY, 2)
