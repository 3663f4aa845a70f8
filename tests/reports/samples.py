"""Figures of all six reports: of a month in which much happened, of one in which nothing did, and of a long period."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.feedback.model import ATTRIBUTES, ELEMENTS
from chalicelib.feedback.skm import Element
from chalicelib.reports.document import Document, Heading
from chalicelib.reports.documents.complaints import complaints_document
from chalicelib.reports.documents.skd import skd_document
from chalicelib.reports.documents.skm import skm_document
from chalicelib.reports.documents.standard import standard_document
from chalicelib.reports.documents.titles import titles_document
from chalicelib.reports.documents.visits import visits_document
from chalicelib.reports.figures import (
    Clock,
    ComplaintFigures,
    ComplaintLine,
    Counted,
    Hour,
    SkdAttribute,
    SkdFigures,
    SkdPart,
    SkmFigures,
    SkmPart,
    TitleFigures,
    TitleUse,
    VisitFigures,
    VisitsDay,
    VisitsMonth,
)
from chalicelib.reports.model import Period
from chalicelib.reports.standard import Band, DayShare, Miss, MonthShare, Reason, Standard
from chalicelib.unit import read_units
from chalicelib.wording import Language

(UNIT,) = read_units(["6371"])
FIRST = date(2026, 11, 1)
MADE = datetime(2026, 11, 26, 5, 2, 3, tzinfo=UTC)
BENDS = [(0, 2, 141), (2, 4, 60), (4, 6, 33), (6, 8, 12), (8, 10, 8), (10, 15, 5), (15, 20, 2), (20, 30, 1)]
MISSES = [
    Miss("2026-11-05", "A-017", 601, "served", "crowd", "Rombongan dari SMA datang bersamaan"),
    Miss("2026-11-18", "A-031", None, "left", None, None),
    Miss("2026-11-18", "A-032", 1500, "served", "outage", None),
]


def heading(language: Language = "id", days: int = 26) -> Heading:
    return Heading(UNIT, Period(FIRST, FIRST + timedelta(days=days - 1)), MADE, language)


def counted(*pairs: tuple[str | None, int]) -> list[Counted]:
    return [Counted(code, number) for code, number in pairs]


def visits(days: int = 26) -> VisitFigures:
    """Some visits each working day."""
    dates = [FIRST + timedelta(days=number) for number in range(days)]
    open_days = [
        VisitsDay(day, 8 + day.day % 7, 9 + day.day % 9, {"printed": 5 + day.day % 4, "digital": 4})
        for day in dates
        if day.weekday() < 5
    ]
    months: dict[str, list[VisitsDay]] = {}
    for one in open_days:
        months.setdefault(f"{one.day:%Y-%m}", []).append(one)
    total = sum(one.visits for one in open_days)
    return VisitFigures(
        visits=total,
        people=sum(one.people for one in open_days),
        days=open_days,
        months=[
            VisitsMonth(month, sum(one.visits for one in those), sum(one.people for one in those))
            for month, those in months.items()
        ],
        hours=[Hour(hour, number) for hour, number in zip(range(8, 16), (21, 40, 52, 33, 8, 30, 22, 4), strict=True)],
        services=counted(("printed", 140), ("digital", 112)),
        sources=counted(("kiosk", 120), ("phone", 60), ("staff", 20), ("paper", 10)),
        profile={
            "gender": counted(("female", 120), ("male", 80), (None, 10)),
            "age_group": counted(("17-25", 130), ("<17", 20), (None, 60)),
            "education": counted(("D4/S1", 100), ("<=SLTA", 70), (None, 40)),
            "job": counted(("student", 150), ("civil-servant", 30), (None, 30)),
            "institution_type": counted(("research-education", 140), ("local-government", 25), (None, 45)),
            "main_use": counted(("school", 130), ("research", 40), ("government", 25), (None, 15)),
        },
        channels=counted(("email", 90), ("app", 60), ("whatsapp", 44), ("flashdisk", 8)),
    )


def standard(misses: int = 3) -> Standard:
    """Of 266 visits that count."""
    days = [DayShare(f"2026-11-{day:02}", 14, 14 - (day in (5, 18))) for day in range(2, 21)]
    return Standard(
        service="printed",
        limit_minutes=10,
        counted=266,
        within=264,
        share=Decimal("99.25"),
        reason=None,
        distribution=[*(Band(*band) for band in BENDS), Band(30, None, 0)],
        median_seconds=118,
        p90_seconds=421,
        reasons=[Reason("crowd", 1), Reason("outage", 1), Reason(None, 1)],
        misses=[MISSES[number % 3] for number in range(misses)],
        days=days,
        months=[MonthShare("2026-11", 266, 264, Decimal("99.25"))],
    )


def skm() -> SkmFigures:
    """Of 112 respondents."""
    return SkmFigures(
        respondents=112,
        ikm=Decimal("91.67"),
        grade="A",
        reason=None,
        elements={
            code: Element(Decimal("3.66") + number * Decimal("0.01"), 112 - number)
            for number, code in enumerate(ELEMENTS)
        },
        target=132,
        users=200,
        ratings={"1": 1, "2": 3, "3": 41, "4": 120},
        rated=165,
        months=[
            SkmPart(code="2026-10", respondents=4, ikm=None, grade=None, reason="kelompok-kecil"),
            SkmPart(code="2026-11", respondents=108, ikm=Decimal("91.50"), grade="A", reason=None),
        ],
        services=[
            SkmPart(code="printed", respondents=80, ikm=Decimal("92.10"), grade="A", reason=None),
            SkmPart(code="digital", respondents=60, ikm=Decimal("88.30"), grade="B", reason=None),
        ],
    )


def skd() -> SkdFigures:
    """Of 64 respondents, weighted by importance."""
    return SkdFigures(
        asked=True,
        respondents=64,
        ipak=Decimal("94.32"),
        weighted=True,
        reason=None,
        attributes={
            code: SkdAttribute(Decimal("6.25") + number % 4, Decimal("9.10"), 64 - number)
            for number, code in enumerate(ATTRIBUTES)
        },
        months=[
            SkdPart(code="2026-10", respondents=3, ipak=None, reason="kelompok-kecil"),
            SkdPart(code="2026-11", respondents=61, ipak=Decimal("94.40"), reason=None),
        ],
    )


def titles(number: int = 24, title: str = "Kota Banjarmasin Dalam Angka") -> TitleFigures:
    """So many titles, each used less than the one before."""
    uses = [
        TitleUse(
            publication_id=f"p{n}",
            title=f"{title} {2025 - n}",
            year=2025 - n if n else None,
            printed=number - n,
            read=2 * (number - n),
            taken=n % 3,
        )
        for n in range(number)
    ]
    return TitleFigures(
        printed=sum(one.printed for one in uses),
        read=sum(one.read for one in uses),
        taken=sum(one.taken for one in uses),
        titles=uses,
        channels=counted(("email", 14), ("flashdisk", 8)),
    )


def complaints(number: int = 6) -> ComplaintFigures:
    """So many complaints, of which each third is not answered yet."""
    lines = [
        ComplaintLine(
            code=f"K7Q2-{n:04}",
            received_on=FIRST + timedelta(days=n % 26),
            channel=("page", "box", "email", "whatsapp")[n % 4],
            category=("U8", "U3", "other")[n % 3],
            state=("received", "answered", "closed")[n % 3],
            answer_due=FIRST + timedelta(days=n % 26 + 14),
            answered_on=FIRST + timedelta(days=n % 26 + 3) if n % 3 else None,
            decision_due=FIRST + timedelta(days=n % 26 + 60) if n % 3 else None,
            decided_on=FIRST + timedelta(days=n % 26 + 9) if n % 3 == 2 else None,
        )
        for n in range(number)
    ]
    return ComplaintFigures(
        received=number,
        states=counted(("closed", 2), ("answered", 2), ("received", 2)),
        categories=counted(("U8", 3), ("U3", 2), ("other", 1)),
        channels=counted(("page", 3), ("box", 2), ("whatsapp", 1)),
        clocks=[
            Clock(clock="answer", days=14, kept=4, broken=1, running=1, share=Decimal("80.00"), reason=None),
            Clock(clock="decision", days=60, kept=2, broken=0, running=2, share=Decimal("100.00"), reason=None),
            Clock(clock="notice", days=14, kept=0, broken=0, running=2, share=None, reason="belum-cukup-data"),
        ],
        months=counted(("2026-11", number)),
        complaints=lines,
    )


def documents(language: Language = "id") -> list[Document]:
    """All six, of a month in which much happened."""
    about = heading(language)
    return [
        visits_document(visits(), about),
        standard_document(standard(), about),
        skm_document(skm(), about),
        skd_document(skd(), about),
        titles_document(titles(), about),
        complaints_document(complaints(), about),
    ]


def empty_documents(language: Language = "id") -> list[Document]:
    """All six, of a month in which nothing happened."""
    about, nothing = heading(language), "belum-cukup-data"
    bare: dict[str, Any] = {"respondents": 0, "reason": nothing, "months": []}
    no_visits = VisitFigures(
        visits=0, people=0, days=[], months=[], hours=[], services=[], sources=[], profile={}, channels=[]
    )
    no_complaints = ComplaintFigures(
        received=0,
        states=[],
        categories=[],
        channels=[],
        clocks=[_no_clock("answer", 14), _no_clock("decision", 60), _no_clock("notice", 14)],
        months=[],
        complaints=[],
    )
    no_standard = Standard(
        service="printed",
        limit_minutes=10,
        counted=0,
        within=0,
        share=None,
        reason=nothing,
        distribution=[*(Band(start, end, 0) for start, end, _ in BENDS), Band(30, None, 0)],
        median_seconds=None,
        p90_seconds=None,
        reasons=[],
        misses=[],
        days=[],
        months=[],
    )
    no_skm = SkmFigures(
        ikm=None,
        grade=None,
        elements={code: Element(None, 0) for code in ELEMENTS},
        target=0,
        users=0,
        ratings={"1": 0, "2": 0, "3": 0, "4": 0},
        rated=0,
        services=[],
        **bare,
    )
    attributes = {code: SkdAttribute(None, None, 0) for code in ATTRIBUTES}
    no_skd = SkdFigures(asked=False, ipak=None, weighted=False, attributes=attributes, **bare)
    return [
        visits_document(no_visits, about),
        standard_document(no_standard, about),
        skm_document(no_skm, about),
        skd_document(no_skd, about),
        titles_document(TitleFigures(printed=0, read=0, taken=0, titles=[], channels=[]), about),
        complaints_document(no_complaints, about),
    ]


def _no_clock(clock: Any, days: int) -> Clock:
    return Clock(clock=clock, days=days, kept=0, broken=0, running=0, share=None, reason="belum-cukup-data")
