"""The office that tests visit, made once and emptied before each of them; and the browser that they use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import axe, browser, page_at
from tests.office import Office

__all__ = ["axe", "browser", "office", "page_at"]


LONGEST = (
    "tests/reliability/",
    "tests/local/",
    "tests/test_infra",
    "tests/web/test_main",
    "tests/web/test_kiosk",
    "tests/web/",
)
"""Where files are that take long: they begin first, so that at the end no worker is left alone with one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(
        key=lambda item: next((at for at, path in enumerate(LONGEST) if item.nodeid.startswith(path)), len(LONGEST))
    )


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
