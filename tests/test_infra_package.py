"""The zip that Lambda would get: what is in it, what is not, and that it starts on its own."""

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from chalicelib.settings import Settings
from infra.package import MOST_BYTES, PROJECT, _slimmed, faults_of
from infra.package import package as make_package
from tests.office import a_pdf

pytest_plugins = ["tests.packaged"]

Pack = Callable[..., Path]


def test_zip_is_fit_for_lambda(package: Path) -> None:
    assert faults_of(package / "deployment.zip", PROJECT) == []


def test_zip_leaves_room_to_grow(package: Path) -> None:
    assert (package / "deployment.zip").stat().st_size < MOST_BYTES * 3 / 4


def test_zip_holds_the_app_and_the_files_that_it_reads(package: Path) -> None:
    with zipfile.ZipFile(package / "deployment.zip") as packed:
        names = set(packed.namelist())
    ours = {name for name in names if name.startswith("chalicelib/")}

    assert "app.py" in names
    assert {"chalicelib/units/6371.toml", "chalicelib/delivery/templates/copy.html"} <= ours
    assert any(name.startswith("chalicelib/wording/") and name.endswith(".toml") for name in ours)
    assert any(name.endswith(".ttf") for name in ours)


def test_development_stays_at_home(package: Path) -> None:
    with zipfile.ZipFile(package / "deployment.zip") as packed:
        roots = {name.split("/")[0] for name in packed.namelist()}

    assert roots.isdisjoint({"tests", "infra", "web", "moto", "pytest", "mypy", "ruff", "playwright", ".chalice"})


@pytest.mark.slow
def test_packaging_again_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    again = make_package(tmp_path / "again")

    digests = {
        name: [hashlib.sha256((folder / name).read_bytes()).hexdigest() for folder in (package, again)]
        for name in ("deployment.zip", "sam.json")
    }

    assert all(first == second for first, second in digests.values()), digests


@pytest.fixture(scope="module")
def unpacked(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip as Lambda lays it out."""
    folder = tmp_path_factory.mktemp("unpacked")
    zipfile.ZipFile(package / "deployment.zip").extractall(folder)
    return folder


def run_alone(unpacked: Path, program: str, **environment: str) -> tuple[int, str]:
    """Runs a program with nothing but Python and the zip: exit code and what it complained of."""
    run = subprocess.run(
        [sys.executable, "-S", "-W", "error", "-c", program],
        env=environment | {"PYTHONPATH": str(unpacked)},
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stderr


def test_zip_starts_alone_and_knows_every_service_it_calls(unpacked: Path) -> None:
    names = [field.encode_name for field in msgspec.structs.fields(Settings)]
    environment = {name: name.lower() for name in names} | {
        "UNITS": "6371",
        "JWKS_URL": "https://keys.example",
        "HOURS": "unit",
        "AWS_DEFAULT_REGION": "ap-southeast-3",
        "AWS_REGION": "ap-southeast-3",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
    }
    made = "[getattr(ports(), name) for name in dir(Ports) if not name.startswith('__')]"
    program = f"import app; from chalicelib.wiring import Ports, ports; {made}"

    assert run_alone(unpacked, program, **environment) == (0, "")


def test_zip_prepares_a_master_alone(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "book.pdf").write_bytes(a_pdf(pages=3))
    program = f"""
from chalicelib.catalogue.workshop import Workshop
with open({str(tmp_path / "book.pdf")!r}, "rb") as book:
    assert Workshop(measured=print).prepare(book).pages == 3
"""

    assert run_alone(unpacked, program) == (0, "")


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """A small zip for a project whose only file is app.py."""
    (tmp_path / "app.py").touch()

    def packed(**files: bytes) -> Path:
        archive = tmp_path / "deployment.zip"
        with zipfile.ZipFile(archive, "w") as target:
            for name, content in ({"app.py": b""} | files).items():
                target.writestr(name, content)
        return archive

    return packed


def test_wheel_built_on_this_machine_is_found_out(pack: Pack, tmp_path: Path) -> None:
    built = b"Wheel-Version: 1.0\nTag: cp311-cp311-linux_x86_64\n"

    faults = faults_of(pack(**{"pillow-13.0.0.dist-info/WHEEL": built}), tmp_path)

    assert faults == [
        "pillow-13.0.0.dist-info/WHEEL was built on this machine; pin a version that has a manylinux wheel."
    ]


def test_manylinux_wheel_is_welcome(pack: Pack, tmp_path: Path) -> None:
    wheel = b"Tag: cp311-cp311-manylinux_2_17_x86_64\nTag: cp311-cp311-manylinux2014_x86_64\n"

    assert faults_of(pack(**{"pillow-12.2.0.dist-info/WHEEL": wheel}), tmp_path) == []


def test_library_for_a_newer_c_library_is_found_out(pack: Pack, tmp_path: Path) -> None:
    (fault,) = faults_of(pack(**{"PIL/_imaging.so": b"\0GLIBC_2.14\0GLIBC_2.99\0"}), tmp_path)

    assert fault.startswith("PIL/_imaging.so asks for glibc 2.99;")


def test_test_code_and_caches_are_found_out(pack: Pack, tmp_path: Path) -> None:
    strays = dict.fromkeys(("moto/s3.py", "tests/test_x.py", "x/__pycache__/y.pyc", ".env"), b"")

    faults = faults_of(pack(**strays), tmp_path)

    assert faults == [f"{name} does not belong in the zip." for name in strays]


def test_what_python_compiled_while_the_app_ran_here_is_left_out(pack: Pack) -> None:
    archive = pack(**{"chalicelib/__pycache__/unit.cpython-311.pyc": b"", "chalicelib/unit.py": b""})

    _slimmed(archive)

    with zipfile.ZipFile(archive) as packed:
        assert packed.namelist() == ["app.py", "chalicelib/unit.py"]


def test_file_that_the_app_reads_and_the_zip_lacks_is_found_out(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "chalicelib").mkdir()
    (tmp_path / "chalicelib" / "unit.toml").touch()

    assert faults_of(pack(), tmp_path) == ["chalicelib/unit.toml is missing in the zip."]


def test_zip_that_is_too_large_is_found_out(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.package.MOST_BYTES", 10)

    (fault,) = faults_of(pack(), tmp_path)

    assert fault.endswith("more than 10.")


def test_template_has_no_aliases_that_cloudformation_refuses(package: Path) -> None:
    assert not (package / "sam.yaml").exists()
    assert json.loads((package / "sam.json").read_text("utf-8"))["Transform"] == "AWS::Serverless-2016-10-31"
