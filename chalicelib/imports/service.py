"""Importing a table at once, and having the WebAPI's titles fetched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Protocol

import msgspec

from chalicelib.catalogue.model import NewPublication
from chalicelib.errors import Fault
from chalicelib.form import Faulty
from chalicelib.imports import model
from chalicelib.imports.model import ImportRunning, Refused, Remark, Run, Tally, WebApiNotOffered
from chalicelib.imports.table import Table, read_table
from chalicelib.imports.taking import Taken, TakingPorts, known_titles, take
from chalicelib.imports.titles import SourceTitle, name_in_table
from chalicelib.unit import Unit


class Runs(Protocol):
    """Where the latest import of each unit is kept."""

    def find(self, unit: str) -> Run | None: ...
    def start(self, run: Run) -> bool:
        """Keep a new import; False while another is running."""
        ...

    def change(self, run: Run, changes: Mapping[str, Any]) -> Run | None:
        """Change an import as it was read; None where it is in other hands, over, or another one by now."""
        ...


class Jobs(Protocol):
    """Where jobs wait."""

    def start(self, kind: Literal["importing"], key: str) -> None: ...


class ImportPorts(TakingPorts, Protocol):
    """What importing needs beside the catalogue."""

    @property
    def imports(self) -> Runs: ...
    @property
    def jobs(self) -> Jobs: ...
    def now(self) -> datetime: ...
    def new_id(self) -> str: ...


class TableReport(msgspec.Struct, frozen=True):
    """What came of a table."""

    tally: Tally
    unknown_columns: list[str]


def import_table(ports: TakingPorts, unit: Unit, csv: str, first_row: int | None) -> TableReport:
    """Take in the rows of a table, but for faulty ones. The same table again changes nothing. Raises Invalid."""
    table = read_table(csv, first_row)
    return TableReport(_taken(ports, unit, table), table.unknown_columns)


def _taken(ports: TakingPorts, unit: Unit, table: Table) -> Tally:
    rows, tally = _Rows(ports, unit), Tally()
    for number, row in table.rows:
        if isinstance(row, Refused):
            tally = tally.without(row)
            continue
        try:
            taken = rows.take(number, row)
        except Faulty as faulty:
            tally = tally.without(Refused(number, row.title, [Fault("title", faulty.code, faulty.values)]))
        else:
            tally = tally.taken(taken.outcome, [Remark(number, row.title, code) for code in taken.remarks])
    return tally


class _Rows:
    """The rows of one table, one after the other; two about one title are a slip that a person must look at."""

    def __init__(self, ports: TakingPorts, unit: Unit) -> None:
        self._ports, self._unit = ports, unit
        self._known = known_titles(ports, unit)
        self._rows: dict[str, int] = {}

    def take(self, number: int, row: NewPublication) -> Taken:
        """Raises Faulty."""
        title = SourceTitle(source="csv", name=name_in_table(row), said=row)
        meant = self._known.match(title)
        if meant and meant.publication_id in self._rows:
            raise Faulty("row-twice", row=self._rows[meant.publication_id])
        taken = take(self._ports, self._unit, self._known, title)
        self._rows[taken.publication_id] = number
        return taken


def start_import(ports: ImportPorts, unit: Unit) -> Run:
    """Have the unit's titles fetched from the WebAPI. Raises ImportRunning, WebApiNotOffered."""
    if unit.webapi_domain is None:
        raise WebApiNotOffered()
    now = ports.now()
    run = Run(unit=unit.code, import_id=ports.new_id(), state="running", started_at=now, changed_at=now)
    if not ports.imports.start(run):
        raise ImportRunning()
    ports.jobs.start("importing", model.job_key(run))
    return run
