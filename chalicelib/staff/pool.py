"""The Cognito pool: passwords, challenges and groups, its answers translated."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.errors import TooMany
from chalicelib.staff.model import (
    ROLES,
    Challenge,
    ChallengeAnswer,
    Claims,
    Credentials,
    NewMember,
    PasswordTooWeak,
    Role,
    Session,
    SignInRefused,
)

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

REFUSED = {
    "NotAuthorizedException",
    "UserNotFoundException",
    "CodeMismatchException",
    "ExpiredCodeException",
    "PasswordResetRequiredException",
    "UserNotConfirmedException",
    "InvalidParameterException",
}
WEAK = {"InvalidPasswordException", "PasswordHistoryPolicyViolationException"}
OFTEN = {"TooManyRequestsException", "LimitExceededException", "TooManyFailedAttemptsException"}


class CognitoSignIn:
    """Signs staff in by user name and password."""

    def __init__(
        self, client: CognitoIdentityProviderClient, pool_id: str, client_id: str, now: Callable[[], datetime]
    ) -> None:
        self._client, self._pool, self._client_id, self._now = client, pool_id, client_id, now

    def begin(self, credentials: Credentials) -> Session | Challenge:
        """Raises SignInRefused, the same for an unknown user and a wrong password, and TooMany."""
        parameters = {"USERNAME": credentials.username, "PASSWORD": credentials.password}
        return self._opened(
            lambda: self._client.initiate_auth(
                AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters, ClientId=self._client_id
            )
        )

    def answer(self, answer: ChallengeAnswer) -> Session | Challenge:
        """Raises SignInRefused, PasswordTooWeak, TooMany."""
        responses = {"USERNAME": answer.username}
        if answer.new_password:
            responses["NEW_PASSWORD"] = answer.new_password
        if answer.code:
            responses["SOFTWARE_TOKEN_MFA_CODE"] = answer.code
        return self._opened(
            lambda: self._client.respond_to_auth_challenge(
                ClientId=self._client_id,
                ChallengeName=answer.challenge,
                Session=answer.session,
                ChallengeResponses=responses,
            )
        )

    def _opened(self, ask: Callable[[], Any]) -> Session | Challenge:
        try:
            answer = ask()
        except ClientError as error:
            raise _translated(error) from error
        result = answer.get("AuthenticationResult")
        if not result:
            return Challenge(answer["ChallengeName"], answer["Session"])
        token = result["AccessToken"]
        return Session(token, self._now() + timedelta(seconds=result.get("ExpiresIn", 3600)), claims_in(token))

    def admit(self, new: NewMember) -> str:
        """The subject of a new user, or of the one that has this name already."""
        try:
            self._client.admin_create_user(
                UserPoolId=self._pool,
                Username=new.username,
                UserAttributes=[{"Name": "email", "Value": new.email}, {"Name": "email_verified", "Value": "true"}],
                DesiredDeliveryMediums=["EMAIL"],
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "UsernameExistsException":
                raise
        user = self._client.admin_get_user(UserPoolId=self._pool, Username=new.username)
        return next(one.get("Value", "") for one in user["UserAttributes"] if one["Name"] == "sub")

    def change_role(self, username: str, role: Role) -> None:
        """In the group of the role, and in no other."""
        for other in ROLES:
            if other != role:
                self._client.admin_remove_user_from_group(UserPoolId=self._pool, Username=username, GroupName=other)
        self._client.admin_add_user_to_group(UserPoolId=self._pool, Username=username, GroupName=role)

    def set_enabled(self, username: str, enabled: bool) -> None:
        if enabled:
            self._client.admin_enable_user(UserPoolId=self._pool, Username=username)
        else:
            self._client.admin_disable_user(UserPoolId=self._pool, Username=username)


def claims_in(token: str) -> Claims:
    """What a token says that the pool itself has just given; tokens from elsewhere are verified, not read."""
    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return Claims(claims["sub"], claims["jti"], claims.get("cognito:groups", []), int(claims["exp"]))


def _translated(error: ClientError) -> Exception:
    code = error.response["Error"]["Code"]
    if code in REFUSED:
        return SignInRefused()
    if code in WEAK:
        return PasswordTooWeak()
    return TooMany(retry_after=60) if code in OFTEN else error
