"""The shapes of the published survey results and of the overview; see `schemas`."""

from __future__ import annotations

import msgspec

from chalicelib.office.schemas import Shape


class MeanShape(Shape):
    nrr: float


class PublicResult(Shape):
    """What SKM gave for a period, as it was published; no element is of fewer than five respondents."""

    from_: str = msgspec.field(name="from")
    to: str
    published_on: str
    respondents: int
    ikm: float
    grade: str
    elements: dict[str, MeanShape]
    target: int


class PublicResults(Shape):
    unit: str
    items: list[PublicResult]


class ResultShape(PublicResult):
    publication: str
    published_at: str
    withdrawn_at: str | None


class ResultList(Shape):
    items: list[ResultShape]


class OverviewShape(Shape):
    """Today's counts. `late`: promises broken so far; `mails_failed`: mails that the desk has yet to tell of.

    `complaints_due` soon, and those whose time is over.
    """

    day: str
    as_of: str
    visits: int
    waiting: int
    called: int
    serving: int
    served: int
    late: int
    mails_failed: int
    complaints_due: int
    complaints_overdue: int
