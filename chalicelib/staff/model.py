"""A member of staff (petugas), their role and their session: values and rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from chalicelib.errors import Conflict, Forbidden, NotFound, Unauthenticated
from chalicelib.form import Form
from chalicelib.guestbook.model import email_address

Role = Literal["petugas", "kepala"]
ROLES: tuple[Role, ...] = ("petugas", "kepala")
Secret = Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
UserName = Annotated[str, msgspec.Meta(min_length=3, max_length=64, pattern=r"^[A-Za-z0-9._@+-]+$")]


class Credentials(Form, frozen=True):
    """What somebody signs in with."""

    username: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    password: Secret


class ChallengeAnswer(Form, frozen=True):
    """The answer to what the sign-in still asks: a new password, or a one-time code."""

    username: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    session: Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]
    challenge: Literal["NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA"]
    new_password: Secret | None = None
    code: Annotated[str, msgspec.Meta(pattern=r"^\d{6}$")] | None = None


class NewMember(Form, frozen=True):
    """A person to admit to the staff."""

    checks: ClassVar[Mapping[str, Any]] = {"email": email_address}

    username: UserName
    email: Annotated[str, msgspec.Meta(max_length=254)]
    name: Annotated[str, msgspec.Meta(min_length=2, max_length=120)]
    role: Role


class ChangedMember(Form, frozen=True):
    """What may change about a member."""

    role: Role | None = None
    disabled: bool | None = None


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff; `ended_sessions` are the ids (jti) of tokens that were signed out, with their expiry."""

    subject: str
    username: str
    unit: str
    role: Role
    name: str
    created_at: datetime
    disabled: bool = False
    ended_sessions: dict[str, int] = {}


class Claims(msgspec.Struct, frozen=True):
    """What a verified access token says. `expires` is in seconds since 1970."""

    subject: str
    token_id: str
    groups: list[str]
    expires: int


class Session(msgspec.Struct, frozen=True):
    """An open session: the access token that carries it, and what that token says."""

    token: str
    expires_at: datetime
    claims: Claims


class Challenge(msgspec.Struct, frozen=True):
    """What the sign-in asks before it opens a session."""

    challenge: str
    session: str


class SignInRefused(Unauthenticated):
    """Unknown user, wrong password, disabled: the same answer for all."""

    code = "sign-in-refused"


class NotYourRole(Forbidden):
    """Known, but this is for the head of the unit."""

    code = "role-needed"


class UserNameTaken(Conflict):
    """Somebody has this user name."""

    code = "username-taken"


class PasswordTooWeak(Conflict):
    """The pool's policy does not accept the new password."""

    code = "password-too-weak"


class UnknownMember(NotFound):
    """No such member in this unit."""

    code = "unknown-member"


class OwnAccount(Conflict):
    """Nobody locks themselves out."""

    code = "own-account"


def codes_of(change: ChangedMember) -> tuple[str, ...]:
    """What becomes of a member: the new role, `disabled`, `enabled`."""
    access = {True: "disabled", False: "enabled", None: None}[change.disabled]
    return tuple(code for code in (change.role, access) if code)


def is_admitted(member: Member | None, claims: Claims) -> bool:
    """Whether a verified token opens the door now: its member is enabled, in that very role, and not signed out."""
    if member is None or member.disabled or claims.token_id in member.ended_sessions:
        return False
    return member.role in claims.groups


def without_old_sessions(member: Member, now: datetime) -> dict[str, int]:
    """Ended sessions that could still be tried: those whose token has not expired by itself."""
    return {token: expires for token, expires in member.ended_sessions.items() if expires > now.timestamp()}
