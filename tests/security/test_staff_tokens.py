"""Only an access token that our pool gave to our app, still in force, opens the staff's door."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from chalicelib.staff.model import Member
from chalicelib.staff.tokens import keys_at
from tests.office import Office, Reply
from tests.security import forging
from tests.security.forging import Claims, segment, signed


def at_the_door(office: Office, token: str) -> Reply:
    return office.get("/staff/queue", token=token)


def check_refused(reply: Reply) -> None:
    assert (reply.status, reply.code) == (401, "unauthorized")
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["www-authenticate"] == "Bearer"


@pytest.fixture
def member(office: Office) -> Member:
    return office.member("kepala")


@pytest.fixture
def claims(office: Office, member: Member) -> Claims:
    """What an honest token of the member says."""
    return forging.claims_of(office.signed_in(member))


def test_token_with_the_same_claims_under_the_pools_key_opens(office: Office, claims: Claims) -> None:
    assert at_the_door(office, signed(claims, forging.pool_key(office))).status == 200


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "", "null"])
def test_token_that_asks_for_no_signature_is_refused(office: Office, claims: Claims, algorithm: str) -> None:
    check_refused(at_the_door(office, forging.unsigned(claims, algorithm)))


def test_token_signed_with_the_public_key_as_a_password_is_refused(office: Office, claims: Claims) -> None:
    public = forging.pool_public_key(office)

    for secret in (public, public.strip(), public.replace(b"\n", b"\r\n"), b""):
        check_refused(at_the_door(office, forging.with_hmac(claims, secret)))


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_token_of_another_algorithm_is_refused_even_under_the_pools_key(
    office: Office, claims: Claims, algorithm: str
) -> None:
    check_refused(at_the_door(office, signed(claims, forging.pool_key(office), algorithm)))


def test_token_under_a_key_of_ones_own_is_refused(office: Office, claims: Claims) -> None:
    key = forging.own_key()

    check_refused(at_the_door(office, signed(claims, key)))
    check_refused(at_the_door(office, signed(claims, key, jwk=forging.own_jwk(key))))


def test_token_of_another_pool_is_refused(office: Office, member: Member) -> None:
    check_refused(at_the_door(office, forging.token_of_another_pool(member.username)))


def test_token_of_another_client_is_refused(office: Office, member: Member) -> None:
    check_refused(at_the_door(office, forging.token_of_another_client(office, member.username)))


def test_id_token_is_no_access_token(office: Office, member: Member) -> None:
    check_refused(at_the_door(office, forging.id_token(office, member.username)))


WRONG: dict[str, Callable[[], dict[str, Any]]] = {
    "expired": lambda: {"exp": int(time.time()) - 1},
    "not yet": lambda: {"nbf": int(time.time()) + 600},
    "given in the future": lambda: {"iat": int(time.time()) + 600},
    "another issuer": lambda: {"iss": "https://cognito-idp.ap-southeast-3.amazonaws.com/ap-southeast-3_other"},
    "issuer with a tail": lambda: {"iss": "https://example.com/"},
    "another client": lambda: {"client_id": "another"},
    "another use": lambda: {"token_use": "id"},
    "use in capitals": lambda: {"token_use": "Access"},
    "nobody": lambda: {"sub": "00000000-0000-0000-0000-000000000000"},
    "subject as a list": lambda: {"sub": ["x"]},
    "expiry as a word": lambda: {"exp": "never"},
    "jti as a number": lambda: {"jti": 1},
}


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG)
def test_token_of_the_pool_that_says_something_else_is_refused(
    office: Office, claims: Claims, changes: Callable[[], dict[str, Any]]
) -> None:
    check_refused(at_the_door(office, signed(claims | changes(), forging.pool_key(office))))


@pytest.mark.parametrize("missing", ["exp", "iat", "sub", "jti", "iss", "client_id", "token_use", "cognito:groups"])
def test_token_that_leaves_something_unsaid_is_refused(office: Office, claims: Claims, missing: str) -> None:
    said = {name: value for name, value in claims.items() if name != missing}

    check_refused(at_the_door(office, signed(said, forging.pool_key(office))))


def test_tampered_token_is_refused(office: Office) -> None:
    token = office.signed_in(office.member("petugas"))
    header, payload, signature = token.split(".")

    check_refused(at_the_door(office, forging.tampered(token, **{"cognito:groups": ["kepala"]})))
    check_refused(at_the_door(office, forging.tampered(token, exp=4_000_000_000)))
    check_refused(at_the_door(office, f"{header}.{payload}."))
    check_refused(at_the_door(office, f"{header}.{payload}.{signature[:-4]}AAAA"))
    check_refused(at_the_door(office, f"{header}.{payload}"))
    check_refused(at_the_door(office, f"{token}.{signature}"))
    assert at_the_door(office, token).status == 200


@pytest.mark.parametrize(
    "kid", ["../../../../dev/null", "/dev/null", "dummy/../dummy", "' OR 1=1 --", "", "file:///etc/passwd", "DUMMY"]
)
def test_key_id_is_a_name_in_the_key_set_and_nothing_else(office: Office, claims: Claims, kid: str) -> None:
    check_refused(at_the_door(office, signed(claims, forging.pool_key(office), kid=kid)))


@pytest.mark.parametrize("kid", [None, 1, ["dummy"], {"x": 1}, True])
def test_key_id_that_is_no_word_is_refused(office: Office, claims: Claims, kid: Any) -> None:
    _, payload, signature = signed(claims, forging.pool_key(office)).split(".")

    check_refused(at_the_door(office, f"{segment({'alg': 'RS256', 'kid': kid})}.{payload}.{signature}"))


MISSHAPEN = {
    "deep header": segment(b"[" * 6000) + ".e30.AA",
    "deep object": segment(b'{"a":' * 1500 + b"1" + b"}" * 1500) + ".e30.AA",
    "header is no JSON": segment(b"x") + ".e30.AA",
    "header is a list": segment(b"[]") + ".e30.AA",
    "header is no UTF-8": segment(bytes([255, 254])) + ".e30.AA",
    "half a header": "eyJhbGciOi.e30.AA",
    "dots": "...",
    "words": "a.b.c",
    "one word": "token",
    "padding": "e30=.e30=.AA==",
}


@pytest.mark.parametrize("token", MISSHAPEN.values(), ids=MISSHAPEN)
def test_misshapen_token_is_refused_like_any_other(office: Office, token: str) -> None:
    check_refused(at_the_door(office, token))


def test_unverified_payload_is_not_even_read(office: Office, claims: Claims) -> None:
    header, _, signature = signed(claims, forging.pool_key(office)).split(".")

    check_refused(at_the_door(office, f"{header}.{segment(b'[' * 6000)}.{signature}"))


@pytest.fixture
def own_key_set() -> Iterator[tuple[str, list[str]]]:
    """The attacker's server: its address, and what was asked of it."""
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/keys.json", asked
        server.shutdown()


@pytest.mark.parametrize("name", ["jku", "x5u"])
def test_address_of_keys_in_a_token_is_never_asked(
    office: Office, claims: Claims, own_key_set: tuple[str, list[str]], name: str
) -> None:
    address, asked = own_key_set

    check_refused(at_the_door(office, signed(claims, forging.own_key(), kid="mine", **{name: address})))

    assert asked == []


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic {token}",
        "Token {token}",
        "{token}",
        "Bearer{token}",
        "Bearer {token} {token}",
        "Bearer {token}, Bearer {token}",
        "Bearer {token}\x00",
        "Bearer é",
        "bearer: {token}",
    ],
)
def test_odd_authorization_is_refused(office: Office, member: Member, header: str) -> None:
    written = header.replace("{token}", office.signed_in(member))

    check_refused(office.get("/staff/queue", headers={"authorization": written}))


def test_missing_authorization_and_a_token_elsewhere_are_refused(office: Office, member: Member) -> None:
    token = office.signed_in(member)

    check_refused(office.get("/staff/queue"))
    check_refused(office.get(f"/staff/queue?access_token={token}&token={token}"))
    check_refused(office.get("/staff/queue", headers={"cookie": f"token={token}", "x-authorization": token}))


def test_name_of_the_scheme_counts_in_any_case(office: Office, member: Member) -> None:
    assert office.get("/staff/queue", headers={"authorization": f"bearer {office.signed_in(member)}"}).status == 200


@pytest.mark.parametrize(
    "groups",
    [["nonpetugas"], ["petugas2"], ["Petugas"], [" petugas"], ["petugas,kepala"], ["kepala"], [], "petugas", None, {}],
    ids=str,
)
def test_group_counts_by_its_exact_name_only(office: Office, groups: Any) -> None:
    claims = forging.claims_of(office.signed_in(office.member("petugas")))

    check_refused(at_the_door(office, signed(claims | {"cognito:groups": groups}, forging.pool_key(office))))


def test_petugas_of_the_table_is_no_kepala_by_the_token(office: Office) -> None:
    claims = forging.claims_of(office.signed_in(office.member("petugas")))
    both = signed(claims | {"cognito:groups": ["kepala", "petugas"]}, forging.pool_key(office))

    assert at_the_door(office, both).status == 200
    assert office.get("/staff/members", token=both).status == 403


def test_keys_out_of_reach_admit_nobody_and_tell_nobody_to_sign_in_again(office: Office, member: Member) -> None:
    token = office.signed_in(member)
    office.ports.keys = keys_at("http://127.0.0.1:1/keys.json")

    reply = at_the_door(office, token)

    assert (reply.status, reply.code) == (500, "accident")
