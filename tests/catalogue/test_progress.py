"""What staff see while a file is prepared, and what happens when it is no longer wanted meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO

import boto3

from chalicelib.watermark.model import MasterRefused, PreparedMaster, RefusalCode, Tell
from tests.catalogue.test_intake import keys, shown
from tests.office import Office, WorkshopHere, a_pdf, a_publication, an_arrival


def deliver(office: Office, upload: dict[str, Any], content: bytes) -> None:
    """Sends a file where the service wanted it, and carries it to its end."""
    boto3.client("s3").put_object(
        Bucket=office.environment["MASTERS_BUCKET"], Key=upload["fields"]["key"], Body=content
    )
    office.carry_jobs()


class SlowWorkshop(WorkshopHere):
    """Tells of two pages before it begins, a moment after another; what happens meanwhile is up to the test."""

    def __init__(self, office: Office, meanwhile: Callable[[], object], seconds: float = 2) -> None:
        self._office, self._meanwhile, self._seconds = office, meanwhile, seconds
        office.ports.__dict__["workshop"] = self

    def prepare(self, master: BinaryIO, tell: Tell) -> PreparedMaster:
        for page in (120, 121):
            self._office.clock.move(seconds=self._seconds)
            tell("reading", page, 359)
            self._meanwhile()
        return super().prepare(master, tell)


def test_staff_see_how_far_a_preparation_is(office: Office) -> None:
    staff = office.signed_in()
    added = office.post("/staff/publications", a_publication(), token=staff).json
    seen: list[Any] = []
    SlowWorkshop(office, lambda: seen.append(shown(office, added["publication_id"], staff)))

    deliver(office, added["upload"], a_pdf())

    assert [one["state"] for one in seen] == ["preparing", "preparing"]
    assert [one["progress"] for one in seen] == [{"step": "reading", "done": n, "of": 359} for n in (120, 121)]
    assert shown(office, added["publication_id"], staff)["progress"] is None


def test_progress_is_written_down_once_in_a_second(office: Office) -> None:
    staff = office.signed_in()
    added = office.post("/staff/publications", a_publication(), token=staff).json
    seen: list[Any] = []
    look = partial(shown, office, added["publication_id"], staff)
    SlowWorkshop(office, lambda: seen.append(look()["progress"]), seconds=0.6)

    deliver(office, added["upload"], a_pdf())

    assert seen == [None, {"step": "reading", "done": 121, "of": 359}]


def test_progress_of_a_worker_that_broke_off_is_not_shown_with_a_new_file(office: Office) -> None:
    staff = office.signed_in()
    added = office.post("/staff/publications", a_publication(), token=staff).json
    publication = added["publication_id"]

    def break_off() -> None:
        raise RuntimeError

    SlowWorkshop(office, break_off)
    deliver(office, added["upload"], a_pdf())
    before = shown(office, publication, staff)
    office.post(f"/staff/publications/{publication}/upload", token=staff)

    assert (before["state"], before["progress"]["done"]) == ("preparing", 120)
    assert shown(office, publication, staff)["progress"] is None


def test_file_of_a_title_that_is_withdrawn_meanwhile_is_prepared_no_further(office: Office) -> None:
    staff = office.signed_in()
    added = office.post("/staff/publications", a_publication(), token=staff).json
    publication, told = added["publication_id"], []

    def withdraw() -> None:
        told.append(office.ask("DELETE", f"/staff/publications/{publication}", token=staff))

    SlowWorkshop(office, withdraw)
    deliver(office, added["upload"], a_pdf())

    assert len(told) == 1
    assert shown(office, publication, staff)["state"] == "withdrawn"
    assert keys(office, "MASTERS_BUCKET") == []


def test_what_another_worker_made_ready_meanwhile_stays_ready(office: Office) -> None:
    staff = office.signed_in()
    added = office.post("/staff/publications", a_publication(), token=staff).json
    key = added["upload"]["fields"]["key"]

    def let_another_finish() -> None:
        office.ports.__dict__["workshop"] = WorkshopHere()
        office.handled(office.function("intake"), [an_arrival(key)])
        raise MasterRefused(RefusalCode.TOOK_TOO_LONG)

    SlowWorkshop(office, let_another_finish)
    deliver(office, added["upload"], a_pdf())

    after = shown(office, added["publication_id"], staff)
    assert (after["state"], after["reason_code"]) == ("ready", None)
