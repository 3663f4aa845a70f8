"""The survey's results that the head of a unit published: what SKM gave for a period that is over, as it was then.

Permen PANRB 14/2017 wants the result published at least once a year. What is published stays: later answers do not
change it, and what is withdrawn is kept, marked so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import msgspec

from chalicelib.audit.model import Act
from chalicelib.audit.noting import NotingPorts, noting
from chalicelib.errors import Conflict, Fault, NotFound
from chalicelib.feedback.survey import FEW
from chalicelib.form import Form
from chalicelib.idempotency.model import Answers, Call, answer_meanwhile, answer_to, earlier_answer
from chalicelib.reports.model import LONGEST, Period
from chalicelib.reports.service import ReportPorts, satisfaction
from chalicelib.tables import Write, WriteLost
from chalicelib.unit import Unit, service_day


class NewResult(Form, frozen=True):
    """The period whose result is to be published."""

    from_: date = msgspec.field(name="from")
    to: date


class SkmResult(msgspec.Struct, frozen=True, kw_only=True):
    """The published result of one period of one unit; `means` are those of the nine elements (NRR)."""

    unit: str
    result_id: str
    first: date
    last: date
    published_at: datetime
    respondents: int
    ikm: float
    grade: str
    means: dict[str, float]
    target: int
    withdrawn_at: datetime | None = None

    @property
    def is_public(self) -> bool:
        return self.withdrawn_at is None


class TooFewRespondents(Conflict):
    """Fewer have answered than a public figure may be of."""

    code = "too-few-respondents"


class AlreadyPublished(Conflict):
    """The result of this very period is public."""

    code = "already-published"


class UnknownResult(NotFound):
    """No such result of this unit."""

    code = "unknown-result"


class Results(Protocol):
    """Where results are kept."""

    def adding(self, result: SkmResult) -> Write: ...
    def find(self, unit: str, result_id: str) -> SkmResult | None: ...
    def of_unit(self, unit: str) -> list[SkmResult]: ...
    def withdraw(self, result: SkmResult, now: datetime) -> None: ...


class PublishingPorts(ReportPorts, NotingPorts, Protocol):
    """What publishing needs beside the figures."""

    @property
    def skm_results(self) -> Results: ...
    @property
    def answers(self) -> Answers: ...
    def commit(self, writes: Sequence[Write]) -> None: ...
    def now(self) -> datetime: ...


def faults_of_result(given: Mapping[str, Any], unit: Unit, now: datetime) -> list[Fault]:
    """A period is published when it is over, and is no longer than a report's may be."""
    first, last = given.get("from_"), given.get("to")
    if last is None:
        return []
    faults = [Fault("to", "not-over")] if last >= service_day(now, unit) else []
    if first is not None and not first <= last <= first + LONGEST:
        faults.append(Fault("to", "out-of-range", {"limit": LONGEST.days}))
    return faults


def publish(ports: PublishingPorts, unit: Unit, call: Call, new: NewResult) -> SkmResult:
    """Publish what SKM gives for a period now; the same call again gives the same result.

    Raises TooFewRespondents, AlreadyPublished, and Conflict while somebody else is at it.
    """
    earlier = earlier_answer(ports.answers, call, ports.now())
    if earlier:
        return found_result(ports, unit, earlier.body["result_id"])
    try:
        return _published(ports, unit, call, Period(new.from_, new.to))
    except WriteLost:
        same = answer_meanwhile(ports.answers, call, ports.now())
    except AlreadyPublished:
        own = earlier_answer(ports.answers, call, ports.now())
        if own is None:
            raise
        same = own
    return found_result(ports, unit, same.body["result_id"])


def _published(ports: PublishingPorts, unit: Unit, call: Call, period: Period) -> SkmResult:
    result = _measured(ports, unit, period, _free_id(ports, unit, period))
    kept = ports.answers.keeping(answer_to(call, {"result_id": result.result_id}, ports.now()))
    acts = noting(ports, call, Act("publish", "skm-result", result.result_id))
    ports.commit([ports.skm_results.adding(result), kept, *acts])
    return result


def _free_id(ports: PublishingPorts, unit: Unit, period: Period) -> str:
    """Where the period's next result stands: behind those that were withdrawn. Raises AlreadyPublished.

    Of two who publish at once, both find the same place, and one of them finds it taken.
    """
    same = [one for one in ports.skm_results.of_unit(unit.code) if (one.first, one.last) == (period.first, period.last)]
    if any(one.is_public for one in same):
        raise AlreadyPublished()
    return f"{period.first.isoformat()}.{period.last.isoformat()}.{len(same) + 1}"


def _measured(ports: PublishingPorts, unit: Unit, period: Period, result_id: str) -> SkmResult:
    skm = satisfaction(ports, unit, period)
    means = {code: float(one.nrr) for code, one in skm.elements.items() if one.nrr is not None}
    fewest = min(skm.respondents, *(one.respondents for one in skm.elements.values()))
    if skm.ikm is None or skm.grade is None or fewest < FEW:
        raise TooFewRespondents(facts={"found": fewest, "least": FEW})
    return SkmResult(
        unit=unit.code,
        result_id=result_id,
        first=period.first,
        last=period.last,
        published_at=ports.now(),
        respondents=skm.respondents,
        ikm=float(skm.ikm),
        grade=skm.grade,
        means=means,
        target=skm.target,
    )


def found_result(ports: PublishingPorts, unit: Unit, result_id: str) -> SkmResult:
    """A result of the unit. Raises UnknownResult."""
    found = ports.skm_results.find(unit.code, result_id)
    if found is None:
        raise UnknownResult()
    return found


def newest_first(results: Sequence[SkmResult]) -> list[SkmResult]:
    """By the end of the period; of the same days, what was published last."""
    return sorted(results, key=lambda one: (one.last, one.first, one.published_at), reverse=True)
