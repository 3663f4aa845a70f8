"""Routes of the ways home themselves: for the head of a unit."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.audit.noted import noted
from chalicelib.delivery import switching
from chalicelib.delivery.switching import Turned, WhatsAppState
from chalicelib.http import ANY, form_of, rendered
from chalicelib.moments import instant
from chalicelib.problems import answers_problems
from chalicelib.staff.access import STAFF, caller, for_staff
from chalicelib.wiring import ports

routes = Blueprint(__name__)


@routes.route("/staff/channels/whatsapp", methods=["GET"], authorizer=STAFF)
@answers_problems
@for_staff("kepala")
def show_whatsapp() -> Response:
    return rendered(_shown(switching.whatsapp_state(ports(), caller().unit)))


@routes.route("/staff/channels/whatsapp", methods=["POST"], authorizer=STAFF, content_types=ANY)
@answers_problems
@for_staff("kepala")
def turn_whatsapp() -> Response:
    wanted = form_of(routes.current_request, Turned)
    noted("turn-on" if wanted.on else "turn-off", "channel", "whatsapp")
    return rendered(_shown(switching.turn_whatsapp(ports(), caller().unit, wanted, caller().subject)))


def _shown(state: WhatsAppState) -> dict[str, Any]:
    return {
        "on": state.on,
        "off_since": instant(state.off_since),
        "way": state.way,
        "sent": state.sent,
        "budget": state.budget,
    }
