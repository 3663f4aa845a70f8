"""Verifying a staff token, the same way wherever this runs: signature, issuer, client, use and time."""

from __future__ import annotations

from typing import Any, Protocol

import jwt

from chalicelib.errors import Unauthenticated
from chalicelib.staff.model import Claims


class Keys(Protocol):
    """The pool's public keys by key id."""

    def get_signing_key_from_jwt(self, token: str) -> Any: ...


def keys_at(address: str) -> Keys:
    """The key set at an address (JWKS, RFC 7517), kept for five minutes; a header's `jku` is never followed."""
    return jwt.PyJWKClient(address, cache_keys=True, lifespan=300, timeout=5)


def verified_claims(token: str, keys: Keys, issuer: str, client_id: str) -> Claims:
    """The claims of an access token of our pool and client, in force now. Raises Unauthenticated.

    Only RS256 with the pool's own key: neither `none` nor an HMAC with the public key passes. Where the keys are out
    of reach nobody is admitted, but nobody is told to sign in again either: raises PyJWKClientConnectionError.
    """
    try:
        key = keys.get_signing_key_from_jwt(token).key
        claims = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            issuer=issuer,
            options={"require": ["exp", "iat", "sub", "jti", "token_use", "client_id"], "verify_aud": False},
        )
    except jwt.PyJWKClientConnectionError:
        raise
    except jwt.PyJWTError as error:
        raise Unauthenticated() from error
    if claims["token_use"] != "access" or claims["client_id"] != client_id:
        raise Unauthenticated()
    groups = claims.get("cognito:groups", [])
    return Claims(claims["sub"], claims["jti"], groups if isinstance(groups, list) else [], int(claims["exp"]))
