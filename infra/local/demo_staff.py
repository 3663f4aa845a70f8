"""The demo staff: admitted by the same use case as any member, then given a lasting random password."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import boto3

from chalicelib.idempotency.model import Call
from chalicelib.staff.model import NewMember, Role
from chalicelib.staff.service import add_member
from chalicelib.wiring import ports
from infra.local.access import Account

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class DemoStaff:
    """One account a role."""

    kepala: Account
    petugas: Account


def admit_demo_staff(settings: Mapping[str, str]) -> DemoStaff:
    """Admits `kepala` and `petugas` to the first unit. The app's environment must be set."""
    return DemoStaff(_admit("kepala", "Kepala Satuan Kerja", settings), _admit("petugas", "Petugas Loket", settings))


def _admit(role: Role, name: str, settings: Mapping[str, str]) -> Account:
    member = NewMember(username=role, email=f"{role}@example.com", name=name, role=role)
    call = Call(scope="demo staff", key=role, body=role.encode(), bearer="")
    add_member(ports(), ports().units.of(None), call, member)
    password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    boto3.client("cognito-idp").admin_set_user_password(
        UserPoolId=settings["USER_POOL_ID"], Username=role, Password=password, Permanent=True
    )
    return Account(role, password)
