"""Which pages may use the door, and where tokens find the keys that verify them."""

import boto3
import jwt
import pytest

from infra.local import pool_keys
from tests.local.account import BOOK, COPY, PAGES, Account, refused
from tests.local.web import form, send


def test_the_pages_origin_may_upload_and_see_the_answer(account: Account) -> None:
    url, headers = account.policy()["url"], {"Origin": PAGES, "Access-Control-Request-Method": "POST"}

    preflight = send("OPTIONS", url, headers)
    posted = account.policy()
    fields, body = form(posted["fields"], BOOK)
    got = send("POST", url, fields | {"Origin": PAGES}, body)

    assert preflight.status == 200
    assert preflight.headers["access-control-allow-origin"] == PAGES
    assert preflight.headers["access-control-max-age"] == "600"
    assert got.headers["access-control-allow-origin"] == PAGES
    assert got.headers["access-control-expose-headers"] == "ETag"


def test_a_refusal_can_be_read_by_the_page_that_asked(account: Account) -> None:
    got = send("GET", f"{account.door.origin}/{account.copies}/{COPY}", {"Origin": PAGES})

    assert (got.status, got.headers["access-control-allow-origin"]) == (403, PAGES)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"},
        {"Origin": PAGES, "Access-Control-Request-Method": "DELETE"},
        {"Origin": PAGES, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "X-Other"},
        {},
    ],
)
def test_other_origins_methods_and_headers_fail_their_preflight(account: Account, headers: dict[str, str]) -> None:
    assert refused(send("OPTIONS", account.policy()["url"], headers)) == (403, "AccessForbidden")


def test_another_origin_cannot_read_a_file_it_has_a_link_to(account: Account) -> None:
    got = send("GET", account.link(), {"Origin": "http://evil.example"})

    assert "access-control-allow-origin" not in got.headers


def a_token(account: Account) -> str:
    cognito, settings = boto3.client("cognito-idp"), account.storage.settings
    cognito.admin_create_user(UserPoolId=settings["USER_POOL_ID"], Username="nila", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(
        UserPoolId=settings["USER_POOL_ID"], Username="nila", Password="sandi-petugas-1", Permanent=True
    )
    signed_in = cognito.initiate_auth(
        ClientId=settings["USER_POOL_CLIENT_ID"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "nila", "PASSWORD": "sandi-petugas-1"},
    )
    return str(signed_in["AuthenticationResult"]["AccessToken"])


def test_tokens_are_verified_with_the_keys_of_this_run_over_http(account: Account) -> None:
    pool = account.storage.settings["USER_POOL_ID"]
    before = a_token(account)
    pool_keys.renew_key(account.region, pool)
    boto3.client("cognito-idp").admin_delete_user(UserPoolId=pool, Username="nila")
    after = a_token(account)
    keys = jwt.PyJWKClient(f"{account.door.origin}/{pool}/.well-known/jwks.json")

    claims = jwt.decode(after, keys.get_signing_key_from_jwt(after), algorithms=["RS256"])

    assert claims["token_use"] == "access"
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(before, keys.get_signing_key_from_jwt(before), algorithms=["RS256"])


def test_no_private_part_of_the_key_is_served(account: Account) -> None:
    url = f"{account.door.origin}/{account.storage.settings['USER_POOL_ID']}/.well-known/jwks.json"

    [key] = send("GET", url).json()["keys"]

    assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}
    assert send("GET", url.replace("_", "-")).status == 404
