"""What the mail with a copy's link says: until when, in which language, and all of it in its text too."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import timedelta
from email.message import EmailMessage
from html import unescape

import pytest

from tests.delivery.letters import WRITTEN, a_letter, part, posted
from tests.delivery.steps import asked, link_token
from tests.office import Office, a_pdf

COPYS_END = WRITTEN + timedelta(days=7)


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def shown_words(html: str) -> str:
    """What a reader of the HTML sees below the line that only inboxes show."""
    body = re.sub(r"<!--.*?-->", "", html[html.index('<div role="article"') :], flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "\n", body))


def test_mail_says_until_when_the_link_opens_and_that_the_copy_stays_longer() -> None:
    text = on_one_line(part(posted(a_letter()), "plain"))

    assert "Tautan terbuka sampai : 29 November 2026 pukul 10.15 WITA" in text
    assert "untuk meminta tautan baru. Salinan Anda kami simpan sampai 3 Desember 2026 pukul 10.15 WITA." in text
    assert "Link opens until : 29 November 2026 at 10:15 WITA (UTC+8)" in text
    assert "to ask for a new one. We keep your copy until 3 December 2026 at 10:15 WITA (UTC+8)." in text


def test_link_that_ends_with_its_copy_promises_no_new_one() -> None:
    text = on_one_line(part(posted(a_letter(address_until=COPYS_END)), "plain"))

    assert (
        "Tautan ini terbuka sampai salinan Anda dihapus; sesudah itu salinan dapat diminta lagi di kantor kami." in text
    )
    assert "This link opens until your copy is deleted; after that, it can be asked for again at our office." in text
    assert "meminta tautan baru" not in text


@pytest.mark.parametrize(
    ("language", "is_renewal", "subject"),
    [
        ("id", False, "Salinan Anda: Kota Banjarmasin Dalam Angka 2025"),
        ("en", False, "Your copy: Kota Banjarmasin Dalam Angka 2025"),
        ("id", True, "Tautan baru untuk salinan Anda: Kota Banjarmasin Dalam Angka 2025"),
        ("en", True, "A new link to your copy: Kota Banjarmasin Dalam Angka 2025"),
    ],
)
def test_subject_is_in_the_visitors_language(language: str, is_renewal: bool, subject: str) -> None:
    assert posted(a_letter(language=language, is_renewal=is_renewal))["Subject"] == subject


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_renewal_begins_with_what_it_brings(kind: str) -> None:
    text = part(posted(a_letter(is_renewal=True)), kind)

    assert text.index("Ini tautan baru untuk salinan Anda") < text.index("Here is the new link to your copy")
    assert "sudah siap" not in text


def test_inbox_shows_what_the_copy_is_in_the_visitors_language() -> None:
    html = part(posted(a_letter(language="en")), "html")

    assert "Pages: 386, size: 14.2 MB. The link opens until 29 November 2026 at 10:15 WITA (UTC+8)." in html


def test_text_says_all_that_the_html_says() -> None:
    message = posted(a_letter())
    text = on_one_line(part(message, "plain"))
    of_html_alone = {
        "Buka halaman unduhan",
        "Open the download page",
        "Atau salin alamat ini ke peramban Anda:",
        "BPS Kota Banjarmasin",
        "The copy of the publication that you asked for is ready. "
        "Press the button above, or copy the address below it into your browser.",
    }

    shown = {on_one_line(line) for line in shown_words(part(message, "html")).split("\n")} - {""}

    whole = {line for line in shown - of_html_alone if not _is_said(line, text)}
    assert whole == set()


def _is_said(line: str, text: str) -> bool:
    """Sentence by sentence: the text parts by lines what the HTML has in one paragraph."""
    return all(sentence in text for sentence in re.split(r"(?<=[.?:]) (?=[A-Z])", line))


def test_lines_of_the_text_are_short_and_addresses_whole() -> None:
    title = "Indikator Kesejahteraan Rakyat dan Profil Kependudukan Kota Banjarmasin " * 3

    lines = part(posted(a_letter(title.strip())), "plain").splitlines()

    assert [line for line in lines if len(line) > 78] == []
    assert lines.count("https://pustaka.example/unduh/#Yb3kQ9vN2xT7mR5cW8pL4sJ6hF1dG0aZeUiOyXtVnMk") == 2


def test_mail_asks_how_the_service_was_unless_the_visit_is_rated() -> None:
    address = "https://pustaka.example/unduh/#Yb3kQ9vN2xT7mR5cW8pL4sJ6hF1dG0aZeUiOyXtVnMk/nilai"

    asking, rated = posted(a_letter(rate_address=address)), posted(a_letter())

    assert part(asking, "plain").splitlines().count(address) == 2
    assert part(asking, "html").count(f'href="{address}"') == 2
    assert "Bagaimana layanan kami?" not in part(rated, "plain") + part(rated, "html")


def test_line_ends_in_a_name_make_no_lines_of_the_mail() -> None:
    text = part(posted(a_letter(name="Siti\n\nBuka http://lain.example")), "plain")

    assert "Yth. Siti Buka http://lain.example," in text.splitlines()


def test_what_looks_like_markup_is_shown_as_it_was_typed() -> None:
    html = part(posted(a_letter("Padi & <b>Palawija</b>")), "html")

    assert "Padi &amp; &lt;b&gt;Palawija&lt;/b&gt;</h1>" in html
    assert "<b>" not in html


def subjects(office: Office) -> list[str]:
    return [str(mail["Subject"]) for mail in mails(office)]


def mails(office: Office) -> list[EmailMessage]:
    return [email.message_from_bytes(mail, policy=email.policy.default) for mail in office.mails()]


def test_new_link_that_was_asked_for_comes_in_a_letter_that_says_so(office: Office) -> None:
    visit, publication = office.visit(), office.publication(a_pdf())
    asked(office, visit, publication, "email")
    office.carry_jobs()

    renewal = {"token": link_token(mails(office)[0]), "email": "siti.rahmah@example.com"}
    office.post("/links/renew", renewal)
    office.carry_jobs()

    assert subjects(office) == [
        "Salinan Anda: Kota Banjarmasin Dalam Angka 2025",
        "Tautan baru untuk salinan Anda: Kota Banjarmasin Dalam Angka 2025",
    ]


def test_mail_after_one_that_came_back_is_the_first_that_arrives(office: Office) -> None:
    visit, publication = office.visit(language="en"), office.publication(a_pdf())
    request = asked(office, visit, publication, "email")
    office.carry_jobs()
    [delivery] = office.ports.deliveries.of_request(request["request_id"])
    office.ports.deliveries.change(delivery, "bounced", {"changed_at": office.clock()})

    asked(office, visit, publication, "email")
    office.carry_jobs()

    assert subjects(office) == ["Your copy: Kota Banjarmasin Dalam Angka 2025"] * 2
