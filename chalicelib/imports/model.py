"""An import of titles, how far it is, and what came of each row: values and rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from chalicelib.errors import Conflict, Fault
from chalicelib.form import MOST_BYTES, Form

Source = Literal["csv", "webapi"]
State = Literal["running", "done", "failed"]
Outcome = Literal["added", "changed", "unchanged"]

LEASE = timedelta(minutes=5)
"""The longest run of the function (.chalice/config.json): after it the worker is surely gone."""
MOST_ROWS = 100
"""Rows of a table in one call: each may cost two writes, and the API answers within half a minute."""
MOST_TOLD = 200
"""So many refused rows, and so many remarks, are told of one import; all are counted."""


class NewImport(Form, frozen=True, kw_only=True):
    """What staff want imported: a table with its header, or whatever the WebAPI has.

    `first_row` is the number that the first row below the header bears in the person's own file.
    """

    whole: ClassVar[frozenset[str]] = frozenset({"csv"})

    source: Source
    csv: Annotated[str, msgspec.Meta(max_length=MOST_BYTES)] | None = None
    first_row: Annotated[int, msgspec.Meta(ge=2, le=1_000_000)] | None = None


def beyond_source(given: Mapping[str, Any]) -> Iterable[Fault]:
    """A table is needed where one is to be read, and nowhere else."""
    if given.get("source") == "csv" and not given.get("csv"):
        yield Fault("csv", "required")
    if given.get("source") == "webapi":
        yield from (Fault(name, "unknown-field") for name in ("csv", "first_row") if given.get(name) is not None)


class Refused(msgspec.Struct, frozen=True):
    """A row that was not taken, and all that is wrong with it."""

    row: int
    title: str | None
    faults: list[Fault]


class Remark(msgspec.Struct, frozen=True):
    """What staff should know of a row that was taken."""

    row: int
    title: str
    code: str


class Tally(msgspec.Struct, frozen=True):
    """What came of the rows so far."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    refusals: list[Refused] = []
    remarks: list[Remark] = []

    def taken(self, outcome: Outcome, remarks: Iterable[Remark] = ()) -> Tally:
        """One more row, taken with this outcome."""
        counts = {"rows": self.rows + 1, outcome: getattr(self, outcome) + 1}
        told = [*self.remarks, *remarks][:MOST_TOLD]
        return msgspec.structs.replace(self, **counts, remarks=told)

    def without(self, refused: Refused) -> Tally:
        """One more row, refused."""
        told = [*self.refusals, refused][:MOST_TOLD]
        return msgspec.structs.replace(self, rows=self.rows + 1, refused=self.refused + 1, refusals=told)


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """The latest import of a unit from the WebAPI. `page` pages of `pages` are through; `total` is the source's count.

    `fence` names the worker, whose it is until `lease_until`.
    """

    unit: str
    import_id: str
    state: State
    started_at: datetime
    changed_at: datetime
    page: int = 0
    pages: int | None = None
    total: int | None = None
    tally: Tally = Tally()
    reason: str | None = None
    fence: str = ""
    lease_until: datetime | None = None


class ImportRunning(Conflict):
    """The unit's titles are being fetched already."""

    code = "import-running"


class WebApiNotOffered(Conflict):
    """The WebAPI does not know this unit."""

    code = "webapi-not-offered"


def job_key(run: Run) -> str:
    """What the jobs of an import are about."""
    return f"imports/{run.unit}/{run.import_id}"


def import_of(key: str) -> tuple[str, str] | None:
    """Unit and import of a job, or None for another key."""
    found = re.fullmatch(r"imports/([0-9]{4})/([0-9a-f]{32})", key)
    return (found[1], found[2]) if found else None


def may_work(run: Run, now: datetime) -> bool:
    """Whether a worker may begin, or go on where one ended whose lease ran out."""
    return run.state == "running" and (run.lease_until is None or run.lease_until <= now)
