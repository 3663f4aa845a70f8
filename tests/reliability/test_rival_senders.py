"""Leases with fencing: whatever order two workers, the sweeper, events and the clock take, no mail is sent twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from chalicelib.log import log
from tests.reliability.rival_senders import Play

SEEDS = 500


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with patch.object(log, "info"), patch.object(log, "error"), patch.object(log, "warning"):
        yield


def test_five_hundred_interleavings_send_no_mail_twice_and_leave_none_in_the_air() -> None:
    ends: Counter[tuple[int, str, bool]] = Counter()

    for seed in range(SEEDS):
        play = Play(seed)
        play.run()
        end = play.delivery
        ends[len(play.left), end.state, bool(end.desk_since)] += 1
        assert len(play.left) <= 1, f"seed {seed}"
        assert end.provider_id == (play.left[0][0] if play.left else None), f"seed {seed}"

    assert set(ends) == {(1, "sent", False), (0, "unknown", True)}, ends
    assert ends[1, "sent", False] > SEEDS * 0.8
