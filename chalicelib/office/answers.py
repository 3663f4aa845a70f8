"""The unit's public face."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.moments import instant
from chalicelib.unit import Unit, is_open, next_opening
from chalicelib.wording import Language


def unit_answer(unit: Unit, language: Language, now: datetime) -> dict[str, Any]:
    """All that a page needs to greet a visitor of this unit, in one language."""
    opens = is_open(unit, now)
    return {
        "code": unit.code,
        "name": unit.name.say(language),
        "short_name": unit.short_name,
        "address": unit.address,
        "phone": unit.phone,
        "email": unit.email,
        "website": unit.website,
        "zone": unit.zone,
        "hours": {
            day: [[start.strftime("%H:%M"), end.strftime("%H:%M")] for start, end in spans]
            for day, spans in unit.hours.items()
        },
        "open": opens,
        "opens_at": None if opens else instant(next_opening(unit, now)),
        "desks": unit.desks,
        "services": [
            {
                "code": service.code,
                "name": service.name.say(language),
                "prefix": service.prefix,
                "limit_minutes": service.limit_minutes,
            }
            for service in unit.services
        ],
        "channels": unit.channels,
        "complaint_channels": [{"kind": one.kind, "value": one.value} for one in unit.complaint_channels],
        "consents": [
            {"code": consent.code, "version": consent.version, "text": consent.text.say(language)}
            for consent in unit.consents
        ],
        "lists": {
            name: [{"code": entry.code, "name": entry.name.say(language)} for entry in entries]
            for name, entries in unit.lists.items()
        },
        "retention": {"contact_days": unit.retention.contact_days, "copy_days": unit.retention.copy_days},
        "licence": unit.licence.say(language),
    }
