"""S29: an event that is not our mail service's, or not about a mail of ours, changes nothing and is told in the log."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.log import log
from tests.audit import everything, rows
from tests.delivery.notices import KNOWN, a_notice, an_envelope, hear, mailed, notice_of
from tests.delivery.steps import asked
from tests.office import Office

VICTIM = "walikota@example.go.id"
OTHERS: dict[str, dict[str, Any]] = {
    "another topic": {"topic": "arn:aws:sns:ap-southeast-3:999999999999:loket-pustaka-mail-events"},
    "another configuration set": {"set": "my-first-configuration-set"},
    "another mail": {"message_id": "EXAMPLE-of-another-mail"},
}


@pytest.mark.parametrize("changes", OTHERS.values(), ids=OTHERS)
def test_event_from_elsewhere_settles_nothing_and_silences_nobody(office: Office, changes: dict[str, Any]) -> None:
    _, _, mail = mailed(office)
    before = everything(office)

    with patch.object(log, "warning") as told:
        hear(office, *(notice_of(office, happened, mail, address=VICTIM, **changes) for happened in KNOWN))

    assert everything(office) == before
    assert [call.args for call in told.call_args_list] == [("mail event is not ours",)] * len(KNOWN)
    assert VICTIM not in str(told.call_args_list)


@pytest.mark.parametrize("name", ["0" * 32 + ".email", "0" * 32 + ".email-2", "../../etc/passwd", "", "x" * 5000])
def test_event_of_a_delivery_that_there_is_not_makes_none(office: Office, name: str) -> None:
    own = {"topic": office.environment["MAIL_EVENTS_TOPIC"], "set": office.environment["MAIL_EVENTS"]}

    hear(office, *(a_notice(happened, name, address=VICTIM, **own) for happened in ("send", "gone", "spam")))

    assert rows(office, "DELIVERIES_TABLE") == rows(office, "SUPPRESSIONS_TABLE") == []


def test_event_of_a_mail_that_was_never_sent_does_not_keep_it_from_being_sent(office: Office) -> None:
    visit, publication = office.visit(), mailed(office)[1]["request_id"]
    title = office.ports.requests.find(publication).publication_id  # type: ignore[union-attr]
    request = asked(office, visit, title, "email", "flashdisk")
    waiting = office.ports.deliveries.of_request(request["request_id"])
    before = everything(office)

    hear(office, *(notice_of(office, happened, one, address=VICTIM) for one in waiting for happened in KNOWN))
    untouched = everything(office) == before
    office.carry_jobs()

    states = {one.name: one.state for one in office.ports.deliveries.of_request(request["request_id"])}
    assert (untouched, states, len(office.mails())) == (True, {"email": "sent", "flashdisk": "ready"}, 2)


def test_what_is_no_event_comes_again_alone_and_its_neighbours_are_heard(office: Office) -> None:
    _, request, mail = mailed(office)
    bodies = ["poison", an_envelope("poison"), notice_of(office, "delivery", mail), an_envelope("{}")]

    failed = office.handled(office.function("mail_events"), bodies)

    [heard] = office.ports.deliveries.of_request(request["request_id"])
    assert (failed, heard.state) == ([0, 1, 3], "delivered")


def test_log_names_nobody_whom_an_event_names(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    _, _, mail = mailed(office)
    caplog.clear()

    hear(office, *(notice_of(office, happened, mail) for happened in KNOWN))
    office.handled(office.function("mail_events"), [notice_of(office, "gone", mail)[:-5]])

    lines = [str(vars(record)) for record in caplog.records]
    assert len(lines) == len(KNOWN) + 1
    assert [line for line in lines if "@" in line] == []
