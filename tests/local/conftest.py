"""The account that the tests of the local stack share, and its clock."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.local.account import Account, an_account


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with an_account() as account:
        yield account


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Moves the door's clock by so many seconds from now."""

    def move(seconds: int) -> None:
        moment = datetime.now(UTC) + timedelta(seconds=seconds)
        monkeypatch.setattr("infra.local.door._now", lambda: moment)

    return move
