"""Pictures for covers and chapters: scenes of a river city, painted by rule, in the grain of a photograph."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from infra.local.yearbooks.silhouettes import SUBJECTS, trees

Colour = tuple[int, int, int]
Palette = tuple[Colour, Colour, Colour]

PALETTES: dict[str, Palette] = {
    "dawn": ((46, 74, 124), (246, 178, 120), (24, 30, 48)),
    "day": ((58, 130, 190), (214, 234, 242), (20, 58, 60)),
    "dusk": ((52, 32, 78), (240, 120, 84), (22, 16, 34)),
    "green": ((70, 140, 150), (226, 238, 200), (18, 62, 38)),
    "night": ((10, 18, 42), (56, 82, 128), (6, 10, 20)),
}
"""The sky above, the sky at the horizon, and what stands before it."""

GRAIN = 22
"""Steps of 256 by which the grain may lighten or darken."""

QUALITY = 86


def scene(name: str, size: tuple[int, int], seed: int) -> bytes:
    """A JPEG. `name` is a palette and what stands on the bank, such as "dusk-houses"."""
    palette_name, _, subject = name.partition("-")
    palette, source = PALETTES[palette_name], random.Random(seed)  # noqa: S311 - a picture, not a secret
    width, height = size
    horizon = round(height * 0.62)
    picture = _sky(size, horizon, palette, source)
    land = Image.new("L", size, 0)
    draw = ImageDraw.Draw(land)
    trees(draw, source, width, horizon)
    SUBJECTS[subject](draw, source, width, horizon)
    picture.paste(palette[2], mask=land)
    picture = _water(picture, horizon, palette, source)
    _boats(ImageDraw.Draw(picture), source, (width, height), horizon, palette[2])
    return _developed(picture, source)


def _sky(size: tuple[int, int], horizon: int, palette: Palette, source: random.Random) -> Image.Image:
    width, _ = size
    gradient = Image.linear_gradient("L").resize((width, horizon))
    sky = Image.composite(
        Image.new("RGB", (width, horizon), palette[1]), Image.new("RGB", (width, horizon), palette[0]), gradient
    )
    clouds = _noise((7, 34), source).resize((width, horizon), Image.Resampling.BICUBIC)
    clouds = clouds.filter(ImageFilter.GaussianBlur(width / 90)).point(lambda value: max(0, value - 150) * 2)
    sky.paste((255, 246, 236), mask=ImageChops.multiply(clouds, gradient.point(lambda value: 40 + value // 2)))
    glow, reach = Image.new("L", (width // 4, horizon // 4), 0), width // 22
    x, y = source.uniform(0.25, 0.75) * width / 4, horizon / 4 * 0.82
    ImageDraw.Draw(glow).ellipse((x - reach, y - reach, x + reach, y + reach), fill=235)
    wide = glow.filter(ImageFilter.GaussianBlur(reach * 1.4))
    sky.paste((255, 232, 196), mask=ImageChops.lighter(glow.filter(ImageFilter.GaussianBlur(2)), wide).resize(sky.size))
    picture = Image.new("RGB", size, palette[1])
    picture.paste(sky, (0, 0))
    return picture


def _water(picture: Image.Image, horizon: int, palette: Palette, source: random.Random) -> Image.Image:
    """The bank mirrored, darkened towards the viewer and broken by ripples."""
    width, height = picture.size
    deep = height - horizon
    mirror = picture.crop((0, max(0, horizon - deep), width, horizon)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirror = mirror.resize((width, deep)).filter(ImageFilter.GaussianBlur(3))
    ripples = _noise((width // 40, deep // 3), source).resize((width, deep), Image.Resampling.BILINEAR)
    shifted = ImageChops.offset(mirror, 9, 2)
    mirror = Image.composite(mirror, shifted, ripples.point(lambda value: 255 if value > 140 else 0))
    shade = Image.linear_gradient("L").resize((width, deep)).point(lambda value: 50 + value // 2)
    mirror.paste(tuple(part // 2 + 14 for part in palette[0]), mask=shade)
    light = ripples.point(lambda value: max(0, value - 190) * 2)
    mirror.paste((255, 244, 226), mask=light)
    picture.paste(mirror, (0, horizon))
    return picture


def _boats(
    draw: ImageDraw.ImageDraw, source: random.Random, size: tuple[int, int], horizon: int, colour: Colour
) -> None:
    """Jukung with a person and a load, smaller with distance."""
    width, height = size
    for near in sorted(source.uniform(0.08, 0.8) for _ in range(6)):
        y, length = horizon + near * (height - horizon), width * (0.07 + 0.2 * near)
        x, deep = source.uniform(-0.05, 0.9) * width, width * (0.07 + 0.2 * near) * 0.1
        draw.polygon(
            (
                (x, y - deep),
                (x + length * 0.14, y),
                (x + length * 0.86, y),
                (x + length, y - deep),
                (x + length * 0.8, y - deep * 0.55),
                (x + length * 0.2, y - deep * 0.55),
            ),
            fill=colour,
        )
        sitting, head = x + length * source.uniform(0.3, 0.6), length * 0.035
        draw.ellipse((sitting - head * 1.5, y - deep - head * 3, sitting + head * 1.5, y - deep * 0.4), fill=colour)
        draw.polygon(
            (
                (sitting - head * 2.6, y - deep - head * 3),
                (sitting, y - deep - head * 5),
                (sitting + head * 2.6, y - deep - head * 3),
            ),
            fill=colour,
        )
        draw.line(
            (sitting + head, y - deep * 1.4, sitting + length * 0.22, y + deep * 0.7),
            fill=colour,
            width=max(2, round(head / 3)),
        )


def _noise(size: tuple[int, int], source: random.Random) -> Image.Image:
    return Image.frombytes("L", size, source.randbytes(size[0] * size[1]))


def _developed(picture: Image.Image, source: random.Random) -> bytes:
    grain = _noise(picture.size, source).point(lambda value: 128 + (value - 128) * GRAIN // 128).convert("RGB")
    out = BytesIO()
    ImageChops.add(picture, grain, scale=1, offset=-128).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
