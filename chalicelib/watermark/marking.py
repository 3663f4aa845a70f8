"""The use case that every request ends in: a copy's tail, filled from a template and looked at before it leaves.

It opens no PDF, so that a function which only marks starts without the parser.
"""

from __future__ import annotations

import hashlib

from chalicelib.watermark.checking import check_tail
from chalicelib.watermark.covert import NOBODY
from chalicelib.watermark.drawing.marks import Drawing, Parts, drawn
from chalicelib.watermark.filling import filled
from chalicelib.watermark.model import Mark, MarkingFailed, Tail
from chalicelib.watermark.personal import front_size
from chalicelib.watermark.template import Template, decoded


def mark(template: bytes, mark: Mark) -> Tail:
    """All of one visitor's copy that follows the prefix; the same request gives the same bytes.

    Raises MarkingFailed, and nothing else: what does not bear the mark on every page is never returned.
    """
    try:
        return _marked(decoded(template), mark)
    except MarkingFailed:
        raise
    except Exception as failed:
        raise MarkingFailed("no copy was made") from failed


def _marked(template: Template, mark: Mark) -> Tail:
    drawing = drawn(mark, template.sizes, front_size(template), template.names)
    content = filled(template, drawing, mark.copy_code, mark.title)
    check_tail(content, template, drawing, mark)
    return _tail(template, content)


def blanked(prefix: bytes, template: bytes) -> bytes:
    """The book as it was prepared, without any mark: for comparing, never for anybody to have."""
    form = decoded(template)
    nothing = Drawing([Parts()] * len(form.sizes), b"", {}, [])
    return joined(prefix, _tail(form, filled(form, nothing, NOBODY, "")))


def _tail(template: Template, content: bytes) -> Tail:
    digest = hashlib.sha256(content).hexdigest()
    return Tail(template.prefix_size, template.prefix_sha256, content, digest, template.pages)


def joined(prefix: bytes, tail: Tail) -> bytes:
    """A whole copy. Raises MarkingFailed for a prefix that is not the one of the tail's master."""
    if len(prefix) != tail.prefix_size or hashlib.sha256(prefix).hexdigest() != tail.prefix_sha256:
        raise MarkingFailed("the tail belongs to another prefix")
    return prefix + tail.content
