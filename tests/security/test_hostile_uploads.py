"""Uploads that are made to hurt: a known refusal each, for little work and memory, and the next file is taken in."""

from __future__ import annotations

from collections.abc import Callable
from tempfile import TemporaryFile

import pytest

from chalicelib.catalogue.workshop import MIB, Allowance, Cost, Workshop
from chalicelib.watermark.model import MasterRefused, PreparedMaster
from tests.office import Office, a_pdf
from tests.security import hostile
from tests.security.hostile import MEGABYTE
from tests.watermark.books import a_book

MOST_BYTES = 400 * MEGABYTE
MOST_SECONDS = 5
LIBRARIES = 70 * MEGABYTE
"""Of the process that do not count as its data: Python's and PDFium's code."""

HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "no PDF": ("not-a-pdf", lambda: b"Laporan bulanan, bukan PDF.\n" * 100),
    "encrypted": ("password-needed", hostile.encrypted),
    "bomb": ("content-too-big", lambda: hostile.bomb(300 * MEGABYTE)),
    "bomb of many pages": ("content-too-big", lambda: hostile.bomb(70 * MEGABYTE, pages=8)),
    "packed twice": ("content-too-big", lambda: hostile.bomb(300 * MEGABYTE, times=2)),
    "object stream bomb": ("content-too-big", lambda: hostile.object_stream_bomb(300 * MEGABYTE)),
    "font bomb": ("too-much-memory", lambda: hostile.font_bomb(300 * MEGABYTE)),
    "page tree in itself": ("page-tree-broken", hostile.cyclic_tree),
    "references in a circle": ("unreadable", hostile.cyclic_references),
    "forms in forms": ("too-much-memory", lambda: hostile.laughing(30)),
    "lists in lists": ("unreadable", lambda: hostile.nested(100_000)),
    "pages by doubling": ("too-many-pages", lambda: hostile.doubling_tree(40)),
    "a million kids": ("content-too-big", lambda: hostile.kids(1_000_000)),
    "too many pages": ("too-many-pages", lambda: hostile.many_pages(2_001)),
    "too many objects": ("too-many-objects", lambda: hostile.many_objects(150_001)),
    "endless cross-references": ("unreadable", lambda: hostile.stray_cross_references(100_000)),
    "web page": ("not-a-pdf", hostile.web_page_and_book),
    "truncated": ("unreadable", lambda: a_book()[:1_500]),
    "more than 100 MB": ("too-big", lambda: hostile.swollen(100 * MIB)),
    "megabytes of nothing": ("unreadable", lambda: hostile.swollen(40 * MIB)),
}


def prepared(workshop: Workshop, content: bytes) -> PreparedMaster:
    with TemporaryFile() as file:
        file.write(content)
        return workshop.prepare(file)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_within_five_seconds_of_work_and_400_megabytes(name: str) -> None:
    expected, make = HOSTILE[name]
    costs: list[Cost] = []
    workshop = Workshop(allowance=Allowance(most_cpu=MOST_SECONDS), measured=costs.append)

    with pytest.raises(MasterRefused) as refused:
        prepared(workshop, make())

    assert refused.value.code.value == expected
    assert [cost.peak_bytes < MOST_BYTES for cost in costs] == [True]


def test_small_file_may_not_even_take_400_megabytes() -> None:
    assert Allowance().memory_for(MEGABYTE) + LIBRARIES < MOST_BYTES


def test_page_that_is_never_drawn_to_its_end_is_given_up() -> None:
    with pytest.raises(MasterRefused) as refused:
        prepared(Workshop(allowance=Allowance(most_cpu=1)), hostile.endless_tiles())

    assert refused.value.code.value == "took-too-long"


def test_of_a_file_that_is_other_things_too_only_the_book_is_kept() -> None:
    kept = prepared(Workshop(), hostile.picture_book_and_archive())

    assert kept.prefix.startswith(b"%PDF-")
    assert [word for word in (b"GIF89a", b"script", b"PK\3\4") if word in kept.prefix + kept.template] == []


def test_hostile_upload_costs_one_job_and_the_next_is_taken_in(office: Office) -> None:
    office.ports.__dict__["workshop"] = Workshop(measured=lambda _: None)
    staff = office.signed_in()

    bomb = office.publication(hostile.bomb(300 * MEGABYTE), staff)
    book = office.publication(a_pdf(), staff)

    shown = [office.get(f"/staff/publications/{one}", token=staff).json for one in (bomb, book)]
    assert [(one["state"], one["reason_code"]) for one in shown] == [("refused", "content-too-big"), ("ready", None)]
