"""What can be said of a leaked file: the copy code, the evidence for it, and how sure the answer is."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Confidence(StrEnum):
    """How sure an answer is, in terms that are honest about accidents; none of them speaks of forgery."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    NOTHING = "nothing-found"


class Source(StrEnum):
    """Where a copy code was found, from the easiest to change to the hardest."""

    INFO = "info"
    XMP = "xmp"
    BYTES = "bytes"
    IDENTITY = "identity"
    TEXT = "text"
    COVERT = "covert"


class Gap(StrEnum):
    """What could not be found, and why; stable, and each has a sentence for the staff."""

    UNREADABLE = "leak-unreadable"
    PASSWORD = "leak-password"
    NO_TEXT = "leak-no-text"
    NO_CODE = "leak-no-code"
    NO_SHIFT = "leak-no-shift"
    NO_BOOK = "leak-no-book"
    FEW_PAGES = "leak-few-pages"
    AMBIGUOUS = "leak-ambiguous"
    OTHER_BOOK = "leak-other-book"
    NOT_ALL_PAGES = "leak-not-all-pages"
    TOO_HEAVY = "leak-too-heavy"


class Evidence(msgspec.Struct, frozen=True):
    """One source that names a copy: `seen` of `of` pages, or of one file, bear it.

    `chance` is that of such a finding by accident, though the copy is not this one.
    """

    source: Source
    copy_code: str
    seen: int
    of: int
    chance: float


class Fit(msgspec.Struct, frozen=True):
    """A copy that the pages' shifts may tell: `agreeing` of `of` pages; `chance` as in Evidence."""

    copy_code: str
    agreeing: int
    of: int
    chance: float


class Answer(msgspec.Struct, frozen=True):
    """Whose copy it is. `told` of the file's `pages` told their four bits of the covert code.

    `candidates` are the copies that these fit, where they are too few to choose. With `conflict` the sources name
    different copies: all are in `evidence`, the answer is the one whose source is the hardest to change.
    """

    copy_code: str | None
    confidence: Confidence
    chance: float | None
    pages: int
    told: int
    conflict: bool
    evidence: tuple[Evidence, ...]
    candidates: tuple[Fit, ...]
    gaps: tuple[Gap, ...]


TOO_HEAVY = Answer(None, Confidence.NOTHING, None, 0, 0, False, (), (), (Gap.TOO_HEAVY,))
"""The answer about a file that took more time or memory than it may, or at which a library stumbled."""
