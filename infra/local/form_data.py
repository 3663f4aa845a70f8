"""Reads a browser's multipart form piece by piece: fields into a mapping, the file into a spool on disk."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from infra.local.signatures import Denied

MOST_FIELDS = 20 * 1024
"""Bytes of all fields together (S3 API reference, "POST Object": form data and boundaries below 20 KB)."""

_IN_MEMORY = 1024 * 1024


@dataclass
class Form:
    """`fields` by lower-case name; `file` is the caller's to close; `size` counts its bytes, also those not kept."""

    fields: dict[str, str] = field(default_factory=dict)
    file: IO[bytes] | None = None
    filename: str = ""
    size: int = 0

    def close(self) -> None:
        if self.file:
            self.file.close()


def read_form(content_type: str, read: Callable[[], bytes], most: Callable[[dict[str, str]], int]) -> Form:
    """The form behind `read`, which gives the body's pieces and at last b"".

    `most` is asked once, with the fields before the file, how many bytes of it to keep; the rest is counted and let go.
    Raises Denied, after which the body may not have been read to its end.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not re.fullmatch(r"[!-~][ -~]{0,69}", boundary):
        raise Denied("PreconditionFailed", "Bucket POST must be of the enclosure-type multipart/form-data", 412)
    reading = _Reading(most)
    try:
        _feed(MultipartDecoder(boundary.encode(), max_parts=100), read, reading)
    except (ValueError, RequestEntityTooLarge) as error:
        reading.form.close()
        raise _malformed() from error
    except BaseException:
        reading.form.close()
        raise
    if reading.form.file is None:
        raise Denied("InvalidArgument", "POST requires exactly one file upload per request.", 400)
    return reading.form


def _feed(decoder: MultipartDecoder, read: Callable[[], bytes], reading: "_Reading") -> None:
    ended = False
    while not ended:
        piece = read()
        decoder.receive_data(piece or None)
        while not isinstance(event := decoder.next_event(), NeedData):
            reading.take(event)
            if isinstance(event, Epilogue):
                ended = True
                break


class _Reading:
    """The form so far. What comes after the file is let go, as S3 does."""

    def __init__(self, most: Callable[[dict[str, str]], int]) -> None:
        self.form = Form()
        self._most = most
        self._keep = 0
        self._name: str | None = None
        self._text = bytearray()
        self._in_file = False

    def take(self, event: Event) -> None:
        if isinstance(event, Field | File):
            self._begin(event)
        elif isinstance(event, Data):
            if self._in_file:
                self._file_data(event)
            elif self._name is not None:
                self._field_data(event)

    def _begin(self, part: Field | File) -> None:
        self._name = None
        if self.form.file is not None:
            return
        if part.name.lower() == "file":
            self._keep = self._most(self.form.fields)
            self.form.filename = getattr(part, "filename", "") or ""
            self.form.file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
            self._in_file = True
        else:
            self._name = part.name.lower()

    def _file_data(self, event: Data) -> None:
        kept = max(0, self._keep - self.form.size)
        if self.form.file is not None and kept:
            self.form.file.write(event.data[:kept])
        self.form.size += len(event.data)
        self._in_file = event.more_data

    def _field_data(self, event: Data) -> None:
        self._text += event.data
        if len(self._text) + sum(map(len, self.form.fields.values())) > MOST_FIELDS:
            raise Denied("MaxPostPreDataLengthExceeded", "Your POST request fields are too large.", 400)
        if not event.more_data and self._name is not None:
            self.form.fields[self._name] = self._text.decode("utf-8")
            self._text.clear()


def _malformed() -> Denied:
    return Denied("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.", 400)
