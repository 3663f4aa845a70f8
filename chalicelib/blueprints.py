"""All routes of the service, in the order of a visit: what app.py registers."""

from __future__ import annotations

from chalice.app import Chalice

from chalicelib.audit.routes import routes as audit
from chalicelib.catalogue.routes import routes as catalogue
from chalicelib.complaints.routes import routes as complaints
from chalicelib.complaints.staff_routes import routes as register
from chalicelib.delivery.channel_routes import routes as channels
from chalicelib.delivery.desk_routes import routes as desk
from chalicelib.delivery.routes import routes as delivery
from chalicelib.feedback.routes import routes as feedback
from chalicelib.guestbook.own_routes import routes as own_visit
from chalicelib.guestbook.routes import routes as guestbook
from chalicelib.imports.routes import routes as imports
from chalicelib.office.routes import routes as office
from chalicelib.privacy.routes import routes as privacy
from chalicelib.queue.routes import routes as queue
from chalicelib.reports.overview_routes import routes as overview
from chalicelib.reports.published_routes import routes as published
from chalicelib.reports.routes import routes as reports
from chalicelib.staff.routes import routes as staff
from chalicelib.traces.routes import routes as traces
from chalicelib.upkeep.routes import routes as upkeep

OF_VISITORS = (office, guestbook, own_visit, privacy, catalogue, delivery, feedback, published, complaints)
OF_STAFF = (queue, desk, channels, register, imports, staff, overview, reports, traces, audit, upkeep)


def register_all(app: Chalice) -> None:
    for blueprint in (*OF_VISITORS, *OF_STAFF):
        app.register_blueprint(blueprint)
