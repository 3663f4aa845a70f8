"""What the service holds about a person, as the pages are told in tests."""

from __future__ import annotations

from typing import Any

CONTACT = {
    "name": "Siti Rahmah",
    "email": "siti.rahmah@example.com",
    "phone": "+6281234567890",
    "institution": "Universitas Lambung Mangkurat",
}


def a_held(**changes: Any) -> dict[str, Any]:
    """An answer of GET /api/visit/data."""
    return {
        "visit": {
            "visit_id": "v1",
            "unit": "Pelayanan Statistik Terpadu, BPS Kota Banjarmasin",
            "day": "2025-11-25",
            "created_at": "2025-11-25T02:05:00Z",
            "finished_at": None,
            "state": "open",
            "source": "kiosk",
            "language": "id",
            "services": ["Perpustakaan tercetak (ruang baca)", "Perpustakaan digital"],
            "profile": {
                "gender": "Perempuan",
                "age_group": "17–25 tahun",
                "education": "D4/S1",
                "job": None,
                "institution_type": None,
                "main_use": "Penelitian",
            },
            "priority": "pregnant",
            "group": None,
        },
        "contact": CONTACT,
        "tickets": [
            {
                "number": "A-007",
                "service": "Perpustakaan tercetak (ruang baca)",
                "state": "waiting",
                "arrived_at": "2025-11-25T02:05:00Z",
                "called_at": None,
                "served_at": None,
                "finished_at": None,
                "titles": [],
            }
        ],
        "requests": [
            {
                "request_id": "r1",
                "title": "Kota Banjarmasin Dalam Angka 2024",
                "year": 2024,
                "copy_code": "LP-ABCD-EFGH-JKMN",
                "requested_at": "2025-11-25T02:06:00Z",
                "state": "ready",
                "reason": None,
                "kept_until": "2025-12-02T02:06:00Z",
            }
        ],
        "readings": [
            {"publication_id": "p1", "title": "Statistik Daerah 2024", "year": 2024, "read_at": "2025-11-25T02:10:00Z"}
        ],
        "deliveries": [
            {
                "delivery_id": "r1.email",
                "title": "Kota Banjarmasin Dalam Angka 2024",
                "channel": "email",
                "state": "sent",
                "since": "2025-11-25T02:07:00Z",
            }
        ],
        "feedback_given": True,
        "consents": [
            {
                "code": "contact-whatsapp",
                "version": "2026-01",
                "text": "Saya setuju dihubungi melalui WhatsApp di nomor yang saya isi, hanya untuk kunjungan ini.",
                "given_at": "2025-11-25T02:05:00Z",
                "withdrawn_at": None,
            }
        ],
        "kept_until": {"contact": "2025-12-25T02:05:00Z", "copies": "2025-12-02T02:06:00Z"},
        **changes,
    }


def an_erasure() -> dict[str, Any]:
    """An answer of DELETE /api/visit/data, and of POST /api/staff/erasures."""
    erased = {"contacts": 1, "copies": 1, "links": 1, "pending": 0}
    return {"erased_at": "2025-11-25T02:30:00Z", "erased": erased}
