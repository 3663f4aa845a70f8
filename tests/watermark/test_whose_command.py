"""The command that says whose copy a file is, and the process apart that it looks in."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pikepdf
import pytest

from chalicelib.watermark.tracing.answers import TOO_HEAVY
from chalicelib.watermark.tracing.apart import Allowance, look_apart
from chalicelib.watermark.tracing.command import main
from tests.watermark.books import CODE, a_book, saved
from tests.watermark.leaks import OTHER, a_copy, a_long_book, prepared_book, stripped, written_anew

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book, what is kept of it, a copy of it, and codes that it may bear."""
    folder, prepared = tmp_path_factory.mktemp("leaks"), prepared_book(20)
    files = {
        "book.pdf": a_long_book(20),
        "prefix": prepared.prefix,
        "template": prepared.template,
        "copy.pdf": a_copy(prepared),
        "anew.pdf": written_anew(stripped(a_copy(prepared)), 2),
        "other.pdf": a_book(3),
        "codes": f"{CODE}\n{OTHER}\n".encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def asked(folder: Path, *arguments: str) -> int:
    """The command's status; names that start with @ are files of the folder."""
    return main([part.replace("@", f"{folder}/") for part in arguments])


def test_command_names_the_copy_and_its_evidence(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status = asked(folder, "@copy.pdf")

    first, *more = capfd.readouterr().out.splitlines()
    assert (status, first.split()[:2]) == (0, [CODE, "certain;"])
    assert f"  covert   {CODE}  20 of 20 pages" in more


@pytest.mark.parametrize("book", [["--master", "@book.pdf"], ["--prefix", "@prefix", "--template", "@template"]])
def test_command_holds_a_file_against_the_book(
    folder: Path, capfd: pytest.CaptureFixture[str], book: list[str]
) -> None:
    status = asked(folder, "@anew.pdf", *book, "--candidates", "@codes", "--json")

    answer = json.loads(capfd.readouterr().out)
    assert status == 0
    assert (answer["copy_code"], answer["confidence"]) == (CODE, "certain")


def test_command_says_what_it_did_not_find(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status = asked(folder, "@other.pdf")

    said = capfd.readouterr().out
    assert status == 1
    assert said.startswith("No copy can be named.")
    assert "No page shows a copy code." in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["@nowhere.pdf"], "No such file"),
        (["@copy.pdf", "--prefix", "@prefix"], "belong together"),
        (["@copy.pdf", "--prefix", "@prefix", "--template", "@codes"], "do not belong together"),
    ],
)
def test_question_that_cannot_be_answered_is_refused(
    folder: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    status = asked(folder, *arguments)

    assert status == 2
    assert words in capfd.readouterr().err


def test_page_that_unpacks_to_more_than_is_allowed_costs_a_process_and_no_more(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(a_bomb())

    answer = look_apart([str(bomb)], allowance=Allowance(memory=160 * MIB, cpu=20, seconds=60))

    assert answer == TOO_HEAVY


def a_bomb() -> bytes:
    """A page whose drawing is two times packed blanks."""
    packing = zlib.compressobj(9)
    packed = b"".join(packing.compress(b" " * MIB) for _ in range(320)) + packing.flush()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, zlib.compress(packed))
    pdf.pages[0].obj.Contents.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    return saved(pdf)
