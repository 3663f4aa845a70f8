"""A change of staff that breaks off anywhere stands in the audit, or has not happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tests.audit import rows
from tests.faults import Mode, broken_off, calls_of, every_mode
from tests.office import Office, Reply, a_pdf, a_publication, new_key
from tests.reports.surveys import answered, today


def noted(office: Office, action: str) -> set[str]:
    return {row["id"] for row in rows(office, "AUDIT_TABLE") if row["action"] == action}


@every_mode
def test_withdrawal_happens_after_its_entry_or_not_at_all(office: Office, mode: Mode) -> None:
    staff = office.signed_in()
    ids = [_titled(office, staff) for _ in range(12)]
    calls = calls_of(lambda: _withdrawn(office, ids[0], staff))

    for at, title in enumerate(ids[1 : len(calls) + 1], start=1):
        broken_off(lambda title=title: _withdrawn(office, title, staff), mode, at)  # type: ignore[misc]

    withdrawn = {row["publication_id"] for row in rows(office, "PUBLICATIONS_TABLE") if row["state"] == "withdrawn"}
    assert len(calls) < len(ids)
    assert withdrawn <= noted(office, "withdraw")
    assert len(noted(office, "withdraw")) > 1


@every_mode
def test_new_publication_and_its_entry_are_one_write(office: Office, mode: Mode) -> None:
    staff = office.signed_in()
    calls = calls_of(lambda: office.post("/staff/publications", a_publication(), token=staff))

    for at in range(1, len(calls) + 1):
        broken_off(lambda: office.post("/staff/publications", a_publication(), token=staff, key=new_key()), mode, at)

    assert {row["publication_id"] for row in rows(office, "PUBLICATIONS_TABLE")} == noted(office, "add")


@every_mode
def test_published_result_and_its_entry_are_one_write(office: Office, mode: Mode) -> None:
    staff, days = office.signed_in(), [today(office) - timedelta(days=ago) for ago in range(1, 13)]
    for ago in range(1, 13):
        answered(office, 4, 4, 4, 4, 4, days_ago=ago)
    calls = calls_of(lambda: _published(office, days[0], staff))

    for at, day in enumerate(days[1 : len(calls) + 1], start=1):
        broken_off(lambda day=day: _published(office, day, staff), mode, at)  # type: ignore[misc]

    assert len(calls) < len(days)
    assert {row["result_id"] for row in rows(office, "SKM_RESULTS_TABLE")} == noted(office, "publish")


def _published(office: Office, day: date, staff: str) -> Reply:
    """The result of one day."""
    period = {"from": day.isoformat(), "to": day.isoformat()}
    return office.post("/staff/skm/publications", period, token=staff)


def test_copy_is_not_stopped_where_that_cannot_be_noted(office: Office) -> None:
    staff = office.signed_in()
    wanted = {"publication_id": office.publication(a_pdf(), staff), "channels": ["app"]}
    one, other = (_asked(office, wanted, office.visit()["visit_token"]) for _ in range(2))
    at = calls_of(lambda: _stopped(office, one, staff)).index("PutItem") + 1

    reply = broken_off(lambda: _stopped(office, other, staff), "refuse", at)

    assert reply is not None
    assert reply.status == 500
    assert noted(office, "revoke") == {one}
    assert {row["request_id"]: row["state"] for row in rows(office, "REQUESTS_TABLE")} == {
        one: "revoked",
        other: "queued",
    }


def _asked(office: Office, wanted: Mapping[str, object], visitor: str) -> str:
    return str(office.post("/visit/requests", wanted, token=visitor).json["request_id"])


def _stopped(office: Office, request: str, staff: str) -> Reply:
    return office.post(f"/staff/requests/{request}/revoke", token=staff)


def _titled(office: Office, staff: str) -> str:
    return str(office.post("/staff/publications", a_publication(), token=staff).json["publication_id"])


def _withdrawn(office: Office, title: str, staff: str) -> Reply:
    return office.ask("DELETE", f"/staff/publications/{title}", token=staff)
