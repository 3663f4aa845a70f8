"""Events of mails that come doubled, late and in any order end as those that come once and in order."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec
import pytest

from chalicelib.delivery.events import MailEvent, read_event
from chalicelib.delivery.model import Delivery
from chalicelib.delivery.settling import is_about, moved
from tests.audit import complaints, rows
from tests.delivery.notices import KNOWN, a_delivery, a_notice, hear, mailed, notice_of
from tests.office import Office

DELIVERIES, EACH, STALE = 125, 8, 3
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
End = tuple[str, str | None, str | None, bool]


def history(rng: random.Random, number: int) -> tuple[Delivery, list[MailEvent]]:
    """A delivery by mail, of which every third was sent twice because the first answer was lost, and its events."""
    twice = number % 3 == 0
    ids = [f"{number:04d}-b", f"{number:04d}-a"] if twice else [f"{number:04d}-b"]
    delivery = a_delivery(request_id=f"{number:032x}", provider_id=ids[0], lost=int(twice))
    worst = rng.randint(1, len(KNOWN))
    happened = [(rng.choice(KNOWN[:worst]), rng.choice(ids)) for _ in range(EACH)]
    events = [read_event(a_notice(what, delivery.delivery_id, message_id)) for what, message_id in happened]
    return delivery, [event for event in events if event]


def ends(deliveries: Iterable[Delivery], events: Iterable[MailEvent]) -> dict[str, End]:
    """What the deliveries have come to after the events, by the rules alone."""
    found = {delivery.delivery_id: delivery for delivery in deliveries}
    for event in events:
        delivery = found[event.delivery_id]
        move = moved(delivery, event, NOW) if is_about(event, delivery) else None
        if move:
            found[event.delivery_id] = msgspec.structs.replace(delivery, state=move[0], **move[1])
    return {name: (one.state, one.detail, one.provider_id, bool(one.desk_since)) for name, one in found.items()}


def test_thousand_events_twice_and_stale_in_fifty_orders_end_alike() -> None:
    rng = random.Random(6)
    histories = [history(rng, number) for number in range(DELIVERIES)]
    deliveries = [delivery for delivery, _ in histories]
    in_order = [event for _, events in histories for event in events]
    once = ends(deliveries, in_order)
    stale = [event for _, events in histories for event in events[:STALE]]

    for _ in range(50):
        shuffled = in_order * 2
        rng.shuffle(shuffled)
        assert ends(deliveries, [*shuffled, *stale]) == once

    assert len(in_order) == 1000
    assert {state for state, *_ in once.values()} == {"sent", "delivered", "bounced", "complained"}


@pytest.mark.parametrize("seed", range(2))
def test_so_it_is_in_storage_and_nothing_is_sent_again(office: Office, seed: int) -> None:
    rng = random.Random(seed)
    _, _, mail = mailed(office)
    copies = _copies(office, mail, 8)
    told = {one.delivery_id: rng.sample(KNOWN, 4) for one in copies}
    notices = [notice_of(office, what, one) for one in copies for what in told[one.delivery_id]] * 2
    rng.shuffle(notices)

    hear(office, *notices, *notices[:STALE])
    for _ in range(2):
        office.clock.move(minutes=10)
        office.run_schedule("sweep")
        office.carry_jobs()

    heaviest = {name: max(KNOWN.index(what) for what in happened) for name, happened in told.items()}
    expected = {one.delivery_id: _end(one, KNOWN[heaviest[one.delivery_id]]) for one in copies}
    found = {f"{row['request_id']}.{row['name']}": row for row in rows(office, "DELIVERIES_TABLE")}
    assert {name: (found[name]["state"], found[name].get("detail")) for name in expected} == expected
    assert len(office.mails()) == 1
    assert [one for one in complaints(office) if one.startswith("delivery ") and " of no request" not in one] == []


def _end(delivery: Delivery, happened: str) -> tuple[str, str | None]:
    event = read_event(a_notice(happened, delivery.delivery_id))
    assert event
    return event.verdict


def _copies(office: Office, mail: Delivery, many: int) -> list[Delivery]:
    """As many deliveries like one that was sent."""
    copies = [
        msgspec.structs.replace(mail, request_id=f"{number:032x}", provider_id=f"m-{number}") for number in range(many)
    ]
    for copy in copies:
        office.ports.commit([office.ports.deliveries.adding(copy)])
    return copies
