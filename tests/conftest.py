"""The office that tests visit, made once and emptied before each of them; and the browser that they use."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache
from unittest.mock import patch

import pytest
from botocore.loaders import JSONFileLoader
from hypothesis import settings

from tests.browser import axe, browser, page_at
from tests.daytime import still
from tests.office import Office

__all__ = ["axe", "browser", "office", "page_at", "still"]

gc.set_threshold(50_000, 20, 20)  # The emulation holds much that never goes: looking through it is a tenth of a test.

settings.register_profile("here", deadline=None)  # A test does not hang on how busy the machine is.
settings.load_profile("here")

LONGEST = ("reliability/", "local/", "test_infra", "web/test_main", "web/test_kiosk", "web/")
"""Files below tests/ that take long: they begin first, so that at the end no worker is left alone with one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    file = item.nodeid.removeprefix("tests/")
    return next((place for place, start in enumerate(LONGEST) if file.startswith(start)), len(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def _descriptions_read_once() -> Iterator[None]:
    """Every emulated account has clients of its own, which would read AWS's descriptions of its services anew."""
    read = cache(JSONFileLoader().load_file)
    with patch.object(JSONFileLoader, "load_file", lambda _, path: read(path)):
        yield


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
