"""The office's clean book, which a leaked page is held against."""

from __future__ import annotations

import msgspec

from chalicelib.watermark.service import blanked
from chalicelib.watermark.tracing.opening import said_of_itself


class Book(msgspec.Struct, frozen=True):
    """A book without anybody's mark. `moved` are the numbers that its own pages already tell, by page from 0."""

    clean: bytes
    moved: dict[int, int] = {}

    @classmethod
    def of_master(cls, master: bytes) -> Book:
        """From the PDF that the office uploaded."""
        return cls(master)

    @classmethod
    def of_prepared(cls, prefix: bytes, template: bytes) -> Book:
        """From what the service keeps of it. Raises MarkingFailed where the two do not belong together."""
        clean = blanked(prefix, template)
        return cls(clean, said_of_itself(clean).nibbles)
