"""One mail and all who may touch it, taking turns as a seed decides: workers, the sweeper, events, and the clock."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

import msgspec
from greenlet import getcurrent, greenlet

from chalicelib.delivery import letters
from chalicelib.delivery.arrival import deliver_copy
from chalicelib.delivery.model import CopyRequest, Delivery, DeliveryState
from chalicelib.delivery.outcome import FateUnknown, SendLater
from chalicelib.delivery.parts import CopyInfo
from chalicelib.delivery.settling import settle_mail
from chalicelib.unit import read_units
from chalicelib.upkeep.sweeping import sweep_up
from tests.delivery.notices import SET, TOPIC, a_delivery, a_notice

BEGIN = datetime(2026, 11, 25, 3, tzinfo=UTC)
HEARD_WITHIN = timedelta(minutes=9)
"""So late the events of the mail service come at most: a mail in doubt waits for them ten minutes."""
CODE = "LP-0000-0000-0000"
KEY = f"copies/{'0' * 32}/{CODE}.pdf"
FATES = ("answered", "lost", "throttled", "throttled", "not sent")
SPEEDS = (1, 0.01)
"""Some workers are so slow that others come and go meanwhile."""
Act = Callable[[], object]


class Play:
    """Every touch of the stored delivery, and every answer on its way back, is a moment at which others may act."""

    def __init__(self, seed: int) -> None:
        self.rng, self.now = random.Random(seed), BEGIN
        self.calm = False
        self.jobs = 2
        self.left: list[tuple[str, datetime]] = []
        self.unheard: list[tuple[str, datetime]] = []
        self.actors: list[greenlet] = []
        self.hearing: list[greenlet] = []
        self.speed: dict[greenlet, float] = {}
        waiting = {"state": "new", "attempt": 0, "provider_id": None, "changed_at": BEGIN, "open_since": BEGIN}
        self.delivery = a_delivery(**waiting)
        self.ports = cast(Any, self._ports())

    def _ports(self) -> SimpleNamespace:
        request = CopyRequest(
            request_id="0" * 32,
            unit="6371",
            visit_id="v",
            publication_id="p",
            title="t",
            year=2025,
            copy_code=CODE,
            requested_at=BEGIN,
            day=BEGIN.date(),
            state="ready",
        )
        nothing: Callable[..., list[Any]] = lambda *_: []  # noqa: E731
        return SimpleNamespace(
            units=read_units(["6371"]),
            requests=SimpleNamespace(find=lambda _: request, open_of_unit=nothing),
            deliveries=SimpleNamespace(
                find=lambda *_: self.read(),
                of_request=lambda _: [self.read()],
                open_of_unit=lambda *_: [one for one in [self.read()] if one.open_since],
                at_desk=nothing,
                change=self.change,
            ),
            publications=SimpleNamespace(find=lambda _: SimpleNamespace(state="ready"), open_of_unit=nothing),
            copies=SimpleNamespace(info=lambda _: CopyInfo(KEY, CODE, 1, ()), start_job=self._start_job),
            imports=SimpleNamespace(find=lambda _: None),
            switches=SimpleNamespace(find=lambda _: None),
            suppressions=SimpleNamespace(find=lambda _: None, add=lambda _: None),
            mail_events=SET,
            mail_events_topic=TOPIC,
            now=lambda: self.now,
            new_id=lambda: "fence",
            pause=lambda _: self.turn(),
        )

    def turn(self) -> None:
        parent = getcurrent().parent
        if parent:
            parent.switch()

    def _start_job(self, _: str) -> None:
        self.jobs += 1

    def read(self) -> Delivery:
        self.turn()
        found = self.delivery
        self.turn()
        return found

    def change(self, seen: Delivery, state: DeliveryState, changes: Mapping[str, Any]) -> Delivery | None:
        """As the store does it: from the state and attempt in which it was read."""
        self.turn()
        if (self.delivery.state, self.delivery.attempt) != (seen.state, seen.attempt):
            return None
        written = self.delivery = msgspec.structs.replace(self.delivery, state=state, **changes)
        self.turn()
        return written

    def send(self) -> str:
        """The mail leaves or not, is told of later, and the answer takes its time or is lost."""
        fate = "answered" if self.calm else self.rng.choice(FATES)
        if fate == "throttled":
            raise SendLater()
        if fate != "not sent":
            message_id = f"m-{len(self.left)}"
            self.left.append((message_id, self.now))
            self.unheard.append((message_id, self.now))
        self.turn()
        if fate in ("lost", "not sent"):
            raise FateUnknown()
        return message_id

    def work(self) -> None:
        if self.jobs:
            self.jobs -= 1
            worker = greenlet(self._worker)
            self.actors.append(worker)
            self.speed[worker] = self.rng.choice(SPEEDS)

    def _worker(self) -> None:
        try:
            deliver_copy(self.ports, KEY)
        except SendLater:
            self.jobs += 1

    def sweep(self) -> None:
        self.actors.append(greenlet(lambda: sweep_up(self.ports)))

    def hear(self) -> None:
        if self.unheard:
            message_id, _ = self.unheard.pop(self.rng.randrange(len(self.unheard)))
            notice = a_notice("send", self.delivery.delivery_id, message_id)
            self.hearing.append(greenlet(lambda: settle_mail(self.ports, notice)))

    def kill(self) -> None:
        """A worker ends here, as when Lambda kills it; its job comes again."""
        if self.actors:
            self.actors.pop(self.rng.randrange(len(self.actors)))
            self.jobs += 1

    def jump(self, most: float = 7) -> None:
        """Time passes; what was to be heard by then has been."""
        later = self.now + timedelta(minutes=self.rng.uniform(0.2, most))
        while self.hearing or any(at + HEARD_WITHIN <= later for _, at in self.unheard):
            self.hear()
            self._finish(self.hearing)
        self.now = later

    def step(self) -> None:
        """Somebody has a turn, or nobody."""
        alive = [one for one in (*self.actors, *self.hearing) if not one.dead]
        [one] = self.rng.choices([None, *alive], [0.2, *(self.speed.get(one, 1) for one in alive)])
        if one is not None:
            one.switch()
        for group in (self.actors, self.hearing):
            group[:] = [one for one in group if not one.dead]

    def _finish(self, group: list[greenlet]) -> None:
        while group:
            group[0].switch()
            group[:] = [one for one in group if not one.dead]

    def run(self, steps: int = 150) -> None:
        """A while of trouble, and then an hour in which all goes well."""
        acts: list[Act] = [self.work, self.sweep, self.sweep, self.hear, self.kill, self.jump, self.jump, self.jump]
        with patch.object(letters, "prepare", lambda *_: self.send):
            for _ in range(steps):
                self.step() if self.rng.random() < 0.7 else self.rng.choice(acts)()
            self.calm = True
            for _ in range(12):
                self.sweep()
                self.work()
                self._finish(self.actors)
                self.jump(5)
