"""How much goes out: mails to one mailbox however it is spelled, mails of a unit, publications of a visit."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import msgspec
import pytest

from chalicelib.abuse.limits import mailbox, waiting_time
from chalicelib.unit import Limits, Units
from tests.audit import complaints, rows
from tests.office import Office, Reply, a_pdf, new_key

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@pytest.fixture
def strict(still: Office) -> Iterator[Office]:
    """An office at ten o'clock with the limits of its unit."""
    generous = still.ports.units
    still.ports.__dict__["units"] = still.limited
    yield still
    still.ports.__dict__["units"] = generous


def limited_to(office: Office, **limits: int) -> None:
    unit = office.limited.of(None)
    office.ports.__dict__["units"] = Units([msgspec.structs.replace(unit, limits=Limits(**limits))])


def asked(office: Office, publication: str, visit: dict[str, Any], *channels: str, key: str | None = None) -> Reply:
    wanted = {"publication_id": publication, "channels": list(channels) or ["email"]}
    return office.post("/visit/requests", wanted, token=visit["visit_token"], key=key or new_key())


def mails_wanted(office: Office) -> int:
    return len([row for row in rows(office, "DELIVERIES_TABLE") if row["channel"] == "email"])


@pytest.mark.parametrize(
    ("spelled", "same"),
    [
        ("Siti@Example.COM", "siti@example.com"),
        ("siti+bps@example.com", "siti@example.com"),
        (" siti @example.com ", "siti@example.com"),
        ("s.i.t.i@gmail.com", "siti@gmail.com"),
        ("Siti.+a+b@GoogleMail.com", "siti@gmail.com"),
        ("siti@münchen.example", "siti@xn--mnchen-3ya.example"),
        ("siti@MÜNCHEN.example.", "siti@xn--mnchen-3ya.example"),
    ],
)
def test_spellings_of_one_mailbox_are_one(spelled: str, same: str) -> None:
    assert mailbox(spelled) == mailbox(same) == same


def test_dots_matter_where_they_tell_mailboxes_apart() -> None:
    assert mailbox("s.iti@example.com") != mailbox("siti@example.com")


@pytest.mark.parametrize(
    ("minutes_ago", "wait"),
    [
        ((), None),
        ((10, 20), None),
        ((10, 20, 60), None),
        ((10, 20, 59), 1),
        ((10, 20, 30, 40), 30),
        (tuple(range(100, 1000, 100)), None),
        (tuple(range(100, 1100, 100)), 440),
        ((*range(1, 4), *range(100, 800, 100)), 740),
    ],
)
def test_next_mail_may_go_when_both_windows_have_room(minutes_ago: tuple[int, ...], wait: int | None) -> None:
    moments = tuple(NOON - timedelta(minutes=ago) for ago in minutes_ago)

    assert waiting_time(moments, Limits(), NOON) == (None if wait is None else timedelta(minutes=wait))


def test_fourth_mail_to_a_mailbox_is_refused_until_the_first_is_an_hour_old(strict: Office) -> None:
    publication, kiosk = strict.publication(a_pdf(1)), strict.kiosk()
    spellings = ["siti.r@gmail.com", "Siti.R+1@gmail.com", "sitir@gmail.com", "s.i.t.i.r@googlemail.com"]
    visits = [strict.visit(kiosk, email=email) for email in spellings]

    replies = [asked(strict, publication, visit) for visit in visits]
    other = asked(strict, publication, strict.visit(kiosk, email="budi@gmail.com"))
    on_screen = asked(strict, publication, visits[3], "app")
    strict.clock.move(minutes=60)
    later = asked(strict, publication, visits[3], key=new_key())

    assert [reply.status for reply in (*replies, other, on_screen, later)] == [202, 202, 202, 429, 202, 202, 202]
    assert (replies[3].code, replies[3].headers["retry-after"]) == ("too-many-sends", "3601")
    assert complaints(strict) == []


def test_of_sixteen_at_once_three_are_accepted_and_nothing_is_kept_of_the_others(strict: Office) -> None:
    publication, kiosk = strict.publication(a_pdf(1)), strict.kiosk()
    visits = [strict.visit(kiosk) for _ in range(16)]
    barrier = Barrier(16)

    def ask(visit: dict[str, Any]) -> Reply:
        barrier.wait()
        return asked(strict, publication, visit)

    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(ask, visits))

    assert sorted(reply.status for reply in replies) == [202] * 3 + [429] * 13
    assert all(int(reply.headers["retry-after"]) > 0 for reply in replies if reply.status == 429)
    assert (mails_wanted(strict), len(rows(strict, "REQUESTS_TABLE"))) == (3, 3)
    assert complaints(strict) == []


def test_same_call_again_counts_once_and_a_mail_that_is_wanted_already_not_at_all(strict: Office) -> None:
    publication, visit, key = strict.publication(a_pdf(1)), strict.visit(), new_key()

    replies = [asked(strict, publication, visit, key=key) for _ in range(5)]
    replies += [asked(strict, publication, visit, "app", "email") for _ in range(5)]

    assert {reply.status for reply in replies} == {202}
    assert len({reply.body for reply in replies[:5]}) == 1
    assert mails_wanted(strict) == 1


def test_units_mails_of_a_day_end_and_begin_anew_at_its_midnight(strict: Office) -> None:
    limited_to(strict, mails_a_day=2)
    publication, kiosk = strict.publication(a_pdf(1)), strict.kiosk()

    replies = [asked(strict, publication, strict.visit(kiosk, email=f"a{n}@example.com")) for n in range(3)]
    strict.clock.move(hours=14)
    tomorrow = asked(strict, publication, strict.visit(kiosk, email="a9@example.com"))

    assert [reply.status for reply in (*replies, tomorrow)] == [202, 202, 429, 202]
    assert (replies[2].code, replies[2].headers["retry-after"]) == ("too-many-sends-today", str(14 * 3600 + 1))


def test_of_sixteen_publications_at_once_a_visit_takes_as_many_as_it_may(strict: Office) -> None:
    limited_to(strict, publications_a_visit=3)
    visit, head = strict.visit(), strict.signed_in()
    first = strict.ports.publications.find(strict.publication(a_pdf(1), head))
    assert first
    books = [msgspec.structs.replace(first, publication_id=f"{n:032x}") for n in range(16)]
    for book in books:
        strict.ports.commit([strict.ports.publications.adding(book)])

    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda book: asked(strict, book.publication_id, visit, "app"), books))

    assert sorted(reply.status for reply in replies) == [202] * 3 + [409] * 13
    assert {reply.json["most"] for reply in replies if reply.status == 409} == {3}
    assert complaints(strict) == []


def test_no_address_is_kept_by_counting(strict: Office) -> None:
    publication = strict.publication(a_pdf(1))
    asked(strict, publication, strict.visit(email="siti@example.com"))

    counted = [row for row in rows(strict, "ATTEMPTS_TABLE") if "times" in row]

    assert len(counted) == 3
    assert not [row for row in counted if "siti" in str(row) or "example" in str(row)]
    latest = (strict.clock() + timedelta(days=3)).timestamp()
    assert all(0 < int(row["expires_at"]) < latest for row in counted)
