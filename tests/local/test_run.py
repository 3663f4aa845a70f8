"""`python -m infra.local` as a real process: what it says, serves and writes, and how it ends."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.local.web import form, send

PROJECT = Path(__file__).parents[2]
STACK = (sys.executable, "-m", "infra.local")
PATIENCE = 120
"""Seconds after which a process that does not come up or end is given up."""


class Running:
    """A stack in a process of its own, with one publication of two pages."""

    def __init__(self, folder: Path, command: Sequence[str] = STACK, **more: str) -> None:
        self.home = folder / "local"
        shelf = folder / "shelf"
        if not shelf.exists():
            shelf.mkdir()
            a_book(shelf / "Kota Banjarmasin Dalam Angka 2026.pdf")
        own = {"LOCAL_DIR": str(self.home), "PUBLICATIONS": str(shelf), "PORT": "0", "HOURS": ""}
        self.process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=os.environ | own | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def access(self, folder: Path | None = None) -> Any:
        file = (folder or self.home) / "access.json"
        for _ in range(PATIENCE * 20):
            if file.exists():
                return json.loads(file.read_text(encoding="utf-8"))
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.05)
        raise AssertionError("It did not come up.")

    def stop(self, with_signal: int = signal.SIGINT) -> tuple[int, str, str]:
        self.process.send_signal(with_signal)
        said, complained = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said, complained

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def a_book(path: Path) -> None:
    canvas = Canvas(str(path))
    for page in ("satu", "dua"):
        canvas.drawString(100, 700, f"Halaman {page}")
        canvas.showPage()
    canvas.save()


def api(base: str, method: str, path: str, body: Any = None, token: str = "") -> Any:
    headers = {"Content-Type": "application/json", "Idempotency-Key": os.urandom(8).hex()}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return send(method, f"{base}/api{path}", headers, None if body is None else json.dumps(body).encode()).json()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("run"))
    yield running
    running.kill()


def test_it_writes_what_opens_its_doors_for_its_owner_alone(running: Running) -> None:
    told = running.access()

    assert set(told) == {"base_url", "kiosk_token", "onsite_code", "staff", "petugas"}
    assert set(told["staff"]) == set(told["petugas"]) == {"username", "password"}
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", told["base_url"])
    assert re.fullmatch(r"[\w-]{43}", told["kiosk_token"])
    assert re.fullmatch(r"6371-\w{4}-\w{4}", told["onsite_code"])
    assert stat.S_IMODE((running.home / "access.json").stat().st_mode) == 0o600


def test_both_accounts_sign_in_with_their_roles(running: Running) -> None:
    told = running.access()

    roles = [api(told["base_url"], "POST", "/staff/session", told[who])["role"] for who in ("staff", "petugas")]

    assert roles == ["kepala", "petugas"]


def test_the_publication_of_the_folder_is_in_the_catalogue(running: Running) -> None:
    [found] = api(running.access()["base_url"], "GET", "/publications")["items"]

    assert (found["title"], found["year"]) == ("Kota Banjarmasin Dalam Angka 2026", 2026)
    cover = send("GET", running.access()["base_url"].rstrip("/") + found["cover_url"])
    assert (cover.status, cover.headers["content-type"], cover.body[:2]) == (200, "image/jpeg", b"\xff\xd8")
    assert "immutable" in cover.headers["cache-control"]
    assert send("GET", running.access()["base_url"].rstrip("/") + "/covers/../uploads/x.jpg").status == 403
    assert (found["digital"], found["pages"]) == ("ready", 2)


def a_mailed_copy(running: Running, email: str = "sari@example.com", until: str = "delivered") -> tuple[str, str]:
    """A visitor who asked for a copy on screen and by mail, and what became of the mail: visit token and request id."""
    told = running.access()
    base = told["base_url"]
    entry = {"name": "Sari Dewi", "email": email, "services": ["digital"], "consents": []}
    token = api(base, "POST", "/visits", entry | {"language": "id"}, told["kiosk_token"])["visit_token"]
    [book] = api(base, "GET", "/publications?q=Banjarmasin")["items"]
    wanted = {"publication_id": book["publication_id"], "channels": ["app", "email"]}
    request = api(base, "POST", "/visit/requests", wanted, token)["request_id"]
    for _ in range(PATIENCE * 20):
        states = {
            d["channel"]: d["state"] for d in api(base, "GET", "/visit", None, token)["requests"][0]["deliveries"]
        }
        if states["email"] == until:
            return token, request
        time.sleep(0.05)
    raise AssertionError(f"The mail is {states['email']}.")


def test_a_visitor_who_asks_for_a_copy_gets_it_by_mail_and_on_screen(running: Running) -> None:
    base = running.access()["base_url"]
    token, request = a_mailed_copy(running)

    mails = send("GET", f"{base}/kotak-keluar/api/messages").json()["items"]
    opened = api(base, "POST", f"/visit/requests/{request}/open", {}, token)

    assert [mail["to"] for mail in mails] == ["sari@example.com"]
    assert {file.suffix for file in (running.home / "outbox").iterdir()} == {".eml"}
    assert send("GET", opened["url"]).body.startswith(b"%PDF-")
    assert send("GET", opened["url"].partition("?")[0]).status == 403


def test_a_mail_to_the_simulator_comes_back_and_its_mailbox_is_not_written_to_again(running: Running) -> None:
    told, email = running.access(), "bounce@simulator.amazonses.com"
    base = told["base_url"]
    token, _ = a_mailed_copy(running, email, until="bounced")
    [request] = api(base, "GET", "/visit", None, token)["requests"]

    wanted = {"publication_id": request["publication_id"], "channels": ["email"]}
    again = api(base, "POST", "/visit/requests", wanted, token)

    [mail] = [one for one in request["deliveries"] if one["channel"] == "email"]
    assert (mail["code"], request["offer"]) == ("address-bounced", "flashdisk")
    assert [fault["code"] for fault in again["errors"]] == ["address-bounced"]


def test_the_log_names_nobody(running: Running) -> None:
    a_mailed_copy(running)

    log = (running.home / "log" / "loket-pustaka.log").read_text(encoding="utf-8")

    assert '"outcome":"delivered"' in log
    assert not re.search(r"sari|example\.com|Bearer", log, re.IGNORECASE)


def test_staff_upload_a_file_and_learn_why_it_is_refused(running: Running) -> None:
    told = running.access()
    base = told["base_url"]
    token = api(base, "POST", "/staff/session", told["petugas"])["token"]
    made = api(base, "POST", "/staff/publications", {"title": "Bukan PDF", "year": 2026}, token)

    sent = send("POST", made["upload"]["url"], *form(made["upload"]["fields"], b"not a PDF"))

    assert sent.status == 201
    for _ in range(PATIENCE * 20):
        found = api(base, "GET", f"/staff/publications/{made['publication_id']}", None, token)
        if found["state"] == "refused":
            break
        time.sleep(0.05)
    assert found["state"] == "refused"


def test_past_days_are_put_away_without_anybody_asking(running: Running) -> None:
    running.access()
    log = running.home / "log" / "loket-pustaka.log"

    until(lambda: "day's end" in log.read_text(encoding="utf-8"))


def test_a_second_run_on_another_port_keeps_out_of_the_first_ones_folder(running: Running, tmp_path: Path) -> None:
    first = running.access()
    port = free_port()
    second = Running(tmp_path, LOCAL_DIR=str(running.home), PORT=str(port))
    try:
        told = second.access(running.home / str(port))
        code, said, _ = second.stop(signal.SIGTERM)
    finally:
        second.kill()

    assert told["base_url"] == f"http://127.0.0.1:{port}"
    assert str(running.home / str(port) / "access.json") in said
    assert code == 0
    assert running.access() == first
    assert send("GET", f"{first['base_url']}/api/health").json() == {"status": "ok"}


def test_a_port_in_use_is_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        other = Running(tmp_path, PORT=str(port))
        _, complained = other.process.communicate(timeout=PATIENCE)

    assert other.process.returncode == 1
    assert complained == f"Port {port} is in use; choose another one: make run PORT={port + 1}\n"


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"PORT": "http"}, "PORT=http is not a port number.\n"),
        ({"PORT": "70000"}, "PORT=70000 is not a port number.\n"),
        ({"HOURS": "never"}, "HOURS=never is neither unit nor always.\n"),
        ({"PUBLICATIONS": "/no/such/folder"}, "PUBLICATIONS=/no/such/folder is not a folder.\n"),
    ],
)
def test_a_choice_that_cannot_be_is_one_sentence(tmp_path: Path, choice: dict[str, str], sentence: str) -> None:
    other = Running(tmp_path, **choice)

    _, complained = other.process.communicate(timeout=PATIENCE)

    assert (other.process.returncode, complained) == (1, sentence)


def test_ctrl_c_ends_it_cleanly_and_nothing_of_the_run_is_left(tmp_path: Path) -> None:
    one = Running(tmp_path)
    base = one.access()["base_url"]

    code, said, complained = one.stop()

    assert code == 0
    assert f"{base}/kiosk/#" in said
    assert re.search(rf"{base}/tamu/#6371-\w{{4}}-\w{{4}}\n", said)
    assert "All data lives in memory and is gone after the stop." in said
    assert "Traceback" not in complained
    assert sorted(path.name for path in one.home.iterdir() if path.is_file()) == ["lock"]
    assert not (one.home / "outbox").exists()


def test_a_stop_that_comes_during_the_start_is_obeyed_at_once(tmp_path: Path) -> None:
    early = Running(tmp_path)
    until(lambda: catches(early.process.pid, signal.SIGTERM))

    code, said, complained = early.stop(signal.SIGTERM)

    assert (code, said, complained) == (0, "", "")


@pytest.mark.parametrize(
    "ended_by",
    [
        signal.SIGINT,
        pytest.param(signal.SIGTERM, marks=pytest.mark.slow),
        pytest.param(signal.SIGKILL, marks=pytest.mark.slow),
    ],
)
def test_a_signal_that_reaches_make_alone_ends_it_too(tmp_path: Path, ended_by: int) -> None:
    (tmp_path / "Makefile").write_text(f"run:\n\t@exec {sys.executable} -m infra.local\n")
    one = Running(tmp_path, command=["make", "-f", str(tmp_path / "Makefile"), "run"])
    base = one.access()["base_url"]

    one.process.send_signal(ended_by)
    one.process.wait(PATIENCE)

    until(lambda: not (one.home / "access.json").exists())
    until(lambda: not answers(base))
    one.process.communicate(timeout=PATIENCE)


def until(true: Callable[[], bool]) -> None:
    for _ in range(PATIENCE * 20):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("It did not come true.")


def catches(process: int, number: int) -> bool:
    """Whether a process has a handler of its own for a signal."""
    status = Path(f"/proc/{process}/status").read_text()
    caught = next(int(line.split()[1], 16) for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(caught >> (number - 1) & 1)


def answers(base: str) -> bool:
    try:
        return send("GET", f"{base}/").status == 200
    except OSError:
        return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
