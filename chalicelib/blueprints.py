"""All routes of the service, capability by capability."""

from __future__ import annotations

from chalicelib.catalogue.routes import routes as catalogue
from chalicelib.delivery.routes import routes as delivery
from chalicelib.feedback.routes import routes as feedback
from chalicelib.guestbook.routes import routes as guestbook
from chalicelib.imports.routes import routes as imports
from chalicelib.office.routes import routes as office
from chalicelib.queue.routes import routes as queue
from chalicelib.reports.routes import routes as reports
from chalicelib.staff.routes import routes as staff
from chalicelib.traces.routes import routes as traces
from chalicelib.upkeep.routes import routes as upkeep

VISITORS = (office, guestbook, catalogue, delivery, feedback)
STAFF = (queue, imports, staff, reports, traces, upkeep)
BLUEPRINTS = (*VISITORS, *STAFF)
