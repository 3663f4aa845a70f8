"""The tables of one deployment, each behind the store that knows it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.settings import Settings
from chalicelib.tables import Tables, Write

if TYPE_CHECKING:
    from chalicelib.abuse.store import StoredAttempts, StoredTallies
    from chalicelib.audit.store import StoredEntries
    from chalicelib.catalogue.store import StoredPublications
    from chalicelib.complaints.store import StoredComplainants, StoredComplaints
    from chalicelib.delivery.links_store import StoredLinks
    from chalicelib.delivery.stops_store import StoredSuppressions, StoredSwitches, StoredWindows
    from chalicelib.delivery.store import StoredCopies, StoredDeliveries, StoredRequests
    from chalicelib.feedback.store import StoredFeedback
    from chalicelib.guestbook.store import StoredContacts, StoredKiosks, StoredOnsiteCodes, StoredVisits
    from chalicelib.idempotency.store import StoredAnswers
    from chalicelib.imports.store import StoredImports
    from chalicelib.office.store import StoredDays
    from chalicelib.queue.store import StoredTickets
    from chalicelib.reports.published_store import StoredResults
    from chalicelib.reports.store import StoredFigures
    from chalicelib.staff.store import StoredMembers
    from chalicelib.traces.store import StoredTraces


class Stores:
    """Every store, made when it is first needed."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pause: Callable[[float], None] = time.sleep

    def commit(self, writes: Sequence[Write]) -> None:
        self._tables.commit(writes)

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
        from chalicelib.delivery.links_store import LinkRecord, StoredLinks

        self._tables.bind(LinkRecord, self.settings.links_table)
        return StoredLinks()

    @cached_property
    def suppressions(self) -> StoredSuppressions:
        from chalicelib.delivery.stops_store import StoredSuppressions, SuppressionRecord

        self._tables.bind(SuppressionRecord, self.settings.suppressions_table)
        return StoredSuppressions()

    @cached_property
    def switches(self) -> StoredSwitches:
        from chalicelib.delivery.stops_store import StoredSwitches, SwitchRecord

        self._tables.bind(SwitchRecord, self.settings.switches_table)
        return StoredSwitches()

    @cached_property
    def windows(self) -> StoredWindows:
        """They share the table of the tallies."""
        from chalicelib.delivery.stops_store import StoredWindows, WindowRecord

        self._tables.bind(WindowRecord, self.settings.attempts_table)
        return StoredWindows()

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
    def figures(self) -> StoredFigures:
        from chalicelib.reports.store import FiguresRecord, StoredFigures

        self._tables.bind(FiguresRecord, self.settings.figures_table)
        return StoredFigures()

    @cached_property
    def complaints(self) -> StoredComplaints:
        from chalicelib.complaints.store import ComplaintRecord, StoredComplaints

        self._tables.bind(ComplaintRecord, self.settings.complaints_table)
        return StoredComplaints()

    @cached_property
    def complainants(self) -> StoredComplainants:
        from chalicelib.complaints.store import ComplainantRecord, StoredComplainants

        self._tables.bind(ComplainantRecord, self.settings.complainants_table)
        return StoredComplainants()

    @cached_property
    def skm_results(self) -> StoredResults:
        from chalicelib.reports.published_store import ResultRecord, StoredResults

        self._tables.bind(ResultRecord, self.settings.skm_results_table)
        return StoredResults()

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
    def audit(self) -> StoredEntries:
        from chalicelib.audit.store import EntryRecord, StoredEntries

        self._tables.bind(EntryRecord, self.settings.audit_table)
        return StoredEntries()

    @cached_property
    def imports(self) -> StoredImports:
        from chalicelib.imports.store import ImportRecord, StoredImports

        self._tables.bind(ImportRecord, self.settings.imports_table)
        return StoredImports()
