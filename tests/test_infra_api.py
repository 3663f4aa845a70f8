"""The API's gateway as it would be deployed: who reaches it, what it logs, and what it says on its own."""

import json
from collections.abc import Iterator
from typing import Any

from chalicelib.wording import say
from tests.stack import resolved

pytest_plugins = ["tests.packaged"]


def test_access_log_holds_no_token_no_address_and_no_query(api: dict[str, Any]) -> None:
    held = set(json.loads(api["AccessLogSetting"]["Format"]).values())

    assert held == {
        "$context.requestId",
        "$context.requestTimeEpoch",
        "$context.httpMethod",
        "$context.resourcePath",
        "$context.status",
        "$context.responseLatency",
        "$context.responseLength",
        "$context.error.responseType",
    }


def test_api_is_throttled_and_logs_no_bodies(api: dict[str, Any]) -> None:
    (all_methods,) = api["MethodSettings"]

    assert (all_methods["HttpMethod"], all_methods["ResourcePath"]) == ("*", "/*")
    assert 0 < all_methods["ThrottlingRateLimit"] <= all_methods["ThrottlingBurstLimit"] <= 200
    assert (all_methods["LoggingLevel"], all_methods["DataTraceEnabled"]) == ("OFF", False)
    assert api["TracingEnabled"] is False


def test_api_answers_the_site_alone(template: dict[str, Any], api: dict[str, Any]) -> None:
    key = template["Resources"]["OriginApiKey"]["Properties"]
    plan = template["Resources"]["OriginUsagePlanKey"]["Properties"]

    assert api["Auth"] == {"ApiKeyRequired": True}
    assert api["EndpointConfiguration"] == "REGIONAL"
    assert (key["Value"], key["Enabled"]) == ({"Ref": "OriginKey"}, True)
    assert template["Parameters"]["OriginKey"]["NoEcho"] is True
    assert resolved(plan) == {"KeyId": "OriginApiKey", "KeyType": "API_KEY", "UsagePlanId": "OriginUsagePlan"}


def test_api_hands_bytes_to_every_caller_and_invites_no_other_origin(api: dict[str, Any]) -> None:
    body = api["DefinitionBody"]
    methods = {method for path in body["paths"].values() for method in path}

    assert body["x-amazon-apigateway-binary-media-types"] == ["*/*"]
    assert "options" not in methods
    assert "Access-Control" not in json.dumps(api)


def test_staff_routes_ask_the_authorizer_each_time(api: dict[str, Any]) -> None:
    body = api["DefinitionBody"]
    lookup = body["securityDefinitions"]["staff_access"]["x-amazon-apigateway-authorizer"]
    guarded = {
        (method, path)
        for path, methods in body["paths"].items()
        for method, about in methods.items()
        if {"staff_access": []} in about.get("security", [])
    }

    open_to_all = {
        (method, path)
        for path, methods in body["paths"].items()
        for method in methods
        if "/staff/" in path and (method, path) not in guarded
    }

    assert lookup["authorizerResultTtlInSeconds"] == 0
    assert {path.removeprefix("/api") for _, path in open_to_all} <= {"/staff/session", "/staff/session/answer"}
    assert guarded


def _own_answers(api: dict[str, Any]) -> Iterator[tuple[str, int, dict[str, str], dict[str, Any]]]:
    for kind, answer in api["DefinitionBody"]["x-amazon-apigateway-gateway-responses"].items():
        headers = {
            name.removeprefix("gatewayresponse.header."): value.strip("'")
            for name, value in answer["responseParameters"].items()
        }
        yield kind, answer["statusCode"], headers, json.loads(answer["responseTemplates"]["application/json"])


def test_gateway_s_own_answers_are_problems(api: dict[str, Any]) -> None:
    found = {kind: (status, body["type"].rpartition(":")[2]) for kind, status, _, body in _own_answers(api)}

    assert found == {
        "UNAUTHORIZED": (401, "unauthorized"),
        "ACCESS_DENIED": (403, "forbidden"),
        "INVALID_API_KEY": (403, "forbidden"),
        "MISSING_AUTHENTICATION_TOKEN": (404, "not-found"),
        "RESOURCE_NOT_FOUND": (404, "not-found"),
        "REQUEST_TOO_LARGE": (413, "too-large"),
        "UNSUPPORTED_MEDIA_TYPE": (415, "not-json"),
        "THROTTLED": (429, "too-many-requests"),
        "INTEGRATION_FAILURE": (503, "busy"),
        "INTEGRATION_TIMEOUT": (503, "busy"),
        "DEFAULT_4XX": (400, "malformed"),
        "DEFAULT_5XX": (500, "accident"),
    }
    assert all(body["status"] == status for _, status, _, body in _own_answers(api))


def test_gateway_says_what_the_app_would_say(api: dict[str, Any]) -> None:
    titles = [(body["type"].rpartition(":")[2], body["title"]) for _, _, _, body in _own_answers(api)]

    assert titles == [(code, say(code, "id")) for code, _ in titles]


def test_gateway_s_own_answers_are_kept_by_nobody_and_say_when_to_come_again(api: dict[str, Any]) -> None:
    answers = list(_own_answers(api))

    assert {headers["Content-Type"] for _, _, headers, _ in answers} == {"application/problem+json"}
    assert {headers["Cache-Control"] for _, _, headers, _ in answers} == {"no-store"}
    assert {headers["X-Content-Type-Options"] for _, _, headers, _ in answers} == {"nosniff"}
    assert all("Retry-After" in headers for _, status, headers, _ in answers if status in (429, 503))
    assert [headers.get("WWW-Authenticate") for _, status, headers, _ in answers if status == 401] == ["Bearer"]
