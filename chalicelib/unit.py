"""A unit (satuan kerja): one office with its services, hours, desks, lists and limits, all configuration."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec

from chalicelib.complaints.days import ComplaintDays
from chalicelib.errors import NotFound

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Channel = Literal["app", "email", "whatsapp", "flashdisk"]
AtLeastOne = Annotated[int, msgspec.Meta(ge=1)]


class Wording(msgspec.Struct, frozen=True):
    """One text in both languages."""

    id: str
    en: str

    def say(self, language: str) -> str:
        return self.en if language == "en" else self.id


class Service(msgspec.Struct, frozen=True):
    """Something one can queue for; `limit_minutes` is the promise from guestbook to first service.

    Staff are warned at `warn_minutes`; in a `reading_room` the titles that were used are noted.
    """

    code: str
    name: Wording
    prefix: str
    pace_minutes: float
    limit_minutes: int | None = None
    warn_minutes: int | None = None
    reading_room: bool = False


class Consent(msgspec.Struct, frozen=True):
    """A text that a visitor may agree to (UU 27/2022, article 22: apart from other text, plain)."""

    code: str
    version: str
    text: Wording


class Entry(msgspec.Struct, frozen=True):
    """One line of a code list of the guestbook."""

    code: str
    name: Wording


class ComplaintChannel(msgspec.Struct, frozen=True):
    """A way to complain outside of this system."""

    kind: str
    value: str


class Retention(msgspec.Struct, frozen=True):
    """How long personal data stays, in days; statistics stay for good.

    A complainant's name and addresses go `complainant_days` after the complaint has ended, its text `complaint_days`.
    """

    contact_days: int
    copy_days: int
    link_days: int
    complainant_days: AtLeastOne = 90
    complaint_days: AtLeastOne = 730


class SpecialDay(msgspec.Struct, frozen=True):
    """A day with hours of its own: a holiday (none at all), or one on which the office closes early."""

    day: date
    name: Wording
    hours: list[tuple[time, time]] = []


class Fairness(msgspec.Struct, frozen=True):
    """How the priority class and the others take turns, and after how many minutes anybody is next."""

    priority: AtLeastOne = 1
    others: AtLeastOne = 2
    ceiling_minutes: AtLeastOne = 30


class Absence(msgspec.Struct, frozen=True):
    """When somebody counts as absent: after `calls` calls, of which only those `apart_seconds` apart count.

    Who returns is called behind the next `returns_behind` who wait.
    """

    calls: int = 3
    apart_seconds: int = 60
    returns_behind: int = 2


class Limits(msgspec.Struct, frozen=True):
    """How much goes out at most: against mistakes and against using the office to flood somebody."""

    mails_to_address_an_hour: AtLeastOne = 3
    mails_to_address_a_day: AtLeastOne = 10
    mails_a_day: AtLeastOne = 2000
    publications_a_visit: AtLeastOne = 10
    readings_a_visit: AtLeastOne = 50
    messages_to_phone_a_day: AtLeastOne = 3
    messages_a_month: AtLeastOne = 1000
    complaints_from_address_an_hour: AtLeastOne = 10


class WhatsApp(msgspec.Struct, frozen=True):
    """How the office writes by WhatsApp: to whoever gave this `consent`, by the template of its account of this name,
    in those languages that Meta has approved it in, the first for whoever speaks none of them.
    """

    consent: str = "contact-whatsapp"
    template: str = "salinan_siap"
    template_languages: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = ("id", "en")

    def template_language(self, language: str) -> str:
        return language if language in self.template_languages else self.template_languages[0]


class Skd(msgspec.Struct, frozen=True):
    """Whether visitors are asked BPS's own survey (SKD), and how important each of its attributes is to them."""

    asked: bool = False
    importance: bool = False


class KeptHours(msgspec.Struct, frozen=True):
    """The hours that an office keeps although it is open around the clock here."""

    hours: dict[str, list[tuple[time, time]]]
    special_days: list[SpecialDay]


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One office. Days, hours and numbers are counted in its own `zone`.

    `front_page` says whether each copy begins with a page on whose it is and how it is cited. `desk_name` stands on the
    board before a desk's mark, and is said there: its voice knows Loket, Meja layanan and Ruang baca. `synonyms` are
    groups of words or phrases that stand for each other when the catalogue is searched. `webapi_domain` is what BPS's
    WebAPI calls the office; without one nothing is fetched from there. `past_consents` are texts that nobody is asked
    to agree to any more, word for word: somebody has, and may ask to what.
    """

    code: str
    name: Wording
    short_name: str
    address: str
    phone: str
    email: str
    website: str
    zone: str
    hours: dict[str, list[tuple[time, time]]]
    desks: list[str]
    services: list[Service]
    channels: list[Channel]
    complaint_channels: list[ComplaintChannel]
    consents: list[Consent]
    lists: dict[str, list[Entry]]
    retention: Retention
    licence: Wording
    miss_reasons: list[Entry]
    special_days: list[SpecialDay] = []
    fairness: Fairness = Fairness()
    absence: Absence = Absence()
    synonyms: list[list[str]] = []
    limits: Limits = Limits()
    whatsapp: WhatsApp = WhatsApp()
    skd: Skd = Skd()
    complaints: ComplaintDays = ComplaintDays()
    kept_hours: KeptHours | None = None
    undo_seconds: int = 10
    desk_name: Wording = Wording(id="Loket", en="Desk")
    front_page: bool = False
    webapi_domain: Annotated[str, msgspec.Meta(pattern="^[0-9]{4}$")] | None = None
    past_consents: list[Consent] = []

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def place(self) -> str:
        """The town where it publishes, for citations."""
        return self.short_name.split()[-1]

    def service(self, code: str) -> Service | None:
        return next((service for service in self.services if service.code == code), None)

    @property
    def self_service(self) -> str | None:
        """The service that copies and readings belong to: the first that is no reading room."""
        return next((service.code for service in self.services if not service.reading_room), None)

    def consent_text(self, code: str, version: str) -> Wording | None:
        """The very text that somebody agreed to, of today or of the past; None where it was not kept."""
        texts = (*self.consents, *self.past_consents)
        return next((one.text for one in texts if (one.code, one.version) == (code, version)), None)

    def listed(self, name: str) -> set[str]:
        """The codes of one of the guestbook's lists."""
        return {entry.code for entry in self.lists[name]}


def service_day(now: datetime, unit: Unit) -> date:
    """The office's calendar day: it turns at the unit's midnight, not at UTC's."""
    return now.astimezone(unit.tz).date()


def unit_day(unit: Unit, day: date) -> str:
    """The key of one day of one unit."""
    return f"{unit.code}#{day.isoformat()}"


def day_bounds(day: date, unit: Unit) -> tuple[datetime, datetime]:
    """First instant of the unit's day and of the next, aware."""
    return (
        datetime.combine(day, time.min, unit.tz),
        datetime.combine(day + timedelta(days=1), time.min, unit.tz),
    )


def always_open(unit: Unit) -> Unit:
    """The same office around the clock, so that it can be tried at any time; its working days stay what they are."""
    kept = KeptHours(unit.hours, unit.special_days)
    hours = {day: [(time.min, time.max)] for day in WEEKDAYS}
    return msgspec.structs.replace(unit, hours=hours, special_days=[], kept_hours=kept)


class Units:
    """The units that one deployment serves; the first is the default of public calls."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = {unit.code: unit for unit in units}

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def of(self, code: str | None) -> Unit:
        """The unit of a code (None: the default). Raises NotFound."""
        if code is None:
            return next(iter(self._units.values()))
        if code not in self._units:
            raise NotFound("unknown-unit")
        return self._units[code]


def read_units(codes: Iterable[str]) -> list[Unit]:
    """Units by their configuration files; raises FileNotFoundError and msgspec.ValidationError on a bad one."""
    folder = Path(__file__).parent / "units"
    return [
        msgspec.convert(tomllib.loads((folder / f"{code}.toml").read_text("utf-8")), Unit, strict=False)
        for code in codes
    ]
