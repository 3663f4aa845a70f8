"""The door of the staff's routes: one authorizer for all, and the role that each route needs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import msgspec
from chalice.app import AuthRequest, AuthResponse, ChaliceAuthorizer, Request

from chalicelib.errors import Unauthenticated
from chalicelib.http import current_request
from chalicelib.staff.model import Claims, NotYourRole, Role, is_admitted
from chalicelib.unit import Unit
from chalicelib.wiring import ports

View = Callable[..., Any]


class Caller(msgspec.Struct, frozen=True):
    """The member of staff whose request is in hand, as the authorizer found them."""

    subject: str
    unit_code: str
    role: Role
    name: str
    username: str
    token_id: str
    expires: int

    @property
    def unit(self) -> Unit:
        return ports().units.of(self.unit_code)


def admit(request: AuthRequest) -> AuthResponse:
    """Let a verified, enabled member through to every route; roles are checked there.

    Raises Exception("Unauthorized"), which API Gateway answers with 401.
    """
    try:
        claims = _verified(request.token)
        member = ports().members.find(claims.subject)
    except Unauthenticated as error:
        raise Exception("Unauthorized") from error  # noqa: TRY002
    if member is None or not is_admitted(member, claims):
        raise Exception("Unauthorized")  # noqa: TRY002
    context = {
        "unit": member.unit,
        "role": member.role,
        "name": member.name,
        "username": member.username,
        "token_id": claims.token_id,
        "expires": str(claims.expires),
    }
    return AuthResponse(routes=["*"], principal_id=member.subject, context=context)


def _verified(header: str) -> Claims:
    from chalicelib.staff.tokens import verified_claims

    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Unauthenticated()
    settings = ports().settings
    return verified_claims(token.strip(), ports().keys, settings.token_issuer, settings.user_pool_client_id)


STAFF = ChaliceAuthorizer("staff_access", admit)


def for_staff(role: Role) -> Callable[[View], View]:
    """A view for this role; the head of the unit (kepala) may do all that petugas may. Raises NotYourRole."""

    def wrapped(view: View) -> View:
        @functools.wraps(view)
        def admitted(**arguments: Any) -> Any:
            if role == "kepala" and caller().role != "kepala":
                raise NotYourRole()
            return view(**arguments)

        admitted.role = role  # type: ignore[attr-defined]
        return admitted

    return wrapped


def caller() -> Caller:
    """Who asks. Raises Unauthenticated where no authorizer has let anybody in."""
    return caller_of(current_request())


def caller_of(request: Request) -> Caller:
    """Who asks, by the context that the authorizer left."""
    found = (request.context or {}).get("authorizer") or {}
    if "principalId" not in found or "role" not in found:
        raise Unauthenticated()
    return Caller(
        subject=found["principalId"],
        unit_code=found["unit"],
        role=found["role"],
        name=found["name"],
        username=found["username"],
        token_id=found["token_id"],
        expires=int(found["expires"]),
    )
