"""Reports fetched as files: real bytes whatever the caller accepts, under a name that says what they are of."""

from __future__ import annotations

import pytest

from tests.office import Office, Reply
from tests.reports.workbook import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PERIOD = "from=2026-11-01&to=2026-11-26"


def fetched(office: Office, query: str, accept: str | None = "*/*", report: str = "standard") -> Reply:
    headers = {"accept-language": "id"} | ({"accept": accept} if accept else {})
    return office.get(f"/staff/reports/{report}?{PERIOD}&{query}", token=office.signed_in(), headers=headers)


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("xlsx", b"PK\x03\x04"), ("csv", b"Tanggal,")])
def test_bytes_reach_whoever_asks_whatever_they_accept(office: Office, form: str, begins: bytes) -> None:
    token = office.signed_in()
    for accept in (None, "*/*", "application/json", "text/html,*/*;q=0.8", XLSX):
        headers = {"accept": accept} if accept else {}
        reply = office.get(f"/staff/reports/standard?{PERIOD}&format={form}", token=token, headers=headers)

        assert (reply.status, reply.body[: len(begins)]) == (200, begins)


def test_file_says_what_it_is_and_is_kept_by_no_cache(office: Office) -> None:
    reply = fetched(office, "format=pdf", report="skm")

    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["content-disposition"] == 'attachment; filename="laporan-skm-6371-2026-11-01--2026-11-26.pdf"'
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-language"] == "id"


def test_workbook_of_nobody_says_so(office: Office) -> None:
    reply = fetched(office, "format=xlsx", report="skm")

    rows = Workbook(reply.body).rows("Menurut unsur pelayanan")
    assert reply.headers["content-type"] == XLSX
    assert (rows[-1][0].value, rows[-1][4].value) == ("IKM", "belum cukup data")


def test_csv_is_of_one_table_with_a_byte_order_mark_where_it_is_asked_for(office: Office) -> None:
    plain = fetched(office, "format=csv&part=misses")
    marked = fetched(office, "format=csv&part=misses&bom=yes")

    name = "laporan-standar-pelayanan-6371-misses-2026-11-01--2026-11-26.csv"
    assert plain.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert plain.headers["content-type"] == "text/csv; charset=utf-8"
    assert plain.body.startswith(b"Tanggal,Nomor,")
    assert marked.body == b"\xef\xbb\xbf" + plain.body


@pytest.mark.parametrize(
    ("query", "field"), [("format=docx", "format"), ("format=csv&part=secret", "part"), ("format=csv&bom=1", "bom")]
)
def test_what_there_is_not_is_refused(office: Office, query: str, field: str) -> None:
    reply = fetched(office, query)

    assert (reply.status, reply.faults) == (422, {field: "not-in-list"})


def test_contract_describes_the_files_of_a_report(office: Office) -> None:
    paths = office.get("/openapi.json").json["paths"]

    answer = paths["/api/staff/reports/skm"]["get"]["responses"]["200"]["content"]
    assert set(answer) == {"application/json", "text/csv", XLSX, "application/pdf"}
