"""Titles from the WebAPI of BPS: its quirks, what a second import changes, and what it leaves alone."""

from __future__ import annotations

from tests.audit import everything
from tests.imports.conftest import Fetching, counts
from tests.imports.webapi_double import an_item

QUIRKS = [
    an_item(1, title="Kota Banjarmasin Dalam Angka 2024", issn="0215-2169", rl_date="2024-02-28"),
    an_item(2, title="Harga &amp; Upah 2023", issn="ISBN 978-602-6927-44-6", rl_date=None, sch_date="2023-07-01"),
    an_item(3, title="Tanpa Tanggal", rl_date=None, sch_date="0000-00-00"),
    an_item(4, title="", pub_id="zz"),
    an_item(5, title="Nomor Aneh 2024", issn="segera", abstract=None),
    an_item(6, title="Panjang 2024", abstract="<ul><li>" + "kata " * 2000 + "</li></ul><script>x()</script>"),
]


def test_quirks_of_the_webapi_become_titles_as_a_catalogue_has_them(fetching: Fetching) -> None:
    fetching.webapi.items = QUIRKS
    fetching.webapi.numbers = {f"{1:024x}": "1102001.6371"}

    report = fetching.fetch()
    titles = fetching.titles()

    assert (report["state"], report["page"], report["pages"], counts(report)) == ("done", 1, 1, (4, 0, 0, 2))
    yearbook = titles["Kota Banjarmasin Dalam Angka 2024"]
    assert (yearbook.year, yearbook.isbn, yearbook.catalogue_number) == (2024, "0215-2169", "1102001.6371")
    assert yearbook.abstract == "Gambaran umum kota.\nDiterbitkan tiap tahun & gratis."
    assert (yearbook.state, yearbook.shelf) == ("awaiting-file", None)
    prices = titles["Harga & Upah 2023"]
    assert (prices.year, prices.isbn, prices.catalogue_number) == (2023, "978-602-6927-44-6", None)
    assert (titles["Nomor Aneh 2024"].isbn, titles["Nomor Aneh 2024"].abstract) == (None, None)
    long = titles["Panjang 2024"].abstract
    assert long.startswith("kata kata")
    assert (len(long) <= 4000, long.endswith(" …"), "x()" in long) == (True, True, False)


def test_rows_that_are_refused_say_which_and_why_in_either_language(fetching: Fetching) -> None:
    fetching.webapi.items = QUIRKS

    fetching.fetch()
    report, english = fetching.report(), fetching.report(**{"accept-language": "en"})

    refused = [(one["row"], one["title"], [fault["code"] for fault in one["errors"]]) for one in report["refused"]]
    assert refused == [(3, "Tanpa Tanggal", ["required"]), (4, None, ["no-source-id"])]
    assert [(one["row"], one["code"]) for one in report["remarks"]] == [(5, "isbn-left-out")]
    assert report["refused"][0]["errors"][0]["detail"] == "Bagian ini perlu diisi."
    assert english["refused"][0]["errors"][0]["detail"] == "Please fill this in."


def test_calls_are_a_second_apart_and_no_title_that_stayed_is_asked_for(fetching: Fetching) -> None:
    fetching.webapi.items = [an_item(number) for number in range(1, 24)]
    began = fetching.office.clock()

    first = fetching.fetch()
    calls, took = len(fetching.webapi.asked), fetching.office.clock() - began
    fetching.webapi.asked.clear()
    second = fetching.fetch()

    assert (counts(first), counts(second)) == ((23, 0, 0, 0), (0, 0, 23, 0))
    assert calls == 3 + 23
    assert took.total_seconds() >= calls
    assert min(fetching.waits) >= 1.0
    assert len(fetching.waits) == calls + 3
    assert fetching.webapi.asked == [f"list/model/publication/lang/ind/domain/6371/page/{n}" for n in (1, 2, 3)]


def test_second_import_writes_nothing_but_its_own_report(fetching: Fetching) -> None:
    fetching.webapi.items = [an_item(number) for number in range(1, 4)]
    fetching.fetch()
    before = everything(fetching.office, besides=["AUDIT_TABLE", "IMPORTS_TABLE", "MEMBERS_TABLE"])

    fetching.fetch()

    assert everything(fetching.office, besides=["AUDIT_TABLE", "IMPORTS_TABLE", "MEMBERS_TABLE"]) == before


def test_only_what_the_source_changed_is_changed_and_a_correction_by_hand_stays(fetching: Fetching) -> None:
    fetching.webapi.items = [an_item(1, title="Statistk Daerah 2024"), an_item(2)]
    fetching.fetch()
    book = fetching.titles()["Statistk Daerah 2024"]
    path = f"/staff/publications/{book.publication_id}"
    correction = {"title": "Statistik Daerah 2024", "shelf": "R-1"}
    fetching.office.ask("PATCH", path, correction, token=fetching.staff)
    fetching.webapi.items[0] |= {"issn": "978-602-6927-44-6", "updt_date": "2024-05-02"}

    report = fetching.fetch()

    changed = fetching.titles()["Statistik Daerah 2024"]
    assert counts(report) == (0, 1, 1, 0)
    assert (changed.publication_id, changed.shelf, changed.isbn) == (book.publication_id, "R-1", "978-602-6927-44-6")
    assert f"view/model/publication/lang/ind/domain/6371/id/{1:024x}" == fetching.webapi.asked[-1]


def test_title_that_staff_entered_is_found_filled_up_and_keeps_what_they_said(fetching: Fetching) -> None:
    form = {"title": "Kota Banjarmasin dalam angka, 2024", "year": 2024, "abstract": "Kata kami."}
    mine = fetching.office.post("/staff/publications", form, token=fetching.staff).json["publication_id"]
    fetching.webapi.items = [an_item(1, title="Kota Banjarmasin Dalam Angka 2024", issn="0215-2169")]
    fetching.webapi.numbers = {f"{1:024x}": "1102001.6371"}

    first, second = fetching.fetch(), fetching.fetch()

    found = fetching.office.ports.publications.find(mine)
    assert (counts(first), counts(second)) == ((0, 1, 0, 0), (0, 0, 1, 0))
    assert len(fetching.titles()) == 1
    assert found and (found.title, found.abstract) == ("Kota Banjarmasin dalam angka, 2024", "Kata kami.")
    assert (found.isbn, found.catalogue_number) == ("0215-2169", "1102001.6371")


def test_two_titles_of_the_source_that_look_alike_stay_two(fetching: Fetching) -> None:
    fetching.webapi.items = [an_item(1, title="Profil Kota 2024"), an_item(2, title="Profil Kota 2024")]

    first, second = fetching.fetch(), fetching.fetch()

    assert (counts(first), counts(second)) == ((2, 0, 0, 0), (0, 0, 2, 0))
    assert len(fetching.office.ports.publications.of_unit("6371")) == 2


def test_title_that_staff_withdrew_stays_withdrawn_and_that_is_said(fetching: Fetching) -> None:
    fetching.webapi.items = [an_item(1, title="Profil Kota 2024")]
    fetching.fetch()
    book = fetching.titles()["Profil Kota 2024"]
    fetching.office.ask("DELETE", f"/staff/publications/{book.publication_id}", token=fetching.staff)
    fetching.webapi.items[0] |= {"title": "Profil Kota 2024 (Revisi)", "updt_date": "2024-06-01"}
    fetching.webapi.asked.clear()

    report = fetching.fetch()

    found = fetching.office.ports.publications.find(book.publication_id)
    assert found and (found.state, found.title) == ("withdrawn", "Profil Kota 2024")
    assert (counts(report), report["remarks"][0]["code"]) == ((0, 0, 1, 0), "withdrawn-stays")
    assert len(fetching.webapi.asked) == 1


def test_office_without_any_title_at_the_source_is_done_however_that_is_said(fetching: Fetching) -> None:
    reports = [fetching.fetch()]
    nothing = {"status": "ERROR", "data-availability": "list-not-available"}
    fetching.webapi.odd = lambda _: (404, nothing, {})
    reports.append(fetching.fetch())

    assert [(one["state"], one["rows"], one["remarks"]) for one in reports] == [("done", 0, [])] * 2


def test_pages_may_be_counted_in_words_and_a_list_that_shrank_is_told(fetching: Fetching) -> None:
    fetching.webapi.items = [an_item(1)]
    about = {"page": 1, "pages": "2", "per_page": 10, "count": 1, "total": "11"}
    first = {"status": "OK", "data-availability": "available", "data": [about, [an_item(1)]]}
    fetching.webapi.odd = lambda call: (200, first, {}) if call.endswith("/page/1") else None

    report = fetching.fetch()

    assert (report["state"], report["page"], report["pages"], report["rows"]) == ("done", 2, 2, 1)
    assert [one["code"] for one in report["remarks"]] == ["source-changed"]
