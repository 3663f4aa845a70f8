"""However fetching ends, staff read why and what to do, and nobody reads the key: in no log, report, row or error."""

from __future__ import annotations

import json
import logging
import socket
import traceback
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any, get_args

import msgspec
import pytest

from chalicelib.imports.bps import Trouble, WebApiTrouble
from chalicelib.imports.parameters import Secret
from chalicelib.imports.webapi import BpsWebApi
from chalicelib.wording import LANGUAGES, Language, say
from tests.audit import everything
from tests.imports.conftest import Fetching
from tests.imports.webapi_double import KEY, Said, WebApiDouble, an_item
from tests.office import Office

PAGE = {"page": 1, "pages": 1, "per_page": 10, "count": 0, "total": 0}
JSON_OF_NO_KIND: list[dict[str, Any]] = [
    {"data": 1},
    {"data": [PAGE]},
    {"data": [PAGE, "x"]},
    {"data": [{**PAGE, "pages": "banyak"}, []]},
]
ANSWERS: list[tuple[Said, Trouble]] = [
    ((403, b"<html>Forbidden " + KEY.encode(), {}), "webapi-key-refused"),
    ((200, {"status": "Error", "message": f"Key {KEY} is not valid"}, {}), "webapi-key-refused"),
    ((200, {"status": "Error", "message": "There is something wrong!"}, {}), "webapi-error"),
    ((200, b"<html>Sedang dirawat", {}), "webapi-not-json"),
    ((200, b"\xff[" * 3000, {}), "webapi-not-json"),
    ((302, b"", {"Location": "http://127.0.0.1:9/v1/"}), "webapi-moved"),
    ((404, b"", {}), "webapi-error"),
    ((429, {"status": "Error"}, {}), "webapi-busy"),
    ((503, b"", {}), "webapi-busy"),
    ((200, b"x", {"Content-Length": "9"}), "webapi-unreachable"),
    *(
        ((200, {"status": "OK", "data-availability": "available", **body}, {}), "webapi-unknown-shape")
        for body in JSON_OF_NO_KIND
    ),
]


class Everything(logging.Handler):
    """Whatever is logged anywhere, at any level, with the text of exceptions and of what led to them."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        while error:
            self.text += "".join(traceback.format_exception(error))
            error = error.__cause__ or error.__context__
        self.text += f"{record.getMessage()} {vars(record)}"


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    root, handler = logging.getLogger(), Everything()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    quiet = [logging.getLogger(name) for name in ("botocore", "boto3")]  # They tell their answers only to who debugs.
    levels = [one.level for one in quiet]
    for one in quiet:
        one.setLevel(logging.INFO)

    def text() -> str:
        said = capsys.readouterr()
        return handler.text + said.out + said.err

    yield text
    root.removeHandler(handler)
    root.setLevel(level)
    for one, before in zip(quiet, levels, strict=True):
        one.setLevel(before)


def check_secrecy(fetching: Fetching, text: str) -> None:
    assert text
    assert KEY not in text
    assert KEY not in json.dumps(fetching.report())
    assert KEY not in str(everything(fetching.office))


def test_whatever_the_webapi_answers_staff_read_why_and_nobody_the_key(
    fetching: Fetching, logged: Callable[[], str]
) -> None:
    for said, code in ANSWERS:
        fetching.webapi.odd = lambda _, said=said: said  # type: ignore[misc]
        report = fetching.fetch()

        assert (report["state"], report["reason_code"]) == ("failed", code), said
        assert report["reason"] == say(code)
        assert say(code, "en").endswith(".")
    check_secrecy(fetching, logged())


def test_nobody_there_is_told_too_and_so_is_a_key_that_is_none(fetching: Fetching, logged: Callable[[], str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    settings = fetching.office.ports.settings
    fetching.office.ports.settings = msgspec.structs.replace(settings, webapi_url=f"http://127.0.0.1:{port}")
    unreachable = fetching.fetch()["reason_code"]
    fetching.store_key(f"{KEY}/../{KEY}")
    unusable = fetching.fetch()["reason_code"]

    assert (unreachable, unusable) == ("webapi-unreachable", "webapi-key-unusable")
    check_secrecy(fetching, logged())


def test_without_a_key_staff_are_told_to_have_it_stored_and_nobody_is_asked(
    office: Office, webapi: WebApiDouble
) -> None:
    fetching = Fetching(office, webapi)

    report = fetching.fetch()

    assert (report["state"], report["reason_code"], webapi.asked) == ("failed", "webapi-key-missing", [])
    assert "parameter store" in report["reason"]


def test_passing_trouble_is_waited_out(fetching: Fetching) -> None:
    fetching.webapi.items, busy = [an_item(1)], [503, 429]
    fetching.webapi.odd = lambda _: (busy.pop(), b"", {}) if busy else None

    report = fetching.fetch()

    assert (report["state"], report["added"]) == ("done", 1)
    assert fetching.waits[:5] == [1.0, 2.0, 1.0, 5.0, 1.0]


def test_trouble_of_the_connection_has_no_cause_that_holds_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise TimeoutError(f"GET /v1/api/key/{KEY}/")

    monkeypatch.setattr(HTTPConnection, "request", fails)

    with pytest.raises(WebApiTrouble) as caught:
        BpsWebApi("http://127.0.0.1:9", lambda _: None).page("6371", 1, Secret(KEY))

    assert caught.value.code == "webapi-too-slow"
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert KEY not in repr(caught.value)
    assert repr(Secret(KEY)) == "Secret(…)"


def test_answer_that_comes_byte_by_byte_or_without_end_is_given_up(webapi: WebApiDouble) -> None:
    webapi.odd = lambda call: (200, b"0" * (5_000_000 if call.endswith("/2") else 3), {})
    ticks = iter(range(0, 1000, 11))

    codes = []
    for page, clock in ((1, lambda: next(ticks)), (2, lambda: 0.0)):
        with pytest.raises(WebApiTrouble) as caught:
            BpsWebApi(webapi.url, lambda _: None, clock).page("6371", page, Secret(KEY))
        codes.append(caught.value.code)

    assert codes == ["webapi-too-slow", "webapi-unreachable"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trouble_has_its_sentence(language: Language) -> None:
    for code in get_args(Trouble):
        assert say(code, language)
