"""The figures of a period: of days that are over as they were counted, of a day that is not as it stands now."""

from __future__ import annotations

from typing import Protocol

from chalicelib.catalogue.service import Publications
from chalicelib.complaints.ports import Complaints
from chalicelib.errors import Fault, Invalid
from chalicelib.reports.complaints import complaint_figures
from chalicelib.reports.counting import Figures, RecordPorts, counted_now
from chalicelib.reports.day import DayFigures, is_final
from chalicelib.reports.figures import ComplaintFigures, SkdFigures, SkmFigures, TitleFigures, VisitFigures
from chalicelib.reports.model import Period
from chalicelib.reports.standard import Kept, Standard, standard_of
from chalicelib.reports.surveys import skd_figures, skm_figures
from chalicelib.reports.titles import titles_of, used_titles
from chalicelib.reports.visits import visits_of
from chalicelib.unit import Service, Unit, service_day


class ReportPorts(RecordPorts, Protocol):
    """What reports read."""

    @property
    def figures(self) -> Figures: ...
    @property
    def publications(self) -> Publications: ...
    @property
    def complaints(self) -> Complaints: ...


def days_of(ports: ReportPorts, unit: Unit, period: Period) -> list[DayFigures]:
    """The figures of a period's days with any record, in their order.

    Today, and a day that nobody has counted since it ended, is counted here and now: that costs one day's records.
    """
    kept = {one.figures.day: one for one in ports.figures.between(unit.code, period.first, period.last)}
    days = {day: one.figures for day, one in kept.items() if is_final(one.figures, one.counted_at, unit)}
    today = service_day(ports.now(), unit)
    open_days = set(kept) - set(days) | ({today} if period.first <= today <= period.last else set())
    days |= {day: counted_now(ports, unit, day).figures for day in open_days}
    return [days[day] for day in sorted(days)]


def visits(ports: ReportPorts, unit: Unit, period: Period) -> VisitFigures:
    """Who came, when and for what."""
    return visits_of(unit, days_of(ports, unit, period))


def satisfaction(ports: ReportPorts, unit: Unit, period: Period) -> SkmFigures:
    """SKM of a period and how many respondents it needs, by the users of the period before."""
    users = sum(day.visits for day in days_of(ports, unit, period.before()))
    return skm_figures(unit, days_of(ports, unit, period), users)


def own_survey(ports: ReportPorts, unit: Unit, period: Period) -> SkdFigures:
    """BPS's own survey SKD."""
    return skd_figures(unit, days_of(ports, unit, period))


def used(ports: ReportPorts, unit: Unit, period: Period) -> TitleFigures:
    """The use of the catalogue."""
    days = days_of(ports, unit, period)
    known = {one.publication_id: one for one in ports.publications.several(used_titles(days))}
    return titles_of(unit, days, known)


def complained(ports: ReportPorts, unit: Unit, period: Period) -> ComplaintFigures:
    """The register against its clocks, as it stands now: read whole, for it grows with complaints, not with visits."""
    received = ports.complaints.of_period(unit, period.first, period.last)
    return complaint_figures(received, unit, ports.now())


def promise_kept(ports: ReportPorts, unit: Unit, service: Service, period: Period) -> Standard:
    """How the promise of a service was kept over a period."""
    days = days_of(ports, unit, period)
    return standard_of(service, [(day.day, day.kept.get(service.code, Kept())) for day in days])


def promised_service(unit: Unit, code: str | None) -> Service:
    """The service of a code, or the first that promises anything. Raises Invalid for one that promises nothing."""
    promising = [service for service in unit.services if service.limit_minutes is not None]
    found = next((service for service in promising if code in (None, service.code)), None)
    if found is None:
        raise Invalid(faults=(Fault("service", "not-in-list"),))
    return found
