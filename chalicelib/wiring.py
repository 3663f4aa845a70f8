"""Where everything is put together: the only reader of the environment and maker of clients."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from chalicelib.settings import Settings, read_settings
from chalicelib.tables import Tables, Write
from chalicelib.unit import Unit, Units, always_open, read_units

if TYPE_CHECKING:
    from chalicelib.abuse.store import StoredAttempts, StoredTallies
    from chalicelib.catalogue.covers import CoversBucket
    from chalicelib.catalogue.edition import Indexes
    from chalicelib.catalogue.masters import MastersBucket
    from chalicelib.catalogue.store import StoredPublications
    from chalicelib.catalogue.workshop import Workshop
    from chalicelib.delivery.copies import CopiesBucket
    from chalicelib.delivery.mail import SesMailer
    from chalicelib.delivery.store import StoredCopies, StoredDeliveries, StoredLinks, StoredRequests
    from chalicelib.feedback.store import StoredFeedback
    from chalicelib.guestbook.store import StoredContacts, StoredKiosks, StoredOnsiteCodes, StoredVisits
    from chalicelib.idempotency.store import StoredAnswers
    from chalicelib.imports.parameters import ParameterStore
    from chalicelib.imports.store import StoredImports
    from chalicelib.imports.webapi import BpsWebApi
    from chalicelib.office.store import StoredDays
    from chalicelib.queue.store import StoredTickets
    from chalicelib.staff.pool import CognitoSignIn
    from chalicelib.staff.store import StoredMembers
    from chalicelib.staff.tokens import Keys
    from chalicelib.traces.store import StoredTraces
    from chalicelib.traces.tracer import TracerApart
    from chalicelib.upkeep.queues import JobQueues


@lru_cache(maxsize=1)
def ports() -> Ports:
    """Everything the use cases need, made at first use and kept while this container lives.

    Raises MissingSettings with the names of all settings that lack.
    """
    return Ports(read_settings(os.environ))


class Ports:
    """The stores, clients and clocks of one deployment. Each is made when it is first needed."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] | None = None) -> None:
        self.settings = settings
        self.pause: Callable[[float], None] = time.sleep
        self.clock = clock or (lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.clock()

    def new_id(self) -> str:
        return secrets.token_hex(16)

    @property
    def new_token(self) -> Callable[[], str]:
        return lambda: secrets.token_urlsafe(32)

    def commit(self, writes: Sequence[Write]) -> None:
        self._tables.commit(writes)

    @property
    def public_url(self) -> str:
        return self.settings.public_url

    @property
    def mail_sender(self) -> str:
        return self.settings.mail_sender

    @cached_property
    def units(self) -> Units:
        units = read_units(self.settings.unit_codes)
        return Units([self._with_hours(unit) for unit in units])

    def _with_hours(self, unit: Unit) -> Unit:
        return always_open(unit) if self.settings.hours == "always" else unit

    @cached_property
    def _tables(self) -> Tables:
        return Tables()

    @cached_property
    def visits(self) -> StoredVisits:
        from chalicelib.guestbook.store import StoredVisits, VisitRecord

        self._tables.bind(VisitRecord, self.settings.visits_table)
        return StoredVisits()

    @cached_property
    def contacts(self) -> StoredContacts:
        from chalicelib.guestbook.store import ContactRecord, StoredContacts

        self._tables.bind(ContactRecord, self.settings.contacts_table)
        return StoredContacts()

    @cached_property
    def kiosks(self) -> StoredKiosks:
        from chalicelib.guestbook.store import KioskRecord, StoredKiosks

        self._tables.bind(KioskRecord, self.settings.kiosks_table)
        return StoredKiosks()

    @cached_property
    def onsite_codes(self) -> StoredOnsiteCodes:
        from chalicelib.guestbook.store import OnsiteCodeRecord, StoredOnsiteCodes

        self._tables.bind(OnsiteCodeRecord, self.settings.onsite_codes_table)
        return StoredOnsiteCodes()

    @cached_property
    def days(self) -> StoredDays:
        from chalicelib.office.store import DayRecord, StoredDays

        self._tables.bind(DayRecord, self.settings.days_table)
        return StoredDays()

    @cached_property
    def tickets(self) -> StoredTickets:
        from chalicelib.queue.store import NumberRecord, StoredTickets, TicketRecord

        self._tables.bind(TicketRecord, self.settings.tickets_table)
        self._tables.bind(NumberRecord, self.settings.numbers_table)
        return StoredTickets()

    @cached_property
    def answers(self) -> StoredAnswers:
        from chalicelib.idempotency.store import AnswerRecord, StoredAnswers

        self._tables.bind(AnswerRecord, self.settings.answers_table)
        return StoredAnswers()

    @cached_property
    def publications(self) -> StoredPublications:
        from chalicelib.catalogue.store import EditionRecord, PublicationRecord, StoredPublications

        self._tables.bind(PublicationRecord, self.settings.publications_table)
        self._tables.bind(EditionRecord, self.settings.editions_table)
        return StoredPublications(self.commit, self.pause)

    @cached_property
    def indexes(self) -> Indexes:
        from chalicelib.catalogue.edition import Indexes

        return Indexes()

    @cached_property
    def requests(self) -> StoredRequests:
        from chalicelib.delivery.store import RequestRecord, StoredRequests

        self._tables.bind(RequestRecord, self.settings.requests_table)
        return StoredRequests()

    @cached_property
    def deliveries(self) -> StoredDeliveries:
        from chalicelib.delivery.store import DeliveryRecord, StoredDeliveries

        self._tables.bind(DeliveryRecord, self.settings.deliveries_table)
        return StoredDeliveries()

    @cached_property
    def links(self) -> StoredLinks:
        from chalicelib.delivery.store import LinkRecord, StoredLinks

        self._tables.bind(LinkRecord, self.settings.links_table)
        return StoredLinks()

    @cached_property
    def issued_copies(self) -> StoredCopies:
        from chalicelib.delivery.store import CopyRecord, StoredCopies

        self._tables.bind(CopyRecord, self.settings.copies_table)
        return StoredCopies()

    @cached_property
    def feedback(self) -> StoredFeedback:
        from chalicelib.feedback.store import FeedbackRecord, StoredFeedback

        self._tables.bind(FeedbackRecord, self.settings.feedback_table)
        return StoredFeedback()

    @cached_property
    def members(self) -> StoredMembers:
        from chalicelib.staff.store import MemberRecord, StoredMembers

        self._tables.bind(MemberRecord, self.settings.members_table)
        return StoredMembers()

    @cached_property
    def misses(self) -> StoredAttempts:
        from chalicelib.abuse.store import AttemptRecord, StoredAttempts

        self._tables.bind(AttemptRecord, self.settings.attempts_table)
        return StoredAttempts()

    @cached_property
    def tallies(self) -> StoredTallies:
        """They share the table of the misses, and its record."""
        from chalicelib.abuse.store import StoredTallies

        assert self.misses
        return StoredTallies()

    @cached_property
    def traces(self) -> StoredTraces:
        from chalicelib.traces.store import StoredTraces, TraceRecord

        self._tables.bind(TraceRecord, self.settings.traces_table)
        return StoredTraces()

    @cached_property
    def imports(self) -> StoredImports:
        from chalicelib.imports.store import ImportRecord, StoredImports

        self._tables.bind(ImportRecord, self.settings.imports_table)
        return StoredImports()

    @property
    def webapi(self) -> BpsWebApi:
        from chalicelib.imports.webapi import BpsWebApi

        return BpsWebApi(self.settings.webapi_url, self.pause)

    @cached_property
    def webapi_key(self) -> ParameterStore:
        from chalicelib.imports.parameters import ParameterStore

        return ParameterStore(_client("ssm"), self.settings.webapi_key_parameter)

    @cached_property
    def masters(self) -> MastersBucket:
        from chalicelib.catalogue.masters import MastersBucket

        return MastersBucket(self._s3, self.settings.masters_bucket)

    @cached_property
    def covers(self) -> CoversBucket:
        from chalicelib.catalogue.covers import CoversBucket

        return CoversBucket(self._s3, self.settings.covers_bucket)

    @cached_property
    def workshop(self) -> Workshop:
        """Its processes get nothing of the environment but where Lambda keeps the libraries of Python itself."""
        from chalicelib.catalogue.workshop import Workshop

        return Workshop({name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ})

    @cached_property
    def tracer(self) -> TracerApart:
        """Its processes get no more of the environment than those of the workshop."""
        from chalicelib.traces.tracer import TracerApart

        return TracerApart({name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ})

    @cached_property
    def copies(self) -> CopiesBucket:
        from chalicelib.delivery.copies import CopiesBucket

        return CopiesBucket(self._s3, self.settings.copies_bucket)

    @cached_property
    def mailer(self) -> SesMailer:
        from chalicelib.delivery.mail import SesMailer

        return SesMailer(_client("sesv2", retries={"total_max_attempts": 1}))

    @cached_property
    def sign_in(self) -> CognitoSignIn:
        from chalicelib.staff.pool import CognitoSignIn

        pool, client = self.settings.user_pool_id, self.settings.user_pool_client_id
        return CognitoSignIn(_client("cognito-idp"), pool, client, self.now)

    @cached_property
    def keys(self) -> Keys:
        from chalicelib.staff.tokens import keys_at

        return keys_at(self.settings.jwks_url)

    @cached_property
    def jobs(self) -> JobQueues:
        from chalicelib.upkeep.queues import JobQueues

        return JobQueues(_client("sqs"), self.settings.job_queues)

    @cached_property
    def _s3(self) -> Any:
        return _client("s3", signature_version="s3v4", s3={"addressing_style": "virtual"})


def _client(service: str, **options: Any) -> Any:
    """A client of a service; its endpoint and region come from the environment, as everywhere."""
    import boto3
    from botocore.config import Config

    standard: dict[str, Any] = {"retries": {"mode": "standard", "total_max_attempts": 4}}
    return boto3.client(service, config=Config(**(standard | options)))  # type: ignore[call-overload]
