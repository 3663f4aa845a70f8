"""What the member of staff does whose request is in hand, noted in one line of its route."""

from __future__ import annotations

from chalice.app import Request

from chalicelib.audit.model import Act, By
from chalicelib.audit.noting import note
from chalicelib.http import call_of
from chalicelib.idempotency.model import Call
from chalicelib.staff.access import caller
from chalicelib.wiring import ports


def noted(action: str, kind: str, about: str, *detail: str) -> None:
    """Note what is about to be done, or shown, e.g. `noted("revoke", "request", request.request_id)`.

    `about` is the id of a thing that was found, never one that was only asked for.
    """
    note(ports(), _by(), Act(action, kind, about, detail))


def staff_call(request: Request, bearer: str = "") -> Call:
    """A creating call of a member of staff: its use case notes it in its own transaction, by `noting`.

    Raises Malformed where the key is missing or not fit.
    """
    return call_of(request, f"staff {caller().subject}", bearer, _by())


def _by() -> By:
    return By(caller().unit_code, caller().subject)
