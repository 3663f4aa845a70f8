"""Retention: each night whatever may not be known any more is deleted, and what was begun to be erased is ended.

What is due stands on lists of its unit, so nothing is searched for, and a night that was missed is made up for by the
next. The figures stay: they are made of visits, tickets and requests, which name nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Protocol

from chalicelib.complaints import service as register
from chalicelib.complaints.ports import ChangePorts
from chalicelib.delivery import ports as delivery
from chalicelib.delivery.model import CopyRequest
from chalicelib.guestbook import service as guestbook
from chalicelib.guestbook.model import Visit
from chalicelib.log import log
from chalicelib.privacy.erasing import LATECOMERS, ErasingPorts, erase_again
from chalicelib.unit import Unit


class Visits(guestbook.Visits, Protocol):
    """Visits, of which some are being erased."""

    def being_erased(self, unit: str) -> list[Visit]: ...


class Contacts(guestbook.Contacts, Protocol):
    """Contacts, by when they must go."""

    def expired_of_unit(self, unit: str, now: datetime) -> list[str]: ...


class Requests(delivery.Requests, Protocol):
    """Requests, by when their objects must go."""

    def to_purge(self, unit: str, now: datetime) -> list[CopyRequest]: ...


class CopyShelf(delivery.CopyShelf, Protocol):
    """The copies, with every version of them."""

    def purge(self, request: CopyRequest) -> int: ...


class RetentionPorts(ErasingPorts, ChangePorts, Protocol):
    """What retention needs."""

    @property
    def visits(self) -> Visits: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def copies(self) -> CopyShelf: ...


Task = Callable[[], object]
Keeper = Callable[[RetentionPorts, Unit], Iterator[Task]]
"""Knows one kind of thing that is kept for a time: one task for each of a unit that must go now."""


def erasures(ports: RetentionPorts, unit: Unit) -> Iterator[Task]:
    """Visits whose erasure was begun."""
    for visit in ports.visits.being_erased(unit.code):
        yield partial(erase_again, ports, visit)


def contacts(ports: RetentionPorts, unit: Unit) -> Iterator[Task]:
    """Who visitors were, and the links that led to their copies."""
    for visit_id in ports.contacts.expired_of_unit(unit.code, ports.now()):
        yield partial(_forget, ports, visit_id)


def _forget(ports: RetentionPorts, visit_id: str) -> None:
    """The contact goes last: as long as it is there, it stands on the list."""
    for request in ports.requests.of_visit(visit_id):
        for link in ports.links.of_request(request.request_id):
            ports.links.delete(link)
    ports.contacts.delete(visit_id)


def copies(ports: RetentionPorts, unit: Unit) -> Iterator[Task]:
    """Marked copies, those read in the page too, and the jobs that made them."""
    for request in ports.requests.to_purge(unit.code, ports.now()):
        yield partial(_purge, ports, request)


def _purge(ports: RetentionPorts, request: CopyRequest) -> None:
    """A worker that was late may still write: the request leaves the list when none can be at it any more."""
    if request.purge_at is None or request.purge_at > ports.now():
        return
    ports.copies.purge(request)
    if request.purge_at + LATECOMERS <= ports.now():
        ports.requests.change(request, {"purge_at": None})


def complainants(ports: RetentionPorts, unit: Unit) -> Iterator[Task]:
    """Who complained."""
    for complaint_id in ports.complainants.expired(unit.code, ports.now()):
        if complaint := ports.complaints.find(complaint_id):
            yield partial(register.erase, ports, complaint)


def complaints(ports: RetentionPorts, unit: Unit) -> Iterator[Task]:
    """What was complained about, and what the office wrote; states and times stay for the figures."""
    for complaint in ports.complaints.past_retention(unit.code, ports.now()):
        yield partial(register.erase_text, ports, complaint)


KEEPERS: tuple[Keeper, ...] = (erasures, contacts, copies, complainants, complaints)


def let_go(ports: RetentionPorts) -> None:
    """Delete in all units what is due; a second time, and two at once, change nothing more.

    Raises ExceptionGroup when something could not be deleted, after all the rest was.
    """
    troubles = [trouble for unit in ports.units for keeper in KEEPERS for trouble in _kept(ports, unit, keeper)]
    if troubles:
        raise ExceptionGroup("what could not be deleted", troubles)


def _kept(ports: RetentionPorts, unit: Unit, keeper: Keeper) -> Iterator[Exception]:
    """What went wrong with one kind of a unit: one thing that cannot be deleted holds up no other."""
    deleted = failed = 0
    for task in _tasks(ports, unit, keeper):
        try:
            task()
            deleted += 1
        except Exception as error:  # noqa: BLE001 - told above, when all the rest is deleted
            failed += 1
            log.warning("not deleted", kind=keeper.__name__, unit=unit.code, error=type(error).__name__)
            yield error
    log.info("retention", kind=keeper.__name__, unit=unit.code, deleted=deleted, failed=failed)


def _tasks(ports: RetentionPorts, unit: Unit, keeper: Keeper) -> Iterator[Task]:
    """A list that cannot be read is one task that fails."""
    try:
        yield from keeper(ports, unit)
    except Exception as error:  # noqa: BLE001 - becomes a failure like any other
        yield partial(_fail, error)


def _fail(error: Exception) -> None:
    raise error
