"""The process that a master is prepared in: what it may, how it ends, and that nothing of it stays."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from reportlab.pdfgen.canvas import Canvas

from chalicelib.catalogue.cover import cover_of
from chalicelib.catalogue.workshop import MIB, Allowance, Cost, Workshop, WorkshopBroken
from chalicelib.watermark.model import MasterRefused, PreparedMaster, Tell, silent
from chalicelib.watermark.service import prepare
from tests.security.hostile import endless_tiles
from tests.watermark.books import a_book

ROOT = Path(__file__).parents[2]
PATIENCE = 6_000
"""Hundredths of a second."""


class Enough(Exception):
    """Raised by who listens."""


def prepared_in(workshop: Workshop, content: bytes, tell: Tell = silent) -> PreparedMaster:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        return workshop.prepare(file, tell)


def refusal_in(workshop: Workshop, content: bytes, tell: Tell = silent) -> str:
    with pytest.raises(MasterRefused) as refused:
        prepared_in(workshop, content, tell)
    return refused.value.code.value


def process_of() -> int:
    """The process that this one has a master prepared in."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and _is_ours(folder):
            return int(folder.name)
    raise AssertionError("there is no such process")


def _is_ours(folder: Path) -> bool:
    try:
        parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        return parent == os.getpid() and b"confined" in (folder / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


class Once:
    """Listens: does something to the process when it is first heard of."""

    def __init__(self, act: Callable[[int], object]) -> None:
        self._act = act
        self.process = 0

    def __call__(self, _step: str, _done: int, _of: int) -> None:
        if not self.process:
            self.process = process_of()
            self._act(self.process)


LONG = 150
"""Pages of a book that is still being proved while a test looks at its process."""


def killing(number: int) -> Once:
    return Once(lambda process: os.kill(process, number))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_master_is_what_this_process_would_have_made_of_the_file() -> None:
    told: list[tuple[str, int, int]] = []

    prepared = prepared_in(Workshop(), a_book(pages=3), lambda *words: told.append(words))

    assert msgspec.structs.replace(prepared, cover=None) == prepare(a_book(pages=3))
    assert prepared.cover == cover_of(prepared)
    assert {step for step, _, _ in told} == {"reading", "laying-out", "proving"}
    assert ("proving", 3, 3) in told


def test_refusal_comes_with_its_code() -> None:
    assert refusal_in(Workshop(), b"Laporan bulanan") == "not-a-pdf"


def test_limits_are_the_kernels_own() -> None:
    limits: dict[str, tuple[int, int]] = {}

    def look(process: int) -> None:
        for name in ("CORE", "DATA", "CPU"):
            limits[name] = resource.prlimit(process, getattr(resource, f"RLIMIT_{name}"))

    book = a_book(pages=LONG)
    prepared_in(Workshop(allowance=Allowance(memory=300 * MIB, memory_per_byte=2, cpu=9)), book, Once(look))

    memory = 300 * MIB + 2 * len(book)
    assert limits == {"CORE": (0, 0), "DATA": (memory, memory), "CPU": (9, 10)}


def test_file_that_needs_too_much_memory_is_refused_for_it() -> None:
    file = b"%PDF-1.7\n" + bytes(80 * MIB)

    assert refusal_in(Workshop(allowance=Allowance(memory=96 * MIB, memory_per_byte=0)), file) == "too-much-memory"


def test_file_that_is_still_not_done_when_time_is_up_is_refused_for_it() -> None:
    stopping = killing(signal.SIGSTOP)

    code = refusal_in(Workshop(allowance=Allowance(seconds=2)), endless_tiles(), stopping)

    assert code == "took-too-long"
    assert_gone(stopping.process)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGSEGV, "unreadable"),
        (signal.SIGABRT, "too-much-memory"),
        (signal.SIGXCPU, "took-too-long"),
        (signal.SIGKILL, "too-much-memory"),
    ],
)
def test_file_that_a_parser_dies_of_is_refused(number: int, code: str) -> None:
    costs: list[Cost] = []

    found = refusal_in(Workshop(measured=costs.append), endless_tiles(), killing(number))

    assert found == code
    assert [cost.code for cost in costs] == [-number]


def test_who_listens_can_end_the_work() -> None:
    heard = Once(lambda _: None)

    def stop(step: str, done: int, of: int) -> None:
        heard(step, done, of)
        raise Enough

    with pytest.raises(Enough):
        prepared_in(Workshop(), endless_tiles(), stop)

    assert_gone(heard.process)


def test_process_gets_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "rahasia")
    found: list[bytes] = []

    def look(process: int) -> None:
        found.extend(Path(f"/proc/{process}/environ").read_bytes().split(b"\0"))

    prepared_in(Workshop({"LD_LIBRARY_PATH": "/tidak/ada"}), a_book(pages=LONG), Once(look))

    names = {entry.partition(b"=")[0] for entry in found if entry}
    assert names == {b"PYTHONPATH", b"LD_LIBRARY_PATH"}


@pytest.mark.parametrize("act", ["prepared", "refused", "died"])
def test_no_file_is_left_nor_seen_meanwhile(folder: Path, act: str) -> None:
    seen: list[Path] = []

    def look(process: int) -> None:
        seen.extend(folder.iterdir())
        if act == "died":
            os.kill(process, signal.SIGKILL)

    looking = Once(look)

    if act == "prepared":
        prepared_in(Workshop(), a_book(pages=LONG), looking)
    else:
        refusal_in(Workshop(), endless_tiles() if act == "died" else b"Laporan", looking)

    assert seen == list(folder.iterdir()) == []


PARENT = """
import tempfile
from chalicelib.catalogue.workshop import Workshop
from tests.catalogue.test_workshop import process_of
from tests.security.hostile import endless_tiles

def tell(step, done, of):
    print(process_of(), flush=True)

with tempfile.TemporaryFile() as file:
    file.write(endless_tiles())
    Workshop().prepare(file, tell)
"""


def test_process_ends_in_the_middle_of_a_page_with_the_worker_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        process = int(worker.stdout.readline())

        worker.kill()

    assert_gone(process)


def assert_gone(process: int) -> None:
    """Waits for the end of a process that is on its way; one that nobody reaps counts as ended."""
    for _ in range(PATIENCE):
        if _state(process) in ("Z", ""):
            return
        time.sleep(0.01)
    raise AssertionError(f"{process} is still there")


def _state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], Workshop]:
    """A workshop whose process is a script instead."""

    def made(script: str) -> Workshop:
        file = tmp_path / "program"
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o700)
        return Workshop(python=str(file))

    return made


BEGAN = """echo '{"type":"began"}'"""
HASHES = '"prefix_sha256":"0","template_sha256":"0"'
OTHER_BYTES = f'{{"type":"prepared","pages":1,{HASHES},"size_bytes":1,"signed":false}}'


@pytest.mark.parametrize("script", ["echo bukan pesan", "cat /dev/zero", """echo '{"type":"refused","code":"?"}'"""])
def test_nonsense_refuses_the_file_that_it_came_of(program: Callable[[str], Workshop], script: str) -> None:
    assert refusal_in(program(f"{BEGAN}\n{script}"), a_book()) == "unreadable"


@pytest.mark.parametrize(
    "script",
    [
        "exit 1",
        "echo bukan pesan",
        f"""{BEGAN}\necho '{{"type":"broke","error":"OSError"}}'""",
        f"{BEGAN}\necho '{OTHER_BYTES}'",
    ],
    ids=["never began", "never made sense", "disk full", "other bytes"],
)
def test_what_is_not_the_files_doing_does_not_refuse_it(program: Callable[[str], Workshop], script: str) -> None:
    with pytest.raises(WorkshopBroken):
        prepared_in(program(script), a_book())


@pytest.mark.parametrize(
    "afterwards",
    ["kill -ABRT $$", "kill -XCPU $$", "echo bukan pesan", 'echo \'{"type":"covered","sha256":"0"}\'', "exit 3"],
    ids=["it aborts", "time is up", "nonsense", "other bytes", "it gives up"],
)
def test_whatever_becomes_of_the_cover_the_master_is_prepared(
    program: Callable[[str], Workshop], afterwards: str
) -> None:
    nothing = hashlib.sha256(b"").hexdigest()
    hashes = f'"prefix_sha256":"{nothing}","template_sha256":"{nothing}"'
    said = f'{{"type":"prepared","pages":7,{hashes},"size_bytes":1,"signed":false}}'

    prepared = prepared_in(program(f"{BEGAN}\necho '{said}'\n{afterwards}"), a_book())

    assert (prepared.pages, prepared.cover) == (7, None)


@pytest.mark.parametrize("size", [(1700, 400), (400, 1700), (3, 3), (420, 595)])
def test_odd_or_empty_first_page_costs_the_cover_and_nothing_else(size: tuple[float, float]) -> None:
    canvas = Canvas(file := BytesIO(), pagesize=size, invariant=1)
    if max(size) > 1000:
        canvas.rect(9, 9, 200, 200, fill=1)
    canvas.showPage()
    canvas.drawString(1, 1, "Isi")
    canvas.save()

    prepared = prepared_in(Workshop(), file.getvalue())

    assert (prepared.pages, prepared.cover) == (2, None)
