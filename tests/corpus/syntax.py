"""What qpdf says against a file, in words that can be compared between two files."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pikepdf

SECONDS = 60

_WHERE = re.compile(
    r"^(WARNING|ERROR): |.*?(\([^)]*\)|\.pdf)(: | )|\bpage \d+: |(object stream \d+, )?object \d+ \d+ at offset \d+: "
)
_LAYOUT = re.compile(
    r"hint table|linearized|shared identifier|mismatch: /E|first page object offset|nshared_total"
    r"|is not one plus the highest|xref entry for the xref stream itself"
)
"""Of how the file is laid out for the web, or told as harmless: nothing that could pass to another file."""

_NUMBERS = re.compile(r"\d+")


def said_by_qpdf(path: Path) -> set[str]:
    """By the library, and by the command where there is one. A file that qpdf cannot open is one more complaint."""
    return {_plainly(line) for line in (*_by_library(path), *_by_command(path)) if not _LAYOUT.search(line)}


def _by_library(path: Path) -> list[str]:
    try:
        with pikepdf.open(path) as pdf:
            said = list(pdf.check_pdf_syntax())
            return said + [str(warning) for warning in pdf.get_warnings()]
    except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError) as failed:
        return [f"cannot be opened: {type(failed).__name__}"]


def _by_command(path: Path) -> list[str]:
    if not shutil.which("qpdf"):
        return []
    try:
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return ["takes qpdf too long"]
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    said = [line for line in lines if line.startswith("WARNING") or "error" in line.lower()]
    return said if said or not done.returncode else [f"qpdf ended with {done.returncode}"]


def _plainly(line: str) -> str:
    """Without file, object, offset and page: the same fault stands elsewhere in a file that is written anew."""
    return _NUMBERS.sub("#", _WHERE.sub("", line)).strip()
