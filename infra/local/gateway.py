"""API Gateway on one machine: HTTP in, the app's Lambda handler, HTTP out; safe for threads.

Stands on chalice's local mode and mends where that differs from the real one: requests of other threads seen, path
parameters not decoded, refusals in API Gateway's words instead of the problems that infra/app.yaml makes of them.
"""

import base64
import json
import re
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from chalice.app import Chalice
from chalice.local import ForbiddenError, LambdaContext, LocalChalice, LocalGatewayAuthorizer, NotAuthorizedError

from chalicelib.wording import language_of, say
from infra.local.telling import tell_failure

MAX_BODY = 10 * 1024 * 1024
"""Bytes of a request that API Gateway takes (its quota "Payload size")."""

MAX_ANSWER = 6 * 1024 * 1024
"""Bytes that a Lambda function may return at once."""

_HALF_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire; a header may stand several times."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


class _Refused(Exception):
    """API Gateway's own answer, before or instead of the app's."""

    def __init__(self, status: int, code: str, **headers: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Gateway:
    """The one entrance to the app. `stage` is the path's first part that API Gateway takes off, e.g. "/api"."""

    def __init__(self, app: Chalice, stage: str = "") -> None:
        self._app = apart_by_thread(app)
        self._stage = stage
        self._routes = sorted(app.routes)
        self._authorizer = LocalGatewayAuthorizer(app)

    def handle(
        self, method: str, path_with_query: str, headers: Mapping[str, str], body: bytes, source_ip: str
    ) -> Answer:
        """`path_with_query` is the request target as sent, still percent-encoded."""
        asked = {name.lower(): value for name, value in headers.items()}
        try:
            return _rendered(self._call(method, path_with_query, asked, body, source_ip))
        except _Refused as refused:
            return _problem(refused, asked)
        except Exception as error:  # noqa: BLE001 - Lambda's own behaviour: any accident is one answer
            tell_failure("api", error)
            return _problem(_Refused(500, "accident"), asked)

    def _call(self, method: str, target: str, headers: dict[str, str], body: bytes, source_ip: str) -> dict[str, Any]:
        if len(body) > MAX_BODY:
            raise _Refused(413, "too-large")
        if not headers.get("authorization"):
            headers.pop("authorization", None)
        path, _, query = target.partition("?")
        path = self._inside_stage(path)
        route, captured = self._matched(path)
        if method not in self._app.routes[route]:
            raise _Refused(405, "method-not-allowed", Allow=", ".join(sorted(self._app.routes[route])))
        text = _encoded(body)
        event = {
            "resource": route,
            "path": path,
            "httpMethod": method,
            "headers": headers,
            "pathParameters": {name: _decoded(value) for name, value in captured.items()} or None,
            "multiValueQueryStringParameters": _query(query) or None,
            "stageVariables": None,
            "requestContext": {
                "httpMethod": method,
                "resourcePath": route,
                "path": self._stage + path,
                "requestId": str(uuid.uuid4()),
                "identity": {"sourceIp": source_ip, "userAgent": headers.get("user-agent")},
            },
            "body": text,
            "isBase64Encoded": text is not None,
        }
        context = LambdaContext("api_handler", 512, 29_000)
        answer: dict[str, Any] = self._app(self._authorized(path, event, context), context)
        return answer

    def _authorized(self, path: str, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        """The event with what the route's authorizer found out, if it has one."""
        try:
            event, _ = self._authorizer.authorize(path, event, context)
        except NotAuthorizedError as error:
            raise _unauthorized() from error
        except ForbiddenError as error:
            raise _Refused(403, "forbidden") from error
        except Exception as error:
            # The one message that API Gateway turns into 401; anything else is the authorizer's own failure.
            if str(error) == "Unauthorized":
                raise _unauthorized() from error
            raise
        if found := event["requestContext"].get("authorizer"):
            event["requestContext"]["authorizer"] = _as_strings(found)
        return event

    def _inside_stage(self, path: str) -> str:
        if not path.startswith(self._stage + "/"):
            raise _Refused(404, "not-found")
        inside = path[len(self._stage) :]
        return inside.removesuffix("/") or "/"

    def _matched(self, path: str) -> tuple[str, dict[str, str]]:
        """The route, and its path parameters still encoded; a spelled-out part comes before a parameter."""
        parts = path.split("/")
        for route in self._routes:
            names = route.split("/")
            if len(names) == len(parts) and all(map(_fits, names, parts)):
                return route, {name[1:-1]: part for name, part in zip(names, parts, strict=True) if _is_parameter(name)}
        raise _Refused(404, "not-found")


def _encoded(body: bytes) -> str | None:
    """A body travels to Lambda in base64: infra/app.yaml declares all types binary."""
    return base64.b64encode(body).decode("ascii") if body else None


def _is_parameter(name: str) -> bool:
    return name.startswith("{") and name.endswith("}")


def _fits(name: str, part: str) -> bool:
    return bool(part) if _is_parameter(name) else name == part


_SWAP = threading.Lock()


def apart_by_thread(app: Chalice) -> Chalice:
    """The same app; its `current_request` and `lambda_context` are each thread's own, as each Lambda instance's are."""
    with _SWAP:
        if not isinstance(app, LocalChalice):
            app.__class__ = type("ThreadedApp", (_PerThread, app.__class__), {"_THREAD_LOCAL": threading.local()})
    return app


class _PerThread(LocalChalice):
    @property
    def lambda_context(self) -> Any:
        return getattr(self._THREAD_LOCAL, "lambda_context", None)

    @lambda_context.setter
    def lambda_context(self, value: Any) -> None:
        self._THREAD_LOCAL.lambda_context = value


def _unauthorized() -> _Refused:
    return _Refused(401, "unauthorized", WWW_Authenticate="Bearer")


def _as_strings(context: Mapping[str, Any]) -> dict[str, str]:
    """API Gateway hands an authorizer's context on as strings, and fails on anything nested."""
    nested = [name for name, value in context.items() if isinstance(value, dict | list)]
    if nested:
        raise TypeError(f"The authorizer's context may not be nested: {', '.join(nested)}")
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in context.items()
        if value is not None
    }


def _decoded(value: str) -> str:
    """Percent-decoded UTF-8. Raises a 400 for half an escape or bytes that are no UTF-8."""
    if _HALF_ESCAPE.search(value):
        raise _Refused(400, "malformed")
    try:
        return unquote_to_bytes(value).decode("utf-8")
    except UnicodeError as error:
        raise _Refused(400, "malformed") from error


def _query(query: str) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for pair in query.split("&"):
        if pair:
            name, _, value = pair.partition("=")
            values.setdefault(_decoded(name.replace("+", " ")), []).append(_decoded(value.replace("+", " ")))
    return values


def _rendered(answer: Mapping[str, Any]) -> Answer:
    """Lambda hands answers on as JSON: bytes travel in base64, and fail as they are."""
    size = len(json.dumps(answer, ensure_ascii=False).encode())
    if size > MAX_ANSWER:
        raise ValueError(f"An answer of {size} bytes is more than Lambda returns.")
    headers = [(name, str(value)) for name, value in answer["headers"].items()]
    headers += [(name, str(value)) for name, values in answer["multiValueHeaders"].items() for value in values]
    body = answer["body"] or ""
    raw = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))
    return Answer(answer["statusCode"], headers, raw)


def _problem(refused: _Refused, headers: Mapping[str, str]) -> Answer:
    language = language_of(headers.get("accept-language"))
    body = {
        "type": f"urn:loket:problem:{refused.code}",
        "title": say(refused.code, language),
        "status": refused.status,
    }
    own = [
        ("Content-Type", "application/problem+json"),
        ("Content-Language", language),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return Answer(refused.status, own + list(refused.headers.items()), json.dumps(body, ensure_ascii=False).encode())
