"""Loket Pustaka: registers the routes and every event handler; decides nothing."""

from __future__ import annotations

from chalice.app import AuthRequest, AuthResponse, Chalice, CloudWatchEvent, DynamoDBEvent, Rate, SQSEvent

from chalicelib import http, workers
from chalicelib.blueprints import register_all
from chalicelib.jobs import Failures, each_arrival, each_notice
from chalicelib.staff.access import STAFF, admit

app = Chalice(app_name="loket-pustaka")
http.serve_for(app)
register_all(app)


@app.authorizer(name=STAFF.name, ttl_seconds=0)
def staff_access(request: AuthRequest) -> AuthResponse:
    return admit(request)


STAFF.config = staff_access.config


@app.on_sqs_message(queue="intake-jobs", batch_size=1)
def intake(event: SQSEvent) -> Failures:
    return each_arrival(event, workers.take_in)


@app.on_sqs_message(queue="marking-jobs", batch_size=1)
def marking(event: SQSEvent) -> Failures:
    return each_arrival(event, workers.mark_job)


@app.on_sqs_message(queue="delivery-jobs", batch_size=5)
def delivery(event: SQSEvent) -> Failures:
    return each_arrival(event, workers.deliver)


@app.on_sqs_message(queue="tracing-jobs", batch_size=1)
def tracing(event: SQSEvent) -> Failures:
    return each_arrival(event, workers.look_into)


@app.on_sqs_message(queue="importing-jobs", batch_size=1)
def importing(event: SQSEvent) -> Failures:
    return each_arrival(event, workers.run_import)


@app.on_sqs_message(queue="mail-events-jobs", batch_size=10)
def mail_events(event: SQSEvent) -> Failures:
    return each_notice(event, workers.settle_mail)


@app.on_sqs_message(queue="whatsapp-events-jobs", batch_size=10)
def whatsapp_events(event: SQSEvent) -> Failures:
    return each_notice(event, workers.hear_whatsapp)


@app.on_dynamodb_record(stream_arn="TicketsTable", batch_size=100, maximum_batching_window_in_seconds=10)
def counting(event: DynamoDBEvent) -> None:
    workers.count_changes(event.to_dict()["Records"])


@app.schedule(Rate(1, unit=Rate.DAYS))
def recount(_: CloudWatchEvent) -> None:
    workers.count_lately()


@app.schedule(Rate(1, unit=Rate.HOURS))
def day_end(_: CloudWatchEvent) -> None:
    workers.put_days_away()


@app.schedule(Rate(1, unit=Rate.HOURS))
def complaint_clocks(_: CloudWatchEvent) -> None:
    workers.look_at_clocks()


@app.schedule(Rate(5, unit=Rate.MINUTES))
def sweep(_: CloudWatchEvent) -> None:
    workers.sweep_up()


@app.schedule(Rate(1, unit=Rate.DAYS))
def retention(_: CloudWatchEvent) -> None:
    workers.let_go()
