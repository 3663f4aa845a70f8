"""The shapes of the API's answers, as its contract publishes them. Tests hold every real answer against them."""

from __future__ import annotations

from typing import Any

import msgspec


class Shape(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An answer, field by field."""


class Problem(msgspec.Struct, kw_only=True):
    """RFC 9457; `errors` name every faulty field, further members are facts of the refusal."""

    type: str
    title: str
    status: int
    errors: list[FaultShape] = []


class FaultShape(Shape):
    field: str
    code: str
    detail: str


class Health(Shape):
    status: str


class Named(Shape):
    code: str
    name: str


class ServiceShape(Shape):
    code: str
    name: str
    prefix: str
    limit_minutes: int | None
    warn_minutes: int | None
    reading_room: bool


class ComplaintChannelShape(Shape):
    kind: str
    value: str


class ConsentShape(Shape):
    code: str
    version: str
    text: str


class RetentionShape(Shape):
    contact_days: int
    copy_days: int
    link_days: int
    complainant_days: int
    complaint_days: int


class ComplaintRules(Shape):
    """What a page needs to take a complaint in: the elements of SKM, and the clocks in days."""

    categories: list[Named]
    filing_days: int
    answer_days: int
    completion_days: int
    decision_days: int
    notice_days: int


class SkdShape(Shape):
    """Whether BPS's own survey is asked, and how important each attribute is."""

    asked: bool
    importance: bool


class UnitShape(Shape):
    code: str
    name: str
    short_name: str
    address: str
    phone: str
    email: str
    website: str
    zone: str
    hours: dict[str, list[list[str]]]
    open: bool
    opens_at: str | None
    closes_at: str | None
    closed_reason: str | None
    desks: list[str]
    desk_name: str
    services: list[ServiceShape]
    priorities: list[str]
    miss_reasons: list[Named]
    channels: list[str]
    complaint_channels: list[ComplaintChannelShape]
    complaints: ComplaintRules
    consents: list[ConsentShape]
    lists: dict[str, list[Named]]
    retention: RetentionShape
    skd: SkdShape
    licence: str


class PublicationShape(Shape):
    """A title. `signed`: the office's original bears a digital signature; a copy, being another document, does not."""

    publication_id: str
    title: str
    year: int
    subject: str | None
    catalogue_number: str | None
    isbn: str | None
    pages: int | None
    size_bytes: int | None
    signed: bool
    shelf: str | None
    digital: str
    cover_url: str | None
    abstract: str | None


class CitedPublication(PublicationShape):
    citation: str


class FacetShape(Shape):
    value: str
    count: int


class FacetsShape(Shape):
    """Each facet counts the result as the other narrows it."""

    year: list[FacetShape]
    subject: list[FacetShape]


class SearchShape(Shape):
    """`corrected`: the words as they were understood; `missing`: those in no title; `partial`: no title has all."""

    corrected: str | None
    missing: list[str]
    partial: bool


class Publications(Shape):
    items: list[PublicationShape]
    total: int
    facets: FacetsShape
    search: SearchShape | None
    next: str | None


class BoardCall(Shape):
    number: str
    service: str
    desk: str | None
    called_at: str


class Board(Shape):
    day: str
    calls: list[BoardCall]
    waiting: dict[str, int]
    as_of: str


class IssuedTicket(Shape):
    ticket_id: str
    number: str
    service: str
    ahead: int
    estimate_minutes: int
    promised_by: str | None


class CheckedIn(Shape):
    visit_id: str
    visit_token: str
    day: str
    tickets: list[IssuedTicket]


class UsedTitleShape(Shape):
    publication_id: str
    title: str
    shelf: str | None
    at: str


class ReadingShape(Shape):
    """A reading session. `ended`: noted (at `ended_at`), or day-end: it ended with its day, nobody knows when."""

    started_at: str
    ended_at: str | None
    ended: str | None
    titles: list[UsedTitleShape]


class Place(IssuedTicket):
    state: str
    desk: str | None
    called_at: str | None
    served_at: str | None
    finished_at: str | None
    no_show_returnable: bool
    ended: str | None
    reading: ReadingShape | None


class OnsiteCodeShape(Shape):
    """The code of the day, and the page that it opens on a phone."""

    code: str
    day: str
    url: str
    expires_at: str


class GivenFeedback(Shape):
    visit_id: str
    rating: int


class FeedbackByLink(Shape):
    """Who holds a link learns nothing of the visit but that it is rated."""

    rating: int


class CommentShape(Shape):
    """What somebody wrote: of its time no more is told than the month."""

    month: str
    rating: int
    comment: str


class Comments(Shape):
    """Of the whole months that were touched. `held_back`: so many more would tell, by their fewness, whose they are."""

    from_: str = msgspec.field(name="from")
    to: str
    held_back: int
    items: list[CommentShape]
    next: str | None


Contract = dict[str, Any]
"""The contract itself: an OpenAPI document describes no further."""
