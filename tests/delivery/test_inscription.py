"""What a copy says of its visitor, and the page before the book where an office wants one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import msgspec
import pytest
from pypdf import PdfReader

from chalicelib.delivery.inscription import mark_for
from chalicelib.delivery.model import CopyRequest
from chalicelib.guestbook.model import Contact
from chalicelib.unit import Unit, Units, read_units
from chalicelib.watermark.model import FrontPage
from chalicelib.wording import LANGUAGES, Language, labels
from tests.delivery.steps import asked, fetched, opened, seen
from tests.office import Office, a_pdf

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
CODE = "LP-0123-4567-89AB"
HERE = "https://loket.example"
WARNING = "Dilarang mengumumkan, mendistribusikan"


def banjarmasin(front_page: bool = True) -> Unit:
    return msgspec.structs.replace(read_units(["6371"])[0], front_page=front_page)


def a_request(language: Language = "id") -> CopyRequest:
    return CopyRequest(
        request_id="0" * 32,
        unit="6371",
        visit_id="v",
        publication_id="p",
        title="Kota Banjarmasin Dalam Angka 2025",
        year=2025,
        copy_code=CODE,
        requested_at=NOW,
        day=date(2026, 11, 25),
        language=language,
    )


def siti() -> Contact:
    return Contact(visit_id="v", unit="6371", name="Siti Rahmah", email="siti.rahmah@example.com", expires_at=NOW)


def front(language: Language = "id") -> FrontPage:
    page = mark_for(banjarmasin(), a_request(language), siti(), HERE).front
    assert page
    return page


def test_mark_names_its_visitor_by_masked_address_and_leads_to_the_check_page() -> None:
    mark = mark_for(banjarmasin(), a_request(), siti(), HERE)

    assert (mark.name, mark.masked_email) == ("Siti Rahmah", "si***@example.com")
    assert (mark.copy_code, mark.check_url) == (CODE, f"{HERE}/cek/?kode={CODE}")
    assert (mark.issued_on, mark.unit_name) == (date(2026, 11, 25), "BPS Kota Banjarmasin")
    assert mark.licence_line.startswith(WARNING)


def test_office_without_a_front_page_has_none() -> None:
    assert mark_for(banjarmasin(front_page=False), a_request(), siti(), HERE).front is None
    assert read_units(["6371"])[0].front_page is False


def test_front_page_tells_whose_copy_it_is_and_how_it_is_cited() -> None:
    page = front()

    assert (page.heading, page.title) == ("Salinan publikasi", "Kota Banjarmasin Dalam Angka 2025")
    rows = dict(page.rows)
    assert rows["Untuk"] == "Siti Rahmah (si***@example.com)"
    assert rows["Dari"] == "Pelayanan Statistik Terpadu, BPS Kota Banjarmasin"
    assert rows["Tanggal"] == "25 November 2026"
    assert (rows["Kode salinan"], rows["Periksa keaslian"]) == (CODE, f"{HERE}/cek/?kode={CODE}")
    assert rows["Ketentuan"].startswith(WARNING)
    assert rows["Cara mengutip"] == (
        "BPS Kota Banjarmasin. (2025). Kota Banjarmasin Dalam Angka 2025. Banjarmasin: BPS Kota Banjarmasin."
    )


def test_front_page_speaks_the_visitors_language() -> None:
    rows = dict(front("en").rows)

    assert front("en").heading == "Copy of a publication"
    assert rows["From"] == "Integrated Statistical Services, BPS Kota Banjarmasin"
    assert rows["Terms"].startswith("Announcing, distributing")
    assert front("en").closing.endswith("The service is free of charge.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_whole(language: Language) -> None:
    assert all(texts[language].strip() for texts in labels().values())


def test_copy_with_a_front_page_has_one_page_more_in_its_visitors_language(office: Office) -> None:
    office.ports.units = Units([msgspec.structs.replace(unit, front_page=True) for unit in office.ports.units])
    visit, publication = office.visit(language="en"), office.publication(a_pdf(pages=2))
    request = asked(office, visit, publication)
    office.carry_jobs()

    content = fetched(opened(office, visit, request)["url"])

    first, *book = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]
    code = seen(office, visit, request)["copy_code"]
    assert len(book) == 2
    for words in ("Copy of a publication", "Siti Rahmah (si***@example.com)", code, "How to cite", "Announcing"):
        assert words in first
    assert all(code in text and "Jumlah penduduk" in text for text in book)
