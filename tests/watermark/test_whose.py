"""Whose copy is it? Each way that a copy leaks, and what can honestly be said of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PageObject, PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from chalicelib.watermark.model import FrontPage, PreparedMaster
from chalicelib.watermark.service import prepare
from chalicelib.watermark.tracing.answers import Answer, Confidence, Gap, Source
from chalicelib.watermark.whose import Book, whose
from tests.watermark.books import CODE, a_book, saved
from tests.watermark.leaks import (
    OTHER,
    a_copy,
    a_long_book,
    a_picture_book,
    laid_out_by_pdfium,
    on_other_paper,
    pages_of,
    prepared_book,
    stripped,
    without_properties,
    written_anew,
)

OTHERS = ["LP-7777-2222-9999", "LP-ABCD-EFGH-JKMN", OTHER]


@pytest.fixture(scope="module")
def prepared() -> PreparedMaster:
    return prepared_book()


@pytest.fixture(scope="module")
def book(prepared: PreparedMaster) -> Book:
    return Book.of_prepared(prepared.prefix, prepared.template)


@pytest.fixture(scope="module")
def copy(prepared: PreparedMaster) -> bytes:
    return a_copy(prepared)


def sources(answer: Answer) -> dict[Source, tuple[int, int]]:
    """Where the answer's own copy was seen: on how many pages of how many."""
    return {one.source: (one.seen, one.of) for one in answer.evidence if one.copy_code == answer.copy_code}


def verdict(answer: Answer) -> tuple[str | None, Confidence, bool]:
    return answer.copy_code, answer.confidence, answer.conflict


CERTAIN = (CODE, Confidence.CERTAIN, False)


def test_delivered_copy_is_named_by_every_source(copy: bytes) -> None:
    answer = whose(copy, candidates=[CODE, *OTHERS])

    assert verdict(answer) == CERTAIN
    assert sources(answer) == {
        Source.COVERT: (40, 40),
        Source.TEXT: (40, 40),
        Source.IDENTITY: (1, 1),
        Source.XMP: (1, 1),
        Source.INFO: (1, 1),
    }
    assert answer.gaps == ()


def test_copy_is_named_without_any_list_of_codes(copy: bytes) -> None:
    assert verdict(whose(copy)) == CERTAIN


def test_page_in_front_does_not_lead_astray(prepared: PreparedMaster) -> None:
    front = FrontPage("Salinan", "Judul", (("Untuk", "Siti Rahma"),), "Dilarang menggandakan.")

    answer = whose(stripped_but_for_front(a_copy(prepared, front=front)), candidates=[CODE, *OTHERS])

    assert verdict(answer) == CERTAIN
    assert sources(answer) == {Source.COVERT: (40, 40)}


def stripped_but_for_front(copy: bytes) -> bytes:
    """The page in front has no code of its own: its words are taken off by hand."""
    pdf = pikepdf.open(BytesIO(copy))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"")
    return stripped(saved(pdf))


def test_stripped_copy_is_named_by_its_covert_code_alone(copy: bytes) -> None:
    answer = whose(stripped(copy), candidates=[CODE, *OTHERS])

    assert verdict(answer) == CERTAIN
    assert sources(answer) == {Source.COVERT: (40, 40)}
    assert answer.chance == pytest.approx(4 * 16**-16)
    assert answer.gaps == (Gap.NO_CODE,)


def test_covert_code_without_a_list_of_codes_rests_on_its_check(copy: bytes, book: Book) -> None:
    """Pages may stand in another order, which a code spelt by accident passes once in sixteen; the book knows them."""
    alone, held_against = whose(stripped(copy)), whose(stripped(copy), book)

    assert verdict(alone) == (CODE, Confidence.LIKELY, False)
    assert verdict(held_against) == CERTAIN


@pytest.mark.parametrize("across", [2, 3, 4])
def test_stripped_pages_in_another_order_name_nobody_else(copy: bytes, across: int) -> None:
    pdf = pikepdf.open(BytesIO(stripped(copy)))
    for place in reversed(range(len(pdf.pages))):
        if place % across:
            del pdf.pages[place]

    answer = whose(saved(pdf), candidates=OTHERS)

    assert answer.copy_code is None


@pytest.mark.parametrize("rewrite", ["pikepdf", "pypdf"])
def test_copy_that_a_library_wrote_again_keeps_its_covert_code(copy: bytes, rewrite: str) -> None:
    again = saved(pikepdf.open(BytesIO(stripped(copy))), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    if rewrite == "pypdf":
        out = BytesIO()
        writer = PdfWriter(clone_from=PdfReader(BytesIO(again)))
        for page in writer.pages:
            page.compress_content_streams()
        writer.write(out)
        again = out.getvalue()

    assert verdict(whose(again, candidates=[CODE, *OTHERS])) == CERTAIN


@pytest.mark.parametrize("digits", [3, 2, 1])
def test_copy_that_was_written_anew_is_told_by_the_clean_book(copy: bytes, book: Book, digits: int) -> None:
    anew = written_anew(stripped(copy), digits)

    without, held_against = whose(anew), whose(anew, book)

    assert without.copy_code is None
    assert Gap.NO_BOOK in without.gaps
    assert verdict(held_against) == CERTAIN
    assert sources(held_against)[Source.COVERT][0] >= 36


def test_copy_that_was_printed_on_other_paper_is_told_by_the_clean_book(copy: bytes, book: Book) -> None:
    answer = whose(on_other_paper(written_anew(stripped(copy), 2)), book)

    assert verdict(answer) == CERTAIN


def test_copy_that_a_browser_laid_out_two_on_a_sheet_still_shows_its_code(copy: bytes) -> None:
    answer = whose(laid_out_by_pdfium(without_properties(copy)), candidates=[CODE])

    assert verdict(answer) == CERTAIN
    assert sources(answer)[Source.TEXT] == (20, 20)


def test_pages_without_letters_are_told_by_their_paths() -> None:
    pictures = prepare(a_picture_book())
    anew = written_anew(stripped(a_copy(pictures)), 2)

    answer = whose(anew, Book.of_prepared(pictures.prefix, pictures.template), [CODE, *OTHERS])

    assert verdict(answer) == CERTAIN
    assert answer.gaps == (Gap.NO_TEXT,)


def test_original_of_the_office_serves_as_well_as_the_prepared_book(copy: bytes) -> None:
    answer = whose(written_anew(stripped(copy), 2), Book.of_master(a_long_book()))

    assert verdict(answer) == CERTAIN


def test_one_page_with_its_foot_is_enough(copy: bytes) -> None:
    answer = whose(pages_of(copy, 17, 17), candidates=[CODE, *OTHERS])

    assert verdict(answer) == CERTAIN
    assert sources(answer)[Source.TEXT] == (1, 1)


def test_one_stripped_page_tells_four_bits_and_no_more(copy: bytes, book: Book) -> None:
    answer = whose(pages_of(stripped(copy), 17, 17), book, [CODE, *OTHERS])

    assert verdict(answer) == (None, Confidence.POSSIBLE, False)
    [fit] = answer.candidates
    assert (fit.copy_code, fit.agreeing, fit.of) == (CODE, 1, 1)
    assert fit.chance == pytest.approx(4 / 16)
    assert (answer.told, answer.gaps) == (1, (Gap.NO_CODE, Gap.FEW_PAGES))


def test_two_stripped_pages_name_the_only_copy_that_fits_with_their_chance(copy: bytes, book: Book) -> None:
    answer = whose(pages_of(stripped(copy), 17, 18), book, [CODE, *OTHERS])

    assert verdict(answer) == (CODE, Confidence.POSSIBLE, False)
    assert answer.chance == pytest.approx(4 / 16**2)


def test_chance_of_a_fluke_falls_sixteenfold_with_each_page(copy: bytes, book: Book) -> None:
    three, six = (whose(pages_of(stripped(copy), 9, last), book, [CODE, *OTHERS]) for last in (11, 14))

    assert (three.confidence, six.confidence) == (Confidence.LIKELY, Confidence.CERTAIN)
    assert three.chance == pytest.approx(4 / 16**3)
    assert six.chance == pytest.approx(4 / 16**6)


def test_several_copies_that_fit_are_all_told_and_none_is_chosen(copy: bytes, book: Book) -> None:
    twin = f"{CODE[:-1]}9"

    answer = whose(pages_of(stripped(copy), 3, 3), book, [CODE, twin])

    assert verdict(answer) == (None, Confidence.POSSIBLE, False)
    assert {fit.copy_code for fit in answer.candidates} == {CODE, twin}
    assert Gap.AMBIGUOUS in answer.gaps


def test_sixteen_pages_from_the_middle_are_told_by_the_list_of_codes(copy: bytes) -> None:
    answer = whose(pages_of(stripped(copy), 12, 27), candidates=[CODE, *OTHERS])

    assert verdict(answer) == CERTAIN


def test_pages_are_put_in_their_places_by_the_book_whatever_their_order(copy: bytes, book: Book) -> None:
    pdf = pikepdf.open(BytesIO(stripped(copy)))
    pdf.pages.reverse()

    assert verdict(whose(saved(pdf), book)) == CERTAIN


def test_properties_alone_are_likely_at_best(copy: bytes) -> None:
    pdf = pikepdf.open(BytesIO(copy))
    for page in pdf.pages:
        page.obj.Contents = pdf.make_stream(b"")

    answer = whose(saved(pdf), candidates=[CODE])

    assert verdict(answer) == (CODE, Confidence.LIKELY, False)
    assert set(sources(answer)) <= {Source.INFO, Source.XMP, Source.IDENTITY}


def test_forged_properties_do_not_hide_whose_copy_it_is(copy: bytes) -> None:
    pdf = pikepdf.open(BytesIO(copy))
    pdf.docinfo["/Keywords"] = OTHER

    answer = whose(saved(pdf), candidates=[CODE, OTHER])

    assert verdict(answer) == (CODE, Confidence.LIKELY, True)
    assert [one.copy_code for one in answer.evidence if one.source == Source.INFO] == [OTHER]


def test_foot_of_another_copy_is_outweighed_by_the_covert_code(prepared: PreparedMaster, copy: bytes) -> None:
    """As where somebody strips a copy and sets another's code on every page."""
    framed, stamp = PdfWriter(clone_from=PdfReader(BytesIO(stripped(copy)))), _words(OTHER)
    for page in framed.pages:
        page.merge_page(stamp)
    out = BytesIO()
    framed.write(out)

    answer = whose(out.getvalue(), Book.of_prepared(prepared.prefix, prepared.template), [CODE, OTHER])

    assert verdict(answer) == (CODE, Confidence.LIKELY, True)
    assert {one.source: one.copy_code for one in answer.evidence} == {Source.COVERT: CODE, Source.TEXT: OTHER}


def _words(text: str) -> PageObject:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(420, 595))
    canvas.drawString(40, 20, text)
    canvas.save()
    return PdfReader(BytesIO(out.getvalue())).pages[0]


def test_book_that_was_never_marked_is_nobody_s(book: Book) -> None:
    for content in (a_long_book(), a_book(20), book.clean):
        answer = whose(content, book, [CODE, *OTHERS])

        assert verdict(answer) == (None, Confidence.NOTHING, False)
        assert answer.evidence == ()


def test_copy_of_another_book_is_not_held_against_this_one(book: Book) -> None:
    other = a_copy(prepare(a_book(24)))

    answer = whose(stripped(other), book, [CODE, *OTHERS])

    assert verdict(answer) == CERTAIN
    assert Gap.OTHER_BOOK in answer.gaps


def test_locked_file_says_that_it_is(copy: bytes) -> None:
    locked = saved(pikepdf.open(BytesIO(copy)), encryption=pikepdf.Encryption(user="rahasia", owner="rahasia"))

    answer = whose(locked)

    assert (answer.copy_code, answer.gaps) == (None, (Gap.PASSWORD,))


def test_file_locked_only_against_changes_is_read(copy: bytes) -> None:
    locked = saved(pikepdf.open(BytesIO(copy)), encryption=pikepdf.Encryption(user="", owner="rahasia"))

    assert verdict(whose(locked)) == CERTAIN


def test_torn_file_is_known_by_what_is_left_of_it(copy: bytes) -> None:
    """The end of a copy without its beginning: no page can be shown, but its properties are not packed."""
    torn = copy[len(copy) // 2 :]

    listed, unlisted = whose(torn, candidates=[CODE]), whose(torn)

    assert verdict(listed) == (CODE, Confidence.LIKELY, False)
    assert verdict(unlisted) == (CODE, Confidence.POSSIBLE, False)
    assert set(sources(listed)) == {Source.BYTES}


@pytest.mark.parametrize(
    "content",
    [b"", b"bukan pdf", b"%PDF-1.7", b"%PDF-1.7\n" + b"\x00" * 5_000, b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj"],
)
def test_file_that_is_none_is_answered(content: bytes) -> None:
    answer = whose(content, candidates=[CODE])

    assert (answer.copy_code, answer.confidence) == (None, Confidence.NOTHING)
    assert Gap.UNREADABLE in answer.gaps


def test_damage_anywhere_is_answered(copy: bytes) -> None:
    """Each tenth of the file in turn is overwritten, and cut off."""
    tenth = len(copy) // 10
    for start in range(0, len(copy), tenth):
        damaged = copy[:start] + b"\xa5" * tenth + copy[start + tenth :]

        assert whose(damaged, candidates=[CODE]).copy_code in (CODE, None)
        assert whose(copy[:start], candidates=[CODE]).copy_code in (CODE, None)


def test_copy_stands_out_from_one_whose_code_is_alike(copy: bytes) -> None:
    assert verdict(whose(stripped(copy), candidates=[CODE, f"{CODE[:-4]}9999"])) == CERTAIN


Tool = Callable[[Path, Path], list[str]]
TOOLS: dict[str, Tool] = {
    "pdftocairo": lambda leak, out: ["pdftocairo", "-pdf", str(leak), str(out)],
    "gs": lambda leak, out: ["gs", "-q", "-o", str(out), "-sDEVICE=pdfwrite", str(leak)],
    "mutool": lambda leak, out: ["mutool", "clean", "-s", "-g", str(leak), str(out)],
    "qpdf": lambda leak, out: ["qpdf", "--qdf", str(leak), str(out)],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_stripped_copy_is_known_after_programs_that_write_pages_anew(
    tool: str, copy: bytes, book: Book, tmp_path: Path
) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    leak, out = tmp_path / "leak.pdf", tmp_path / "out.pdf"
    leak.write_bytes(stripped(copy))

    subprocess.run(TOOLS[tool](leak, out), check=True, capture_output=True)

    assert verdict(whose(out.read_bytes(), book)) == CERTAIN
