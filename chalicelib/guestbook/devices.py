"""What may open the guestbook: a registered kiosk, or a phone that is here and has seen the code of the day."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, Protocol

import msgspec

from chalicelib.audit.model import Act
from chalicelib.audit.noting import NotingPorts, noting
from chalicelib.errors import Conflict, Unauthenticated
from chalicelib.form import Form
from chalicelib.guestbook.model import Source, token_hash
from chalicelib.idempotency.model import Answers, Call, answer_to, earlier_answer
from chalicelib.tables import Write, WriteLost
from chalicelib.unit import Unit, Units, day_bounds, service_day, unit_day

ONSITE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Kiosk(msgspec.Struct, frozen=True, kw_only=True):
    """A device at the office that may check visitors in; only the digest of its token is kept."""

    token_hash: str
    kiosk_id: str
    unit: str
    name: str
    created_at: datetime


class OnsiteCode(msgspec.Struct, frozen=True):
    """What is shown in the office today so that a phone can prove to be here; dead at the unit's midnight."""

    unit_day: str
    code: str
    expires_at: datetime


class NewKiosk(Form, frozen=True):
    """A device to register, under the name staff call it by."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class Entrance(msgspec.Struct, frozen=True):
    """Through which door a check-in comes: of which unit, who is answerable for it, and the secret they showed."""

    unit: Unit
    source: Source
    scope: str
    secret: str


class Kiosks(Protocol):
    """Where kiosks are kept."""

    def adding(self, kiosk: Kiosk) -> Write: ...
    def find(self, token_hash: str) -> Kiosk | None: ...
    def of_unit(self, unit: str) -> list[Kiosk]: ...


class OnsiteCodes(Protocol):
    """Where the codes of the day are kept."""

    def of_day(self, fresh: OnsiteCode) -> OnsiteCode: ...
    def find(self, unit_day: str) -> OnsiteCode | None: ...


def onsite_code(
    codes: OnsiteCodes, unit: Unit, now: datetime, choose: Callable[[str], str] = secrets.choice
) -> OnsiteCode:
    """Today's code of a unit, `6371-XXXX-XXXX`: about 39 bits, and a new one every midnight."""
    day = service_day(now, unit)
    letters = "".join(choose(ONSITE_ALPHABET) for _ in range(8))
    fresh = OnsiteCode(unit_day(unit, day), f"{unit.code}-{letters[:4]}-{letters[4:]}", day_bounds(day, unit)[1])
    return codes.of_day(fresh)


def entrance(kiosks: Kiosks, codes: OnsiteCodes, units: Units, bearer: str, now: datetime) -> Entrance:
    """The door that a bearer token opens; the code of the day counts in small letters too. Raises Unauthenticated."""
    kiosk = kiosks.find(token_hash(bearer))
    if kiosk:
        return Entrance(units.of(kiosk.unit), "kiosk", f"kiosk {kiosk.kiosk_id}", bearer)
    for unit in units:
        if bearer.startswith(f"{unit.code}-") and _is_todays(codes, unit, bearer, now):
            return Entrance(unit, "phone", f"phone {unit_day(unit, service_day(now, unit))}", bearer.upper())
    raise Unauthenticated("unknown-device")


def _is_todays(codes: OnsiteCodes, unit: Unit, code: str, now: datetime) -> bool:
    today = codes.find(unit_day(unit, service_day(now, unit)))
    return today is not None and hmac.compare_digest(today.code.encode(), code.upper().encode())


class DevicePorts(NotingPorts, Protocol):
    """What registering a device needs."""

    @property
    def kiosks(self) -> Kiosks: ...
    @property
    def answers(self) -> Answers: ...
    def commit(self, writes: Sequence[Write]) -> None: ...
    def now(self) -> datetime: ...
    def new_id(self) -> str: ...


def add_kiosk(ports: DevicePorts, unit: Unit, call: Call, new: NewKiosk) -> dict[str, Any]:
    """Register a device: its token is shown this once, and again only for the very same call.

    Raises Conflict when the same call was made under another session of the same person.
    """
    repeated = _repeated(ports, call)
    if repeated:
        return repeated
    nonce = secrets.token_bytes(32)
    kiosk = Kiosk(
        token_hash=token_hash(call.secret(nonce)),
        kiosk_id=ports.new_id(),
        unit=unit.code,
        name=new.name,
        created_at=ports.now(),
    )
    body = {"kiosk_id": kiosk.kiosk_id, "name": kiosk.name, "token_hash": kiosk.token_hash}
    kept = ports.answers.keeping(answer_to(call, body, ports.now(), nonce))
    try:
        ports.commit([ports.kiosks.adding(kiosk), kept, *noting(ports, call, Act("add", "kiosk", kiosk.kiosk_id))])
    except WriteLost as lost:
        repeated = _repeated(ports, call)
        if repeated is None:
            raise Conflict("still-running", retry_after=1) from lost
        return repeated
    return _with_token(body, call.secret(nonce))


def _repeated(ports: DevicePorts, call: Call) -> dict[str, Any] | None:
    """The answer that this call had before, with its token, or None."""
    earlier = earlier_answer(ports.answers, call, ports.now())
    return _with_token(earlier.body, call.secret(bytes.fromhex(earlier.nonce))) if earlier else None


def _with_token(body: dict[str, Any], token: str) -> dict[str, Any]:
    if token_hash(token) != body["token_hash"]:
        raise Conflict("token-shown-already")
    return {"kiosk_id": body["kiosk_id"], "name": body["name"], "token": token}
