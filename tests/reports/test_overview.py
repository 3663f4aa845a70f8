"""Today at a glance: counts of the day, and of nothing else."""

from __future__ import annotations

from chalicelib.delivery.model import Delivery, DeliveryState
from chalicelib.unit import Channel, service_day
from tests.complaints.steps import filed
from tests.office import Office


def a_delivery(office: Office, number: int, channel: Channel, state: DeliveryState) -> Delivery:
    """One that waits for the desk since now."""
    now = office.clock()
    return Delivery(
        request_id=f"{number:032x}",
        name=channel,
        unit="6371",
        channel=channel,
        state=state,
        changed_at=now,
        desk_since=now,
    )


def test_day_is_counted_by_where_everybody_is(office: Office) -> None:
    token, kiosk = office.signed_in(), office.kiosk()
    for _ in range(4):
        office.visit(kiosk)
    office.clock.move(minutes=11)
    tickets = [office.post("/staff/queue/calls", {"desk": str(desk)}, token=token).json for desk in (1, 2, 3)]
    for ticket in tickets[:2]:
        office.post(f"/staff/tickets/{ticket['ticket_id']}/serve", token=token)
    office.post(f"/staff/tickets/{tickets[0]['ticket_id']}/finish", token=token)
    office.visit(kiosk)

    overview = office.get("/staff/overview", token=token).json

    day = service_day(office.clock(), office.ports.units.of(None)).isoformat()
    overview.pop("as_of")
    assert overview == {
        "day": day,
        "visits": 5,
        "waiting": 2,
        "called": 1,
        "serving": 1,
        "served": 1,
        "late": 4,
        "mails_failed": 0,
        "complaints_due": 0,
        "complaints_overdue": 0,
    }


def test_complaints_are_counted_when_they_are_due_soon_and_when_their_time_is_over(office: Office) -> None:
    member = office.member()
    filed(office)

    def counted() -> tuple[int, int]:
        told = office.get("/staff/overview", token=office.signed_in(member)).json
        return told["complaints_due"], told["complaints_overdue"]

    office.clock.move(days=12)
    soon = counted()
    office.clock.move(days=5)

    assert (soon, counted()) == ((1, 0), (0, 1))


def test_mails_that_failed_are_counted_until_the_desk_has_told_of_them(office: Office) -> None:
    token = office.signed_in(office.member("petugas"))
    waiting: list[tuple[Channel, DeliveryState]] = [
        ("email", "bounced"),
        ("email", "refused"),
        ("whatsapp", "refused"),
        ("flashdisk", "ready"),
    ]
    made = [a_delivery(office, number, *one) for number, one in enumerate(waiting)]
    for one in made:
        office.ports.commit([office.ports.deliveries.adding(one)])
        office.ports.deliveries.change(one, one.state, {"desk_since": one.desk_since})

    before = office.get("/staff/overview", token=token).json["mails_failed"]
    office.ports.deliveries.change(made[0], "bounced", {"desk_since": None})

    assert before == 2
    assert office.get("/staff/overview", token=token).json["mails_failed"] == 1
