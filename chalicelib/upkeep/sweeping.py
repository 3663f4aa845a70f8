"""The sweeper: what was accepted and got stuck is started again, or somebody is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from chalicelib.catalogue.model import Publication, upload_key
from chalicelib.catalogue.service import Publications
from chalicelib.complaints.jobs import start_letters
from chalicelib.delivery.model import SENDING_LEASE, CopyRequest, Delivery, why_stopped
from chalicelib.delivery.ports import CopyShelf, Deliveries, Requests
from chalicelib.imports.model import Run, job_key
from chalicelib.imports.service import Runs
from chalicelib.log import BEYOND_HELP, log
from chalicelib.unit import Units, day_bounds, service_day
from chalicelib.upkeep import model
from chalicelib.upkeep.model import Care, Kind

DAYS_BACK = timedelta(days=8)
"""How long the sweeper may have stood still."""


class Jobs(Protocol):
    """Where jobs wait."""

    def start(self, kind: Kind, key: str) -> None:
        """A job as if the object under `key` had just arrived."""
        ...


class SweepingPorts(Protocol):
    """What the sweeper needs: no contact, no file."""

    @property
    def units(self) -> Units: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def publications(self) -> Publications: ...
    @property
    def imports(self) -> Runs: ...
    @property
    def copies(self) -> CopyShelf: ...
    @property
    def jobs(self) -> Jobs: ...
    def now(self) -> datetime: ...


def sweep_up(ports: SweepingPorts) -> None:
    """Help on whatever is stuck in all units; a second time, and two at once, change nothing more.

    A start too many is no harm: every job looks first at what is left to do. A person is told of each thing once, and
    it leaves the list; whoever starts it again puts it back.
    Raises ExceptionGroup when some could not be helped, after all others were.
    """
    troubles = [trouble for care in _cares(ports) if (trouble := _trouble_of(care))]
    if troubles:
        raise ExceptionGroup("work that could not be helped", troubles)


def _trouble_of(care: Callable[[], None]) -> Exception | None:
    try:
        care()
    except Exception as error:  # noqa: BLE001 - told above, when all others are helped
        log.warning("not swept", error=type(error).__name__)
        return error
    return None


def _cares(ports: SweepingPorts) -> Iterator[Callable[[], None]]:
    """One for everything that has been open for some time, the oldest of each kind first."""
    for unit in ports.units:
        now = ports.now()
        for request in ports.requests.open_of_unit(unit.code, now - model.START_AFTER):
            yield partial(_care_for_request, ports, request)
        for delivery in ports.deliveries.open_of_unit(unit.code, now - SENDING_LEASE):
            yield partial(_care_for_delivery, ports, delivery)
        start_of_day, _ = day_bounds(service_day(now, unit), unit)
        for delivery in ports.deliveries.at_desk(unit.code, start_of_day - DAYS_BACK, start_of_day):
            yield partial(_take_off_desk, ports, delivery)
        for publication in ports.publications.open_of_unit(unit.code, now - model.START_AFTER):
            yield partial(_care_for_publication, ports, publication)
        if run := ports.imports.find(unit.code):
            yield partial(_care_for_import, ports, run)


def _care_for_request(ports: SweepingPorts, request: CopyRequest) -> None:
    care = model.care_for_request(request, ports.now())
    if care in ("start", "start-and-tell"):
        _start(ports, request.request_id)
    if care == "start-and-tell":
        _tell("request", request.request_id, request.state)
        ports.requests.change(request, {"open_since": None})


def _care_for_delivery(ports: SweepingPorts, delivery: Delivery) -> None:
    if delivery.about == "complaint":
        start = partial(start_letters, ports, delivery.request_id)
        _care(ports, delivery, model.care_for_letter(delivery, ports.now()), start)
        return
    request = ports.requests.find(delivery.request_id)
    care = model.care_for_delivery(delivery, request, ports.now())
    if care == "refuse":
        reason = why_stopped(request) if request else None
        gone = {"changed_at": ports.now(), "detail": reason or "revoked", "open_since": None}
        ports.deliveries.change(delivery, "refused", gone)
        log.info("swept", delivery=delivery.delivery_id, outcome="refused")
    _care(ports, delivery, care, partial(ports.copies.start_job, delivery.request_id))


def _care(ports: SweepingPorts, delivery: Delivery, care: Care, start: Callable[[], None]) -> None:
    """What every message may need, whatever it brings; `start` has it sent."""
    now = ports.now()
    if care == "lost-worker":
        lost = {"changed_at": now, "detail": "answer-lost", "lost": delivery.lost + 1}
        ports.deliveries.change(delivery, "unknown", lost)
        log.info("swept", delivery=delivery.delivery_id, outcome="unknown")
    if care == "send-again":
        ports.deliveries.change(delivery, "ready", {"changed_at": now})
    if care in ("send-again", "start", "start-and-tell"):
        start()
        log.info("swept", delivery=delivery.delivery_id, outcome="started")
    if care in ("tell", "start-and-tell"):
        _tell("delivery", delivery.delivery_id, delivery.state)
        ports.deliveries.change(delivery, delivery.state, {"open_since": None, "desk_since": now})
    if care == "forget":
        ports.deliveries.change(delivery, delivery.state, {"open_since": None})


def _take_off_desk(ports: SweepingPorts, delivery: Delivery) -> None:
    """What nobody fetched at the desk on its day is not fetched any more: its visitor has gone."""
    if delivery.state == "ready":
        gone = {"changed_at": ports.now(), "detail": "not-fetched", "desk_since": None, "open_since": None}
        ports.deliveries.change(delivery, "refused", gone)
    else:
        ports.deliveries.change(delivery, delivery.state, {"desk_since": None})


def _care_for_publication(ports: SweepingPorts, publication: Publication) -> None:
    care = model.care_for_publication(publication, ports.now())
    if care == "leave" or publication.upload_id is None:
        return
    ports.jobs.start("intake", upload_key(publication.publication_id, publication.upload_id))
    log.info("swept", publication=publication.publication_id, outcome="started")
    if care == "start-and-tell":
        _tell("publication", publication.publication_id, publication.state)
        ports.publications.change(publication, {"open_since": None}, publication.upload_id)


def _care_for_import(ports: SweepingPorts, run: Run) -> None:
    """Given up under the fence under which it was read: a worker that was only slow finds that, and writes no more."""
    care = model.care_for_import(run, ports.now())
    if care == "start":
        ports.jobs.start("importing", job_key(run))
        log.info("swept", import_id=run.import_id, outcome="started")
    if care == "start-and-tell":
        _tell("import", run.import_id, run.state)
        given_up = {"state": "failed", "reason": "import-given-up", "lease_until": None, "changed_at": ports.now()}
        ports.imports.change(run, given_up)


def _start(ports: SweepingPorts, request_id: str) -> None:
    """As the repeat of the visitor's call does: a copy that is ready is announced again."""
    ports.copies.start_job(request_id)
    log.info("swept", request=request_id, outcome="started")


def _tell(kind: str, name: str, state: str) -> None:
    """Before it leaves the list: who dies between the two tells of it twice, and does not keep silent."""
    log.error(BEYOND_HELP, kind=kind, id=name, state=state)
