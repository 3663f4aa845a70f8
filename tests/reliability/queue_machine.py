"""Days at the office by chance: all that desks and visitors do, beside a model that says what must come of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.audit import Row, complaints, rows
from tests.faults import broken_off
from tests.office import Office, Reply, a_publication, a_visit, new_key
from tests.reliability.attempts import HOW, HOW_OFTEN, ONCE, How, Send
from tests.reliability.queue_model import CEILING, IN_LINE, READING_ROOM, UNDO, Guest, Known, QueueModel, day_of

MOVES = [(move, "") for move in ("recall", "serve", "finish", "skip", "return", "undo")]
MOVES += [("transfer", "printed"), ("transfer", "digital")]
ALREADY = {"ticket-state", "desk-holds", "title-noted", "not-reading", "already-in-line"}
"""How one is told that the very same request was carried out before."""


DESK = st.sampled_from(["1", "2", "3"])
SERVICE = st.sampled_from(["printed", "digital"])
SERVICES = st.sampled_from([["printed"], ["digital"], ["printed", "digital"]])
Draw = Callable[[st.SearchStrategy[Any]], Any]


class QueueMachine(RuleBasedStateMachine):
    """The office through its API, and beside it the model."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        office.begin()
        self.office, self.model = office, QueueModel()
        self.staff = office.signed_in()
        self.kiosk = office.kiosk(self.staff)
        title = office.post("/staff/publications", a_publication(), token=self.staff)
        self.title, self.put_away_on = title.json["publication_id"], day_of(self.now)

    @property
    def now(self) -> datetime:
        return self.office.clock()

    @property
    def today(self) -> list[Known]:
        return self.model.on(day_of(self.now))

    @property
    def all(self) -> list[Known]:
        return [one for day in sorted(self.model.days) for one in self.model.days[day]]

    def staff_post(self, path: str, body: dict[str, Any], key: str = "") -> Reply:
        return self.office.post(f"/staff/{path}", body, token=self.staff, key=key or new_key())

    @rule(data=st.data(), how=HOW)
    def happens(self, data: st.DataObject, how: How) -> None:
        """One of all that can happen, a second after the last.

        It is one rule, for Hypothesis leaves out whole rules at times, and without calls nothing comes about.
        """
        self.office.clock.move(seconds=1)
        possible = [what for what, often in HOW_OFTEN.items() for _ in range(often if self._can(what) else 0)]
        what = data.draw(st.sampled_from(possible), "what")
        getattr(self, what)(data.draw, how)

    def _can(self, what: str) -> bool:
        able: dict[str, Callable[[], object]] = {
            "move_as_allowed": self._allowed,
            "move_at_random": lambda: self.all,
            "move_too_late": self._moved,
            "click_with_an_old_page": self._called,
            "give_up_on": self._called,
            "undo_in_the_last_moment": self._undoable,
            "cancel": lambda: self.all,
            "finish_visit": lambda: self.model.guests,
            "note": self._readers,
        }
        return what not in able or bool(able[what]())

    def issue(self, draw: Draw, how: How) -> None:
        priority, people = draw(st.sampled_from([None, None, None, "elderly"])), draw(st.integers(1, 3))
        entry = a_visit(services=draw(SERVICES), priority=priority, group={"men": people, "women": 0})
        key = new_key()
        reply = how.sent(lambda: self.office.post("/visits", entry, token=self.kiosk, key=key))
        self._entered(reply, self.now, priority=priority is not None)

    def enter_from_paper(self, draw: Draw, how: How) -> None:
        services, over = draw(SERVICES), draw(st.booleans())
        arrived = self.now - timedelta(minutes=draw(st.sampled_from([0, 5, 40, 1440])))
        times = ["arrived_at", "served_at", "finished_at"] if over else ["arrived_at"]
        entry, key = a_visit(services=services) | dict.fromkeys(times, arrived.isoformat()), new_key()
        reply = how.sent(lambda: self.staff_post("visits", entry, key))
        is_over = over or day_of(arrived) < day_of(self.now)
        for one in self._entered(reply, arrived, state="done" if is_over else "waiting"):
            one.reading = "noted" if over and one.service == READING_ROOM else None

    def _entered(self, reply: Reply, arrived: datetime, **known: Any) -> list[Known]:
        assert reply.status == 201
        guest = Guest(reply.json["visit_token"], day_of(arrived), is_open=known.get("state") != "done")
        self.model.guests.append(guest)
        for ticket in reply.json["tickets"]:
            assert ticket["number"] == self.model.next_number(guest.day, ticket["service"])
            one = Known(guest, ticket["ticket_id"], ticket["number"], ticket["service"], arrived, **known)
            self.model.on(guest.day).append(one)
        return self.model.on(guest.day)[-len(reply.json["tickets"]) :]

    def call(self, draw: Draw, how: How) -> None:
        desk, services = draw(DESK), draw(st.sampled_from([[], [], ["printed"], ["digital"]]))
        line = self.model.waiting(self.now, services)
        holding = [one.ticket_id for one in self.model.held(self.now, desk)]
        body = {"desk": desk, "services": services, "holding": holding}
        reply = how.sent(lambda: self.staff_post("queue/calls", body))
        if not line:
            assert (reply.status, reply.code) == (404, "nobody-waiting")
            return
        stored = {row["ticket_id"]: row["state"] for row in rows(self.office, "TICKETS_TABLE")}
        (chosen,) = [one for one in line if stored[one.ticket_id] == "called"]
        self._is_first_of_its_class(chosen, line)
        self.model.call(chosen, desk, self.now)
        held = sorted(one.number for one in self.model.held(self.now, desk))
        if how.once or reply.status == 200:
            assert (reply.status, reply.json["number"], reply.json["desk"]) == (200, chosen.number, desk)
        else:
            assert (reply.status, reply.code, reply.json["found"]) == (409, "desk-holds", held)

    def _is_first_of_its_class(self, chosen: Known, line: list[Known]) -> None:
        here = [one for one in line if not self.model.is_elsewhere(one)]
        line = here or line
        assert next(one for one in line if one.passes == chosen.passes) is chosen
        passed = [one for one in line if one.rank < chosen.rank and self.now - one.place >= CEILING]
        assert not chosen.passes or not passed

    def click_with_an_old_page(self, draw: Draw, _: How) -> None:
        desk = draw(st.sampled_from(self._called())).desk
        reply = self.staff_post("queue/calls", {"desk": desk, "holding": []})
        assert (reply.status, reply.code) == (409, "desk-holds")

    def _called(self) -> list[Known]:
        return [one for one in self.today if one.state == "called"]

    def move_as_allowed(self, draw: Draw, how: How) -> None:
        allowed = self._allowed()
        move, to = draw(st.sampled_from(list(allowed)))
        self._move(draw(st.sampled_from(allowed[move, to])), move, to, how)

    def _allowed(self) -> dict[tuple[str, str], list[Known]]:
        """The moves that are possible now, and with which tickets."""
        able = {
            (move, to): [one for one in self.today if not self.model.refusals(one, move, self.now, to)]
            for move, to in MOVES
        }
        return {move: tickets for move, tickets in able.items() if tickets}

    def move_at_random(self, draw: Draw, how: How) -> None:
        one, (move, to) = draw(st.sampled_from(self.today or self.all)), draw(st.sampled_from(MOVES))
        self._move(one, move, to, how)

    def _move(self, one: Known, move: str, to: str, how: How) -> None:
        body = {"revision": one.revisions[-1]} | ({"service": to} if to else {})
        self._carried_out(one, move, how, lambda: self.staff_post(f"tickets/{one.ticket_id}/{move}", body), to)

    def _carried_out(self, one: Known, move: str, how: How, send: Send, service: str = "") -> None:
        refusals = self.model.refusals(one, move, self.now, service)
        ahead = len(self._callable(one.service))
        reply = how.sent(send)
        self._told(reply, how, refusals)
        if refusals:
            return
        self._has_new_revision(one)
        self.model.make(one, move, self.now, service)
        if move == "return":
            self._has_returned_behind(one, ahead)

    def _told(self, reply: Reply, how: How, refusals: set[str]) -> None:
        told = None if reply.status == 200 else reply.code
        assert told in refusals if refusals else told is None or (not how.once and told in ALREADY), (told, refusals)

    def _has_new_revision(self, one: Known) -> None:
        (row,) = [row for row in rows(self.office, "TICKETS_TABLE") if row["ticket_id"] == one.ticket_id]
        assert row["move_token"] not in ["", *one.revisions]

    def _has_returned_behind(self, one: Known, ahead: int) -> None:
        """Behind the next two; where priority is about, the next two are not simply the first two."""
        one.place = next(ticket.queued_at for ticket in self.office.tickets() if ticket.ticket_id == one.ticket_id)
        line = [other for other in self._callable(one.service) if other is not one]
        before = [other for other in line if other.rank < one.rank]
        assert any(other.passes for other in line) or len(before) == min(2, ahead)

    def _callable(self, service: str) -> list[Known]:
        return [one for one in self.model.waiting(self.now, [service]) if not self.model.is_elsewhere(one)]

    def move_too_late(self, draw: Draw, _: How) -> None:
        one, (move, to) = draw(st.sampled_from(self._moved())), draw(st.sampled_from(MOVES))
        body = {"revision": one.revisions[-2]} | ({"service": to} if to else {})
        reply = self.staff_post(f"tickets/{one.ticket_id}/{move}", body)
        assert (reply.status, reply.code, reply.json["found"]) == (409, "ticket-state", one.state)

    def _moved(self) -> list[Known]:
        return [one for one in self.today if len(one.revisions) > 1]

    def give_up_on(self, draw: Draw, how: How) -> None:
        one = draw(st.sampled_from(self._called()))
        for move in ("recall", "recall", "skip", *draw(st.sampled_from([(), ("return",)]))):
            self.office.clock.move(seconds=60)
            if one.guest.day == day_of(self.now):
                self._move(one, move, "", how)
                self.is_as_the_model_says()

    def undo_in_the_last_moment(self, draw: Draw, how: How) -> None:
        one = draw(st.sampled_from(self._undoable()))
        assert one.moved_at is not None
        self.office.clock.move(seconds=(one.moved_at + UNDO - self.now).total_seconds())
        self.office.clock.move(microseconds=draw(st.sampled_from([0, 1])))
        self._move(one, "undo", "", how)

    def _undoable(self) -> list[Known]:
        return [one for one in self.today if not self.model.refusals(one, "undo", self.now)]

    def cancel(self, draw: Draw, how: How) -> None:
        one = draw(st.sampled_from(self.all))
        path = f"/visit/tickets/{one.ticket_id}/cancel"
        self._carried_out(one, "cancel", how, lambda: self.office.post(path, token=one.guest.token))

    def finish_visit(self, draw: Draw, how: How) -> None:
        guest = draw(st.sampled_from(self.model.guests))
        reply = how.sent(lambda: self.office.post("/visit/finish", token=guest.token))
        assert (reply.status, reply.json["state"]) == (200, "finished")
        self.model.leave(guest, self.now)

    def note(self, draw: Draw, how: How) -> None:
        one, ends = draw(st.sampled_from(self._readers())), draw(st.booleans())
        path, body = ("reading-ended", {}) if ends else ("titles", {"publication_id": self.title})
        reply = how.sent(lambda: self.staff_post(f"tickets/{one.ticket_id}/{path}", body))
        refusals = {"title-noted"} if one.titles and not ends else set()
        if one.reading != "open":
            refusals = {"not-reading"}
        if one.guest.day != day_of(self.now):
            refusals = {"unknown-ticket"}
        self._told(reply, how, refusals)
        if not refusals:
            self._has_new_revision(one)
            one.set({"reading": "noted"} if ends else {"titles": {self.title}})

    def _readers(self) -> list[Known]:
        return [one for one in self.all if one.reading]

    def jump(self, draw: Draw, _: How) -> None:
        self.office.clock.move(seconds=draw(st.sampled_from([7, 9, 10, 59, 600, 1860])))

    def pass_midnight(self, draw: Draw, how: How) -> None:
        self.office.clock.move(hours=draw(st.sampled_from([1, 14])))
        if draw(st.booleans()) or day_of(self.now) - self.put_away_on > timedelta(days=5):
            self._end_of_day(how)

    def _end_of_day(self, how: How) -> None:
        if how.mode:
            broken_off(lambda: self.office.run_schedule("day_end"), how.mode, how.at * 3)
        for _ in range(1 + how.twice):
            self.office.run_schedule("day_end")
        self.put_away_on = day_of(self.now)
        self.model.put_away(self.now)

    @invariant()
    def is_as_the_model_says(self) -> None:
        stored = rows(self.office, "TICKETS_TABLE")
        seen = {row["ticket_id"]: (row["unit_day"][5:], row["number"], *_seen(row)) for row in stored}
        assert seen == {one.ticket_id: (one.guest.day.isoformat(), one.number, *one.seen) for one in self.all}
        tokens = {row["ticket_id"]: row["move_token"] for row in stored}
        for one in self.all:
            if tokens[one.ticket_id] not in one.revisions[-1:]:
                one.revisions.append(tokens[one.ticket_id])

    @invariant()
    def is_nobody_lost(self) -> None:
        states = [row["state"] for row in rows(self.office, "VISITS_TABLE")]
        assert sorted(states) == sorted("open" if guest.is_open else "finished" for guest in self.model.guests)

    def teardown(self) -> None:
        queue = self.office.get("/staff/queue", token=self.staff).json
        for state in IN_LINE:
            assert {t["number"] for t in queue[state]} == {one.number for one in self.today if one.state == state}
        assert complaints(self.office) == []
        self.office.clock.move(days=1)
        for _ in range(2):
            self._end_of_day(ONCE)
        self.is_as_the_model_says()
        assert complaints(self.office) == []


def _seen(row: Row) -> tuple[Any, ...]:
    reading = (row.get("reading_ended") or "open") if row.get("reading_since") else None
    titles = len(json.loads(row["titles"]))
    return row["state"], row["service"], row.get("desk"), int(row["counted_calls"]), reading, titles
