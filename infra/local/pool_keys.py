"""The staff pool's signing key: a fresh one each run, for moto's own is published in its package."""

import json
from functools import cache
from types import SimpleNamespace
from typing import Any

from joserfc import jwk
from moto.backends import get_backend
from moto.utilities.utils import load_resource

from infra.local.template import ACCOUNT

KEY_ID = "dummy"
"""The `kid` that moto writes into every token."""


def renew_key(region: str, pool_id: str) -> None:
    """Tokens of this pool are signed with a key of this run, so that a token forged with moto's key is refused."""
    _pools(region)[pool_id].json_web_key = jwk.RSAKey.generate_key(2048, {"kid": KEY_ID, "use": "sig", "alg": "RS256"})


@cache
def _published_key() -> jwk.RSAKey:
    return jwk.RSAKey.import_key(load_resource("cognitoidp/resources/jwks-private.json"))


PUBLISHED_KEY = SimpleNamespace(RSAKey=SimpleNamespace(import_key=lambda _: _published_key()))
"""In place of `jwk` in moto, which reads its one key anew for each pool: a quarter of an emulation's start."""


def public_keys(region: str, pool_id: str) -> bytes | None:
    """The pool's JWKS (RFC 7517) as JSON; None for an unknown pool."""
    pool = _pools(region).get(pool_id)
    if pool is None:
        return None
    key = pool.json_web_key.as_dict(private=False) | {"kid": KEY_ID, "use": "sig", "alg": "RS256"}
    return json.dumps({"keys": [key]}).encode()


def _pools(region: str) -> Any:
    return get_backend("cognito-idp")[ACCOUNT][region].user_pools
