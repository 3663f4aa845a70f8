"""The service as a page sees it, answered by the test itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Request, Route

Answer = tuple[int, Any] | tuple[int, Any, dict[str, str]]
Answering = Callable[[Request], Answer | None]


class ApiDouble:
    """Answers /api of one page. What was not foreseen gets 404, and every request is kept in `requests`."""

    def __init__(self, page: Page) -> None:
        self.requests: list[Request] = []
        self._answers: list[tuple[str, re.Pattern[str], Answering]] = []
        page.route("**/api/**", self._answer)

    def on(self, method: str, path: str, answer: Answer | Answering) -> None:
        """Foresees a call: `path` is a pattern under /api, with or without a query; a later one comes first.

        An answer is (status, body) or (status, body, headers), or a function of the request; None loses the connection.
        """
        given = answer if callable(answer) else (lambda _: answer)
        self._answers.insert(0, (method, re.compile(rf"/api{path}(\?.*)?"), given))

    def sent(self, method: str, path: str) -> list[Request]:
        """The requests made so far to one call."""
        wanted = re.compile(rf"/api{path}(\?.*)?")
        return [one for one in self.requests if one.method == method and wanted.fullmatch(_target(one))]

    def bodies(self, method: str, path: str) -> list[Any]:
        """What was sent with them, read as JSON."""
        return [one.post_data_json for one in self.sent(method, path)]

    def _answer(self, route: Route, request: Request) -> None:
        self.requests.append(request)
        self._give(route, self._foreseen(request))

    def _foreseen(self, request: Request) -> Answer | None:
        for method, path, answering in self._answers:
            if method == request.method and path.fullmatch(_target(request)):
                return answering(request)
        return problem(404, "not-found", "Tidak ditemukan.")

    @staticmethod
    def _give(route: Route, answer: Answer | None) -> None:
        if answer is None:
            route.abort("connectionreset")
            return
        status, body, *more = answer
        kind = "application/json" if status < 400 else "application/problem+json"
        headers = {"Content-Type": kind, "Cache-Control": "no-store", **(more[0] if more else {})}
        route.fulfill(status=status, json=body, headers=headers)


def problem(status: int, code: str, title: str, errors: list[dict[str, str]] | None = None) -> Answer:
    """A refusal as the service words it."""
    body: dict[str, Any] = {"type": f"urn:loket:problem:{code}", "title": title, "status": status}
    if errors:
        body["errors"] = errors
    return status, body


def too_many(seconds: int) -> Answer:
    """A refusal that says when to come back."""
    body = {"type": "urn:loket:problem:too-many-requests", "title": "Terlalu sering.", "status": 429}
    return 429, body, {"Retry-After": str(seconds)}


def _target(request: Request) -> str:
    return "/" + request.url.split("/", 3)[3]
