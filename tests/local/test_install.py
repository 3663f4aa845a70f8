"""What `make` installs, and the one sentence with which each way to fail ends."""

import os
import shutil
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from infra.pdfjs import NotThePackage, integrity_of, unpack

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


def without_npm(folder: Path) -> str:
    """A PATH with what the script needs and nothing else."""
    for name in ("sh", "dirname", "mktemp", "rm", "grep", "head", "tail"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return str(folder)


def with_python(folder: Path) -> None:
    """As `install.sh packages` leaves it."""
    (folder / ".venv").symlink_to(Path(sys.prefix))


def test_another_package_than_the_pinned_one_is_not_taken(tmp_path: Path) -> None:
    with_python(tmp_path)
    shown = tmp_path / "web" / "pdfjs"
    shown.mkdir(parents=True)
    (shown / "version.txt").write_text("pdfjs-dist 1.0.0\n")
    a_program(
        tmp_path, "npm", 'while [ "$1" != --pack-destination ]; do shift; done; echo other >"$2/pdfjs-dist-6.5.438.tgz"'
    )

    done = install(tmp_path, "reader", path=f"{tmp_path}:{os.environ['PATH']}")

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "What was fetched as pdfjs-dist 6.5.438 is not taken: it is not the one that infra/pdfjs.txt names"
    ]
    assert not (shown / "version.txt").exists(), "the next try begins anew"


def test_a_registry_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    with_python(tmp_path)
    a_program(tmp_path, "npm", "echo 'npm error code ECONNREFUSED'; exit 1")

    done = install(tmp_path, "reader", path=f"{tmp_path}:{os.environ['PATH']}")

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "pdfjs-dist could not be fetched: npm's registry cannot be reached. Connect to the network and try again."
    ]


@pytest.mark.slow
def test_a_machine_without_npm_that_cannot_borrow_one_says_so(tmp_path: Path) -> None:
    with_python(tmp_path)
    (tmp_path / "bin").mkdir()
    away = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}

    done = install(tmp_path, "reader", path=without_npm(tmp_path / "bin"), PIP_RETRIES="0", **away)

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "There is no npm here, and none could be fetched: the package index cannot be reached. "
        "Connect to the network and try again."
    ]


@pytest.mark.slow
def test_a_machine_without_npm_borrows_one_and_shows_publications(tmp_path: Path) -> None:
    with_python(tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "web").mkdir()

    done = install(tmp_path, "reader", path=without_npm(tmp_path / "bin"))

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "web" / "pdfjs" / "version.txt").read_text() == "pdfjs-dist 6.5.438\n"
    assert (tmp_path / "web" / "pdfjs" / "pdf.worker.min.mjs").stat().st_size > 1_000_000


def a_package(folder: Path, *names: str) -> Path:
    file = folder / "package.tgz"
    with tarfile.open(file, "w:gz") as packed:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = len(name)
            packed.addfile(member, BytesIO(name.encode()))
    return file


NEEDED = ["legacy/build/pdf.min.mjs", "legacy/build/pdf.worker.min.mjs", "wasm/openjpeg_nowasm_fallback.js", "LICENSE"]


def test_only_what_the_reader_needs_is_unpacked(tmp_path: Path) -> None:
    more = ["wasm/openjpeg.wasm", "legacy/build/pdf.sandbox.min.mjs", "cmaps/../../out.bcmap", "cmaps/H.bcmap"]
    package = a_package(tmp_path, *(f"package/{name}" for name in NEEDED + more))

    unpack(package, integrity_of(package), tmp_path / "pdfjs")

    names = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()}
    assert names == {
        "package.tgz",
        "pdfjs/pdf.min.mjs",
        "pdfjs/pdf.worker.min.mjs",
        "pdfjs/decoders/openjpeg_nowasm_fallback.js",
        "pdfjs/LICENSE.txt",
        "pdfjs/cmaps/H.bcmap",
    }


def test_a_package_without_a_part_leaves_the_old_one(tmp_path: Path) -> None:
    old = tmp_path / "pdfjs"
    old.mkdir()
    package = a_package(tmp_path, *(f"package/{name}" for name in NEEDED[1:]))

    with pytest.raises(NotThePackage, match=r"no pdf\.min\.mjs"):
        unpack(package, integrity_of(package), old)

    assert old.is_dir()


def test_without_the_right_to_install_chromium_there_is_one_sentence(tmp_path: Path) -> None:
    a_program(tmp_path, "id", "echo 1000")

    done = install(tmp_path, "chromium", path=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr == "The browser tests need Chromium; on Debian: sudo apt-get install chromium-headless-shell\n"


def test_chromium_that_cannot_be_fetched_is_one_sentence(tmp_path: Path) -> None:
    a_program(tmp_path, "id", "echo 0")
    a_program(tmp_path, "apt-get", "echo much; exit 100")

    done = install(tmp_path, "chromium", path=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "Chromium could not be installed: apt-get cannot fetch it. Connect to the network and try again."
    ]


def test_headless_shell_that_is_there_is_left_alone(tmp_path: Path) -> None:
    a_program(tmp_path, "chromium-headless-shell", "exit 1")

    done = install(tmp_path, "chromium", path=str(tmp_path))

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("user", ["0", "1000"])
def test_whole_chromium_serves_where_its_headless_shell_cannot_be_had(tmp_path: Path, user: str) -> None:
    a_program(tmp_path, "id", f"echo {user}")
    a_program(tmp_path, "apt-get", "exit 100")
    a_program(tmp_path, "chromium", "exit 1")

    done = install(tmp_path, "chromium", path=str(tmp_path))

    assert done.returncode == 0
    assert "could not" not in done.stderr


def test_make_alone_lists_its_targets() -> None:
    done = subprocess.run(["make", "--no-print-directory"], cwd=PROJECT, capture_output=True, text=True, check=True)

    listed = [line.split()[1] for line in done.stdout.splitlines()]
    measures = ["bench", "bench-search", "bench-mail", "bench-reports", "queue-day", "corpus"]
    assert listed == ["help", "run", "test", "test-slow", "check", "package", *measures, "voice", "clean"]
