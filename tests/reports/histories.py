"""Random weeks of an office: visits, moves, copies, opinions and late entries, and what of them was really done."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

from chalicelib.feedback.model import ATTRIBUTES, ELEMENTS
from chalicelib.moments import instant
from chalicelib.unit import service_day
from tests.office import Office, a_pdf, a_visit

PROFILES: list[dict[str, Any]] = [
    {},
    {"gender": "female", "age_group": "17-25", "job": "student", "main_use": "school"},
    {"gender": "male", "education": "S2", "institution_type": "research-education", "language": "en"},
    {"group": {"men": 3, "women": 4}, "priority": "elderly"},
]


class History:
    """What happens at random, by one seed; `seen` counts by day what the office answered to be done."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.random = office, random.Random(seed)
        self.staff = office.signed_in()
        self.kiosk = office.kiosk(self.staff)
        self.title = office.publication(a_pdf(), self.staff)
        self.seen: dict[date, Counter[str]] = {}
        self._visits: list[dict[str, Any]] = []

    @property
    def today(self) -> date:
        return service_day(self.office.clock(), self.office.ports.units.of(None))

    def live(self, steps: int) -> None:
        for _ in range(steps):
            acts = (self._come, self._come, self._serve, self._rate, self._take_home, self._note, self._turn_the_day)
            self.random.choice(acts)()
            self.office.clock.move(minutes=self.random.randint(0, 9))

    def _saw(self, what: str, number: int = 1, day: date | None = None) -> None:
        self.seen.setdefault(day or self.today, Counter())[what] += number

    def _come(self) -> None:
        services = self.random.choice((["printed"], ["digital"], ["printed", "digital"]))
        entry = a_visit(services=services) | self.random.choice(PROFILES)
        if self.random.random() < 0.2:
            return self._copy_from_paper(entry)
        visit = self.office.post("/visits", entry, token=self.kiosk).json
        self._visits.append(visit)
        self._came(entry, self.today)
        return None

    def _copy_from_paper(self, entry: dict[str, Any]) -> None:
        arrived = self.office.clock() - timedelta(days=self.random.randint(1, 3))
        times = {"arrived_at": instant(arrived), "served_at": instant(arrived)}
        self.office.post("/staff/visits", entry | times, token=self.staff)
        self._came(entry, service_day(arrived, self.office.ports.units.of(None)))

    def _came(self, entry: dict[str, Any], day: date) -> None:
        group = entry.get("group", {"men": 1, "women": 0})
        self._saw("visits", 1, day)
        self._saw("people", group["men"] + group["women"], day)
        for service in entry["services"]:
            self._saw(service, 1, day)

    def _serve(self) -> None:
        called = self.office.post("/staff/queue/calls", {"desk": "1"}, token=self.staff)
        if called.status == 200:
            ticket = f"/staff/tickets/{called.json['ticket_id']}"
            self.office.clock.move(minutes=self.random.choice((0, 3, 12)))
            for move in ("serve", "finish"):
                self.office.post(f"{ticket}/{move}", token=self.staff)

    def _rate(self) -> None:
        marks = {code: self.random.randint(1, 4) for code in ELEMENTS}
        own = {code: self.random.randint(1, 10) for code in ATTRIBUTES}
        for visit in self.random.sample(self._visits, min(2, len(self._visits))):
            body = {"rating": self.random.randint(1, 4), "skm": marks, "skd": own}
            if self.office.post("/visit/feedback", body, token=visit["visit_token"]).status == 201:
                self._saw("rated")

    def _take_home(self) -> None:
        if self._visits:
            visit = self.random.choice(self._visits)
            wanted = {"publication_id": self.title, "channels": [self.random.choice(("app", "flashdisk"))]}
            self.office.post("/visit/requests", wanted, token=visit["visit_token"])
            self.office.carry_jobs()

    def _note(self) -> None:
        """What staff write on a ticket afterwards: a title, or why somebody waited."""
        if self._visits:
            ticket = f"/staff/tickets/{self.random.choice(self._visits)['tickets'][0]['ticket_id']}"
            self.office.post(f"{ticket}/titles", {"publication_id": self.title}, token=self.staff)
            self.office.post(f"{ticket}/reason", {"reason": "crowd"}, token=self.staff)

    def _turn_the_day(self) -> None:
        self.office.clock.move(days=1)
        if self.random.random() < 0.5:
            self.office.run_schedule("day_end")


def in_disorder(office: Office, seed: int) -> None:
    """Hand on what the streams tell, most of it twice, some of it long after its fellows, in batches of any size."""
    chance = random.Random(seed)
    records = []
    while some := office.emulation.changes.take(100):
        records += some
    records += [record for record in records if chance.random() < 0.7]
    chance.shuffle(records)
    while records:
        size = chance.randint(1, 20)
        office.streams.carry(records[:size])
        records = records[size:]
