"""What `make` installs, and the one sentence with which each way to fail ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SCRIPT = PROJECT / "infra" / "local" / "install.sh"
SIX = "six==1.17.0 --hash=sha256:4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274\n"


def install(
    folder: Path, *arguments: str, path: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs the script in a folder of its own; `path` replaces PATH but for the shell's own tools."""
    own = os.environ | {"PATH": path or os.environ["PATH"]} | environment
    return subprocess.run(
        ["/bin/sh", str(SCRIPT), *arguments], cwd=folder, env=own, capture_output=True, text=True, check=False
    )


def a_program(folder: Path, name: str, script: str) -> Path:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def test_a_missing_python_is_one_sentence(tmp_path: Path) -> None:
    done = install(tmp_path, "packages", "python3-that-is-not-there")

    assert done.returncode == 1
    assert done.stderr == (
        "Python 3.11 or newer is needed and there is no python3-that-is-not-there; "
        "on Debian: apt-get install python3 python3-venv\n"
    )


def test_an_old_python_is_one_sentence(tmp_path: Path) -> None:
    old = a_program(tmp_path, "python3-old", '[ "$1" = -V ] && echo Python 3.9.2; exit 1')

    done = install(tmp_path, "packages", str(old))

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "is Python 3.9.2" in done.stderr


def test_a_python_without_its_venv_module_is_one_sentence(tmp_path: Path) -> None:
    bare = a_program(tmp_path, "python3-bare", 'case "$2" in *ensurepip*) exit 1;; esac')

    done = install(tmp_path, "packages", str(bare))

    assert done.returncode == 1
    assert done.stderr == "Python's venv module is needed; on Debian: apt-get install python3-venv\n"


@pytest.mark.slow
def test_no_network_is_one_sentence_and_the_next_try_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "requirements-dev.txt").write_text(SIX)

    done = install(
        tmp_path,
        "packages",
        sys.executable,
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_CONFIG_FILE=os.devnull,
        PIP_RETRIES="0",
        PIP_NO_CACHE_DIR="1",
    )

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "The packages could not be fetched: the package index cannot be reached. Connect to the network and try again."
    ]
    assert not (tmp_path / ".venv" / "installed").exists()


def test_without_the_right_to_install_chromium_there_is_one_sentence(tmp_path: Path) -> None:
    a_program(tmp_path, "id", "echo 1000")

    done = install(tmp_path, "chromium", path=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr == "The browser tests need Chromium; on Debian: sudo apt-get install chromium\n"


def test_chromium_that_cannot_be_fetched_is_one_sentence(tmp_path: Path) -> None:
    a_program(tmp_path, "id", "echo 0")
    a_program(tmp_path, "apt-get", "echo much; exit 100")

    done = install(tmp_path, "chromium", path=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "Chromium could not be installed: apt-get cannot fetch it. Connect to the network and try again."
    ]


def test_chromium_that_is_there_is_left_alone(tmp_path: Path) -> None:
    a_program(tmp_path, "chromium", "exit 1")

    done = install(tmp_path, "chromium", path=str(tmp_path))

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_make_alone_lists_its_targets() -> None:
    done = subprocess.run(["make", "--no-print-directory"], cwd=PROJECT, capture_output=True, text=True, check=True)

    listed = [line.split()[1] for line in done.stdout.splitlines()]
    measures = ["bench", "bench-search", "bench-mail", "queue-day", "corpus"]
    assert listed == ["help", "run", "test", "test-slow", "check", "package", *measures, "voice", "clean"]
