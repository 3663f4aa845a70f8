"""What each function beside the API does; its modules are imported by the function that needs them and by no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.wiring import Ports, ports


def take_in(ports: Ports, key: str) -> str:
    from chalicelib.catalogue.intake import take_in

    return take_in(ports, key)


def mark_job(ports: Ports, key: str) -> str:
    from chalicelib.delivery.marking import mark_job

    return mark_job(ports, key)


def deliver(ports: Ports, key: str) -> str:
    """A copy that arrived goes home, and what waits of a complaint's letters goes out."""
    from chalicelib.complaints.jobs import complaint_of_job
    from chalicelib.complaints.letters import send_letters
    from chalicelib.delivery.arrival import deliver_copy

    complaint_id = complaint_of_job(key)
    return send_letters(ports, complaint_id) if complaint_id else deliver_copy(ports, key)


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


def count_changes(records: Iterable[Mapping[str, Any]]) -> None:
    from chalicelib.reports.counting import count_changes

    count_changes(ports(), records)


def count_lately() -> None:
    from chalicelib.reports.counting import count_lately

    count_lately(ports())


def put_days_away() -> None:
    from chalicelib.guestbook.day_end import put_days_away

    put_days_away(ports())


def look_at_clocks() -> None:
    from chalicelib.complaints.reminding import look_at_clocks

    look_at_clocks(ports())


def sweep_up() -> None:
    from chalicelib.upkeep.sweeping import sweep_up

    sweep_up(ports())


def let_go() -> None:
    from chalicelib.privacy.retention import let_go

    let_go(ports())
