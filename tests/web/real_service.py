"""The service as `make run` starts it, with one small publication in it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.office import a_pdf

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120
TITLE = "Kecamatan Banjarmasin Utara Dalam Angka 2024"


@dataclass(frozen=True)
class Service:
    """A running service: what it wrote into access.json, and its folder of the run."""

    access: dict[str, Any]
    folder: Path

    @property
    def url(self) -> str:
        return str(self.access["base_url"])

    @property
    def kiosk(self) -> str:
        """The address that registers a browser as the kiosk."""
        return f"{self.url}/kiosk/#{self.access['kiosk_token']}"

    @property
    def outbox(self) -> list[Path]:
        """The mails that were sent, oldest first."""
        return sorted((self.folder / "outbox").glob("*.eml"))


@contextmanager
def running_service(folder: Path) -> Iterator[Service]:
    """`python -m infra.local` on a free port with its own folder; ended as by Ctrl-C, which must be clean."""
    shelf = folder / "publications"
    shelf.mkdir()
    (shelf / f"{TITLE}.pdf").write_bytes(a_pdf(pages=6))
    home = folder / "local"
    environment = os.environ | {"PORT": "0", "LOCAL_DIR": str(home), "PUBLICATIONS": str(shelf)}
    with (folder / "service.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "infra.local"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            yield Service(_access(home, process, folder / "service.log"), home)
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(PATIENCE_SECONDS)
    assert code == 0


def _access(home: Path, process: subprocess.Popen[bytes], log: Path) -> dict[str, Any]:
    """What the service says of itself, once it does."""
    file, until = home / "access.json", time.monotonic() + PATIENCE_SECONDS
    while not file.exists():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.05)
    return dict(json.loads(file.read_text()))
