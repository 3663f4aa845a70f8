"""The catalogue that is searched is the catalogue that is: an index is kept while nothing changes, and no longer."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from unittest.mock import patch

import boto3
from PIL import Image

from chalicelib.catalogue.cover import TALLEST, WIDEST, cover_of
from chalicelib.catalogue.edition import MOST_RECENT, Edition, changed_since, following
from chalicelib.catalogue.store import StoredPublications
from chalicelib.tables import WriteLost
from chalicelib.watermark.service import prepare
from tests.faults import calls_of
from tests.office import Office, a_pdf, a_publication

SEARCH = "/publications?q=sensus"


def add(office: Office, staff: str, title: str, **more: Any) -> str:
    reply = office.post("/staff/publications", a_publication(title=title, **more), token=staff)
    assert reply.status == 201
    return str(reply.json["publication_id"])


def found(office: Office, query: str = "q=sensus") -> list[str]:
    return [item["title"] for item in office.get(f"/publications?{query}").json["items"]]


def test_search_reads_storage_once_and_a_changed_title_once_more(office: Office) -> None:
    staff = office.signed_in()
    for number in range(3):
        add(office, staff, f"Sensus {number}")

    first = calls_of(lambda: office.get(SEARCH))
    again = calls_of(lambda: office.get("/publications?q=sesnus&year=2025"))
    whole = calls_of(lambda: office.get("/publications"))
    add(office, staff, "Sensus 4")
    changed = calls_of(lambda: office.get(SEARCH))

    assert first == ["GetItem", "Query", "BatchGetItem"]
    assert again == whole == ["GetItem"]
    assert changed == ["GetItem", "BatchGetItem"]
    assert len(found(office)) == 4


def test_title_is_found_as_it_is_from_its_first_to_its_last_day(office: Office) -> None:
    staff = office.signed_in()
    add(office, staff, "Survei Sosial")
    assert found(office) == []

    title = add(office, staff, "Sensus Ekonomi")
    assert found(office) == ["Sensus Ekonomi"]

    office.ask("PATCH", f"/staff/publications/{title}", {"title": "Sensus Penduduk"}, token=staff)
    assert (found(office), found(office, "q=ekonomi")) == (["Sensus Penduduk"], [])

    office.ask("DELETE", f"/staff/publications/{title}", token=staff)
    assert found(office) == []


def test_title_that_is_made_ready_is_listed_as_ready_with_its_cover(office: Office) -> None:
    staff = office.signed_in()
    add(office, staff, "Sensus Ekonomi")
    before = office.get(SEARCH)

    office.publication(a_pdf(), staff, title="Sensus Penduduk")

    item = office.get("/publications?q=penduduk").json["items"][0]
    bucket = office.environment["COVERS_BUCKET"]
    cover = boto3.client("s3").get_object(Bucket=bucket, Key=item["cover_url"].removeprefix("/"))
    assert (item["digital"], item["shelf"], cover["ContentType"]) == ("ready", None, "image/jpeg")
    assert office.get(SEARCH, headers={"if-none-match": before.headers["etag"]}).status == 200


def test_unchanged_answer_is_not_sent_again(office: Office) -> None:
    add(office, office.signed_in(), "Sensus Ekonomi")
    tag = office.get(SEARCH).headers["etag"]

    assert office.get(SEARCH, headers={"if-none-match": tag}).status == 304


def test_result_is_narrowed_by_year_and_subject_and_says_by_which(office: Office) -> None:
    staff = office.signed_in()
    for title, year, subject in (("A", 2023, "Sosial"), ("B", 2024, "Sosial"), ("C", 2024, "Harga")):
        add(office, staff, f"Sensus {title}", year=year, subject=subject)
    add(office, staff, "Survei", year=2020, subject="Sosial")

    answer = office.get("/publications?q=sensus&year=2024&subject=sosial&limit=1").json

    assert [item["title"] for item in answer["items"]] == ["Sensus B"]
    assert answer["total"] == 1
    assert answer["facets"] == {
        "year": [{"value": "2024", "count": 1}, {"value": "2023", "count": 1}],
        "subject": [{"value": "Harga", "count": 1}, {"value": "Sosial", "count": 1}],
    }


def test_answer_says_how_the_words_were_taken(office: Office) -> None:
    add(office, office.signed_in(), "Sensus Penduduk")

    taken = office.get("/publications?q=sesnus+xylofon").json["search"]

    assert taken == {"corrected": "sensus", "missing": ["xylofon"], "partial": False}
    assert office.get("/publications").json["search"] is None


def test_title_that_the_index_of_the_table_does_not_know_yet_is_found(office: Office) -> None:
    """A secondary index lags behind its table, and a container may make its index just then."""
    add(office, office.signed_in(), "Sensus Penduduk")

    with patch.object(StoredPublications, "of_unit", return_value=[]):
        titles = found(office)

    assert titles == ["Sensus Penduduk"]


def test_two_who_change_titles_at_once_both_do(office: Office) -> None:
    staff = office.signed_in()
    first, second = add(office, staff, "Sensus A"), add(office, staff, "Sensus B")
    real, rivals = StoredPublications.edition, [second]

    def overtaken(self: StoredPublications, unit: str) -> Edition | None:
        edition = real(self, unit)
        if rivals:
            office.ask("PATCH", f"/staff/publications/{rivals.pop()}", {"title": "Sensus D"}, token=staff)
        return edition

    with patch.object(StoredPublications, "edition", overtaken):
        reply = office.ask("PATCH", f"/staff/publications/{first}", {"title": "Sensus C"}, token=staff)

    assert (reply.status, rivals) == (200, [])
    assert found(office) == ["Sensus C", "Sensus D"]


def test_new_title_is_added_once_although_another_came_between(office: Office) -> None:
    staff, commit, lost = office.signed_in(), office.ports.commit, [WriteLost()]

    def losing(writes: Any) -> None:
        if lost:
            raise lost.pop()
        commit(writes)

    with patch.object(office.ports, "commit", losing):
        add(office, staff, "Sensus A")

    assert found(office) == ["Sensus A"]


def test_what_only_staff_see_leaves_the_edition_alone(office: Office) -> None:
    title = office.ports.publications.find(add(office, office.signed_in(), "Sensus"))
    assert title is not None
    before = office.ports.publications.edition("6371")

    office.ports.publications.change(title, {"progress": None, "reason": "not-a-pdf"})

    assert office.ports.publications.edition("6371") == before


def test_titles_changed_since_an_edition_are_known_each_once() -> None:
    edition = None
    for mark, title in (("1", "a"), ("2", "b"), ("3", "c"), ("4", "b")):
        edition = following(edition, "6371", title, mark)
    assert edition is not None

    assert [changed_since(edition, mark) for mark in "1240"] == [["b", "c"], ["c", "b"], [], None]


def test_edition_remembers_no_more_than_can_be_read_at_once() -> None:
    edition = None
    for number in range(MOST_RECENT + 5):
        edition = following(edition, "6371", str(number), str(number))
    assert edition is not None

    assert (len(edition.recent), changed_since(edition, "4"), changed_since(edition, "104")) == (MOST_RECENT, None, [])


def test_cover_is_a_small_picture_of_the_first_page() -> None:
    picture = cover_of(prepare(a_pdf()))
    assert picture is not None

    with Image.open(BytesIO(picture)) as opened:
        assert (opened.format, opened.size[0] <= WIDEST, opened.size[1] <= TALLEST) == ("JPEG", True, True)
        assert max(opened.size) >= WIDEST
    assert len(picture) < 60_000
