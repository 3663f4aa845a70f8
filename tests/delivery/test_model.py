"""Copies, their codes and links, by their rules alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.delivery.codes import (
    copy_code_typed,
    copy_key,
    file_name,
    job_key,
    new_copy_code,
    request_of_copy,
    request_of_job,
)
from chalicelib.delivery.copies import disposition
from chalicelib.delivery.links import Link, LinkExpired, LinkRevoked, UnknownLink, usable_copy, usable_link
from chalicelib.delivery.model import CopyNotReady, CopyRequest, may_claim, request_id_of

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
REQUEST = "0" * 32


def a_request(**changes: Any) -> CopyRequest:
    fields: dict[str, Any] = {
        "request_id": REQUEST,
        "unit": "6371",
        "visit_id": "v",
        "publication_id": "p",
        "title": "Kota Banjarmasin Dalam Angka 2025",
        "year": 2025,
        "copy_code": "LP-0123-4567-89AB",
        "requested_at": NOW,
        "day": date(2026, 11, 25),
    }
    return CopyRequest(**(fields | changes))


def a_link(**changes: Any) -> Link:
    fields: dict[str, Any] = {
        "token_hash": "h",
        "request_id": REQUEST,
        "unit": "6371",
        "created_at": NOW,
        "expires_at": NOW + timedelta(days=7),
        "purge_at": NOW + timedelta(days=37),
    }
    return Link(**(fields | changes))


def test_one_visit_and_one_publication_make_one_request() -> None:
    assert request_id_of("v", "p") == request_id_of("v", "p")
    assert len({request_id_of("v", "p"), request_id_of("v", "q"), request_id_of("w", "p")}) == 3


def test_copy_codes_are_long_enough_and_easy_to_read() -> None:
    codes = {new_copy_code() for _ in range(500)}

    assert len(codes) == 500
    assert all(copy_code_typed(code) == code for code in codes)
    assert not {letter for code in codes for letter in code[3:]} & set("ILOU")


@pytest.mark.parametrize("typed", ["lp-0123-4567-89ab", " LP 0123 4567 89AB", "lpO123456789ab", "LP–0I23–4567–89AB"])
def test_code_is_known_however_it_is_typed(typed: str) -> None:
    assert copy_code_typed(typed) == "LP-0123-4567-89AB"


@pytest.mark.parametrize(
    "typed", ["", "LP", "LP-0123-4567-89A", "XX-0123-4567-89AB", "LP-0123-4567-89AU", "LP-" + "0" * 40]
)
def test_text_that_is_no_code_is_none(typed: str) -> None:
    assert copy_code_typed(typed) is None


def test_keys_lead_back_to_their_request() -> None:
    assert request_of_job(job_key(REQUEST)) == REQUEST
    assert request_of_copy(copy_key(REQUEST, "LP-1")) == REQUEST
    assert request_of_job("requests/../x") is None
    assert request_of_copy("masters/x.pdf") is None


@pytest.mark.parametrize(
    ("changes", "free"),
    [
        ({}, True),
        ({"state": "marking", "lease_until": NOW + timedelta(seconds=1)}, False),
        ({"state": "marking", "lease_until": NOW}, True),
        ({"state": "ready"}, False),
        ({"state": "refused"}, False),
    ],
)
def test_worker_takes_a_job_that_is_new_or_whose_lease_ran_out(changes: dict[str, Any], free: bool) -> None:
    assert may_claim(a_request(**changes), NOW) is free


@pytest.mark.parametrize(
    ("link", "refusal"),
    [
        (None, UnknownLink),
        (a_link(state="revoked"), LinkRevoked),
        (a_link(expires_at=NOW), LinkExpired),
        (a_link(state="revoked", expires_at=NOW), LinkRevoked),
    ],
)
def test_link_that_does_not_open_says_why(link: Link | None, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        usable_link(link, NOW)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"state": "marking"}, CopyNotReady),
        ({"state": "ready"}, CopyNotReady),
        ({"state": "ready", "copy_key": "k"}, LinkExpired),
        ({"state": "ready", "copy_key": "k", "expires_at": NOW}, LinkExpired),
        ({"state": "revoked", "copy_key": "k", "expires_at": NOW + timedelta(1)}, LinkRevoked),
    ],
    ids=["marking", "no-key", "no-expiry", "expired", "revoked"],
)
def test_copy_that_cannot_be_fetched_says_why(changes: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        usable_copy(a_request(**changes), NOW)


@pytest.mark.parametrize("title", ['Angka "Pilihan"', "a\r\nSet-Cookie: x", "../../etc/passwd", "統計 2025", "x" * 400])
def test_file_name_is_safe_in_a_header_and_on_a_disk(title: str) -> None:
    name = file_name(title, a_request().copy_code)
    header = disposition(name)

    assert not set(name) & set('<>:"/\\|?*\r\n')
    assert len(name) < 160
    assert header.isascii()
    assert header.count('"') == 2
    assert "\n" not in header
