"""Our own link in the mail: looking at it changes nothing, the click opens the file for minutes, and nothing leaks."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
import pytest

from chalicelib.delivery import links
from chalicelib.delivery.copies import disposition
from tests.audit import everything, rows
from tests.local.web import send
from tests.office import Office
from tests.security.sent_copies import a_sent_copy

ADDRESS = re.compile(r"""https?://[^\s"'<>]+""")


def door_in(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """The files' door, so many seconds from now."""
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    monkeypatch.setattr("infra.local.door._now", lambda: moment)


def test_twenty_prefetches_consume_nothing(office: Office) -> None:
    sent = a_sent_copy(office)
    before = everything(office)

    views = [sent.view() for _ in range(20)]

    assert {(view.status, view.body) for view in views} == {(200, views[0].body)}
    assert everything(office) == before
    assert sent.open().status == 200


def test_click_is_counted_and_can_be_made_again(office: Office) -> None:
    sent = a_sent_copy(office)

    opened = [sent.open().status for _ in range(3)]

    assert opened == [200, 200, 200]
    assert [row["opened"] for row in rows(office, "LINKS_TABLE")] == [3]


def test_click_opens_the_file_for_five_minutes_at_most(office: Office) -> None:
    opening = a_sent_copy(office).open().json

    lifetime = datetime.fromisoformat(opening["expires_at"]) - office.clock()
    assert int(parse_qs(urlsplit(opening["url"]).query)["X-Amz-Expires"][0]) == 300
    assert timedelta(seconds=290) < lifetime <= timedelta(seconds=300)


def test_click_in_the_copys_last_minute_opens_the_file_for_that_minute(office: Office) -> None:
    sent = a_sent_copy(office)
    office.clock.move(days=7, seconds=-60)

    opening = office.post(f"/visit/requests/{sent.request_id}/open", token=sent.visit_token).json

    assert int(parse_qs(urlsplit(opening["url"]).query)["X-Amz-Expires"][0]) <= 60


@pytest.mark.parametrize("door", ["view", "open"])
def test_expired_link_is_gone(office: Office, door: str) -> None:
    sent = a_sent_copy(office)
    office.clock.move(days=3, seconds=1)

    reply = office.post(f"/links/{door}", {"token": sent.link})

    assert (reply.status, reply.code) == (410, "link-expired")


@pytest.mark.parametrize("door", ["view", "open"])
def test_revoked_copy_is_forbidden(office: Office, door: str) -> None:
    sent = a_sent_copy(office)
    office.post(f"/staff/requests/{sent.request_id}/revoke", token=office.signed_in())

    reply = office.post(f"/links/{door}", {"token": sent.link})

    assert (reply.status, reply.code) == (403, "link-revoked")


@pytest.mark.parametrize("door", ["view", "open"])
def test_unknown_link_is_not_found(office: Office, door: str) -> None:
    sent = a_sent_copy(office)

    replies = [
        office.post(f"/links/{door}", {"token": token})
        for token in (sent.link[:-1] + "!", sent.link.swapcase(), sent.visit_token, sent.request_id, "x")
    ]

    assert {(reply.status, reply.code) for reply in replies} == {(404, "unknown-link")}


def test_copy_whose_end_is_unknown_is_closed(office: Office) -> None:
    sent = a_sent_copy(office)
    found = office.ports.requests.find(sent.request_id)
    assert found

    with pytest.raises(links.LinkExpired):
        links.usable_copy(msgspec.structs.replace(found, expires_at=None), office.clock())


def test_mail_bears_the_token_in_a_fragment_only_and_no_address_of_the_file(office: Office) -> None:
    sent = a_sent_copy(office)

    addresses = ADDRESS.findall(sent.text) + ADDRESS.findall(sent.html)

    holding = [urlsplit(address) for address in addresses if sent.link in address]
    assert {(parts.path, parts.query) for parts in holding} == {("/unduh/", "")}
    assert {parts.fragment for parts in holding} == {sent.link, f"{sent.link}/nilai"}
    assert {urlsplit(address).netloc for address in addresses} == {"127.0.0.1:8000"}
    assert not [address for address in addresses if "X-Amz" in address or sent.visit_token in address]


def test_token_in_a_query_opens_nothing(office: Office) -> None:
    sent = a_sent_copy(office)

    replies = [
        office.get(f"/links/view?token={sent.link}"),
        office.get(f"/links/open?token={sent.link}"),
        office.get(f"/links/renew?token={sent.link}"),
        office.ask("POST", f"/links/view?token={sent.link}", {}),
        office.ask("POST", f"/links/renew?token={sent.link}", {"email": "siti.rahmah@example.com"}),
        office.get(f"/visit?visit_token={sent.visit_token}"),
        office.get(f"/visit?access_token={sent.visit_token}"),
    ]

    assert [reply.status for reply in replies] == [405, 405, 405, 422, 422, 401, 401]


def test_opened_file_is_the_marked_copy_and_its_address_names_nobody(office: Office) -> None:
    sent = a_sent_copy(office, name="Siti Tersembunyi", email="tersembunyi@example.com")
    opening = sent.open().json

    got = send("GET", opening["url"])

    assert (got.status, got.headers["content-type"]) == (200, "application/pdf")
    assert len(got.body) == opening["size_bytes"]
    assert "ersembunyi" not in unquote(opening["url"])
    assert not [token for token in (sent.link, sent.visit_token) if token in opening["url"]]


def test_address_of_a_reading_shows_the_copy_in_the_page_and_names_nobody(office: Office) -> None:
    sent = a_sent_copy(office, name="Siti Tersembunyi", email="tersembunyi@example.com")
    wanted = {"publication_id": sent.publication_id}
    reading = office.post("/visit/readings", wanted, token=sent.visit_token).json

    got = send("GET", reading["url"])

    assert (got.status, got.headers["content-disposition"]) == (200, "inline")
    assert int(parse_qs(urlsplit(reading["url"]).query)["X-Amz-Expires"][0]) == 300
    assert "ersembunyi" not in unquote(reading["url"])
    assert sent.visit_token not in reading["url"]
    assert send("GET", reading["url"].replace("inline", "attachment")).status == 403


def test_presigned_address_is_refused_after_its_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    url = a_sent_copy(office).open().json["url"]

    door_in(monkeypatch, 298)
    in_time = send("GET", url).status
    door_in(monkeypatch, 302)
    too_late = send("GET", url).status

    assert (in_time, too_late) == (200, 403)


def test_presigned_address_that_was_changed_is_refused(office: Office) -> None:
    one, other = a_sent_copy(office), a_sent_copy(office)
    url, others_url = one.open().json["url"], other.open().json["url"]
    path, _, query = url.partition("?")

    changed = {
        "another key": f"{others_url.partition('?')[0]}?{query}",
        "longer": url.replace("X-Amz-Expires=300", "X-Amz-Expires=3600"),
        "later": re.sub(r"X-Amz-Date=\d{8}", "X-Amz-Date=20991231", url),
        "signature": re.sub(r"X-Amz-Signature=.", "X-Amz-Signature=g", url),
        "no signature": path,
        "another name": url.replace("filename", "filenamf"),
        "more": f"{url}&versionId=null",
    }
    assert {name: send("GET", address).status for name, address in changed.items()} == dict.fromkeys(changed, 403)
    assert {send(method, url).status for method in ("HEAD", "POST", "PUT", "DELETE")} == {403}
    assert send("GET", url).status == 200


TITLES = {
    "quotes": 'Kota "Banjarmasin"; filename="evil.exe',
    "path": "../../etc/passwd \\ C:\\x",
    "percent": "100%0d%0aSet-Cookie: a=b %22",
    "other scripts": "Statistik “é” 王小明 😀",
    "bidi": "Statistik \u202egnp.exe",
    "dots": "... . ...",
    "long": "Kota " * 60,
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_file_arrives_under_one_safe_name(office: Office, title: str) -> None:
    sent = a_sent_copy(office, title=title)
    opening = sent.open().json

    header = send("GET", opening["url"]).headers["content-disposition"]

    found = re.fullmatch(r"attachment; filename=\"([^\"\\]*)\"; filename\*=UTF-8''([A-Za-z0-9._~%-]+)", header)
    assert found
    assert unquote(found[2]) == opening["filename"]
    assert re.fullmatch(r'[^\x00-\x1f\x7f<>:"/\\|?*\u202e]+ ?\(LP(-[0-9A-Z]{4}){3}\)\.pdf', opening["filename"])
    assert len(opening["filename"]) <= 160
    assert found[1].isascii()


def test_no_name_can_end_the_header_or_its_quotes() -> None:
    header = disposition('a"\r\nSet-Cookie: x=y\\\x00\x7fé\u2028.pdf')

    assert header == (
        'attachment; filename="a___Set-Cookie: x=y_____.pdf"; '
        "filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20x%3Dy%5C%00%7F%C3%A9%E2%80%A8.pdf"
    )
