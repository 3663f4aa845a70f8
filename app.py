"""Loket Pustaka: registers the routes and every event handler; decides nothing."""

from __future__ import annotations

from chalice.app import AuthRequest, AuthResponse, Chalice, CloudWatchEvent, Rate, SQSEvent

from chalicelib import http
from chalicelib.blueprints import register_all
from chalicelib.jobs import Failures, each_arrival, each_notice
from chalicelib.staff.access import STAFF, admit
from chalicelib.wiring import ports

app = Chalice(app_name="loket-pustaka")
http.serve_for(app)
register_all(app)


@app.authorizer(name=STAFF.name, ttl_seconds=0)
def staff_access(request: AuthRequest) -> AuthResponse:
    return admit(request)


STAFF.config = staff_access.config


@app.on_sqs_message(queue="intake-jobs", batch_size=1)
def intake(event: SQSEvent) -> Failures:
    from chalicelib.catalogue.intake import take_in

    return each_arrival(event, take_in)


@app.on_sqs_message(queue="marking-jobs", batch_size=1)
def marking(event: SQSEvent) -> Failures:
    from chalicelib.delivery.marking import mark_job

    return each_arrival(event, mark_job)


@app.on_sqs_message(queue="delivery-jobs", batch_size=5)
def delivery(event: SQSEvent) -> Failures:
    from chalicelib.delivery.arrival import deliver_copy

    return each_arrival(event, deliver_copy)


@app.on_sqs_message(queue="tracing-jobs", batch_size=1)
def tracing(event: SQSEvent) -> Failures:
    from chalicelib.traces.looking import look_into

    return each_arrival(event, look_into)


@app.on_sqs_message(queue="mail-events-jobs", batch_size=10)
def mail_events(event: SQSEvent) -> Failures:
    from chalicelib.delivery.settling import settle_mail

    return each_notice(event, settle_mail)


@app.on_sqs_message(queue="whatsapp-events-jobs", batch_size=10)
def whatsapp_events(event: SQSEvent) -> Failures:
    from chalicelib.delivery.message_settling import hear_whatsapp

    return each_notice(event, hear_whatsapp)


@app.schedule(Rate(1, unit=Rate.HOURS))
def day_end(_: CloudWatchEvent) -> None:
    from chalicelib.guestbook.day_end import put_days_away

    put_days_away(ports())


@app.schedule(Rate(5, unit=Rate.MINUTES))
def sweep(_: CloudWatchEvent) -> None:
    from chalicelib.upkeep.sweeping import sweep_up

    sweep_up(ports())
