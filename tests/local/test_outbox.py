"""Whatever mail is handed to SES can be read in the outbox, and is gone after the stop."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.local import emulation
from infra.local.outbox import Kept, Outbox

SENDER = "pustaka@bps6371.example"


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with emulation.start():
        boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
        outbox = Outbox(tmp_path / "outbox")
        outbox.start()
        yield outbox
        outbox.stop()


def a_mail(to: str = "sari@example.com", html: str | None = "<html><head></head><body>Halo</body></html>") -> bytes:
    message = EmailMessage()
    message["From"] = f"Pustaka <{SENDER}>"
    message["To"] = to
    message["Subject"] = "Salinan Anda: Kota Banjarmasin – 2026"
    message.set_content("Tautan: http://127.0.0.1:8000/unduh/#abc\n")
    if html:
        message.add_alternative(html, subtype="html")
    return bytes(message)


def send(source: bytes, *to: str) -> str:
    sent = boto3.client("sesv2").send_email(
        FromEmailAddress=SENDER, Destination={"ToAddresses": list(to)}, Content={"Raw": {"Data": source}}
    )
    return sent["MessageId"]


def test_a_sent_mail_is_kept_as_it_left(outbox: Outbox, tmp_path: Path) -> None:
    message_id = send(a_mail(), "sari@example.com")

    [kept] = outbox.newest_first()
    [file] = (tmp_path / "outbox").iterdir()
    assert (kept.number, kept.kind, kept.message_id, kept.to) == (1, "mail", message_id, "sari@example.com")
    assert kept.source == a_mail_with_the_boundary_of(kept.source)
    assert file.name == f"0001-{message_id}.eml"
    assert file.read_bytes() == kept.source


def a_mail_with_the_boundary_of(source: bytes) -> bytes:
    boundary = source.split(b'boundary="')[1].split(b'"')[0]
    other = a_mail()
    return other.replace(other.split(b'boundary="')[1].split(b'"')[0], boundary)


def test_the_newest_mail_stands_first(outbox: Outbox) -> None:
    send(a_mail(), "first@example.com")
    send(a_mail(), "second@example.com")

    assert [kept.to for kept in outbox.newest_first()] == ["second@example.com", "first@example.com"]


def test_headers_are_shown_decoded_and_both_parts_are_there(outbox: Outbox) -> None:
    send(a_mail(), "sari@example.com")

    shown = outbox.newest_first()[0].shown()

    assert shown["subject"] == "Salinan Anda: Kota Banjarmasin – 2026"
    assert {"name": "From", "value": f"Pustaka <{SENDER}>"} in shown["headers"]
    assert shown["text"] == "Tautan: http://127.0.0.1:8000/unduh/#abc\n"
    assert shown["has_html"] is True


def test_links_of_a_mail_open_beside_the_outbox(outbox: Outbox) -> None:
    send(a_mail(), "sari@example.com")
    send(a_mail(html="<p>Halo</p>"), "sari@example.com")

    headless, whole = (kept.html() for kept in outbox.newest_first() if isinstance(kept, Kept))

    assert '<head><base target="_blank">' in whole
    assert headless.startswith('<base target="_blank"><p>Halo')


def test_a_mail_without_html_says_so(outbox: Outbox) -> None:
    send(a_mail(html=None), "sari@example.com")

    assert outbox.newest_first()[0].shown()["has_html"] is False


def test_a_mail_that_ses_refuses_is_not_kept(outbox: Outbox) -> None:
    client: Any = boto3.client("sesv2")

    with pytest.raises(client.exceptions.MessageRejected):
        client.send_email(
            FromEmailAddress="other@example.org",
            Destination={"ToAddresses": ["sari@example.com"]},
            Content={"Raw": {"Data": a_mail()}},
        )

    assert outbox.newest_first() == []


@pytest.mark.parametrize("number", [0, 2, 10**8])
def test_a_number_that_was_not_given_finds_nothing(outbox: Outbox, number: int) -> None:
    send(a_mail(), "sari@example.com")

    assert outbox.find(number) is None
    assert isinstance(outbox.find(1), Kept)


def test_mails_of_an_earlier_run_and_of_this_one_do_not_outlive_it(tmp_path: Path) -> None:
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox" / "0001-old.eml").write_bytes(b"old")
    with emulation.start():
        outbox = Outbox(tmp_path / "outbox")
        outbox.start()
        after_start = list((tmp_path / "outbox").iterdir())
        outbox.keep("new", ["sari@example.com"], a_mail())
        outbox.stop()

    assert after_start == []
    assert not (tmp_path / "outbox").exists()
