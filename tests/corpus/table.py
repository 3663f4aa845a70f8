"""The counts of a run in one table, and every fault with its file and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.corpus.looking import Fault, Finding

_OF_SOUND = (
    ("where qpdf warned", Fault.QPDF),
    ("refused", Fault.REFUSED),
    ("rendered differently under a blanked mark", Fault.DIFFERS),
    ("with a page that is no longer shown", Fault.UNSHOWN),
    ("with a page whose mark could not be seen", Fault.UNSEEN),
    ("with a page whose copy code could not be read", Fault.UNREAD),
)
_OF_ALL = (
    ("raw exceptions", Fault.RAISED),
    ("hangs", Fault.HUNG),
    ("killed", Fault.KILLED),
    ("other bytes the second time", Fault.OTHER_BYTES),
    ("with active content", Fault.ACTIVE),
    ("that could not be checked", Fault.UNCHECKED),
)


def table_of(findings: Sequence[Finding]) -> Iterator[str]:
    """Lines: of all files, then of those that qpdf and poppler call sound, then of the others."""
    outcomes = Counter(finding.outcome for finding in findings)
    yield _line("files", len(findings))
    yield _line("prepared and marked", outcomes["prepared"])
    yield _line("refused with a code", sum(count for what, count in outcomes.items() if what.startswith("refused")))
    yield from (_line(f"  {what.removeprefix('refused: ')}", count) for what, count in _refusals(outcomes))
    yield from (_line(what, _with(fault, findings)) for what, fault in _OF_ALL)
    yield _line("longest, seconds", round(max((finding.seconds for finding in findings), default=0), 1))
    yield _line("most memory of a process, MiB", round(max((finding.peak_mib for finding in findings), default=0)))
    for which, sound in (("qpdf and poppler call sound", True), ("they find fault with", False)):
        some = [finding for finding in findings if finding.sound is sound]
        yield _line(f"of those that {which}", len(some))
        yield from (_line(f"  {what}", _with(fault, some)) for what, fault in _OF_SOUND)
    noted = Counter(note.split(",")[0] for finding in findings for note in {n.split(",")[0] for n in finding.notes})
    yield from (_line(f"noted, no fault: {note}", count) for note, count in sorted(noted.items()))


def faults_of(findings: Sequence[Finding]) -> Iterator[str]:
    """A line for each fault, by kind."""
    told = [(fault, finding.name, detail) for finding in findings for fault, detail in finding.faults]
    yield from (f"{fault.value}: {name}: {detail}" for fault, name, detail in sorted(told, key=_by_kind))


def notes_of(findings: Sequence[Finding]) -> Iterator[str]:
    yield from (f"noted: {finding.name}: {note}" for finding in findings for note in finding.notes)


def _by_kind(told: tuple[Fault, str, str]) -> tuple[int, str, str]:
    fault, name, detail = told
    return list(Fault).index(fault), name, detail


def _refusals(outcomes: Counter[str]) -> list[tuple[str, int]]:
    return sorted((what, count) for what, count in outcomes.items() if what.startswith("refused"))


def _with(fault: Fault, findings: Sequence[Finding]) -> int:
    return sum(any(kind is fault for kind, _ in finding.faults) for finding in findings)


def _line(what: str, count: float) -> str:
    return f"{what:<56}{count:>10}"
