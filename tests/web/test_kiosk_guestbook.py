"""The guestbook: what is asked, what is wrong with it, and in which language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import AxeCheck
from tests.web.api_double import Answer, problem
from tests.web.kiosk_steps import (
    EMAIL,
    LANDSCAPE,
    NAME,
    PORTRAIT,
    Kiosk,
    fill_to_check,
    go_on,
    press_tab_to,
    send,
    to_ticket,
)
from tests.web.visit_answers import KIOSK_TOKEN, an_opened_visit, answering_unit


def test_entry_is_sent_as_the_service_takes_it(kiosk: Kiosk) -> None:
    page, service = kiosk(language="en")
    page.locator("#begin").click()
    page.locator("#name").fill(f"  {NAME} ")
    go_on(page)
    page.locator("#email").fill("siti.rahmawati")
    page.locator("[data-domain='gmail.com']").click()
    go_on(page)
    page.locator("#phone").fill("0812 3456 7890")
    go_on(page)
    page.locator("[data-services] label").nth(0).click()
    page.locator("[data-services] label").nth(1).click()
    page.locator("label", has_text="Here as a group?").click()
    go_on(page)
    expect(page.locator("#group-fault")).to_contain_text("a group has at least two people")
    page.get_by_role("button", name="One man more").dblclick()
    page.locator("#women").fill("1a2")
    page.get_by_role("button", name="One woman fewer").click()
    expect(page.locator("count-stepper [role=status]").last).to_have_text("11")
    go_on(page)
    page.locator("label", has_text="Pregnant").click()
    page.locator("label", has_text="I agree that the special need").click()
    go_on(page)
    page.locator("label", has_text="Female").click()
    go_on(page)
    page.locator("label", has_text="Pupil or student").click()
    go_on(page)
    page.locator("#institution").fill("ULM")
    go_on(page)
    page.locator("label", has_text="Prefer not to answer").last.click()
    go_on(page)
    expect(page.locator(".summary")).to_contain_text("Men: 2, women: 11")
    page.get_by_role("button", name="Change Group").click()
    expect(page.locator("#women")).to_be_visible()
    go_on(page)

    send(page)
    expect(page.locator(".ticket")).to_be_visible()

    (sent,) = service.sent("POST", "/visits")
    assert sent.headers["authorization"] == f"Bearer {KIOSK_TOKEN}"
    assert sent.post_data_json == {
        "name": NAME,
        "email": EMAIL,
        "phone": "0812 3456 7890",
        "services": ["printed", "digital"],
        "group": {"men": 2, "women": 11},
        "priority": "pregnant",
        "gender": "female",
        "job": "student",
        "institution": "ULM",
        "consents": [{"code": "special-needs", "version": "2026-01"}],
        "language": "en",
    }


def test_nothing_is_answered_in_advance(kiosk: Kiosk) -> None:
    page, service = kiosk()

    to_ticket(page)

    (body,) = service.bodies("POST", "/visits")
    assert body["consents"] == []
    assert not {"group", "priority"} & set(body)


def test_need_in_the_queue_is_one_that_the_unit_knows_and_asks_for_its_consent(kiosk: Kiosk, axe: AxeCheck) -> None:
    page, service = kiosk()
    service.on("GET", "/unit", answering_unit(priorities=["pregnant"]))
    page.reload()
    fill_to_check(page)
    page.get_by_role("button", name="Ubah Didahulukan").click()
    expect(page.locator("[name=priority]")).to_have_count(2)
    page.locator("label", has_text="Ibu hamil").click()

    go_on(page)

    expect(page.locator("guest-book error-summary")).to_contain_text(
        "Beri persetujuan agar kebutuhan Anda boleh dicatat"
    )
    axe(page)


def test_consent_to_whatsapp_is_asked_for_with_a_number_only_and_sent_with_it(kiosk: Kiosk, axe: AxeCheck) -> None:
    page, service = kiosk()
    fill_to_check(page)
    page.get_by_role("button", name="Ubah Nomor telepon").click()
    consent = page.get_by_role("checkbox", name="Saya setuju dihubungi melalui WhatsApp")
    expect(consent).to_be_hidden()
    page.locator("#phone").fill("0812 3456 7890")
    expect(consent).not_to_be_checked()
    consent.check()
    axe(page)
    page.locator("#phone").fill("")
    expect(consent).to_be_hidden()
    page.locator("#phone").fill("0511 3350000")
    go_on(page)
    landline = {"field": "phone", "code": "not-a-mobile-number", "detail": "x"}
    service.on("POST", "/visits", problem(422, "invalid-form", "x", [landline]))

    send(page)

    expect(page.locator("#phone-fault")).to_contain_text("Isi nomor ponsel. Nomor telepon rumah")
    assert service.bodies("POST", "/visits")[0]["consents"] == [{"code": "contact-whatsapp", "version": "2026-01"}]


def test_missing_name_is_said_on_top_at_the_field_and_in_the_title(kiosk: Kiosk, axe: AxeCheck) -> None:
    page, _ = kiosk()
    page.locator("#begin").click()

    go_on(page)

    expect(page.locator("guest-book error-summary")).to_be_focused()
    expect(page.locator("#name-fault")).to_have_text("Isi nama lengkap Anda.Enter your full name.")
    expect(page).to_have_title("Kesalahan: Siapa nama lengkap Anda? – Loket Pustaka")
    expect(page.locator("#name")).to_have_attribute("aria-invalid", "true")
    axe(page)

    page.get_by_role("link", name="Isi nama lengkap Anda.").click()

    expect(page.locator("#name")).to_be_focused()


def test_fault_that_the_service_finds_leads_to_its_question_and_answers_stay(kiosk: Kiosk) -> None:
    page, service = kiosk()
    faults = [
        {"field": "name", "code": "control-characters", "detail": "Isian ini memuat karakter yang tidak terlihat."},
        {"field": "phone", "code": "not-a-phone-number", "detail": "Nomor telepon belum benar."},
    ]
    service.on("POST", "/visits", problem(422, "invalid-form", "Ada isian yang perlu diperbaiki.", faults))
    fill_to_check(page)
    send(page)
    expect(page.locator("guest-book error-summary li")).to_have_count(2)

    page.get_by_role("link", name="Nomor telepon belum benar.").click()

    expect(page.locator("#phone")).to_be_focused()
    expect(page.locator("#phone-fault")).to_contain_text("Nomor telepon belum benar.")
    expect(page.locator("#name")).to_have_value(NAME)


def test_likely_slip_offers_the_address_that_was_meant(kiosk: Kiosk, axe: AxeCheck) -> None:
    page, service = kiosk()
    service.on("POST", "/visits", did_you_mean("siti@gmail.com"))
    fill_to_check(page, email="siti@gmial.com")
    send(page)
    expect(page.locator("#email-fault")).to_have_text("Apakah maksud Anda siti@gmail.com?Did you mean siti@gmail.com?")
    axe(page)
    service.on("POST", "/visits", (201, an_opened_visit()))

    page.get_by_role("button", name="Pakai siti@gmail.com").click()
    send(page)

    expect(page.locator(".ticket")).to_be_visible()
    body = service.bodies("POST", "/visits")[-1]
    assert (body["email"], "email_confirmed" in body) == ("siti@gmail.com", False)


def test_visitor_can_insist_on_an_unusual_address(kiosk: Kiosk) -> None:
    page, service = kiosk()
    service.on("POST", "/visits", did_you_mean("siti@gmail.com"))
    fill_to_check(page, email="siti@gmial.com")
    send(page)
    insist = page.get_by_role("button", name="Alamat saya sudah benar")
    expect(insist).to_be_visible()
    service.on("POST", "/visits", (201, an_opened_visit()))

    insist.click()
    send(page)

    expect(page.locator(".ticket")).to_be_visible()
    body = service.bodies("POST", "/visits")[-1]
    assert (body["email"], body["email_confirmed"]) == ("siti@gmial.com", True)


def test_language_switch_keeps_every_answer_and_the_place(kiosk: Kiosk) -> None:
    page, _ = kiosk()
    page.locator("#begin").click()
    page.locator("#name").fill(NAME)
    go_on(page)
    page.locator("#email").fill(EMAIL)

    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", name="What is your email address?")).to_be_visible()
    expect(page.locator("#email")).to_have_value(EMAIL)
    expect(page.locator("#name")).to_have_value(NAME)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title("What is your email address? – Loket Pustaka")


def test_markup_in_a_name_is_shown_as_it_was_typed(kiosk: Kiosk) -> None:
    page, _ = kiosk()
    name = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}${7*7}'
    page.on("dialog", lambda dialog: pytest.fail(f"script ran: {dialog.message}"))

    fill_to_check(page, name=name)

    expect(page.locator(".summary dd").first).to_have_text(name)
    assert page.locator("main script, main img[src=x]").count() == 0


def test_whole_guestbook_goes_by_keyboard(kiosk: Kiosk) -> None:
    page, service = kiosk(LANDSCAPE)
    page.locator("#begin").focus()
    page.keyboard.press("Enter")
    for words in (NAME, EMAIL, ""):
        press_tab_to(page, "input")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    press_tab_to(page, "input[name=services]")
    page.keyboard.press("Space")
    press_tab_to(page, "guest-book [data-move=on]")
    page.keyboard.press("Enter")
    press_tab_to(page, "guest-book [data-move=on]")
    page.keyboard.press("Enter")
    press_tab_to(page, "guest-book [data-move=skip]")
    page.keyboard.press("Enter")
    press_tab_to(page, "[data-move=send]")
    page.keyboard.press("Enter")

    expect(page.locator(".ticket .number")).to_be_visible()
    assert len(service.sent("POST", "/visits")) == 1


@pytest.mark.parametrize(
    ("size", "language"),
    [
        (PORTRAIT, "id"),
        (LANDSCAPE, "en"),
        pytest.param(PORTRAIT, "en", marks=pytest.mark.slow),
        pytest.param(LANDSCAPE, "id", marks=pytest.mark.slow),
    ],
)
def test_every_page_of_the_guestbook_is_clean_for_axe_and_large_enough(
    kiosk: Kiosk, axe: AxeCheck, size: tuple[int, int], language: str
) -> None:
    page, _ = kiosk(size, language)
    look_closely(page, axe)
    page.locator("#begin").click()
    look_closely(page, axe)
    page.locator("#name").fill(NAME)
    go_on(page)
    look_closely(page, axe)
    page.locator("#email").fill(EMAIL)
    go_on(page)
    look_closely(page, axe)
    go_on(page)
    page.locator("[data-services] label").first.click()
    page.locator("#in-group").check()
    page.locator("count-stepper [data-by='1']").first.dblclick()
    look_closely(page, axe)
    for _ in range(6):
        go_on(page)
        look_closely(page, axe)
    send(page)
    expect(page.locator(".ticket")).to_be_visible()
    look_closely(page, axe)


MEASURED = """() => {
  const seen = (one) => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
  const words = (ones) => ones.map((one) => one.textContent.trim());
  const targets = all("button, .choice, input:not([type=radio], [type=checkbox])");
  const texts = all("main *").filter((one) => one.textContent.trim());
  return {
    small: words(targets.filter((one) => one.getBoundingClientRect().height < 60)),
    tiny: words(texts.filter((one) => parseFloat(getComputedStyle(one).fontSize) < 24)),
    wide: document.documentElement.scrollWidth > innerWidth,
  };
}"""


def look_closely(page: Page, axe: AxeCheck) -> None:
    """axe, and what a kiosk needs: targets of 60 px, text of 24 px, nothing wider than the screen."""
    axe(page)
    report = page.evaluate(MEASURED)
    assert report == {"small": [], "tiny": [], "wide": False}


def test_texts_of_both_languages_stand_side_by_side(kiosk: Kiosk) -> None:
    page, _ = kiosk()

    lonely = page.evaluate(
        """() => {
          const all = [document, ...[...document.querySelectorAll("template")].map((one) => one.content)];
          return all.flatMap((root) => [...root.querySelectorAll("[lang=id]:not([data-only], html)")])
            .filter((one) => !one.parentElement?.querySelector(":scope > [lang=en]")?.textContent.trim())
            .map((one) => one.textContent);
        }"""
    )

    assert lonely == []


def did_you_mean(address: str) -> Answer:
    fault = {"field": "email", "code": "did-you-mean", "detail": f"Apakah maksud Anda {address}?"}
    return problem(422, "invalid-form", "Ada isian yang perlu diperbaiki.", [fault])
