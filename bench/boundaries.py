"""Where a request for a copy by mail is looked at on its way: the service's own calls, each noted as it passes."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.endpoint import Endpoint
from moto.sqs.models import Queue

from bench.stages import Stage, Stopwatch
from chalicelib.catalogue.masters import MastersBucket
from chalicelib.delivery import arrival, codes, letters, marking
from chalicelib.delivery.copies import CopiesBucket
from chalicelib.delivery.mail import SesMailer
from infra.local.outbox import Outbox

ASKED = "asked"
KEPT = "kept"
STAGES = (
    Stage("job", "POST: the request is checked and committed"),
    Stage("told", "the job's object is put, S3 tells the queue", stand_in=True),
    Stage("marking", "the queue, until a worker has the job", stand_in=True),
    Stage("template", "marking: claim, contact, title; the template is loaded"),
    Stage("tail", "marking: the tail is drawn and checked"),
    Stage("arrived", "marking: S3 joins prefix and tail, and tells the queue"),
    Stage("delivery", "the queue, until a worker has the copy", stand_in=True),
    Stage("readied", "delivery: the copy is looked at, the request made ready"),
    Stage("composed", "delivery: the link is made, the letter composed"),
    Stage("claimed", "delivery: the claim"),
    Stage(KEPT, "delivery: the mail service's call, until the outbox has it", stand_in=True),
)
_TOLD = re.compile(r"(requests|copies)(?:/|%2F)([0-9a-f]{32})")

Around = Callable[[Callable[..., Any]], Callable[..., Any]]


@contextmanager
def noting(watch: Stopwatch) -> Iterator[None]:
    """Inside its block every request is noted; begin it before the service starts."""
    with contextlib.ExitStack() as open_:
        for owner, name, around in (
            (CopiesBucket, "start_job", _on_call(lambda _self, request_id: watch.note("job", request_id))),
            (Queue, "add_message", _on_call(lambda _self, message: _told(watch, message.body))),
            (marking, "mark_copy", _on_call(lambda _ports, request_id: _begun(watch, "marking", request_id))),
            (MastersBucket, "template", _on_return(watch, "template")),
            (marking, "mark", _on_return(watch, "tail")),
            (arrival, "deliver_copy", _on_call(lambda _, key: _begun(watch, "delivery", codes.request_of_copy(key)))),
            (letters, "prepare", _on_call(lambda *_: watch.note("readied"))),
            (letters, "prepare", _on_return(watch, "composed")),
            (SesMailer, "send", _on_call(lambda *_: watch.note("claimed"))),
            (Outbox, "keep", _on_return(watch, KEPT)),
            (Endpoint, "_do_get_response", functools.partial(_waiting, watch)),
        ):
            open_.enter_context(patch.object(owner, name, around(getattr(owner, name))))
        yield


def _on_call(seen: Callable[..., None]) -> Around:
    def around(call: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(call)
        def noted(*args: Any, **named: Any) -> Any:
            seen(*args)
            return call(*args, **named)

        return noted

    return around


def _on_return(watch: Stopwatch, boundary: str) -> Around:
    def around(call: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(call)
        def noted(*args: Any, **named: Any) -> Any:
            answer = call(*args, **named)
            watch.note(boundary)
            return answer

        return noted

    return around


def _waiting(watch: Stopwatch, call: Callable[..., Any]) -> Callable[..., Any]:
    """Between the client's request leaving and its answer: here the stand-in, in the cloud network and service."""

    @functools.wraps(call)
    def timed(*args: Any) -> Any:
        begun = watch.clock()
        try:
            return call(*args)
        finally:
            watch.waited(begun)

    return timed


def _begun(watch: Stopwatch, boundary: str, request_id: str | None) -> None:
    if request_id:
        watch.begin(request_id)
        watch.note(boundary, request_id)


def _told(watch: Stopwatch, body: str) -> None:
    """A queue was told of an object; what it says is S3's event."""
    if found := _TOLD.search(body):
        watch.note("told" if found[1] == "requests" else "arrived", found[2])
