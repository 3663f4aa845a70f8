"""What visitors wrote, as staff read it: never so few at once, or so soon, that it can be told whose it is."""

from __future__ import annotations

from datetime import date

from chalicelib.feedback.comments import readable, whole_months
from chalicelib.feedback.model import Feedback
from chalicelib.reports.model import Period
from tests.feedback.test_feedback import served_visit
from tests.office import Office

NOVEMBER = [date(2026, 11, day) for day in (2, 2, 2, 3, 3)]


def a_rating(day: date, comment: str | None = None, feedback_id: str = "f") -> Feedback:
    return Feedback(feedback_id=feedback_id, unit="6371", day=day, rating=4, comment=comment)


def written(days: list[date]) -> list[Feedback]:
    """One rating with a comment on each of these days."""
    return [a_rating(day, f"Catatan {place}", f"f{place}") for place, day in enumerate(days)]


def test_month_with_fewer_than_five_ratings_holds_its_comments_back_for_good() -> None:
    comments = readable(written(NOVEMBER[:4]), date(2027, 3, 1))

    assert (comments.shown, comments.held_back) == ([], 4)


def test_comment_among_five_ratings_is_shown_whether_or_not_the_others_wrote_anything() -> None:
    ratings = [a_rating(day) for day in NOVEMBER[:4]] + [a_rating(NOVEMBER[4], "Terima kasih.")]

    [shown] = readable(ratings, date(2026, 11, 4)).shown

    assert (shown.month, shown.rating, shown.comment) == ("2026-11", 4, "Terima kasih.")


def test_who_looks_every_day_learns_of_five_at_once_and_of_none_of_today() -> None:
    ratings = written([*NOVEMBER, date(2026, 11, 4), *[date(2026, 11, 9)] * 4])

    counts = [len(readable(ratings, date(2026, 11, day)).shown) for day in (3, 4, 5, 9, 10)]

    assert counts == [0, 5, 5, 5, 10]


def test_rest_of_a_month_is_shown_when_the_month_is_over() -> None:
    ratings = written([*NOVEMBER, date(2026, 11, 30)])

    during, after = (readable(ratings, day) for day in (date(2026, 11, 30), date(2026, 12, 1)))

    assert (len(during.shown), during.held_back) == (5, 1)
    assert (len(after.shown), after.held_back) == (6, 0)


def test_order_tells_the_month_and_no_time_within_it() -> None:
    early = [a_rating(day, "satu", feedback_id) for day, feedback_id in zip(NOVEMBER, "59217", strict=True)]
    late = [a_rating(date(2026, 12, 1), "dua", feedback_id) for feedback_id in "86304"]

    shown = readable([*early, *late], date(2027, 1, 1)).shown

    assert [one.month for one in shown] == ["2026-12"] * 5 + ["2026-11"] * 5


def test_period_is_widened_to_whole_months() -> None:
    months = whole_months(Period(date(2026, 12, 24), date(2027, 2, 3)))

    assert months == Period(date(2026, 12, 1), date(2027, 2, 28))


def test_staff_read_comments_of_a_month_part_by_part(office: Office) -> None:
    staff = office.signed_in()
    day = date.fromisoformat(office.get("/board").json["day"]).replace(day=1)
    for place in range(5):
        visitor = served_visit(office, staff)
        office.post("/visit/feedback", {"rating": 2, "comment": f"Catatan {place}"}, token=visitor)
    today = office.get("/staff/comments", token=staff).json
    office.clock.move(days=32)

    first = office.get(f"/staff/comments?from={day}&to={day}&limit=3", token=office.signed_in()).json
    rest = office.get(
        f"/staff/comments?from={day}&to={day}&limit=3&cursor={first['next']}", token=office.signed_in()
    ).json

    assert (today["items"], today["held_back"]) == ([], 5)
    read = [(one["month"], one["rating"], one["comment"]) for one in first["items"] + rest["items"]]
    assert sorted(read) == [(f"{day:%Y-%m}", 2, f"Catatan {place}") for place in range(5)]
    assert (first["from"], first["held_back"], rest["next"]) == (day.isoformat(), 0, None)
