"""What happens at the office how often, and how each request comes: once, twice, twice at once, or after a kill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

from botocore.awsrequest import AWSPreparedRequest
from hypothesis import strategies as st
from moto.core.botocore_stubber import BotocoreStubber

from tests.faults import Mode, Response, broken_off
from tests.office import Reply

Send = Callable[[], Reply]
HOW_OFTEN = {
    "issue": 4,
    "enter_from_paper": 1,
    "call": 6,
    "move_as_allowed": 9,
    "move_at_random": 4,
    "move_too_late": 1,
    "click_with_an_old_page": 1,
    "give_up_on": 2,
    "undo_in_the_last_moment": 1,
    "cancel": 1,
    "finish_visit": 1,
    "note": 2,
    "jump": 3,
    "pass_midnight": 1,
}
"""What happens, and how often next to the rest."""


class How(NamedTuple):
    """What becomes of the first attempt. `at` is the call to AWS before or after which it is killed or overtaken."""

    twice: bool = False
    mode: Mode | None = None
    overtaken: bool = False
    at: int = 0

    def sent(self, send: Send) -> Reply:
        """The last answer."""
        if self.overtaken:
            return _last_of_two_at_once(send, self.at)
        if self.mode:
            broken_off(send, self.mode, self.at)
        elif self.twice:
            send()
        return send()

    @property
    def once(self) -> bool:
        return self == ONCE


ONCE = How()
AT = st.integers(1, 6)
KILLS: tuple[Mode, ...] = ("kill_before", "kill_after")
KILLED = st.tuples(st.sampled_from(KILLS), AT).map(lambda drawn: How(mode=drawn[0], at=drawn[1]))
OVERTAKEN = AT.map(lambda at: How(overtaken=True, at=at))
HOW = st.one_of(st.just(ONCE), st.just(How(twice=True)), KILLED, OVERTAKEN)


def _last_of_two_at_once(send: Send, at: int) -> Reply:
    """Of a move that two make at once, one hears that it was made and the other that it was not."""
    first: list[Reply] = []
    with overtaking(lambda: first.append(send()), at):
        reply = send()
    made = [one for one in (*first, reply) if one.status == 200 and "revision" in one.json]
    assert len(made) < 2, "made twice"
    return reply


@contextmanager
def overtaking(act: Callable[[], object], at: int) -> Iterator[None]:
    """Before the `at`-th call from here on goes out, somebody else does `act` from beginning to end."""
    real, calls = BotocoreStubber.process_request, 0

    def process(stubber: Any, request: AWSPreparedRequest) -> Response | None:
        nonlocal calls
        calls += 1
        if calls == at:
            with ThreadPoolExecutor(1) as other:
                other.submit(act).result()
        return real(stubber, request)

    with patch.object(BotocoreStubber, "process_request", process):
        yield
