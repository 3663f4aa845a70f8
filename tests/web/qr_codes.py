"""What a QR code says, on a page or on paper: its modules are held against those of another encoder."""

from __future__ import annotations

import re

import pytest
import segno
from PIL import Image
from playwright.sync_api import Locator

Modules = list[list[int]]


def modules_on_page(svg: Locator) -> Modules:
    """The modules of a code as `qrSvg` draws it, without its quiet zone."""
    side, path = svg.evaluate("one => [one.viewBox.baseVal.width, one.querySelector('path').getAttribute('d')]")
    dark = {(int(row) - 4, int(column) - 4) for column, row in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    size = int(side) - 8
    return [[int((row, column) in dark) for column in range(size)] for row in range(size)]


def says(modules: Modules, text: str) -> bool:
    """Whether a code of level M says exactly this, under any of the eight masks."""
    return any(modules == [list(row) for row in _theirs(text, mask).matrix] for mask in range(8))


def picture_says(picture: Image.Image, text: str) -> bool:
    """Whether the code at the foot of a picture, centred in its width, says this."""
    return says(_sampled(picture, len(_theirs(text, 0).matrix)), text)


def _theirs(text: str, mask: int) -> segno.QRCode:
    """As test_shared_modules: segno pads a full byte too many when the message ends on one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("segno.encoder.write_padding_bits", lambda buff, _, length: buff.extend([0] * (-length % 8)))
        return segno.make(text, error="m", mode="byte", boost_error=False, micro=False, mask=mask)


def _sampled(picture: Image.Image, size: int) -> Modules:
    """The middle of each module; the lowest dark pixels are the bottom edge of the lower left finder."""
    grey = picture.convert("L")
    dark = grey.point(lambda value: 255 * (value < 128))
    box = dark.getbbox()
    assert box is not None
    bottom = box[3]
    foot = dark.crop((0, bottom - 3, grey.width, bottom)).getbbox()
    assert foot is not None
    left, side = foot[0], grey.width - 2 * foot[0]
    middles = [round((place + 0.5) * side / size) for place in range(size)]
    return [[int(dark.getpixel((left + x, bottom - side + y)) == 255) for x in middles] for y in middles]
