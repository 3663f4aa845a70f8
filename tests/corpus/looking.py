"""Looks at one file and what the service made of it, as a stranger would, and tells what is wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import msgspec

from chalicelib.catalogue.workshop import Allowance as Workshop
from tests.corpus.activity import active_in
from tests.corpus.children import MIB, Allowance, Ended, in_child
from tests.corpus.making import CODE, Copies, Ready, made_of, made_ready
from tests.corpus.originals import without_viewers_drawing
from tests.corpus.syntax import said_by_qpdf
from tests.corpus.viewers import Seen, by_pdfium, by_poppler, has_poppler, read_by_pdfium, read_by_poppler

ROUNDING = 3
"""Of 255: what a viewer may reckon otherwise where a drawing is called instead of being written out."""

FAINT = 24
"""Of 255: a mark is seen where something changes by more."""

WORKSHOP = Workshop()
LOOKING = Allowance(seconds=30, mib=2_000)

Answer = TypeVar("Answer")


class Fault(StrEnum):
    """What can be wrong, in the order of the table. Those of a viewer count where it had no fault with the original."""

    RAISED = "raw exception"
    HUNG = "hang"
    KILLED = "killed"
    REFUSED = "refused though sound"
    QPDF = "qpdf warns anew"
    UNSHOWN = "page not shown"
    DIFFERS = "differs under a blanked mark"
    UNSEEN = "mark not seen"
    UNREAD = "copy code not read"
    OTHER_BYTES = "other bytes the second time"
    ACTIVE = "active content"
    UNCHECKED = "could not be checked"


class Finding(msgspec.Struct, frozen=True):
    """All about one file. `sound`: qpdf and poppler find nothing wrong with the original; `notes` are no faults."""

    name: str
    outcome: str
    seconds: float
    peak_mib: float
    pages: int = 0
    sound: bool = False
    faults: tuple[tuple[Fault, str], ...] = ()
    notes: tuple[str, ...] = ()


class Effort(msgspec.Struct, frozen=True):
    """How closely to look: pages of a book that are rendered, None for all; seconds that preparing may take."""

    pages: int | None = 8
    seconds: float = 60


POLICY = frozenset(
    "too-big password-needed too-many-pages too-many-objects content-too-big portfolio dynamic-form already-marked "
    "empty-file not-a-pdf too-much-memory took-too-long".split()
)
"""Refusals that a sound file can meet: what it is, or how much of it, is not for us."""


def looked_at(name: str, content: bytes, effort: Effort) -> Finding:
    """Prepares and marks the file in children of their own, then looks at the copies in others."""
    ended = in_child(lambda: msgspec.msgpack.encode(made_ready(content)), _allowance(content, effort))
    if ended.how != "ended":
        return _ended_early(name, ended)
    ready = msgspec.msgpack.decode(ended.answer, type=Ready)
    prepared = ready.prepared
    outcome = "prepared" if prepared else f"refused: {ready.refused}"
    finding = Finding(name, outcome, ready.seconds, ready.peak_mib, prepared.pages if prepared else 0)
    with tempfile.TemporaryDirectory() as folder:
        look = Look(Path(folder), content, effort)
        if prepared is None:
            look.refused(ready.refused)
            return _with(finding, look)
        made = in_child(lambda: msgspec.msgpack.encode(made_of(prepared, content)), LOOKING)
        if made.how != "ended":
            return msgspec.structs.replace(finding, faults=((_HOW[made.how], f"marking: {made.detail}"),))
        look.copies(msgspec.msgpack.decode(made.answer, type=Copies), prepared.pages)
        return _with(finding, look)


def _allowance(content: bytes, effort: Effort) -> Allowance:
    """As much memory as intake gives the file."""
    return Allowance(effort.seconds, WORKSHOP.memory_for(len(content)) // MIB)


def _ended_early(name: str, ended: Ended) -> Finding:
    """The kernel's limit on memory refuses a file as well; the engine of a viewer aborts where it gets none."""
    if ended.how == "killed" and ended.detail in ("SIGABRT", "SIGKILL"):
        return Finding(name, "refused: too-much-memory", ended.seconds, ended.peak_mib, notes=("ended by the kernel",))
    return Finding(name, ended.how, ended.seconds, ended.peak_mib, faults=((_HOW[ended.how], ended.detail),))


def _with(finding: Finding, look: Look) -> Finding:
    return msgspec.structs.replace(finding, sound=look.sound, faults=tuple(look.faults), notes=tuple(look.notes))


_HOW = {"raised": Fault.RAISED, "hung": Fault.HUNG, "killed": Fault.KILLED}


def places_of(pages: int, most: int | None) -> list[int]:
    """The first three, the last, and others evenly between."""
    if most is None or pages <= most:
        return list(range(pages))
    return sorted({0, 1, 2, pages - 1, *(round(step * (pages - 1) / (most - 3)) for step in range(1, most - 3))})


class Look:
    """One file under the eye: its original, its blanked copy, its marked copy."""

    def __init__(self, folder: Path, content: bytes, effort: Effort) -> None:
        self.faults: list[tuple[Fault, str]] = []
        self.notes: list[str] = []
        self.sound = False
        self._content, self._most = content, effort.pages
        self._pages, self._places = 0, [0, 1, 2]
        self._shown: dict[tuple[str, tuple[int, ...]], Seen] = {}
        self._files = {name: folder / f"{name}.pdf" for name in ("original", "blanked", "marked", "bare")}
        self._files["original"].write_bytes(content)
        self._before = self._asked(lambda: said_by_qpdf(self._files["original"]), set[str])

    def refused(self, code: str) -> None:
        """Was that right?"""
        self._judge_original()
        if self.sound and code not in POLICY:
            self._fault(Fault.REFUSED, code)

    def copies(self, made: Copies, pages: int) -> None:
        """Are they as they should be?"""
        self._pages, self._places = pages, places_of(pages, self._most)
        self._files["blanked"].write_bytes(made.blanked)
        self._files["marked"].write_bytes(made.marked)
        self._judge_original()
        self._check_syntax()
        if not made.same:
            self._fault(Fault.OTHER_BYTES, "")
        active = self._asked(lambda: active_in(made.marked), set[str])
        if active is None or active:
            self._fault(Fault.ACTIVE, " ".join(sorted(active or {"not known"})))
        self._compare("pdfium", self._shown_by_pdfium)
        if has_poppler():
            self._compare("poppler", self._shown_by_poppler)
        self._read(made.marked)

    def _judge_original(self) -> None:
        original = self._shown_by_poppler("original", self._places)
        self.sound = self._before == set() and bool(original.pictures) and not original.complaints

    def _fault(self, fault: Fault, detail: str) -> None:
        self.faults.append((fault, detail))

    def _asked(self, question: Callable[[], Answer], kind: type[Answer]) -> Answer | None:
        """The answer that a child gives; None where it does not live to give one."""
        ended = in_child(lambda: msgspec.msgpack.encode(question()), LOOKING)
        return msgspec.msgpack.decode(ended.answer, type=kind) if ended.how == "ended" else None

    def _check_syntax(self) -> None:
        after = self._asked(lambda: said_by_qpdf(self._files["marked"]), set[str])
        if after is None:
            self._fault(Fault.UNCHECKED, "qpdf ended early")
        elif fresh := after - (self._before or set()):
            self._fault(Fault.QPDF, "; ".join(sorted(fresh)))

    def _shown_by_pdfium(self, which: str, places: Sequence[int]) -> Seen:
        held = self._files[which].read_bytes()
        return self._asked(lambda: by_pdfium(held, places), Seen) or Seen(0, {}, ("pdfium ended early",))

    def _shown_by_poppler(self, which: str, places: Sequence[int]) -> Seen:
        key = (which, tuple(places))
        if key not in self._shown:
            self._shown[key] = by_poppler(self._files[which], places)
        return self._shown[key]

    def _compare(self, viewer: str, shown: Callable[[str, Sequence[int]], Seen]) -> None:
        """What the viewer shows of the blanked copy is the original, and of the marked copy is not."""
        original, blank, copy = (shown(which, self._places) for which in ("original", "blanked", "marked"))
        if self.sound and original.pages and original.pages != self._pages:
            self._fault(Fault.UNSHOWN, f"{viewer}: {original.pages} pages became {self._pages}")
        unlike = []
        for place in self._places:
            if place not in copy.pictures or place not in blank.pictures:
                if place in original.pictures:
                    self._fault(Fault.UNSHOWN, f"{viewer}: page {place + 1} {' '.join(copy.complaints)[:200]}")
                continue
            if not copy.pictures[place].differs(blank.pictures[place], FAINT):
                self._fault(Fault.UNSEEN, f"{viewer}: page {place + 1}")
            shown_before = original.pictures.get(place)
            if shown_before and shown_before.differs(blank.pictures[place], ROUNDING):
                unlike.append(place)
            elif shown_before and shown_before.differs(blank.pictures[place]):
                self.notes.append(f"a rounding, {viewer}: page {place + 1}")
        if unlike:
            self._tell_apart(viewer, shown, unlike, blank)

    def _tell_apart(
        self, viewer: str, shown: Callable[[str, Sequence[int]], Seen], unlike: Sequence[int], blank: Seen
    ) -> None:
        """Pages that differ only by what the viewer draws by itself into the original are noted, others are faults."""
        bare = without_viewers_drawing(self._content)
        self._files["bare"].write_bytes(bare or self._content)
        for place in unlike:
            seen = shown("bare", [place]).pictures.get(place)
            pixels = seen.differs(blank.pictures[place], ROUNDING) if seen else -1
            where = f"{viewer}: page {place + 1}"
            if pixels == 0:
                self.notes.append(f"drawn by the viewer itself, {where}")
            elif self.sound:
                self._fault(Fault.DIFFERS, f"{where} ({pixels} pixels)")
            else:
                self.notes.append(f"a damaged original is seen differently, {where}")

    def _read(self, content: bytes) -> None:
        texts = self._asked(lambda: read_by_pdfium(content, self._places), dict[int, str]) or {}
        self._fault_unread("pdfium", texts)
        if has_poppler():
            self._fault_unread("poppler", read_by_poppler(self._files["marked"], self._places))

    def _fault_unread(self, viewer: str, texts: dict[int, str]) -> None:
        unread = [place + 1 for place in self._places if CODE not in texts.get(place, "")]
        if unread:
            self._fault(Fault.UNREAD, f"{viewer}: pages {' '.join(map(str, unread[:8]))}")
