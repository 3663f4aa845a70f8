"""What each function beside the API does; its modules are imported by the function that needs them and by no other."""

from __future__ import annotations

from chalicelib.wiring import Ports, ports


def take_in(ports: Ports, key: str) -> str:
    from chalicelib.catalogue.intake import take_in

    return take_in(ports, key)


def mark_job(ports: Ports, key: str) -> str:
    from chalicelib.delivery.marking import mark_job

    return mark_job(ports, key)


def deliver_copy(ports: Ports, key: str) -> str:
    from chalicelib.delivery.arrival import deliver_copy

    return deliver_copy(ports, key)


def look_into(ports: Ports, key: str) -> str:
    from chalicelib.traces.looking import look_into

    return look_into(ports, key)


def run_import(ports: Ports, key: str) -> str:
    from chalicelib.imports.importing import run_import

    return run_import(ports, key)


def settle_mail(ports: Ports, body: str) -> tuple[str, str]:
    from chalicelib.delivery.settling import settle_mail

    return settle_mail(ports, body)


def hear_whatsapp(ports: Ports, body: str) -> tuple[str, str]:
    from chalicelib.delivery.message_settling import hear_whatsapp

    return hear_whatsapp(ports, body)


def put_days_away() -> None:
    from chalicelib.guestbook.day_end import put_days_away

    put_days_away(ports())


def sweep_up() -> None:
    from chalicelib.upkeep.sweeping import sweep_up

    sweep_up(ports())


def let_go() -> None:
    from chalicelib.privacy.retention import let_go

    let_go(ports())
