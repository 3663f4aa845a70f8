"""Reads what viewers read as well: streams whose length is wrong, and a file whose cross-references are lost."""

from __future__ import annotations

import re
from typing import Any

from chalicelib.watermark.master.quick import Odd, QuickReader

_SPACE = rb"[\x00\t\n\f\r ]++"
_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,7})" + _SPACE + rb"([0-9]{1,5})" + _SPACE + rb"obj(?![a-z])")
_ROOT = re.compile(rb"/Root" + _SPACE + rb"([0-9]{1,7})" + _SPACE + rb"([0-9]{1,5})" + _SPACE + rb"R")
_STREAM_END = re.compile(rb"(?:\r\n|\n|\r)?endstream[\x00\t\n\f\r ]*+endobj")
_END = 2_048
"""Bytes in which a whole file says that it ends."""


class MendingReader(QuickReader):
    """Reads a stream whose length is wrong up to the next line that ends a stream and its object, as viewers do."""

    def end_of_stream(self, length: Any, start: int) -> int:
        try:
            return super().end_of_stream(length, start)
        except Odd:
            found = _STREAM_END.search(self.content, start)
            if found is None:
                raise
            return found.start()


def mended(content: bytes) -> bytes | None:
    """The file with a table and a trailer behind it.

    None where it was cut off, for then it is not whole; and where it is encrypted or its objects lie in streams, for
    then they cannot be found by looking.
    """
    if not _is_whole(content) or b"/ObjStm" in content or b"/Encrypt" in content:
        return None
    roots = _ROOT.findall(content)
    places = {int(found[1]): (found.start(), int(found[2])) for found in _OBJECT.finditer(content)}
    if not roots or int(roots[-1][0]) not in places:
        return None
    rows = [b"%d 1\n%010d %05d n \n" % (number, *places[number]) for number in sorted(places)]
    trailer = b"trailer\n<</Root %s %s R/Size %d>>\nstartxref\n%d\n" % (*roots[-1], max(places) + 1, len(content) + 1)
    return b"%s\nxref\n0 1\n0000000000 65535 f \n%s%s%%%%EOF\n" % (content, b"".join(rows), trailer)


def _is_whole(content: bytes) -> bool:
    end = content[-_END:]
    return b"%%EOF" in end or b"trailer" in end
