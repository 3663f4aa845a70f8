"""The job: fetch a unit's titles from the WebAPI, page by page, in as many runs of the function as that takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from chalicelib.errors import Fault, Invalid
from chalicelib.form import Faulty
from chalicelib.imports import bps, model
from chalicelib.imports.bps import PASSING, Answer, Item, Page, WebApiTrouble
from chalicelib.imports.matching import KnownTitles
from chalicelib.imports.model import Refused, Remark, Run, Tally
from chalicelib.imports.parameters import Secret
from chalicelib.imports.service import ImportPorts
from chalicelib.imports.taking import known_titles, take
from chalicelib.imports.titles import is_known
from chalicelib.unit import Unit, Units

T = TypeVar("T")
Outcome = Literal["done", "failed", "handed-over", "ignored"]

WORKS_FOR = timedelta(seconds=200)
"""Then the next run goes on: the function has 300 s, and the call under way takes half a minute at most."""
TRIES = (0.0, 2.0, 5.0)
"""Seconds to wait before each try of a call, beside the second between any two."""


class WebApi(Protocol):
    """Where the titles are fetched from. Whatever goes wrong there is a WebApiTrouble."""

    def page(self, domain: str, page: int, key: Secret) -> Answer: ...
    def publication(self, domain: str, pub_id: str, key: Secret) -> Answer: ...


class Keys(Protocol):
    """Where the key of the WebAPI is stored."""

    def secret(self) -> Secret | None: ...


class ImportingPorts(ImportPorts, Protocol):
    """What the job needs beside what starting it does."""

    @property
    def units(self) -> Units: ...
    @property
    def webapi(self) -> WebApi: ...
    @property
    def webapi_key(self) -> Keys: ...


class Overtaken(Exception):
    """The import is in other hands, or was given up: whoever finds that out writes nothing more."""


class OutOfTime(Exception):
    """The next run goes on."""


def run_import(ports: ImportingPorts, key: str) -> Outcome:
    """Go on with the import that the job is about, to its end or until time is up.

    A job that comes twice, or late, finds the import in other hands or over, and changes nothing. What breaks and is no
    trouble of the WebAPI is raised: the import is let go of, and the sweeper starts it again or gives it up.
    """
    named = model.import_of(key)
    run = ports.imports.find(named[0]) if named else None
    if named is None or run is None or run.import_id != named[1] or not model.may_work(run, ports.now()):
        return "ignored"
    claimed = ports.imports.change(run, {"fence": ports.new_id(), "lease_until": ports.now() + model.LEASE})
    if claimed is None:
        return "ignored"
    worker = _Worker(ports, claimed)
    try:
        return worker.work()
    except Overtaken:
        return "ignored"
    except Exception:
        worker.let_go()
        raise


class _Worker:
    """One run of the function at one import."""

    def __init__(self, ports: ImportingPorts, run: Run) -> None:
        self._ports, self._run = ports, run
        self._unit: Unit = ports.units.of(run.unit)
        self._until = ports.now() + WORKS_FOR

    def work(self) -> Outcome:
        try:
            self._key = self._secret()
            self._known: KnownTitles = known_titles(self._ports, self._unit)
            while not self._is_over():
                self._take_page(self._page(self._run.page + 1))
        except WebApiTrouble as trouble:
            self._change({"state": "failed", "reason": trouble.code})
            return "failed"
        except OutOfTime:
            self._change({"lease_until": None})
            self._ports.jobs.start("importing", model.job_key(self._run))
            return "handed-over"
        self._change({"state": "done"})
        return "done"

    def let_go(self) -> None:
        self._ports.imports.change(self._run, {"lease_until": None})

    def _secret(self) -> Secret:
        key = self._ports.webapi_key.secret()
        if key is None:
            raise WebApiTrouble("webapi-key-missing")
        if not key.fits_a_path:
            raise WebApiTrouble("webapi-key-unusable")
        return key

    def _is_over(self) -> bool:
        return self._run.pages is not None and self._run.page >= self._run.pages

    def _page(self, page: int) -> Page:
        domain = self._unit.webapi_domain or ""
        return self._asked(lambda: bps.page_of(self._ports.webapi.page(domain, page, self._key)))

    def _number_of(self, item: Item) -> str | None:
        """The catalogue number, which takes a call: asked of titles that are new or were changed at the source."""
        domain = self._unit.webapi_domain or ""
        answer = self._ports.webapi.publication
        return self._asked(lambda: bps.catalogue_number_of(answer(domain, item.pub_id, self._key)))

    def _asked(self, ask: Callable[[], T]) -> T:
        """What a call brings; what may pass is tried again. Raises WebApiTrouble, OutOfTime."""
        for wait in TRIES:
            if self._ports.now() >= self._until:
                raise OutOfTime
            if wait:
                self._ports.pause(wait)
            try:
                return ask()
            except WebApiTrouble as found:
                trouble = found.code
            if trouble not in PASSING:
                break
        raise WebApiTrouble(trouble)

    def _take_page(self, page: Page) -> None:
        """A page counts when all of it is taken: one that was broken off is looked at again, and finds what it did."""
        tally = self._run.tally
        for told in page.items:
            tally = self._with(tally, told)
        number = self._run.page + 1
        ends_early = not page.items and (self._run.pages is not None or page.pages > number)
        if ends_early or (page.items and self._run.total not in (None, page.total)):
            tally = _with_remark(tally, "source-changed")
        pages = page.pages if page.items else number
        self._change({"page": number, "pages": pages, "total": page.total or self._run.total, "tally": tally})

    def _with(self, tally: Tally, told: Any) -> Tally:
        row, name = tally.rows + 1, bps.title_name(told)
        try:
            item = bps.item_of(told)
            outcome, remarks = self._taken(item)
        except Invalid as invalid:
            return tally.without(Refused(row, name, list(invalid.faults)))
        except Faulty as faulty:
            return tally.without(Refused(row, name, [Fault("title", faulty.code, faulty.values)]))
        return tally.taken(outcome, [Remark(row, name or "", code) for code in (*item.remarks, *remarks)])

    def _taken(self, item: Item) -> tuple[Any, tuple[str, ...]]:
        title = bps.title_of(item, self._run.import_id)
        found = self._known.match(title)
        if found is None or not (found.state == "withdrawn" or is_known(found, title)):
            title = bps.title_of(item, self._run.import_id, self._number_of(item))
        taken = take(self._ports, self._unit, self._known, title)
        return taken.outcome, taken.remarks

    def _change(self, changes: dict[str, Any]) -> None:
        """Write down how far it is, and stay in charge. Raises Overtaken."""
        now = self._ports.now()
        stays = {"lease_until": now + model.LEASE} if "lease_until" not in changes else {}
        changed = self._ports.imports.change(self._run, {**stays, "changed_at": now, **changes})
        if changed is None:
            raise Overtaken
        self._run = changed


def _with_remark(tally: Tally, code: str) -> Tally:
    told = [*tally.remarks, Remark(tally.rows, "", code)]
    return msgspec.structs.replace(tally, remarks=told[: model.MOST_TOLD])
