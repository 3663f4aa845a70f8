"""What each function beside the API does, by its name; each imports the modules that it needs, and no other does."""

from __future__ import annotations

from chalice.app import CloudWatchEvent, DynamoDBEvent, SQSEvent

from chalicelib.jobs import Failures, each_arrival, each_notice
from chalicelib.wiring import Ports, ports


def intake(event: SQSEvent) -> Failures:
    from chalicelib.catalogue.intake import take_in

    return each_arrival(event, take_in)


def marking(event: SQSEvent) -> Failures:
    from chalicelib.delivery.marking import mark_job

    return each_arrival(event, mark_job)


def delivery(event: SQSEvent) -> Failures:
    return each_arrival(event, deliver)


def deliver(ports: Ports, key: str) -> str:
    """A copy that arrived goes home, and what waits of a complaint's letters goes out."""
    from chalicelib.complaints.jobs import complaint_of_job
    from chalicelib.complaints.letters import send_letters
    from chalicelib.delivery.arrival import deliver_copy

    complaint_id = complaint_of_job(key)
    return send_letters(ports, complaint_id) if complaint_id else deliver_copy(ports, key)


def tracing(event: SQSEvent) -> Failures:
    from chalicelib.traces.looking import look_into

    return each_arrival(event, look_into)


def importing(event: SQSEvent) -> Failures:
    from chalicelib.imports.importing import run_import

    return each_arrival(event, run_import)


def mail_events(event: SQSEvent) -> Failures:
    from chalicelib.delivery.settling import settle_mail

    return each_notice(event, settle_mail)


def whatsapp_events(event: SQSEvent) -> Failures:
    from chalicelib.delivery.message_settling import hear_whatsapp

    return each_notice(event, hear_whatsapp)


def counting(event: DynamoDBEvent) -> None:
    from chalicelib.reports.counting import count_changes

    count_changes(ports(), event.to_dict()["Records"])


def recount(_: CloudWatchEvent) -> None:
    from chalicelib.reports.counting import count_lately

    count_lately(ports())


def day_end(_: CloudWatchEvent) -> None:
    from chalicelib.guestbook.day_end import put_days_away

    put_days_away(ports())


def complaint_clocks(_: CloudWatchEvent) -> None:
    from chalicelib.complaints.reminding import look_at_clocks

    look_at_clocks(ports())


def sweep(_: CloudWatchEvent) -> None:
    from chalicelib.upkeep.sweeping import sweep_up

    sweep_up(ports())


def retention(_: CloudWatchEvent) -> None:
    from chalicelib.privacy.retention import let_go

    let_go(ports())
