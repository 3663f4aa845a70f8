"""The unit's public face."""

from __future__ import annotations

from typing import Any, get_args

from chalicelib.complaints.answers import complaints_answer
from chalicelib.guestbook.model import Priority
from chalicelib.hours import Opening
from chalicelib.moments import instant
from chalicelib.office.model import ServiceDay
from chalicelib.unit import Unit
from chalicelib.wording import Language


def unit_answer(unit: Unit, language: Language, opening: Opening) -> dict[str, Any]:
    """All that a page needs to greet a visitor of this unit, in one language."""
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
        "open": opening.is_open,
        "opens_at": instant(opening.opens_at),
        "closes_at": instant(opening.closes_at),
        "closed_reason": opening.reason.say(language) if opening.reason else None,
        "desks": unit.desks,
        "desk_name": unit.desk_name.say(language),
        "services": [
            {
                "code": service.code,
                "name": service.name.say(language),
                "prefix": service.prefix,
                "limit_minutes": service.limit_minutes,
                "warn_minutes": service.warn_minutes,
                "reading_room": service.reading_room,
            }
            for service in unit.services
        ],
        "priorities": list(get_args(Priority)),
        "miss_reasons": [{"code": entry.code, "name": entry.name.say(language)} for entry in unit.miss_reasons],
        "channels": unit.channels,
        "complaint_channels": [{"kind": one.kind, "value": one.value} for one in unit.complaint_channels],
        "complaints": complaints_answer(unit, language),
        "consents": [
            {"code": consent.code, "version": consent.version, "text": consent.text.say(language)}
            for consent in unit.consents
        ],
        "lists": {
            name: [{"code": entry.code, "name": entry.name.say(language)} for entry in entries]
            for name, entries in unit.lists.items()
        },
        "retention": {
            "contact_days": unit.retention.contact_days,
            "copy_days": unit.retention.copy_days,
            "link_days": unit.retention.link_days,
            "complainant_days": unit.retention.complainant_days,
            "complaint_days": unit.retention.complaint_days,
        },
        "skd": {"asked": unit.skd.asked, "importance": unit.skd.importance},
        "licence": unit.licence.say(language),
    }


def closing_answer(day: ServiceDay, opening: Opening) -> dict[str, Any]:
    """Today's early closing as staff see it, and until when the office is open as it stands now."""
    return {
        "early": None
        if day.closes_at is None
        else {"closes_at": instant(day.closes_at), "reason": day.closing_reason, "by": day.closed_by},
        "open": opening.is_open,
        "opens_at": instant(opening.opens_at),
        "closes_at": instant(opening.closes_at),
    }
