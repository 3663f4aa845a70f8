"""When work counts as stuck, and what staff see of a job that failed for good: values and rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec

from chalicelib.catalogue.model import Publication
from chalicelib.delivery.model import MOST_LOST, CopyRequest, Delivery
from chalicelib.form import Form
from chalicelib.imports.model import Run, may_work

Kind = Literal["intake", "marking", "delivery", "tracing", "importing", "mail-events", "whatsapp-events"]
KINDS: tuple[Kind, ...] = ("intake", "marking", "delivery", "tracing", "importing", "mail-events", "whatsapp-events")
JobId = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")]
Care = Literal["leave", "start", "lost-worker", "send-again", "refuse", "forget", "tell", "start-and-tell"]

START_AFTER = timedelta(minutes=5)
"""After so long open, a job counts as lost: the longest run of any function takes no longer."""
TELL_AFTER = timedelta(minutes=10)
"""After so long open, a person is told. Runs are five minutes apart, so all are told of within fifteen."""
TRIES_A_ROUND = 5
"""How often a queue hands a job out before it lies with the dead letters (infra/storage.yaml)."""


class FailedJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job among the dead letters, tried so often, the first time at `since`; `key` is what arrived, or the delivery
    that was told of.
    """

    job_id: str
    kind: Kind
    key: str | None
    tries: int
    since: datetime


class Redrive(Form, frozen=True):
    """Which failed jobs shall go again; without any, all of them."""

    job_ids: Annotated[list[JobId], msgspec.Meta(max_length=100)] = []


def care_for_request(request: CopyRequest, now: datetime) -> Care:
    """What a request needs that is neither ready nor refused."""
    if request.open_since is None:
        return "leave"
    if request.lease_until and request.lease_until > now and not _is_told(request.open_since, now):
        return "leave"
    return _by_age(request.open_since, now)


def care_for_delivery(delivery: Delivery, request: CopyRequest | None, now: datetime) -> Care:
    """What a delivery needs that is not through. One whose request is not ready waits for that, or goes with it:
    refused, or off the list where a person was told of the request.

    What may have left is sent once more when nothing was heard of it for its time, and then never again: a person is
    told, who may ask the visitor. What waits for a quota waits until there is one.
    """
    if delivery.open_since is None or (delivery.not_before and delivery.not_before > now):
        return "leave"
    if delivery.state == "sending":
        return "leave" if delivery.lease_until and delivery.lease_until > now else "lost-worker"
    if delivery.state == "unknown":
        return _care_for_unknown(delivery, now)
    if request is None or request.state in ("refused", "revoked"):
        return "refuse"
    if request.state == "ready":
        return _by_age(max(delivery.open_since, delivery.not_before or delivery.open_since), now)
    return "leave" if request.open_since else "forget"


def care_for_letter(letter: Delivery, now: datetime) -> Care:
    """What a letter about a complaint needs: as any mail, but that it waits for no copy."""
    if letter.open_since is None or (letter.not_before and letter.not_before > now):
        return "leave"
    if letter.state == "sending":
        return "leave" if letter.lease_until and letter.lease_until > now else "lost-worker"
    if letter.state == "unknown":
        return _care_for_unknown(letter, now)
    return _by_age(max(letter.open_since, letter.not_before or letter.open_since), now)


def _care_for_unknown(delivery: Delivery, now: datetime) -> Care:
    if not _is_told(delivery.changed_at, now):
        return "leave"
    return "send-again" if delivery.lost < MOST_LOST else "tell"


def care_for_publication(publication: Publication, now: datetime) -> Care:
    """What a title needs whose file is being prepared."""
    if publication.open_since is None or publication.state != "preparing":
        return "leave"
    return _by_age(publication.open_since, now)


def care_for_import(run: Run, now: datetime) -> Care:
    """What an import needs: one that nobody is at work on goes on, or is given up, so that staff can start another.

    Its age counts from its last progress. Who begins makes none by that, and whoever is at work makes some well within
    the time from one run of the sweeper to the next.
    """
    return _by_age(run.changed_at, now) if may_work(run, now) else "leave"


def _by_age(open_since: datetime, now: datetime) -> Care:
    if _is_told(open_since, now):
        return "start-and-tell"
    return "start" if now - open_since >= START_AFTER else "leave"


def _is_told(open_since: datetime, now: datetime) -> bool:
    return now - open_since >= TELL_AFTER
