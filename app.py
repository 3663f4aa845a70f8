"""Loket Pustaka: registers the routes and every event handler; decides nothing."""

from __future__ import annotations

from chalice.app import AuthRequest, AuthResponse, Chalice, Rate

from chalicelib import http, workers
from chalicelib.blueprints import register_all
from chalicelib.staff.access import STAFF, admit

app = Chalice(app_name="loket-pustaka")
http.serve_for(app)
register_all(app)


@app.authorizer(name=STAFF.name, ttl_seconds=0)
def staff_access(request: AuthRequest) -> AuthResponse:
    return admit(request)


STAFF.config = staff_access.config

intake = app.on_sqs_message(queue="intake-jobs", batch_size=1)(workers.intake)
marking = app.on_sqs_message(queue="marking-jobs", batch_size=1)(workers.marking)
delivery = app.on_sqs_message(queue="delivery-jobs", batch_size=5)(workers.delivery)
tracing = app.on_sqs_message(queue="tracing-jobs", batch_size=1)(workers.tracing)
importing = app.on_sqs_message(queue="importing-jobs", batch_size=1)(workers.importing)
mail_events = app.on_sqs_message(queue="mail-events-jobs", batch_size=10)(workers.mail_events)
whatsapp_events = app.on_sqs_message(queue="whatsapp-events-jobs", batch_size=10)(workers.whatsapp_events)

counting = app.on_dynamodb_record(stream_arn="TicketsTable", batch_size=100)(workers.counting)
recount = app.schedule(Rate(1, unit=Rate.DAYS))(workers.recount)
day_end = app.schedule(Rate(1, unit=Rate.HOURS))(workers.day_end)
complaint_clocks = app.schedule(Rate(1, unit=Rate.HOURS))(workers.complaint_clocks)
sweep = app.schedule(Rate(5, unit=Rate.MINUTES))(workers.sweep)
retention = app.schedule(Rate(1, unit=Rate.DAYS))(workers.retention)
