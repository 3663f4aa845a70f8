"""Damages files as disks, networks, editors and enemies do; the same index and seed give the same damage."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_OBJECT = re.compile(rb"\b\d+ \d+ obj\b.*?\bendobj\b", re.DOTALL)
_NUMBER = re.compile(rb"(?<![\w.#])-?\d+(?:\.\d+)?(?![\w.])")
_REFERENCE = re.compile(rb"\b(\d+) (\d+) R\b")
_KEYWORD = re.compile(
    rb"\b(?:endobj|endstream|stream|obj|xref|trailer|startxref|R|null|true)\b|<<|>>|%%EOF|%PDF-[\d.]+"
)
_NAME = re.compile(rb"/[A-Za-z0-9]+")
_LENGTH = re.compile(rb"/Length \d+(?: 0 R)?")
_ODD_NUMBERS = (
    b"0 -1 1 2 65535 2147483647 2147483648 4294967296 9999999999 18446744073709551616 -2147483649 0.000001 "
    b"1e10 --5 8388608 99999999999999999999999999 null true".split()
)
_ODD_KEYS = (
    "/Type /Kids /Count /Parent /Contents /Resources /MediaBox /CropBox /Rotate /Filter /DecodeParms /Length /Font "
    "/XObject /Annots /Pages /Root /Outlines /First /Next /BBox /Matrix /AP /N /AS /Rect /S /D /K /ParentTree /Nums "
    "/Subtype /UserUnit /Group /OCProperties /Title /A /Names /Dests"
).split()

Way = Callable[[random.Random, bytes], bytes]


def damaged(content: bytes, index: int, seed: int) -> bytes:
    """The content after one to three kinds of damage."""
    source = random.Random(seed * 1_000_003 + index)
    for _ in range(source.choice((1, 1, 1, 2, 3))):
        content = source.choice(WAYS)(source, content)
    return content


def flipped(source: random.Random, content: bytes) -> bytes:
    """Some bytes are others."""
    out = bytearray(content)
    for _ in range(source.randint(1, 20) if out else 0):
        out[source.randrange(len(out))] = source.randrange(256)
    return bytes(out)


def cut(source: random.Random, content: bytes) -> bytes:
    """The end is missing."""
    return content[: source.randrange(len(content) + 1)]


def bitten(source: random.Random, content: bytes) -> bytes:
    """A piece from within is missing."""
    start = source.randrange(len(content) + 1)
    return content[:start] + content[start + source.choice((1, 2, 10, 100, 1000)) :]


def stuttered(source: random.Random, content: bytes) -> bytes:
    """A piece stands twice."""
    start = source.randrange(len(content) + 1)
    end = start + source.choice((1, 10, 100, 2000))
    return content[:end] + content[start:end] + content[end:]


def stuffed(source: random.Random, content: bytes) -> bytes:
    """Something foreign stands within, or before."""
    start = source.choice((0, source.randrange(len(content) + 1)))
    strange = source.choice(
        (b"\x00" * 50, b"\r\n" * 20, b"<<" * 200, b"[" * 300, b"(" * 99, bytes(range(256)), b"endobj\n")
    )
    return content[:start] + strange + content[start:]


def swapped(source: random.Random, content: bytes) -> bytes:
    """Two objects stand in each other's place."""
    spans = [found.span() for found in _OBJECT.finditer(content)]
    if len(spans) < 2:
        return flipped(source, content)
    (a, b), (c, d) = sorted(source.sample(spans, 2))
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def nulled(source: random.Random, content: bytes) -> bytes:
    """An object is null, and the rest of its room blank."""
    spans = [found.span() for found in _OBJECT.finditer(content)]
    if not spans:
        return flipped(source, content)
    start, end = source.choice(spans)
    head = re.match(rb"\d+ \d+ obj", content[start:end])
    room = end - start - len(head.group() if head else b"") - len(b" null endobj")
    return content[:start] + (head.group() if head else b"") + b" null" + b" " * room + b" endobj" + content[end:]


def _changing(pattern: re.Pattern[bytes], other: Callable[[random.Random, bytes], bytes]) -> Way:
    def way(source: random.Random, content: bytes) -> bytes:
        spans = [found.span() for found in pattern.finditer(content)]
        for start, end in sorted(source.sample(spans, min(len(spans), source.randint(1, 4))), reverse=True):
            content = content[:start] + other(source, content[start:end]) + content[end:]
        return content

    return way


def _other_number(source: random.Random, found: bytes) -> bytes:
    near = b"%d" % (int(float(found)) + source.choice((-1, 1, 10))) if len(found) < 12 else b"7"
    return source.choice((*_ODD_NUMBERS, near, near, near))


def _other_reference(source: random.Random, _found: bytes) -> bytes:
    return b"%d %d R" % (
        source.choice((*range(1, 40), 0, 70_000, 8_400_000, 2_147_483_648)),
        source.choice((0, 0, 0, 1)),
    )


def _other_name(source: random.Random, _found: bytes) -> bytes:
    return source.choice(_ODD_KEYS).encode()


def _gone(_source: random.Random, _found: bytes) -> bytes:
    return b""


def _other_length(source: random.Random, _found: bytes) -> bytes:
    lengths = (b"0", b"1", b"-5", b"99999999", b"3 0 R", b"1 0 R", b"/Length", b"null", b"[1]", b"12.5")
    return b"/Length " + source.choice(lengths)


def rewired(source: random.Random, content: bytes) -> bytes:
    """Objects hold what they should not, in a file that is written without fault."""
    try:
        pdf = pikepdf.open(BytesIO(content))
        with pdf:
            found = list(pdf.objects)
            for _ in range(source.randint(1, 6) if found else 0):
                _rewire(source, pdf, source.choice(found))
            out = BytesIO()
            pdf.save(out, static_id=True, object_stream_mode=source.choice(list(_MODES)))
            return out.getvalue()
    except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError, TypeError, KeyError, AttributeError):
        return flipped(source, content)


_MODES = (pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate)


def _rewire(source: random.Random, pdf: pikepdf.Pdf, holder: Any) -> None:
    value = _strange(source, pdf)
    if isinstance(holder, pikepdf.Array) and len(holder):
        holder[source.randrange(len(holder))] = value
        return
    if not isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    keys = [key for key in sorted(holder.keys()) if key != "/Length"]
    key = source.choice(keys) if keys and source.random() < 0.7 else source.choice(_ODD_KEYS)
    if source.random() < 0.3:
        if key in holder and not isinstance(holder, pikepdf.Stream):
            del holder[key]
    elif key != "/Length":
        holder[key] = value


def _strange(source: random.Random, pdf: pikepdf.Pdf) -> Any:
    objects = [one for one in pdf.objects if isinstance(one, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream))]
    plain = (0, -1, 2**31, 0.5, True, String("x"), String("\u738b"), Name.Page, Name.XObject, Name("/A#B c"))
    built = (Array([]), Array([0, 0, 0, 0]), Dictionary(), Dictionary(Type=Name.Page), Array([None, 7, Name.DeviceRGB]))
    return source.choice((*plain, *built, *objects, *objects))


WAYS: tuple[Way, ...] = (
    flipped,
    cut,
    bitten,
    stuttered,
    stuffed,
    swapped,
    nulled,
    _changing(_NUMBER, _other_number),
    _changing(_REFERENCE, _other_reference),
    _changing(_KEYWORD, _gone),
    _changing(_NAME, _other_name),
    _changing(_LENGTH, _other_length),
    rewired,
    rewired,
)
