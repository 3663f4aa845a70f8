"""The door of the visitor's routes: a kiosk, a phone that is here, or the token of one visit."""

from __future__ import annotations

from chalice.app import Request

from chalicelib.abuse.model import watching
from chalicelib.guestbook.devices import Entrance, entrance
from chalicelib.guestbook.model import Visit, VisitErased, as_of
from chalicelib.guestbook.service import visit_of_token
from chalicelib.http import bearer_of
from chalicelib.moments import instant
from chalicelib.wiring import ports


def entrance_of(request: Request) -> Entrance:
    """The kiosk or phone that asks. Raises Unauthenticated, TooMany."""
    p = ports()
    bearer = bearer_of(request)
    with watching(p.misses, address_of(request), p.now()):
        return entrance(p.kiosks, p.onsite_codes, p.units, bearer, p.now())


def visit_of(request: Request) -> Visit:
    """The visit whose token is shown. Raises Unauthenticated, TooMany, VisitErased."""
    visit = erasable_visit_of(request)
    if visit.erased_at:
        raise VisitErased(facts={"erased_at": instant(visit.erased_at)})
    return visit


def erasable_visit_of(request: Request) -> Visit:
    """The same, also of a visit whose data was erased or is being erased. Raises Unauthenticated, TooMany."""
    p = ports()
    bearer = bearer_of(request)
    with watching(p.misses, address_of(request), p.now()):
        visit = visit_of_token(p, bearer)
    return as_of(visit, p.units.of(visit.unit), p.now())


def address_of(request: Request) -> str:
    """The network address that asks.

    Behind CloudFront it stands in a header that CloudFront overwrites, and API Gateway admits nobody but CloudFront;
    without that header it is what the gateway itself saw.
    """
    identity = (request.context or {}).get("identity") or {}
    return str(request.headers.get("x-viewer-address") or identity.get("sourceIp") or "unknown")
