"""Breaks one call to AWS, as networks, services and killed functions break them.

Every call of this process passes one point of the emulation. There the calls are counted, and one of them is broken.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any, Literal, TypeVar
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from botocore import endpoint
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from moto.core.botocore_stubber import BotocoreStubber

Mode = Literal["kill_before", "kill_after", "refuse", "lost", "reset", "cut", "error_inside"]
MODES: tuple[Mode, ...] = ("kill_before", "kill_after", "refuse", "lost", "reset", "cut")
"""Killed before or after the call; refused without effect; done but its answer lost; the connection closed before it;
done but its answer lost and no network from then on, so that no retry helps. `error_inside` is S3's own: a long call
begins its answer with 200 and then says in it that nothing came of it."""

LEAN: Mode = "kill_after"
"""The one that leaves most undone: the others are its neighbours, and run in the slow lane."""

every_mode = pytest.mark.parametrize(
    "mode", [mode if mode == LEAN else pytest.param(mode, marks=pytest.mark.slow) for mode in MODES]
)

Response = tuple[int, dict[str, str], str | bytes]
T = TypeVar("T")


class Killed(BaseException):
    """The function ends here, as when Lambda kills it: nothing that catches exceptions sees it, nobody is answered."""


class Wire:
    """What went over the wire: the names of all calls in order, the bytes that each moved there and back, and the waits
    (seconds) that retries asked for."""

    def __init__(self, mode: Mode | None, at: int) -> None:
        self.calls: list[str] = []
        self.moved: list[int] = []
        self.waits: list[float] = []
        self._mode, self._at = mode, at
        self._real: Callable[..., Response | None] = BotocoreStubber.process_request

    def process(self, stubber: Any, request: AWSPreparedRequest) -> Response | None:
        self.calls.append(name_of(request))
        if self._mode == "cut" and len(self.calls) > self._at:
            raise ConnectionClosedError(endpoint_url=request.url)
        if self._mode is None or len(self.calls) != self._at:
            return self._answered(stubber, request)
        return self._broken(self._mode, stubber, request)

    def _answered(self, stubber: Any, request: AWSPreparedRequest) -> Response | None:
        answer = self._real(stubber, request)
        self.moved.append(int(request.headers.get("Content-Length", 0)) + (len(answer[2]) if answer else 0))
        return answer

    def _broken(self, mode: Mode, stubber: Any, request: AWSPreparedRequest) -> Response | None:
        if mode == "kill_before":
            raise Killed
        if mode == "reset":
            raise ConnectionClosedError(endpoint_url=request.url)
        if mode == "refuse":
            return _refusal(request)
        if mode == "error_inside":
            return 200, {}, "<Error><Code>InternalError</Code><Message>Please try again.</Message></Error>"
        self._real(stubber, request)
        if mode == "kill_after":
            raise Killed
        raise ReadTimeoutError(endpoint_url=request.url)


@contextmanager
def broken(mode: Mode | None = None, at: int = 0) -> Iterator[Wire]:
    """The `at`-th call from here on (from 1) is broken; without a mode calls are only counted. Retries do not wait."""
    wire = Wire(mode, at)

    def process(stubber: Any, request: AWSPreparedRequest) -> Response | None:
        return wire.process(stubber, request)

    with (
        patch.object(BotocoreStubber, "process_request", process),
        patch.object(endpoint, "time", SimpleNamespace(sleep=wire.waits.append)),
    ):
        yield wire


def calls_of(act: Callable[[], object]) -> list[str]:
    """The calls of an act that nothing breaks."""
    with broken() as wire:
        act()
    return wire.calls


def broken_off(act: Callable[[], T], mode: Mode, at: int) -> T | None:
    """What the act still answered although its `at`-th call was broken; None where it was killed."""
    with broken(mode, at), suppress(Killed):
        return act()
    return None


def name_of(request: AWSPreparedRequest) -> str:
    """`GetItem`, `SendMessage`, or for REST APIs the method and the first two parts of the path."""
    target: Any = request.headers.get("X-Amz-Target")
    if isinstance(target, bytes):
        target = target.decode()
    if target:
        return str(target).rpartition(".")[2]
    return f"{request.method} {'/'.join(urlsplit(request.url).path.split('/')[:3])}"


def _refusal(request: AWSPreparedRequest) -> Response:
    """`Access denied`, which no SDK retries, in the words of the service that was asked."""
    if request.headers.get("X-Amz-Target"):
        return 400, {}, json.dumps({"__type": "AccessDeniedException", "message": "Not authorized"})
    if "/v2/email/" in request.url or "/v1/whatsapp/" in request.url:
        return 403, {"x-amzn-errortype": "AccessDeniedException"}, json.dumps({"message": "Not authorized"})
    if request.method == "HEAD":
        return 403, {}, ""
    return 403, {}, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
