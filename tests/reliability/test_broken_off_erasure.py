"""An erasure or a night's deletion that breaks off anywhere ends whole: by a repeat, or by the next night alone."""

from __future__ import annotations

from tests.audit import complaints, rows
from tests.faults import LEAN, Mode, broken_off, calls_of, every_mode
from tests.office import Office, Reply, a_pdf
from tests.privacy.people import CONSENTS, PERSON, left_of, versions


def people(office: Office, many: int) -> list[str]:
    """The tokens of so many people, each with a need and with a copy that was sent by mail."""
    publication, kiosk = office.publication(a_pdf(1)), office.kiosk()
    entry = PERSON | {"priority": "disability", "consents": CONSENTS}
    tokens = [str(office.visit(kiosk, **entry)["visit_token"]) for _ in range(many)]
    for token in tokens:
        wanted = {"publication_id": publication, "channels": ["app", "email"]}
        office.post("/visit/requests", wanted, token=token)
    office.carry_jobs()
    return tokens


def places(calls: list[str], mode: Mode) -> range:
    """At which calls it breaks off: the slow lane kills before each, which is after the one before; some do here."""
    return range(1, len(calls) + 1, 3 if mode == LEAN else 1)


def erase(office: Office, token: str) -> Reply:
    return office.ask("DELETE", "/visit/data", token=token)


@every_mode
def test_erasure_that_broke_off_ends_by_a_repeat_or_in_the_night(office: Office, mode: Mode) -> None:
    [probe] = people(office, 1)
    calls = calls_of(lambda: erase(office, probe))
    tokens = people(office, len(places(calls, mode)))

    for at, token in zip(places(calls, mode), tokens, strict=True):
        broken_off(lambda token=token: erase(office, token), mode, at)  # type: ignore[misc]
        if at % 2 or office.get("/visit", token=token).status == 200:
            erase(office, token)
    office.clock.move(hours=2)
    office.run_schedule("retention")

    assert len(calls) >= 24
    told = [erase(office, token).json["erased"] for token in (probe, *tokens)]
    assert told == [{"contacts": 1, "copies": 1, "links": 1, "pending": 0}] * len(told)
    assert [row for row in rows(office, "VISITS_TABLE") if row.get("erasing_unit") or row["state"] == "open"] == []
    assert {ticket.state for ticket in office.tickets()} == {"cancelled"}
    assert (left_of(office), versions(office), rows(office, "LINKS_TABLE"), complaints(office)) == ([], [], [], [])


@every_mode
def test_night_that_broke_off_is_made_up_for_by_the_next(office: Office, mode: Mode) -> None:
    people(office, 1)
    office.clock.move(days=31)
    calls = calls_of(lambda: office.run_schedule("retention"))

    for at in places(calls, mode):
        people(office, 1)
        office.clock.move(days=31)
        try:
            broken_off(lambda: office.run_schedule("retention"), mode, at)
        except ExceptionGroup:
            assert mode != "kill_after"
    office.run_schedule("retention")

    assert len(calls) >= 10
    assert (rows(office, "CONTACTS_TABLE"), rows(office, "LINKS_TABLE"), versions(office)) == ([], [], [])
    assert {row["state"] for row in rows(office, "REQUESTS_TABLE")} == {"ready"}
    assert len(rows(office, "VISITS_TABLE")) == len(places(calls, mode)) + 1
