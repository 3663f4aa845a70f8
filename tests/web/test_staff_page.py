"""The staff page: who gets in, how one leaves, and what stands where."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import AxeCheck, PageAt
from tests.web.api_double import ApiDouble, problem, too_many
from tests.web.staff_answers import HEAD, MEMBER, SESSION, STAFF_TOKEN, a_page_of, a_queue, answering_staff, sign_in

Opened = Callable[..., tuple[Page, ApiDouble]]
REFUSED = problem(401, "sign-in-refused", "Nama pengguna atau kata sandi salah.")


@pytest.fixture
def staff_page(page_at: PageAt, static_site: str) -> Opened:
    """The staff page at its sign-in, and the service behind it."""

    def opened(member: dict[str, Any] = MEMBER, area: str = "") -> tuple[Page, ApiDouble]:
        page = page_at(1366, 768)
        service = answering_staff(page, member)
        page.goto(f"{static_site}/petugas/{area}")
        expect(page.locator("#username")).to_be_visible()
        return page, service

    return opened


def summary(page: Page) -> Any:
    return page.locator("error-summary:visible")


def test_sign_in_opens_the_queue_with_the_members_name(staff_page: Opened) -> None:
    page, service = staff_page()

    sign_in(page)

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Antrean"))
    expect(page.locator(".who")).to_contain_text("Rina Wahyuni")
    assert service.sent("POST", "/staff/session")[0].post_data_json == {
        "username": "rina",
        "password": "kata sandi yang panjang",
    }


def test_token_lives_in_this_tab_only(staff_page: Opened) -> None:
    page, service = staff_page()

    sign_in(page)
    expect(page.locator(".who")).to_contain_text("Rina Wahyuni")

    assert STAFF_TOKEN in page.evaluate("JSON.stringify(sessionStorage)")
    assert STAFF_TOKEN not in page.evaluate("JSON.stringify(localStorage) + document.cookie + location.href")
    assert service.sent("GET", "/staff/queue")[0].headers["authorization"] == f"Bearer {STAFF_TOKEN}"


def test_wrong_password_gets_one_sentence_and_keeps_the_name(staff_page: Opened) -> None:
    page, service = staff_page()
    service.on("POST", "/staff/session", REFUSED)

    sign_in(page)

    expect(summary(page)).to_be_focused()
    expect(summary(page)).to_contain_text("Nama pengguna atau kata sandi tidak cocok.")
    expect(page.locator("#username")).to_have_value("rina")
    expect(page).to_have_title(re.compile("^Kesalahan: "))


def test_empty_fields_are_named_before_anything_is_sent(staff_page: Opened) -> None:
    page, service = staff_page()

    page.get_by_role("button", name="Masuk").click()

    expect(summary(page).get_by_role("link")).to_have_text(
        ["Isi nama pengguna.", "Isi kata sandi."], use_inner_text=True
    )
    assert service.sent("POST", "/staff/session") == []


def test_too_many_tries_say_how_long_to_wait(staff_page: Opened) -> None:
    page, service = staff_page()
    service.on("POST", "/staff/session", too_many(60))

    sign_in(page)

    expect(summary(page)).to_contain_text("60 detik")


def test_first_password_is_replaced_by_one_of_ones_own(staff_page: Opened) -> None:
    page, service = staff_page()
    service.on("POST", "/staff/session", (200, {"challenge": "NEW_PASSWORD_REQUIRED", "session": "s-1"}))
    service.on("POST", "/staff/session/answer", (200, SESSION))

    sign_in(page)
    page.locator("#new-password").fill("empat kata yang panjang")
    page.get_by_role("button", name="Simpan dan masuk").click()

    expect(page.locator(".who")).to_contain_text("Rina Wahyuni")
    assert service.sent("POST", "/staff/session/answer")[0].post_data_json == {
        "username": "rina",
        "session": "s-1",
        "challenge": "NEW_PASSWORD_REQUIRED",
        "new_password": "empat kata yang panjang",
    }


def test_weak_password_is_told_at_its_field(staff_page: Opened) -> None:
    page, service = staff_page()
    service.on("POST", "/staff/session", (200, {"challenge": "NEW_PASSWORD_REQUIRED", "session": "s-1"}))
    service.on("POST", "/staff/session/answer", problem(409, "password-too-weak", "x"))

    sign_in(page)
    page.locator("#new-password").fill("pendek")
    page.locator("#new-password").press("Enter")

    expect(page.locator("#new-password-fault")).to_contain_text("belum cukup kuat")


def test_code_of_an_authenticator_answers_the_second_step(staff_page: Opened) -> None:
    page, service = staff_page()
    service.on("POST", "/staff/session", (200, {"challenge": "SOFTWARE_TOKEN_MFA", "session": "s-1"}))
    service.on("POST", "/staff/session/answer", (200, SESSION))

    sign_in(page)
    page.locator("#code").fill("123456")
    page.locator("#code").press("Enter")

    expect(page.locator(".who")).to_contain_text("Rina Wahyuni")
    assert service.sent("POST", "/staff/session/answer")[0].post_data_json == {
        "username": "rina",
        "session": "s-1",
        "challenge": "SOFTWARE_TOKEN_MFA",
        "code": "123456",
    }


def test_challenge_that_ran_out_leads_back_to_the_start(staff_page: Opened) -> None:
    page, service = staff_page()
    service.on("POST", "/staff/session", (200, {"challenge": "NEW_PASSWORD_REQUIRED", "session": "s-1"}))
    service.on("POST", "/staff/session/answer", REFUSED)

    sign_in(page)
    page.locator("#new-password").fill("empat kata yang panjang")
    page.locator("#new-password").press("Enter")

    expect(page.locator("#password")).to_be_visible()
    expect(summary(page)).to_contain_text("Silakan masuk dari awal")


def test_signing_out_is_at_once_and_leaves_nothing(staff_page: Opened) -> None:
    page, service = staff_page()
    sign_in(page)
    expect(page.locator(".who")).to_contain_text("Rina Wahyuni")

    page.get_by_role("button", name="Keluar").click()

    expect(page.locator("sign-in")).to_contain_text("Anda sudah keluar.")
    assert service.sent("DELETE", "/staff/session")[0].headers["authorization"] == f"Bearer {STAFF_TOKEN}"
    assert STAFF_TOKEN not in page.evaluate("JSON.stringify(sessionStorage)")
    assert "Rina Wahyuni" not in page.content()


def test_signing_out_without_connection_says_what_is_not_known(staff_page: Opened) -> None:
    page, service = staff_page()
    sign_in(page)
    expect(page.locator(".who")).to_contain_text("Rina Wahyuni")
    service.on("DELETE", "/staff/session", lambda _: None)

    page.get_by_role("button", name="Keluar").click()

    expect(page.locator("sign-in")).to_contain_text("layanan belum dapat dihubungi")
    assert STAFF_TOKEN not in page.evaluate("JSON.stringify(sessionStorage)")


def test_session_that_ended_asks_again_and_keeps_what_was_typed(staff_page: Opened) -> None:
    page, service = staff_page(area="#publikasi")
    sign_in(page)
    page.get_by_role("button", name="Tambah publikasi").click()
    page.locator("#pub-title").fill("Indikator Kesejahteraan Rakyat")
    page.locator("#pub-year").fill("2023")
    service.on("POST", "/staff/publications", problem(401, "unauthorized", "Silakan masuk."))
    page.get_by_role("button", name="Simpan").click()

    expect(page.locator("sign-in")).to_contain_text("Sesi Anda berakhir.")
    sign_in(page)

    expect(page.locator("#pub-title")).to_have_value("Indikator Kesejahteraan Rakyat")


def test_member_without_the_role_is_not_led_to_the_heads_area(staff_page: Opened) -> None:
    page, service = staff_page(area="#kelola")

    sign_in(page)

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Antrean"))
    expect(page.get_by_role("link", name="Kelola")).to_be_hidden()
    assert service.sent("GET", "/staff/members") == []


def test_service_out_of_reach_is_said_and_tried_again(staff_page: Opened) -> None:
    page, service = staff_page()
    service.on("GET", "/staff/session", problem(500, "accident", "x"))

    sign_in(page)
    expect(page.get_by_role("heading", name="Layanan belum dapat dihubungi")).to_be_visible()
    service.on("GET", "/staff/session", (200, MEMBER))
    page.get_by_role("button", name="Coba lagi").click()

    expect(page.locator(".who")).to_contain_text("Rina Wahyuni")


def test_page_that_arrives_in_part_says_so_instead_of_waiting(page_at: PageAt, static_site: str) -> None:
    page = page_at(1366, 768)
    answering_staff(page)
    page.route("**/petugas/antrean.html", lambda route: route.abort())

    page.goto(f"{static_site}/petugas/")

    expect(page.get_by_role("heading", name="Layanan belum dapat dihubungi")).to_be_visible()
    expect(page.get_by_role("button", name="Coba lagi")).to_be_visible()


def test_name_of_a_member_is_only_text(staff_page: Opened) -> None:
    page, _ = staff_page({**MEMBER, "name": '<img src=x onerror="document.title=1">'})

    sign_in(page)

    expect(page.locator(".who")).to_contain_text('<img src=x onerror="document.title=1">')
    assert page.locator(".who img").count() == 0


@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.slow)])
def test_every_area_is_accessible_when_it_is_empty(staff_page: Opened, axe: AxeCheck, language: str) -> None:
    page, _ = staff_page(HEAD)
    page.locator(f"[data-language={language}]").click()

    axe(page)
    sign_in(page)
    for area in ("antrean", "tamu", "permintaan", "publikasi", "kelola"):
        page.locator(f'nav a[href="#{area}"]').click()
        expect(page.locator(f'nav a[href="#{area}"]')).to_have_attribute("aria-current", re.compile("page|true"))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    assert len({link.bounding_box()["y"] for link in page.locator(".masthead nav a").all()}) == 1  # type: ignore[index]


def test_faults_at_sign_in_are_accessible(staff_page: Opened, axe: AxeCheck) -> None:
    page, _ = staff_page()

    page.get_by_role("button", name="Masuk").click()
    expect(summary(page)).to_be_visible()

    axe(page)


def test_areas_are_reached_by_keyboard_alone(staff_page: Opened) -> None:
    page, _ = staff_page(HEAD)
    page.locator("#username").press_sequentially("rina")
    page.keyboard.press("Tab")
    page.keyboard.type("kata sandi yang panjang")
    page.keyboard.press("Enter")
    expect(page.locator("h1:visible")).to_be_focused()

    page.get_by_role("link", name="Laporan").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1:visible")).to_have_text(re.compile("Janji layanan"))
    page.get_by_role("link", name="Kepuasan (SKM)").focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1:visible")).to_have_text(re.compile("Kepuasan"))
    expect(page.locator("h1:visible")).to_be_focused()
    expect(page).to_have_title(re.compile("^Kepuasan pengunjung"))


def test_page_at_twice_its_size_needs_no_sideways_scrolling(page_at: PageAt, static_site: str) -> None:
    page = page_at(683, 384)
    service = answering_staff(page)
    service.on("GET", "/staff/queue", (200, a_queue()))
    service.on("GET", "/staff/members", (200, a_page_of()))
    page.goto(f"{static_site}/petugas/")

    sign_in(page)
    expect(page.locator(".who")).to_contain_text("Rina Wahyuni")

    assert page.evaluate("document.documentElement.scrollWidth") <= 683
