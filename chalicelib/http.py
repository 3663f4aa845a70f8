"""What a route takes from a request and gives back: bearer, key, form, page of a list, rendered answer."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

import msgspec
from chalice.app import Request, Response

from chalicelib.audit.model import By
from chalicelib.errors import Fault, Invalid, Malformed, Unauthenticated, WrongMediaType
from chalicelib.form import MOST_BYTES, Beyond, Form, read
from chalicelib.idempotency.model import Call
from chalicelib.wording import Language, language_of

ANY = ["*/*"]
F = TypeVar("F", bound=Form)
T = TypeVar("T")


class Current(Protocol):
    """Where the request in hand is found: the app, or a Blueprint."""

    @property
    def current_request(self) -> Request | None: ...


_app: list[Current] = []


def serve_for(app: Current) -> None:
    """Name the app whose requests are being answered."""
    _app[:] = [app]


def current_request() -> Request:
    """The request in hand."""
    request = _app[0].current_request
    assert request is not None
    return request


def current_language() -> Language:
    """The language in which the caller wants sentences."""
    return language_of(current_request().headers.get("accept-language"))


def form_of(request: Request, form: type[F], beyond: Beyond = lambda _: ()) -> F:
    """The body as a form (see `form.read`). Raises WrongMediaType, TooLarge, Malformed, Invalid."""
    kind = (request.headers.get("content-type") or "application/json").split(";")[0].strip().lower()
    if kind != "application/json":
        raise WrongMediaType()
    return read(body_of(request), form, beyond)


def body_of(request: Request) -> bytes:
    """The raw body. Raises Malformed where its transport encoding is broken."""
    try:
        body = request.raw_body
        return body.encode() if isinstance(body, str) else bytes(body)
    except ValueError as error:
        raise Malformed() from error


def bearer_of(request: Request) -> str:
    """The bearer token (RFC 6750). Raises Unauthenticated without one."""
    kind, _, token = (request.headers.get("authorization") or "").partition(" ")
    if kind.lower() != "bearer" or not re.fullmatch(r"[A-Za-z0-9._~+/=-]{1,4096}", token.strip()):
        raise Unauthenticated()
    return token.strip()


def call_of(request: Request, scope: str, bearer: str = "", by: By | None = None) -> Call:
    """A creating call with its Idempotency-Key; that of a member of staff is made by `staff_call`.

    Raises Malformed where the key is missing or not fit.
    """
    key = request.headers.get("idempotency-key")
    if key is None or key == "":
        raise Malformed("idempotency-key-missing")
    if not re.fullmatch(r"[\x21-\x7e]{1,255}", key):
        raise Malformed("idempotency-key-invalid")
    route = f"{scope}\n{request.method} {request.path}"
    return Call(scope=route, key=key, body=body_of(request)[: MOST_BYTES + 1], bearer=bearer, by=by)


def query_of(request: Request, name: str) -> str | None:
    """One query parameter, or None."""
    value = request.query_params.get(name) if request.query_params else None
    return value.strip() if value and value.strip() else None


def choice_of(request: Request, name: str, choices: Sequence[str]) -> str | None:
    """One query parameter out of a list. Raises Invalid for another."""
    value = query_of(request, name)
    if value is not None and value not in choices:
        raise Invalid(faults=(Fault(name, "not-in-list"),))
    return value


class Page(msgspec.Struct, frozen=True):
    """Which part of a list is wanted: at most `limit` items after `after`."""

    limit: int
    after: int


def page_of(request: Request) -> Page:
    """`?limit=` 1..100 and `?cursor=`. Raises Invalid, or Malformed for a cursor that we did not give."""
    after = cursor_of(request, re.compile(r"after:\d{1,9}"))
    return Page(limit=limit_of(request), after=int(after.removeprefix("after:")) if after else 0)


def limit_of(request: Request) -> int:
    """`?limit=` 1..100, or 50. Raises Invalid."""
    text = query_of(request, "limit")
    if text is None:
        return 50
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= 100:
        raise Invalid(faults=(Fault("limit", "out-of-range", {"limit": 100}),))
    return int(text)


def cursor_of(request: Request, form: re.Pattern[str]) -> str | None:
    """What stands in `?cursor=`, or None without one. Raises Malformed for a cursor that we did not give."""
    cursor = query_of(request, "cursor")
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except ValueError as error:
        raise Malformed("cursor-invalid") from error
    if not form.fullmatch(text):
        raise Malformed("cursor-invalid")
    return text


def as_cursor(text: str) -> str:
    """A place in a list as its cursor."""
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def listed(items: Sequence[Any], page: Page) -> dict[str, Any]:
    """One part of a list, and the cursor of the next."""
    end = page.after + page.limit
    following = as_cursor(f"after:{end}") if end < len(items) else None
    return {"items": items[page.after : end], "next": following}


def rendered(body: Any, status: int = 200, headers: Mapping[str, str | list[str]] | None = None) -> Response:
    """An answer as JSON; times as UTC with Z and no answer is kept by caches unless it says so."""
    return Response(
        body=encoded(body).decode(),
        status_code=status,
        headers={"Content-Type": "application/json", "Cache-Control": "no-store", **(headers or {})},
    )


def encoded(body: Any) -> bytes:
    """JSON bytes."""
    return msgspec.json.encode(body)


def rendered_if_new(
    request: Request, body: Any, *, tag_of: Any = None, seconds: int = 0, shared_seconds: int | None = None
) -> Response:
    """An answer with an ETag of `tag_of` (default: the body), or 304 when the caller has it (RFC 9110, 13).

    Browsers may use it for `seconds`; where all may see the same, a shared cache answers them for `shared_seconds`,
    and no longer: CloudFront would answer what it has for as long as the service fails (RFC 5861, 4).
    """
    digest = hashlib.sha256(encoded(body if tag_of is None else tag_of)).hexdigest()[:32]
    reach = "private" if request.headers.get("authorization") else "public"
    shared = "" if shared_seconds is None else f", s-maxage={shared_seconds}, stale-if-error=0"
    headers: dict[str, str | list[str]] = {
        "ETag": f'"{digest}"',
        "Cache-Control": f"{reach}, max-age={seconds}{shared}, must-revalidate",
        "Vary": "Accept-Language, Authorization",
    }
    known = re.findall(r'"([^"]*)"', request.headers.get("if-none-match") or "")
    if digest in known:
        return Response(body="", status_code=304, headers=headers)
    return rendered(body, headers=headers)
