"""Every way that is measured, by name: ours, the peers, and `cp` as the limit of what a disk can do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from bench import peers
from bench.visitors import visitor

LIFTED = 2 * 1024**3
"""Bytes that a master may have here, so that the large picture book is measured too."""

_PIECE = 1 << 30


class Job(msgspec.Struct, frozen=True):
    """A book, and the folder where prefix and template lie and where copies are made."""

    book: Path
    folder: Path

    def file(self, name: str) -> Path:
        return self.folder / name

    def bytes_of(self, *names: str) -> int:
        return sum(self.file(name).stat().st_size for name in names)


class Way(msgspec.Struct, frozen=True):
    """`moved` tells the bytes that went through the process, in and out; `made` names what was written."""

    says: str
    run: Callable[[Job, int], None]
    moved: Callable[[Job], int]
    made: Sequence[str]
    needs: str = ""

    def is_here(self) -> bool:
        """False where the command that it runs is not installed."""
        return not self.needs or shutil.which(self.needs) is not None


def _prepare(job: Job, number: int) -> None:  # noqa: ARG001 - a way like the others
    from chalicelib.watermark.model import Limits  # noqa: PLC0415
    from chalicelib.watermark.service import prepare  # noqa: PLC0415

    prepared = prepare(job.book.read_bytes(), Limits(bytes=LIFTED))
    job.file("prefix").write_bytes(prepared.prefix)
    job.file("template").write_bytes(prepared.template)
    about = {key: value for key, value in msgspec.structs.asdict(prepared).items() if not isinstance(value, bytes)}
    job.file("about.json").write_bytes(msgspec.json.encode(about))


def _prove(job: Job, number: int) -> None:  # noqa: ARG001 - a way like the others
    from chalicelib.watermark.model import PreparedMaster  # noqa: PLC0415
    from chalicelib.watermark.service import prove  # noqa: PLC0415

    about = msgspec.json.decode(job.file("about.json").read_bytes())
    parts = {name: job.file(name).read_bytes() for name in ("prefix", "template")}
    prove(msgspec.convert(about | parts, PreparedMaster))


def _tail(job: Job, number: int) -> None:
    """As the function does it: the storage copies the prefix by itself."""
    from chalicelib.watermark.marking import mark  # noqa: PLC0415

    job.file("tail").write_bytes(mark(job.file("template").read_bytes(), visitor(number)).content)


def _whole(job: Job, number: int) -> None:
    """As a whole file on this disk: the system copies the prefix, the tail follows it."""
    from chalicelib.watermark.marking import mark  # noqa: PLC0415

    tail = mark(job.file("template").read_bytes(), visitor(number))
    with job.file("prefix").open("rb") as prefix, job.file("whole.pdf").open("wb") as out:
        while os.copy_file_range(prefix.fileno(), out.fileno(), _PIECE):
            pass
        out.seek(0, os.SEEK_END)
        out.write(tail.content)


def _copy(job: Job, number: int) -> None:  # noqa: ARG001 - a way like the others
    shutil.copyfile(job.book, job.file("cp.pdf"))


def _nothing(job: Job) -> int:  # noqa: ARG001 - a way like the others
    """The system moves it all."""
    return 0


def _peer(says: str, mark: peers.Peer, needs: str = "") -> Way:
    """A way that reads the whole book and writes all of it again."""
    made = f"{mark.__name__}.pdf"
    return Way(
        says=says,
        run=lambda job, number: mark(job.book, visitor(number), job.file(made)),
        moved=lambda job: job.book.stat().st_size + job.bytes_of(made),
        made=(made,),
        needs=needs,
    )


WAYS: dict[str, Way] = {
    "prepare": Way(
        "ours: prepare, once a book",
        _prepare,
        lambda job: job.book.stat().st_size + job.bytes_of("prefix", "template"),
        ("prefix", "template"),
    ),
    "prove": Way("ours: prove, once a book", _prove, lambda job: job.bytes_of("prefix", "template"), ()),
    "rewrite": _peer("pikepdf open + save, no mark", peers.pikepdf_rewrite),
    "cp": Way("cp, no mark", _copy, _nothing, ("cp.pdf",)),
    "tail": Way(
        "ours: mark, the tail",
        _tail,
        lambda job: job.bytes_of("template", "tail"),
        ("tail",),
    ),
    "whole": Way(
        "ours: mark, the whole file",
        _whole,
        lambda job: job.bytes_of("template", "whole.pdf") - job.bytes_of("prefix"),
        ("whole.pdf",),
    ),
    "pikepdf-shared": _peer("pikepdf, shared form by hand", peers.pikepdf_shared),
    "pikepdf-overlay": _peer("pikepdf add_overlay", peers.pikepdf_overlay),
    "qpdf": _peer("qpdf --overlay", peers.qpdf_overlay, needs="qpdf"),
    "pypdf-shared": _peer("pypdf, rewrite with a shared form", peers.pypdf_shared),
    "pypdf-merge": _peer("pypdf merge_page", peers.pypdf_merge),
}
PEERS = ("pikepdf-shared", "pikepdf-overlay", "qpdf", "pypdf-shared", "pypdf-merge")

OF_KIND = {
    "tagged": tuple(name for name in WAYS if not name.startswith("pypdf")),
    "pictures": ("prepare", "prove", "rewrite", "cp", "tail", "whole", "pikepdf-shared"),
}
"""What is run on books that are there for one question: how the best peer fares, and whether ours stays flat."""
