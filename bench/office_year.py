"""A year of an office, written straight into the emulated tables: so many visits a day, with copies and opinions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from pynamodb.models import Model

from chalicelib.delivery.model import CopyRequest, Delivery
from chalicelib.delivery.store import DeliveryRecord, RequestRecord
from chalicelib.feedback.model import ATTRIBUTES, ELEMENTS, Feedback
from chalicelib.feedback.store import FeedbackRecord
from chalicelib.guestbook.model import LISTS, Visit
from chalicelib.guestbook.store import VisitRecord
from chalicelib.queue.model import Ticket, Title
from chalicelib.queue.store import TicketRecord
from chalicelib.tables import as_record
from chalicelib.unit import Unit, unit_day
from infra.local.emulation import LOCK
from infra.local.template import ACCOUNT

TITLES = 60


class OfficeYear:
    """The records of days, by one seed; a day is written whole."""

    def __init__(self, unit: Unit, region: str, visits: int) -> None:
        self._unit, self._visits = unit, visits
        self._tables = dynamodb_backends[ACCOUNT][region].tables
        self._dice = random.Random(1)  # noqa: S311

    def write(self, day: date) -> None:
        """All records of one day, as they are when it is over."""
        for number in range(self._visits):
            self._visit(day, number)

    def _visit(self, day: date, number: int) -> None:
        arrived = datetime.combine(day, time(8), self._unit.tz) + timedelta(seconds=number * 27_000 // self._visits)
        visit_id = f"{day:%Y%m%d}{number:024x}"
        ticket = self._ticket(day, number, arrived, visit_id)
        self._put(TicketRecord, ticket)
        self._put(VisitRecord, self._guest(day, arrived, visit_id), unit_day=ticket.unit_day)
        if self._dice.random() < 0.3:
            for record, value in self._copy(day, arrived, visit_id):
                self._put(record, value)
        if self._dice.random() < 0.4:
            self._put(FeedbackRecord, self._opinion(day, visit_id))

    def _put(self, record: type[Model], value: Any, **more: Any) -> None:
        name: str = record.Meta.table_name
        item = as_record(record, value, **more).serialize()
        with LOCK:
            self._tables[name].put_item(item)

    def _guest(self, day: date, arrived: datetime, visit_id: str) -> Visit:
        profile: dict[str, Any] = {name: self._dice.choice(sorted(self._unit.listed(name))) for name in LISTS}
        return Visit(
            visit_id=visit_id,
            unit=self._unit.code,
            day=day,
            created_at=arrived,
            token_hash="0" * 64,
            language=self._dice.choice(("id", "id", "en")),
            services=["printed"],
            ticket_ids=[visit_id],
            source="kiosk",
            state="finished",
            **profile,
        )

    def _ticket(self, day: date, number: int, arrived: datetime, visit_id: str) -> Ticket:
        served = arrived + timedelta(seconds=self._dice.expovariate(1 / 240))
        title = f"{self._dice.randrange(TITLES):032x}"
        return Ticket(
            unit_day=unit_day(self._unit, day),
            ticket_id=visit_id,
            visit_id=visit_id,
            service="printed",
            number=f"A-{number + 1:03d}",
            state="done",
            arrived_at=arrived,
            queued_at=arrived,
            promised_by=arrived + timedelta(minutes=10),
            promised_for="printed",
            served_at=served,
            finished_at=served + timedelta(minutes=6),
            titles=[Title(publication_id=title, title="Almanak", shelf="R1", at=served)],
        )

    def _copy(self, day: date, asked: datetime, visit_id: str) -> Iterator[tuple[type[Model], Any]]:
        request = CopyRequest(
            request_id=visit_id,
            unit=self._unit.code,
            visit_id=visit_id,
            publication_id=f"{self._dice.randrange(TITLES):032x}",
            title="Almanak",
            year=2025,
            copy_code=f"LP-{visit_id}",
            requested_at=asked,
            day=day,
            state="ready",
        )
        yield RequestRecord, request
        sent = Delivery(
            request_id=visit_id,
            name="email",
            channel="email",
            unit=self._unit.code,
            state="delivered",
            changed_at=asked,
        )
        yield DeliveryRecord, sent

    def _opinion(self, day: date, visit_id: str) -> Feedback:
        return Feedback(
            feedback_id=visit_id,
            unit=self._unit.code,
            day=day,
            rating=self._dice.randint(2, 4),
            skm={code: self._dice.randint(2, 4) for code in ELEMENTS},
            skd={code: self._dice.randint(6, 10) for code in ATTRIBUTES},
            services=["printed"],
        )
