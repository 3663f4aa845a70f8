"""Who works at the desk in these tests."""

from __future__ import annotations

import pytest

from tests.office import Office


@pytest.fixture
def petugas(office: Office) -> str:
    return office.signed_in(office.member("petugas", "rina"))
