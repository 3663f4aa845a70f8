"""The office that tests visit, made once and emptied before each of them; and the browser that they use."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache
from unittest.mock import patch

import pytest
from botocore.loaders import JSONFileLoader
from hypothesis import settings

from tests.browser import axe, browser, page_at
from tests.daytime import still
from tests.office import Office

__all__ = ["axe", "browser", "office", "page_at", "still"]

gc.set_threshold(50_000, 20, 20)  # The emulation holds much that never goes: looking through it is a tenth of a test.

settings.register_profile("here", deadline=None)  # A test does not hang on how busy the machine is.
settings.load_profile("here")

LONGEST = ("reliability/", "local/", "test_infra", "web/test_main", "web/test_kiosk", "web/")
"""Files below tests/ that take long: they begin first, so that at the end no worker is left alone with one."""

NIGHTLY = {
    "corpus/test_checker.py": ("child_", "run_over", "copy_as_it_should", "page_that_looks"),
    "corpus/test_damage.py": ("bomb_needs", "sound_book_becomes"),
    "local/test_local_pages.py": ("a_narrow_screen",),
    "local/test_run.py": ("a_second_run", "a_signal_that_reaches_make_alone_ends_it_too[2]", "past_days"),
    "web/test_board.py": (
        "picture_moves",
        "desk_is_called_as",
        "unit_of_the_address",
        "unknown_unit",
        "both_languages",
        "clock_is_the_offices",
        "yesterdays_numbers",
    ),
    "web/test_board_calls.py": (
        "call_that_five_later",
        "new_day_waits",
        "call_that_is_seen_after",
        "call_that_waited_two",
        "flash_where_motion",
    ),
    "web/test_board_code.py": ("board_works_without",),
    "web/test_board_sizes.py": ("numbers_of_four", "stale_numbers"),
    "web/test_board_voice.py": ("five_quick", "announcement_that_lacks"),
    "web/test_check_page.py": (
        "lost_connection",
        "every_answer_is_accessible_in_both_languages_on_a_small_phone[]",
        "every_answer_is_accessible_in_both_languages_on_a_small_phone[?kode=LP-0",
        "too_many_checks",
    ),
    "web/test_complaint_page.py": (
        "every_page_is_accessible_on_a_small_phone[English",
        "kiosk_takes_a_complaint_with_large_surfaces_and_gives_its_code[size1",
    ),
    "web/test_complaint_status.py": ("every_state",),
    "web/test_kiosk.py": (
        "registration_is_taken",
        "device_that_was",
        "office_that_closes",
        "code_of_the_day",
        "device_without",
        "service_out_of_reach",
    ),
    "web/test_kiosk_clean.py": ("two_visitors_one_after",),
    "web/test_kiosk_guestbook.py": (
        "every_page_of_the_guestbook_is_clean_for_axe_and_large_enough[size0",
        "visitor_can_insist",
        "texts_of_both",
        "fault_that_the_service_finds",
    ),
    "web/test_link_page.py": (
        "visit_is_rated_below_the_copy_whether_or_not_the_link_still_opens[True",
        "refused_link_says_what_to_do_and_how_to_reach_the_office[410-copy",
        "refused_link_says_what_to_do_and_how_to_reach_the_office[404",
        "refused_link_says_what_to_do_and_how_to_reach_the_office[429",
        "other_link_in_the_same_tab",
        "busy_service_at_the_button",
        "page_works_where",
        "renewal_that_must",
        "lost_connection",
        "refused_link_says_what_to_do_and_how_to_reach_the_office[500",
    ),
    "web/test_main_complaint.py": ("complaint_goes",),
    "web/test_main_job.py": ("copy_goes_from_the_search",),
    "web/test_main_trace.py": ("head_of_the_unit_learns_whose_copy_it_is",),
    "web/test_rating.py": ("second_click",),
    "web/test_reader.py": ("call_of_the_number", "lost_connection", "copy_in_the_making"),
    "web/test_shared_modules.py": ("call_that_still_runs",),
    "web/test_staff_deliveries.py": ("list_that_may_be_old", "message_that_may_not"),
    "web/test_staff_desk.py": ("shortcuts_are_listed",),
    "web/test_staff_flash_disk.py": (
        "ended_address",
        "proof_that_could_not",
        "browser_that_cannot",
        "only_what_is_ticked",
    ),
    "web/test_staff_import.py": ("lost_connection", "spreadsheet_files_of_old", "example"),
    "web/test_staff_page.py": (
        "signing_out_without",
        "service_out_of_reach",
        "challenge_that_ran_out",
        "weak_password",
        "too_many_tries",
        "empty_fields",
        "code_of_an_authenticator",
        "page_that_arrives",
    ),
    "web/test_staff_promise.py": ("sound_that_the_browser",),
    "web/test_staff_publications.py": (
        "fields_of_the_form",
        "file_in_use",
        "file_that_did_not_arrive",
        "file_that_is_no_pdf",
        "list_tells_how_far",
        "new_publication_is_saved",
        "sending_can_be",
        "preparation_is_followed",
        "faults_that_the_service",
        "sending_goes_on",
    ),
    "web/test_staff_queue.py": ("desk_is_asked", "skipped_number", "transfer_that"),
    "web/test_staff_reports.py": (
        "impossible",
        "other_period",
        "report_is_accessible_and_its_chart_speaks_the_language[en]",
        "each_report_has_its_figure_its_charts_and_the_tables_behind_them[laporan-judul",
        "each_report_has_its_figure_its_charts_and_the_tables_behind_them[laporan-kunjungan",
        "each_report_has_its_figure_its_charts_and_the_tables_behind_them[laporan-skd",
        "user_name_that_is_taken",
        "code_of_the_day",
    ),
    "web/test_staff_requests.py": (
        "list_that_may_be_old",
        "second_try",
        "row_keeps",
        "reasons_follow",
        "older_requests",
        "way_home_says",
        "list_can_be_narrowed",
    ),
    "web/test_staff_sorting.py": ("requests",),
    "web/test_staff_standard.py": ("chart_draws",),
    "web/test_staff_traces.py": (
        "answer_fits",
        "answer_is_only",
        "answer_is_read",
        "code",
        "file_is_asked",
        "file_that",
        "nothing",
        "refusal",
        "sending",
        "several",
        "weak",
        "refused_file",
    ),
    "web/test_staff_visits.py": ("unanswered", "visit_saved"),
    "web/test_ticket_print.py": ("long_names", "slip_of_two_numbers_is_one_page_of_the_rolls_width_without_a_name[58"),
    "web/test_visit_page.py": (
        "address_without_a_token_says_what_to_do[]",
        "address_without_a_token_says_what_to_do[#]",
        "language_switch",
        "small_screen_shows_everything_without_sideways_scrolling[200",
        "reading_room_shows",
        "number_that_moved",
        "wait_is_told",
        "ticket_that_is_served_meanwhile",
        "visit_that_nobody_ended",
    ),
    "web/test_visit_ways.py": ("too_many_mails", "flash_disk_is_asked", "withdrawn_title"),
}
"""Tests whose names begin so are left to the slow lane, for `make test` may take six minutes on two cores: they show
what others show on another size or in another language, wait for real sound, or go into corners."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        file, _, name = item.nodeid.removeprefix("tests/").partition("::test_")
        if name.startswith(NIGHTLY.get(file, ("::",))):
            item.add_marker(pytest.mark.slow)
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    file = item.nodeid.removeprefix("tests/")
    return next((place for place, start in enumerate(LONGEST) if file.startswith(start)), len(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def _descriptions_read_once() -> Iterator[None]:
    """Every emulated account has clients of its own, which would read AWS's descriptions of its services anew."""
    read = cache(JSONFileLoader().load_file)
    with patch.object(JSONFileLoader, "load_file", lambda _, path: read(path)):
        yield


@pytest.fixture(scope="session")
def _office() -> Iterator[Office]:
    office = Office()
    yield office
    office.close()


@pytest.fixture
def office(_office: Office) -> Office:
    """An empty office with its real storage, open around the clock."""
    _office.begin()
    return _office
