"""The staff pool's signing key: a fresh one each run, for moto's own is published in its package."""

import json
from typing import Any

from joserfc import jwk
from moto.backends import get_backend

from infra.local.template import ACCOUNT

KEY_ID = "dummy"
"""The `kid` that moto writes into every token."""


def renew_key(region: str, pool_id: str) -> None:
    """Tokens of this pool are signed with a key of this run, so that a token forged with moto's key is refused."""
    _pools(region)[pool_id].json_web_key = jwk.RSAKey.generate_key(2048, {"kid": KEY_ID, "use": "sig", "alg": "RS256"})


def public_keys(region: str, pool_id: str) -> bytes | None:
    """The pool's JWKS (RFC 7517) as JSON; None for an unknown pool."""
    pool = _pools(region).get(pool_id)
    if pool is None:
        return None
    key = pool.json_web_key.as_dict(private=False) | {"kid": KEY_ID, "use": "sig", "alg": "RS256"}
    return json.dumps({"keys": [key]}).encode()


def _pools(region: str) -> Any:
    return get_backend("cognito-idp")[ACCOUNT][region].user_pools
