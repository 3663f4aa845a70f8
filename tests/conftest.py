"""The office that tests visit: made once, emptied before each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import Office


@pytest.fixture(scope="session")
def _office() -> Iterator[Office]:
    office = Office()
    yield office
    office.close()


@pytest.fixture
def office(_office: Office) -> Office:
    """An empty office with its real storage, open around the clock."""
    _office.begin()
    return _office
