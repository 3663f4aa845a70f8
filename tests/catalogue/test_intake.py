"""From an upload to a prepared master that visitors may have copies of."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from pikepdf import Array, Dictionary, Name

from tests.office import Office, a_pdf, a_publication, an_arrival, new_key
from tests.watermark.books import changed, saved


def keys(office: Office, bucket: str) -> list[str]:
    listed = boto3.client("s3").list_objects_v2(Bucket=office.environment[bucket])
    return [entry["Key"] for entry in listed.get("Contents", [])]


def shown(office: Office, publication: str, staff: str) -> dict[str, Any]:
    return dict(office.get(f"/staff/publications/{publication}", token=staff).json)


def test_uploaded_file_becomes_a_title_to_take_home(office: Office) -> None:
    staff = office.signed_in()

    publication = office.publication(a_pdf(pages=3), staff, subject="Umum", shelf="R1-03")

    item = office.get("/publications").json["items"][0]
    assert (item["publication_id"], item["digital"], item["pages"], item["shelf"]) == (publication, "ready", 3, "R1-03")
    assert shown(office, publication, staff)["state"] == "ready"


def test_upload_itself_is_not_kept(office: Office) -> None:
    office.publication(a_pdf())

    assert {key.split("/")[0] for key in keys(office, "MASTERS_BUCKET")} == {"masters"}


def test_printed_book_without_a_file_is_a_title_too(office: Office) -> None:
    office.post("/staff/publications", a_publication(), token=office.signed_in())

    assert [item["digital"] for item in office.get("/publications").json["items"]] == ["none"]


def test_file_that_is_no_pdf_is_refused_with_a_sentence_staff_can_act_on(office: Office) -> None:
    staff = office.signed_in()

    publication = shown(office, office.publication(b"bukan pdf", staff), staff)

    assert (publication["state"], publication["reason_code"]) == ("refused", "not-a-pdf")
    assert publication["digital"] == "none"
    assert publication["reason"] == (
        "Berkas ini bukan PDF; mengganti namanya menjadi .pdf tidak cukup. "
        "Buka di program asalnya, simpan sebagai PDF, lalu unggah kembali."
    )


def test_better_file_replaces_a_refused_one(office: Office) -> None:
    staff = office.signed_in()
    publication = office.publication(b"bukan pdf", staff)
    upload = office.post(f"/staff/publications/{publication}/upload", token=staff).json["upload"]
    bucket = office.environment["MASTERS_BUCKET"]
    boto3.client("s3").put_object(Bucket=bucket, Key=upload["fields"]["key"], Body=a_pdf())

    office.carry_jobs()

    assert shown(office, publication, staff)["state"] == "ready"


def test_earlier_master_stays_in_use_while_its_successor_is_refused(office: Office) -> None:
    staff = office.signed_in()
    publication = office.publication(a_pdf(), staff)
    upload = office.post(f"/staff/publications/{publication}/upload", token=staff).json["upload"]
    bucket = office.environment["MASTERS_BUCKET"]
    boto3.client("s3").put_object(Bucket=bucket, Key=upload["fields"]["key"], Body=b"bukan pdf")

    office.carry_jobs()

    assert (shown(office, publication, staff)["state"], shown(office, publication, staff)["digital"]) == (
        "refused",
        "ready",
    )


def test_upload_that_was_overtaken_by_a_later_one_is_ignored(office: Office) -> None:
    staff = office.signed_in()
    first = office.post("/staff/publications", a_publication(), token=staff).json
    office.post(f"/staff/publications/{first['publication_id']}/upload", token=staff)
    bucket = office.environment["MASTERS_BUCKET"]
    boto3.client("s3").put_object(Bucket=bucket, Key=first["upload"]["fields"]["key"], Body=a_pdf())

    office.carry_jobs()

    assert shown(office, first["publication_id"], staff)["state"] == "awaiting-file"


def test_same_arrival_heard_again_changes_nothing(office: Office) -> None:
    staff = office.signed_in()
    publication = office.publication(a_pdf(), staff)
    before = shown(office, publication, staff)
    event = an_arrival(f"uploads/{publication}/{'0' * 32}.pdf")

    failed = office.handled(office.function("intake"), [event] * 3)

    assert failed == []
    assert shown(office, publication, staff) == before


def test_original_that_was_signed_is_told_from_others(office: Office) -> None:
    staff = office.signed_in()

    publications = [office.publication(content, staff) for content in (a_signed_pdf(), a_pdf())]

    assert [shown(office, one, staff)["signed"] for one in publications] == [True, False]
    assert [office.get(f"/publications/{one}").json["signed"] for one in publications] == [True, False]


def a_signed_pdf() -> bytes:
    """Signed in form: what the signature says is nothing that we look at."""
    pdf = changed(a_pdf())
    signature = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=Array([0, 9, 9, 9]), Contents=b"0")
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T="Tanda tangan", V=signature))
    pdf.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([field]))
    return saved(pdf)


def test_withdrawn_title_is_gone_for_visitors_at_once(office: Office) -> None:
    staff = office.signed_in()
    publication = office.publication(a_pdf(), staff)

    withdrawn = office.ask("DELETE", f"/staff/publications/{publication}", token=staff)

    assert withdrawn.json["state"] == "withdrawn"
    assert office.get("/publications").json["items"] == []
    assert office.get(f"/publications/{publication}").code == "unknown-publication"
    assert office.post(f"/staff/publications/{publication}/upload", token=staff).code == "publication-withdrawn"


def test_words_about_a_title_can_be_mended(office: Office) -> None:
    staff = office.signed_in()
    publication = office.publication(a_pdf(), staff)

    changed = office.ask("PATCH", f"/staff/publications/{publication}", {"shelf": "R2-01"}, token=staff)

    assert (changed.json["shelf"], changed.json["title"]) == ("R2-01", "Kota Banjarmasin Dalam Angka 2025")


def test_title_is_added_once_for_one_key(office: Office) -> None:
    staff, key = office.signed_in(), new_key()

    first = office.post("/staff/publications", a_publication(), token=staff, key=key)
    second = office.post("/staff/publications", a_publication(), token=staff, key=key)

    assert (second.status, second.body) == (201, first.body)
    assert len(office.get("/publications").json["items"]) == 1


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        ({"title": "x"}, {"title": "too-short"}),
        ({"year": 1500}, {"year": "out-of-range"}),
        ({"isbn": "978-602"}, {"isbn": "not-an-isbn"}),
        ({"state": "ready"}, {"state": "unknown-field"}),
    ],
)
def test_faulty_form_names_its_faults(office: Office, form: dict[str, Any], faults: dict[str, str]) -> None:
    reply = office.post("/staff/publications", a_publication(**form), token=office.signed_in())

    assert (reply.status, reply.faults) == (422, faults)


def test_catalogue_that_has_not_changed_is_not_sent_again(office: Office) -> None:
    office.publication(a_pdf())
    tag = office.get("/publications").headers["etag"]

    assert office.get("/publications", headers={"if-none-match": tag}).status == 304


def test_catalogue_comes_in_parts(office: Office) -> None:
    staff = office.signed_in()
    for year in (2021, 2022, 2023):
        office.post("/staff/publications", a_publication(year=year), token=staff)

    first = office.get("/publications?limit=2").json
    second = office.get(f"/publications?limit=2&cursor={first['next']}").json

    assert [item["year"] for item in first["items"] + second["items"]] == [2023, 2022, 2021]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("query", "titles"), [("year=2023", 1), ("subject=harga", 1), ("q=angka&year=2025", 1), ("q=angka&year=2020", 0)]
)
def test_catalogue_is_narrowed_by_year_and_subject(office: Office, query: str, titles: int) -> None:
    staff = office.signed_in()
    office.post("/staff/publications", a_publication(subject="Umum"), token=staff)
    office.post("/staff/publications", a_publication(title="Statistik", year=2023, subject="Harga"), token=staff)

    assert len(office.get(f"/publications?{query}").json["items"]) == titles


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=0", 422),
        ("limit=101", 422),
        ("limit=x", 422),
        ("cursor=x", 400),
        ("year=20x4", 422),
        (f"q={'x' * 201}", 422),
    ],
)
def test_query_that_makes_no_sense_is_refused(office: Office, query: str, status: int) -> None:
    assert office.get(f"/publications?{query}").status == status


def test_title_is_shown_with_its_citation(office: Office) -> None:
    publication = office.publication(a_pdf())

    assert "(2025)" in office.get(f"/publications/{publication}").json["citation"]
