"""What the desk does with copies, and what the tests look at."""

from __future__ import annotations

from typing import Any

from tests.delivery.steps import asked
from tests.office import Office, Reply, a_pdf

TITLE = "Kota Banjarmasin Dalam Angka 2025"
CONSENT = [{"code": "contact-whatsapp", "version": "2026-01"}]


def waiting(office: Office, token: str) -> list[dict[str, Any]]:
    return list(office.get("/staff/deliveries", token=token).json["items"])


def a_flash_disk(office: Office, petugas: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    """A visit, its request for a flash disk, and the delivery that waits at the desk."""
    visit, publication = office.visit(), office.publication(a_pdf(2))
    request = asked(office, visit, publication, "flashdisk")
    office.carry_jobs()
    [item] = waiting(office, petugas)
    return visit, request, item["delivery_id"]


def handed(office: Office, petugas: str, delivery: str, parts: Any = None) -> Reply:
    body = {} if parts is None else {"parts": parts}
    return office.post(f"/staff/deliveries/{delivery}/handed-over", body, token=petugas)


def opened(office: Office, petugas: str, delivery: str) -> Reply:
    return office.post(f"/staff/deliveries/{delivery}/open", token=petugas)


def a_message(office: Office, petugas: str) -> tuple[dict[str, Any], str]:
    """A visit, and its delivery by WhatsApp that waits to be sent by hand."""
    visit = office.visit(phone="0812-3456-7890", consents=CONSENT)
    asked(office, visit, office.publication(a_pdf(1)), "whatsapp")
    office.carry_jobs()
    [item] = waiting(office, petugas)
    return visit, item["delivery_id"]
