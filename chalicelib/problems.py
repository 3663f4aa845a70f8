"""Refusals as application/problem+json (RFC 9457): the one table of statuses."""

from __future__ import annotations

import functools
import json
import traceback
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from chalice.app import Response
from pynamodb.exceptions import PynamoDBException

from chalicelib import errors
from chalicelib.http import current_language
from chalicelib.log import log
from chalicelib.settings import MissingSettings
from chalicelib.tables import STORAGE_ERRORS, is_busy, response_code
from chalicelib.wording import Language, say

STATUSES: dict[type[errors.Refusal], int] = {
    errors.Malformed: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.TooLarge: 413,
    errors.WrongMediaType: 415,
    errors.Invalid: 422,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}

View = Callable[..., Any]


def answers_problems(view: View) -> View:
    """A view whose refusals, busy storage and accidents are answered as problems, never as a bare error."""

    @functools.wraps(view)
    def answered(**arguments: Any) -> Any:
        try:
            return view(**arguments)
        except errors.Refusal as refusal:
            return problem(refusal, current_language())
        except STORAGE_ERRORS as error:
            return _storage_problem(error)
        except (BotoCoreError, ClientError) as error:
            return _service_problem(error)
        except MissingSettings as error:
            log.error("settings missing", names=error.names)
            return problem(errors.Unavailable("not-configured", retry_after=60), current_language())
        except Exception as error:  # noqa: BLE001 - the last boundary: nobody gets a stack trace
            log.error("unexpected", error=type(error).__name__, where=_where(error))
            return _accident()

    answered.answers_problems = True  # type: ignore[attr-defined]
    return answered


def _storage_problem(error: PynamoDBException) -> Response:
    if is_busy(error):
        return problem(errors.Unavailable(retry_after=2), current_language())
    log.error("storage", error=type(error).__name__, reason=response_code(error))
    return _accident()


def _service_problem(error: BotoCoreError | ClientError) -> Response:
    """A lost or throttled call to another service can be made again; one that it refuses is our own accident."""
    log.error("service", error=type(error).__name__, where=_where(error))
    if isinstance(error, ClientError) and not _asks_for_later(error):
        return _accident()
    return problem(errors.Unavailable(retry_after=2), current_language())


def _asks_for_later(error: ClientError) -> bool:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
    return status >= 500 or status == 429 or error.response["Error"]["Code"] in ("SlowDown", "ThrottlingException")


def _where(error: Exception) -> str:
    """File and line of an accident: its message may hold what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"


def _accident() -> Response:
    language = current_language()
    return _response("accident", say("accident", language), 500)


def status_of(refusal: errors.Refusal) -> int:
    """The status of a refusal by its kind."""
    return next(STATUSES[kind] for kind in type(refusal).__mro__ if kind in STATUSES)


def problem(refusal: errors.Refusal, language: Language) -> Response:
    """A refusal as a person and a program read it."""
    title = say(refusal.reason, language, **refusal.facts)
    more: dict[str, Any] = dict(refusal.facts)
    if refusal.faults:
        more["errors"] = [_fault(fault, language) for fault in refusal.faults]
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    if isinstance(refusal, errors.Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    return _response(refusal.reason, title, status_of(refusal), more, headers)


def _fault(fault: errors.Fault, language: Language) -> dict[str, str]:
    return {"field": fault.field, "code": fault.code, "detail": say(fault.code, language, **fault.values)}


def _response(
    code: str,
    title: str,
    status: int,
    more: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    body = {"type": f"urn:loket:problem:{code}", "title": title, "status": status, **(more or {})}
    return Response(
        body=json.dumps(body, ensure_ascii=False),
        status_code=status,
        headers={"Content-Type": "application/problem+json", "Cache-Control": "no-store", **(headers or {})},
    )
