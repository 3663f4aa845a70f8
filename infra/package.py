"""Makes the deployable folder: `python -m infra.package` writes sam.json and deployment.zip to build/package/.

Chalice packages for the interpreter it runs under, so this must run in the project's virtual environment.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "build" / "package"
REGION = "ap-southeast-3"
"""Jakarta. Packaging needs some Region for the names of service principals; deploying may choose another."""

SERVICES = {"cognito-idp", "dynamodb", "s3", "sesv2", "socialmessaging", "sqs", "ssm", "sts"}
"""What botocore must be able to call; the descriptions of some 400 other services are 15 MB of zip."""

MOST_BYTES = 40 * 1024 * 1024
LAMBDA_GLIBC = (2, 26) if sys.version_info < (3, 12) else (2, 34)
"""The C library of the runtime: Amazon Linux 2 up to Python 3.11, Amazon Linux 2023 from 3.12."""

NEVER_PACKED = re.compile(r"(^|/)(tests?|moto|pytest|__pycache__)/|\.pyc$|(^|/)\.")
_BOTOCORE_SERVICE = re.compile(r"botocore/data/([^/]+)/")
_GLIBC = re.compile(rb"GLIBC_(\d+)\.(\d+)")
_EPOCH = (1980, 1, 1, 0, 0, 0)


class NotDeployable(Exception):
    """What was packaged must not be deployed; names every fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def package(folder: Path = FOLDER, project: Path = PROJECT) -> Path:
    """The folder with `sam.json` and `deployment.zip`; the same sources and wheels give the same bytes.

    Raises NotDeployable when the zip would not run on Lambda.
    """
    shutil.rmtree(folder, ignore_errors=True)
    _run_chalice(folder, project)
    _as_json(folder / "sam.yaml", folder / "sam.json")
    _slimmed(folder / "deployment.zip")
    faults = faults_of(folder / "deployment.zip", project)
    if faults:
        raise NotDeployable(faults)
    return folder


def _run_chalice(folder: Path, project: Path) -> None:
    chalice = [sys.executable, "-c", "from chalice.cli import main; main()", "--project-dir", str(project)]
    merged = ["--merge-template", str(project / "infra" / "app.yaml")]
    environment = os.environ | {"AWS_DEFAULT_REGION": REGION}
    subprocess.run(  # noqa: S603
        [*chalice, "package", "--stage", "prod", *merged, str(folder)],
        env=environment,
        cwd=project,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _as_json(made: Path, wanted: Path) -> None:
    """YAML that chalice merges shares equal parts by aliases, which CloudFormation refuses; JSON has none."""
    quickest = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    template: dict[str, Any] = yaml.load(made.read_text(encoding="utf-8"), quickest)  # noqa: S506 - a SafeLoader
    wanted.write_text(json.dumps(template, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    made.unlink()


def _slimmed(archive: Path) -> None:
    """Rewrites the zip without what Lambda never calls, in one order and with one date, so that it is reproducible."""
    slim = archive.with_suffix(".slim")
    with (
        zipfile.ZipFile(archive) as source,
        zipfile.ZipFile(slim, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in sorted(filter(_is_wanted, source.namelist())):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    slim.replace(archive)


def _is_wanted(name: str) -> bool:
    """Neither folders, nor what Python compiled while the app ran here, nor services that are never called."""
    service = _BOTOCORE_SERVICE.match(name)
    return not name.endswith(("/", ".pyc")) and (service is None or service[1] in SERVICES)


def faults_of(archive: Path, project: Path) -> list[str]:
    """Everything about the zip that would keep it from running on Lambda, in sentences."""
    with zipfile.ZipFile(archive) as packed:
        checks: tuple[Callable[[zipfile.ZipFile], Iterator[str]], ...] = (_built_here, _too_new, _never_packed)
        found = [fault for check in checks for fault in check(packed)]
        found += _missing(set(packed.namelist()), project)
    if (size := archive.stat().st_size) > MOST_BYTES:
        found.append(f"The zip has {size:,} bytes, more than {MOST_BYTES:,}.")
    return found


def _built_here(packed: zipfile.ZipFile) -> Iterator[str]:
    """A wheel built from source on this machine is bound to its libraries and tagged plainly linux."""
    for name in packed.namelist():
        if name.endswith(".dist-info/WHEEL") and re.search(rb"-linux_\w+$", packed.read(name), re.MULTILINE):
            yield f"{name} was built on this machine; pin a version that has a manylinux wheel."


def _too_new(packed: zipfile.ZipFile) -> Iterator[str]:
    for name in packed.namelist():
        if re.search(r"\.so(\.|$)", name):
            asked = max(((int(a), int(b)) for a, b in _GLIBC.findall(packed.read(name))), default=(0, 0))
            if asked > LAMBDA_GLIBC:
                yield f"{name} asks for glibc {asked[0]}.{asked[1]}; Lambda has {LAMBDA_GLIBC[0]}.{LAMBDA_GLIBC[1]}."


def _never_packed(packed: zipfile.ZipFile) -> Iterator[str]:
    for name in packed.namelist():
        if NEVER_PACKED.search(name):
            yield f"{name} does not belong in the zip."


def _missing(packed: set[str], project: Path) -> Iterator[str]:
    """app.py and every file of chalicelib, its sentences, templates, fonts and units included."""
    ours = [file.relative_to(project).as_posix() for file in (project / "chalicelib").rglob("*") if file.is_file()]
    for name in ["app.py", *ours]:
        if name not in packed and not NEVER_PACKED.search(name):
            yield f"{name} is missing in the zip."


def main() -> int:
    """Packages, and says what was made and what to do with it."""
    started = time.monotonic()
    try:
        folder = package()
    except subprocess.CalledProcessError:
        sys.stderr.write("Chalice could not package the app; its own words stand above.\n")
        return 1
    except NotDeployable as error:
        sys.stderr.write(f"Not deployable:\n{error}\n")
        return 1
    size = (folder / "deployment.zip").stat().st_size
    sys.stdout.write(
        f"{folder.relative_to(PROJECT)}/deployment.zip  {size / 1e6:.1f} MB\n"
        f"{folder.relative_to(PROJECT)}/sam.json\n"
        f"Packaged in {time.monotonic() - started:.0f} s for Python {sys.version_info[0]}.{sys.version_info[1]}. "
        "Next: docs/deploy.md, step 3.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
