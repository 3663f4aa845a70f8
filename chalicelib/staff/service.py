"""Signing in and out, and who belongs to the staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from chalicelib.audit.model import Act, By
from chalicelib.audit.noting import NotingPorts, note, noting
from chalicelib.idempotency.model import Answers, Call, answer_to, earlier_answer
from chalicelib.staff import model
from chalicelib.staff.model import (
    Challenge,
    ChallengeAnswer,
    ChangedMember,
    Claims,
    Credentials,
    Member,
    NewMember,
    Role,
    Session,
    SignInRefused,
    UnknownMember,
)
from chalicelib.tables import Write, WriteLost
from chalicelib.unit import Unit


class Members(Protocol):
    """Where members are kept."""

    def adding(self, member: Member) -> Write: ...
    def find(self, subject: str) -> Member | None: ...
    def of_unit(self, unit: str) -> list[Member]: ...
    def change(self, member: Member, changes: Mapping[str, Any]) -> Member | None: ...


class SignIn(Protocol):
    """The pool that knows passwords; we never see one at rest."""

    def begin(self, credentials: Credentials) -> Session | Challenge: ...
    def answer(self, answer: ChallengeAnswer) -> Session | Challenge: ...
    def admit(self, new: NewMember) -> str: ...
    def change_role(self, username: str, role: Role) -> None: ...
    def set_enabled(self, username: str, enabled: bool) -> None: ...


class StaffPorts(NotingPorts, Protocol):
    """What the staff's own use cases need."""

    @property
    def members(self) -> Members: ...
    @property
    def sign_in(self) -> SignIn: ...
    @property
    def answers(self) -> Answers: ...
    def commit(self, writes: Sequence[Write]) -> None: ...


def open_session(ports: StaffPorts, begun: Session | Challenge) -> tuple[Session, Member] | Challenge:
    """The session with its member, or what the pool still asks. Raises SignInRefused for who is no member."""
    if isinstance(begun, Challenge):
        return begun
    member = ports.members.find(begun.claims.subject)
    if member is None or not model.is_admitted(member, begun.claims):
        raise SignInRefused()
    note(ports, By(member.unit, member.subject), Act("sign-in", "session", begun.claims.token_id))
    return begun, member


def close_session(ports: StaffPorts, member: Member, claims: Claims) -> None:
    """Sign out at once: this token opens nothing any more, wherever it is."""
    note(ports, By(member.unit, member.subject), Act("sign-out", "session", claims.token_id))
    ended = model.without_old_sessions(member, ports.now()) | {claims.token_id: claims.expires}
    ports.members.change(member, {"ended_sessions": ended})


def add_member(ports: StaffPorts, unit: Unit, call: Call, new: NewMember) -> dict[str, Any]:
    """Admit a person: the pool sends them a first password by mail. Raises UserNameTaken.

    An admission that broke off between pool and table is taken up where it stood.
    """
    earlier = earlier_answer(ports.answers, call, ports.now())
    if earlier:
        return earlier.body
    subject = ports.sign_in.admit(new)
    if ports.members.find(subject):
        return _admitted_meanwhile(ports, call)
    ports.sign_in.change_role(new.username, new.role)
    member = Member(
        subject=subject,
        username=new.username,
        unit=unit.code,
        role=new.role,
        name=new.name,
        created_at=ports.now(),
    )
    body = {"subject": member.subject, "username": member.username, "role": member.role, "disabled": False}
    kept = ports.answers.keeping(answer_to(call, body, ports.now()))
    entry = noting(ports, call, Act("add", "member", subject, (new.role,)))
    try:
        ports.commit([ports.members.adding(member), kept, *entry])
    except WriteLost:
        return _admitted_meanwhile(ports, call)
    return body


def _admitted_meanwhile(ports: StaffPorts, call: Call) -> dict[str, Any]:
    """The answer of the very same call, made at the same moment. Raises UserNameTaken where it was another."""
    earlier = earlier_answer(ports.answers, call, ports.now())
    if earlier is None:
        raise model.UserNameTaken()
    return earlier.body


def change_member(ports: StaffPorts, by: By, subject: str, change: ChangedMember) -> Member:
    """Another role, or out at the next request. Raises UnknownMember, OwnAccount."""
    member = ports.members.find(subject)
    if member is None or member.unit != by.unit:
        raise UnknownMember()
    if subject == by.subject:
        raise model.OwnAccount()
    note(ports, by, Act("change", "member", subject, model.codes_of(change)))
    changes: dict[str, Any] = {}
    if change.role is not None and change.role != member.role:
        ports.sign_in.change_role(member.username, change.role)
        changes["role"] = change.role
    if change.disabled is not None:
        changes["disabled"] = change.disabled
    changed = ports.members.change(member, changes) if changes else member
    if changed is None:
        raise UnknownMember()
    if change.disabled is not None:
        ports.sign_in.set_enabled(member.username, not change.disabled)
    return changed
