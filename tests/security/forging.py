"""Makes tokens as an attacker would, and as the pool itself would if it said something else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

import boto3
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from moto.backends import get_backend

from infra.local.pool_keys import KEY_ID
from infra.local.template import ACCOUNT
from tests.office import PASSWORD, Office

Claims = dict[str, Any]


def claims_of(token: str) -> Claims:
    """What a token says, unverified."""
    return dict(jwt.decode(token, options={"verify_signature": False}))


def pool_key(office: Office) -> bytes:
    """The pool's private key, which nobody but the pool has, as PEM."""
    pools = get_backend("cognito-idp")[ACCOUNT][office.emulation.region].user_pools
    return bytes(pools[office.environment["USER_POOL_ID"]].json_web_key.as_pem(private=True))


def pool_public_key(office: Office) -> bytes:
    """The pool's public key as PEM: anybody may have it."""
    pools = get_backend("cognito-idp")[ACCOUNT][office.emulation.region].user_pools
    return bytes(pools[office.environment["USER_POOL_ID"]].json_web_key.as_pem(private=False))


def own_key() -> bytes:
    """A key pair of the attacker's own, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def own_jwk(private: bytes) -> dict[str, Any]:
    """The public half of a key pair as a JWK."""
    key = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256).prepare_key(private)
    assert isinstance(key, rsa.RSAPrivateKey)
    return dict(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True))


def signed(claims: Claims, key: bytes, algorithm: str = "RS256", **header: Any) -> str:
    return jwt.encode(claims, key, algorithm, headers={"kid": KEY_ID, **header})


def unsigned(claims: Claims, algorithm: str) -> str:
    """A token of an `alg` that asks for no signature."""
    return f"{segment({'alg': algorithm, 'typ': 'JWT', 'kid': KEY_ID})}.{segment(claims)}."


def with_hmac(claims: Claims, secret: bytes) -> str:
    """HS256 with a secret that PyJWT itself would refuse to use, such as a public key."""
    text = f"{segment({'alg': 'HS256', 'typ': 'JWT', 'kid': KEY_ID})}.{segment(claims)}"
    return f"{text}.{encoded(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"


def tampered(token: str, **claims: Any) -> str:
    """The same token saying something else, under its old signature."""
    header, _, signature = token.split(".")
    return f"{header}.{segment(claims_of(token) | claims)}.{signature}"


def segment(part: Mapping[str, Any] | bytes) -> str:
    return encoded(part if isinstance(part, bytes) else json.dumps(part).encode())


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def id_token(office: Office, username: str) -> str:
    """The pool's id token: for showing who one is, not for access."""
    return tokens_at(office.environment["USER_POOL_CLIENT_ID"], username)["IdToken"]


def token_of_another_client(office: Office, username: str) -> str:
    """An access token of the same pool, given to another app."""
    return tokens_at(new_client(office.environment["USER_POOL_ID"]), username)["AccessToken"]


def token_of_another_pool(username: str) -> str:
    """An access token for a user of the same name in a pool of the attacker's own."""
    cognito = boto3.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="another")["UserPool"]["Id"]
    cognito.create_group(UserPoolId=pool, GroupName="kepala")
    cognito.admin_create_user(UserPoolId=pool, Username=username)
    cognito.admin_set_user_password(UserPoolId=pool, Username=username, Password=PASSWORD, Permanent=True)
    cognito.admin_add_user_to_group(UserPoolId=pool, Username=username, GroupName="kepala")
    token = tokens_at(new_client(pool), username)["AccessToken"]
    cognito.delete_user_pool(UserPoolId=pool)
    return token


def new_client(pool: str) -> str:
    made = boto3.client("cognito-idp").create_user_pool_client(
        UserPoolId=pool, ClientName="another", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )
    return str(made["UserPoolClient"]["ClientId"])


def tokens_at(client_id: str, username: str) -> dict[str, str]:
    answer = boto3.client("cognito-idp").initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": PASSWORD},
    )
    return {name: str(token) for name, token in answer["AuthenticationResult"].items()}


def public_pem(private: bytes) -> bytes:
    key = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256).prepare_key(private)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
