"""The gateway answers as API Gateway does in the cloud, whatever is sent and however many ask at once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from chalice.app import AuthResponse, Blueprint, Chalice, Response

from chalicelib.wording import say
from infra.local.gateway import MAX_BODY, Answer, Gateway

TOGETHER = threading.Barrier(8)


def an_app() -> Chalice:
    app = Chalice("test")
    app.api.binary_types.append("application/pdf")
    routes = Blueprint(__name__)
    found: Any = {"unit": "6371", "active": True, "age": 3}

    @app.authorizer(ttl_seconds=0)
    def staff(request: Any) -> Any:
        if request.token == "Bearer good":
            return AuthResponse(routes=["*"], principal_id="nila", context=found)
        if request.token == "Bearer refused":
            return AuthResponse(routes=[], principal_id="nila")
        if request.token == "Bearer broken":
            raise RuntimeError("The members table is away.")
        raise Exception("Unauthorized")  # noqa: TRY002 - the one message that API Gateway knows

    @routes.route("/echo", methods=["GET", "POST"], content_types=["application/json", "application/pdf", "text/plain"])
    def echo() -> Any:
        request = routes.current_request
        query = request.query_params
        return {
            "body": bytes(request.raw_body).decode("latin-1"),  # type: ignore[arg-type]
            "query": {name: query.getlist(name) for name in query} if query else {},
            "source": request.context["identity"]["sourceIp"],
        }

    @routes.route("/json", methods=["POST"])
    def as_json() -> Any:
        return {"read": routes.current_request.json_body}

    @routes.route("/named/fixed")
    def fixed() -> Any:
        return {"fixed": True}

    @routes.route("/named/{name}")
    def named(name: str) -> Any:
        return {"name": name}

    @routes.route("/file")
    def file() -> Any:
        return Response(b"%PDF-\xff\x00", headers={"Content-Type": "application/pdf"})

    @routes.route("/bytes")
    def as_bytes() -> Any:
        return Response(b"%PDF-", headers={"Content-Type": "application/x-not-declared"})

    @routes.route("/large")
    def large() -> Any:
        return Response("x" * (6 * 1024 * 1024 + 1), headers={"Content-Type": "text/plain"})

    @routes.route("/slow/{name}")
    def slow(name: str) -> Any:
        TOGETHER.wait(timeout=30)
        return {"path": name, "header": routes.current_request.headers["x-name"]}

    @routes.route("/staff/{name}", authorizer=staff)
    def for_staff(name: str) -> Any:
        return routes.current_request.context["authorizer"]

    app.register_blueprint(routes)
    return app


@pytest.fixture(scope="module")
def gateway() -> Gateway:
    return Gateway(an_app(), stage="/api")


def ask(gateway: Gateway, target: str, method: str = "GET", body: bytes = b"", **headers: Any) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return gateway.handle(method, target, named, body, "192.0.2.7")


def problem(answer: Answer) -> tuple[int, str]:
    headers = dict(answer.headers)
    body = json.loads(answer.body)
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Cache-Control"] == "no-store"
    assert body["status"] == answer.status
    return answer.status, body["type"].removeprefix("urn:loket:problem:")


def test_four_hundred_requests_on_eight_threads_each_see_their_own(gateway: Gateway) -> None:
    def one(number: int) -> bool:
        answer = json.loads(ask(gateway, f"/api/slow/{number}", X_Name=f"visitor {number}").body)
        return bool(answer == {"path": str(number), "header": f"visitor {number}"})

    with ThreadPoolExecutor(8) as visitors:
        assert all(visitors.map(one, range(400)))


def test_the_app_sees_the_peer_the_query_and_the_body(gateway: Gateway) -> None:
    answer = ask(gateway, "/api/echo?q=a+b&q=%C3%A9&empty=", "POST", b'{"a": 1}', Content_Type="application/json")

    assert answer.status == 200
    assert json.loads(answer.body) == {
        "body": '{"a": 1}',
        "query": {"q": ["a b", "é"], "empty": [""]},
        "source": "192.0.2.7",
    }


@pytest.mark.parametrize(
    ("sent", "seen"), [("A%20B", "A B"), ("%E7%8E%8B", "王"), ("a+b", "a+b"), ("a%2Fb", "a/b"), ("50%25", "50%")]
)
def test_a_path_parameter_arrives_decoded_once(gateway: Gateway, sent: str, seen: str) -> None:
    assert json.loads(ask(gateway, f"/api/named/{sent}").body) == {"name": seen}


def test_a_spelled_out_path_comes_before_a_parameter(gateway: Gateway) -> None:
    assert json.loads(ask(gateway, "/api/named/fixed").body) == {"fixed": True}
    assert json.loads(ask(gateway, "/api/named/fixed/").body) == {"fixed": True}


@pytest.mark.parametrize("target", ["/api/none", "/api", "/other/echo", "/apiecho", "/api/named/", "/api//x", "*", ""])
def test_an_unknown_path_is_a_problem_not_api_gateways_own_words(gateway: Gateway, target: str) -> None:
    assert problem(ask(gateway, target)) == (404, "not-found")
    assert problem(ask(gateway, target, Authorization="Bearer é")) == (404, "not-found")


def test_a_problem_is_said_in_the_language_asked_for(gateway: Gateway) -> None:
    indonesian = json.loads(ask(gateway, "/api/none").body)["title"]
    english = json.loads(ask(gateway, "/api/none", Accept_Language="en-GB,en;q=0.9").body)["title"]

    assert (indonesian, english) == (say("not-found", "id"), say("not-found", "en"))


def test_a_wrong_method_is_told_which_are_right(gateway: Gateway) -> None:
    answer = ask(gateway, "/api/echo", "DELETE")

    assert problem(answer) == (405, "method-not-allowed")
    assert dict(answer.headers)["Allow"] == "GET, POST"


@pytest.mark.parametrize("headers", [{}, {"Authorization": ""}, {"Authorization": "Bearer forged"}])
def test_staff_routes_need_a_token_that_the_authorizer_accepts(gateway: Gateway, headers: dict[str, Any]) -> None:
    answer = ask(gateway, "/api/staff/x", **headers)

    assert problem(answer) == (401, "unauthorized")
    assert dict(answer.headers)["WWW-Authenticate"] == "Bearer"


def test_a_policy_that_allows_nothing_is_a_refusal(gateway: Gateway) -> None:
    assert problem(ask(gateway, "/api/staff/x", Authorization="Bearer refused")) == (403, "forbidden")


def test_what_the_authorizer_found_reaches_the_route_as_strings(gateway: Gateway) -> None:
    answer = ask(gateway, "/api/staff/a%20b", Authorization="Bearer good")

    assert json.loads(answer.body) == {"unit": "6371", "active": "true", "age": "3", "principalId": "nila"}


def test_a_broken_authorizer_admits_nobody(gateway: Gateway, capsys: pytest.CaptureFixture[str]) -> None:
    assert problem(ask(gateway, "/api/staff/x", Authorization="Bearer broken")) == (500, "accident")
    assert "RuntimeError" in capsys.readouterr().err


def test_bad_json_reaches_the_app_which_refuses_it(gateway: Gateway) -> None:
    assert ask(gateway, "/api/json", "POST", b"{", Content_Type="application/json").status == 400


@pytest.mark.parametrize(
    "target", ["/api/named/%", "/api/named/%zz", "/api/named/%FF", "/api/echo?a=%", "/api/echo?%ff"]
)
def test_half_an_escape_or_broken_utf8_in_the_address_is_malformed(gateway: Gateway, target: str) -> None:
    assert problem(ask(gateway, target)) == (400, "malformed")


def test_a_body_that_is_no_utf8_reaches_the_app_as_it_was_sent(gateway: Gateway) -> None:
    answer = ask(gateway, "/api/echo", "POST", b"a\xffb", Content_Type="text/plain")

    assert json.loads(answer.body)["body"].encode("latin-1") == b"a\xffb"


def test_binary_bodies_pass_unchanged_both_ways(gateway: Gateway) -> None:
    up = ask(gateway, "/api/echo", "POST", bytes(range(256)), Content_Type="application/pdf")
    down = ask(gateway, "/api/file", Accept="application/pdf")

    assert json.loads(up.body)["body"].encode("latin-1") == bytes(range(256))
    assert down.body == b"%PDF-\xff\x00"


def test_more_than_ten_megabytes_are_not_read(gateway: Gateway) -> None:
    answer = ask(gateway, "/api/echo", "POST", b"x" * (MAX_BODY + 1), Content_Type="text/plain")

    assert problem(answer) == (413, "too-large")


def test_bytes_that_are_not_encoded_fail_as_in_the_cloud(gateway: Gateway, capsys: pytest.CaptureFixture[str]) -> None:
    assert problem(ask(gateway, "/api/bytes")) == (500, "accident")
    assert "TypeError" in capsys.readouterr().err


def test_an_answer_larger_than_lambda_returns_fails_here_too(
    gateway: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    assert problem(ask(gateway, "/api/large")) == (500, "accident")
    assert "ValueError" in capsys.readouterr().err
