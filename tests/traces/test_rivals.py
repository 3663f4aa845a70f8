"""Two of the same call at once: the one that was slower gives the other's answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from chalicelib.errors import Conflict
from chalicelib.idempotency.model import Call
from chalicelib.tables import Write, WriteLost
from chalicelib.traces.model import NewTrace
from chalicelib.traces.service import Asker, new_trace
from tests.office import Office

CALL = Call(scope="POST /staff/traces", key="satu", body=b"{}", bearer="kepala")


class Rivalled:
    """The office's ports, on which another worker does the same between our look and our commit."""

    def __init__(self, office: Office, *, is_done: bool) -> None:
        self._ports: Any = office.ports
        self._is_done = is_done
        self.asker = Asker(self._ports.units.of("6371"), "kepala")
        self.rival: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ports, name)

    def commit(self, writes: Sequence[Write]) -> None:
        if not self._is_done:
            raise WriteLost
        self.rival = new_trace(self._ports, self.asker, CALL, NewTrace())
        self._ports.commit(writes)


def test_slower_call_gives_the_answer_of_the_quicker_one(office: Office) -> None:
    ports: Any = Rivalled(office, is_done=True)

    answer = new_trace(ports, ports.asker, CALL, NewTrace())

    assert answer["trace_id"] == ports.rival["trace_id"]


def test_call_whose_rival_has_not_answered_yet_comes_again(office: Office) -> None:
    ports: Any = Rivalled(office, is_done=False)

    with pytest.raises(Conflict, match="still-running"):
        new_trace(ports, ports.asker, CALL, NewTrace())
