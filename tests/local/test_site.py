"""The address that people open: pages, API and outbox under the headers that the cloud sends too."""

import http.client
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from chalice.app import Chalice, Response

from infra.local.gateway import MAX_BODY, Gateway
from infra.local.outbox import Outbox
from infra.local.pages import Moved, Page, find_page, security_headers
from infra.local.site import Behind, Site
from tests.local.web import send

FILES = "http://127.0.0.1:9"
MAIL = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: Halo\r\nContent-Type: text/html\r\n\r\n<p>Halo</p>\r\n"


def an_app() -> Chalice:
    app = Chalice("test")

    @app.route("/peer", methods=["GET", "POST"], content_types=["*/*"])
    def peer() -> Any:
        request: Any = app.current_request
        return {
            "source": request.context["identity"]["sourceIp"],
            "viewer": request.headers["x-viewer-address"],
            "query": request.query_params.getlist("q") if request.query_params else [],
            "bytes": len(request.raw_body),
        }

    @app.route("/kept")
    def kept() -> Any:
        return Response("{}", headers={"Cache-Control": "public, max-age=5", "Content-Type": "application/json"})

    return app


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    outbox = Outbox(tmp_path_factory.mktemp("local") / "outbox")
    outbox.start()
    outbox.keep("m-1", ["b@example.com"], MAIL)
    site = Site(0)
    site.open(Behind(Gateway(an_app(), "/api"), outbox, "covers", security_headers(FILES)))
    yield site
    site.stop()
    outbox.stop()


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("/", "text/html; charset=utf-8", "hilang setelah layanan dihentikan"),
        ("/kiosk/", "text/html; charset=utf-8", "<html"),
        ("/kotak-keluar/", "text/html; charset=utf-8", "Kotak keluar"),
        ("/bersama/base.css", "text/css; charset=utf-8", "tokens.css"),
        ("/bersama/api.js", "text/javascript; charset=utf-8", "export"),
        ("/bersama/ikon.svg", "image/svg+xml", "<svg"),
        ("/pdfjs/pdf.min.mjs", "text/javascript; charset=utf-8", "getDocument"),
        ("/pdfjs/LICENSE.txt", "text/plain; charset=utf-8", "Apache License"),
    ],
)
def test_pages_come_with_their_type_and_are_asked_for_again_each_time(
    site: Site, path: str, kind: str, words: str
) -> None:
    got = send("GET", site.origin + path)

    assert (got.status, got.headers["content-type"]) == (200, kind)
    assert got.headers["cache-control"] == "no-cache"
    assert words in got.body.decode()


def test_the_boards_voice_comes_as_sound_and_is_kept_for_a_day(site: Site) -> None:
    got = send("GET", f"{site.origin}/papan/suara/gong.mp3")

    assert (got.status, got.headers["content-type"]) == (200, "audio/mpeg")
    assert got.headers["cache-control"] == "max-age=86400"


def test_a_page_that_has_not_changed_is_not_sent_again(site: Site) -> None:
    etag = send("GET", f"{site.origin}/kiosk/").headers["etag"]

    got = send("GET", f"{site.origin}/kiosk/", {"If-None-Match": etag})

    assert (got.status, got.body) == (304, b"")


def test_a_folder_without_its_slash_leads_to_itself_with_it(site: Site) -> None:
    got = send("GET", f"{site.origin}/cek?kode=LP-1")

    assert (got.status, got.headers["location"]) == (308, "/cek/?kode=LP-1")


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/bersama/../../pyproject.toml",
        "/..%2f..%2fpyproject.toml",
        "/%2e%2e/pyproject.toml",
        "/bersama/%2e%2e/%2e%2e/pyproject.toml",
        "/bersama//api.js",
        "/bersama/api.js%00.html",
        "/bersama\\api.js",
        "/.well-known/x",
        "/bersama/README.md",
        "/none/",
        "/%ff",
        "//etc/passwd",
    ],
)
def test_nothing_outside_the_pages_is_served(site: Site, path: str) -> None:
    assert send("GET", site.origin + path).status == 404


def test_address_of_no_page_is_told_in_words_and_a_missing_file_is_not(site: Site) -> None:
    pages = [send("GET", f"{site.origin}{path}") for path in ("/kunjngan", "/kunjngan/lagi/")]

    file = send("GET", f"{site.origin}/bersama/none.js")

    assert {(page.status, page.headers["cache-control"]) for page in pages} == {(404, "no-store")}
    assert all("Halaman ini tidak ada" in page.body.decode() for page in pages)
    assert 'href="/bersama/base.css"' in pages[0].body.decode()
    assert (file.status, file.body) == (404, b"")


def test_a_link_out_of_the_pages_folder_is_not_followed_by_name(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "secret.html").write_text("secret")
    (tmp_path / "web" / "page.html").write_text("page")

    assert isinstance(find_page("/page.html", (tmp_path / "web",)), Page)
    assert find_page("/../secret.html", (tmp_path / "web",)) is None
    assert find_page("/page", (tmp_path / "web",)) is None
    assert find_page("/web", (tmp_path,)) == Moved("/web/")


@pytest.mark.parametrize("path", ["/", "/none", "/api/peer", "/api/none", "/kotak-keluar/api/messages"])
def test_every_answer_bears_the_headers_of_the_one_file(site: Site, path: str) -> None:
    got = send("GET", site.origin + path)

    for name, value in security_headers(FILES).items():
        assert got.headers[name.lower()] == value
    assert f"connect-src 'self' {FILES};" in got.headers["content-security-policy"]
    assert "${" not in got.headers["content-security-policy"]


def test_the_api_is_told_the_real_peer_whatever_the_caller_claims(site: Site) -> None:
    got = send("GET", f"{site.origin}/api/peer?q=%C3%A9", {"X-Viewer-Address": "192.0.2.66"})

    assert got.json() == {"source": "127.0.0.1", "viewer": "127.0.0.1", "query": ["é"], "bytes": 0}
    assert got.headers["cache-control"] == "no-store"


def test_an_api_answer_that_says_how_long_it_may_be_kept_is_left_so(site: Site) -> None:
    assert send("GET", f"{site.origin}/api/kept").headers["cache-control"] == "public, max-age=5"


def test_a_body_as_large_as_the_api_takes_arrives_and_a_larger_one_is_refused(site: Site) -> None:
    taken = send("POST", f"{site.origin}/api/peer", {"Content-Type": "text/plain"}, b"x" * MAX_BODY)
    refused = send("POST", f"{site.origin}/api/peer", {"Content-Type": "text/plain"}, b"x" * (MAX_BODY + 1))

    assert taken.json()["bytes"] == MAX_BODY
    assert refused.status == 413


def test_a_connection_goes_on_after_a_refusal(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    for method, path, status in (("POST", "/kiosk/", 405), ("GET", "/api/none", 404), ("GET", "/kiosk/", 200)):
        connection.request(method, path, b"x" * 100_000 if method == "POST" else None)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status
    connection.close()


def test_twenty_visitors_at_once_are_all_served(site: Site) -> None:
    with ThreadPoolExecutor(20) as visitors:
        got = list(visitors.map(lambda _: send("GET", f"{site.origin}/api/peer").status, range(200)))

    assert got == [200] * 200


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /kiosk/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /api/peer HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: many\r\n\r\n",
        b"POST /api/peer HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"BREW /kiosk/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
)
def test_what_is_no_proper_http_is_refused_and_the_connection_closed(site: Site, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
        connection.sendall(sent)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece

    assert answer.startswith((b"HTTP/1.1 411", b"HTTP/1.1 501", b"HTTP/1.1 400"))


def test_raw_bytes_in_an_address_are_taken_as_utf8(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
        connection.sendall("GET /api/peer?q=é HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece

    assert json.loads(answer.split(b"\r\n\r\n")[1])["query"] == ["é"]


def test_a_page_opened_as_localhost_moves_to_the_name_that_the_files_know(site: Site) -> None:
    other = {"Host": f"localhost:{site.port}"}

    assert send("GET", f"{site.origin}/kiosk/", other).headers["location"] == f"{site.origin}/kiosk/"
    assert send("GET", f"{site.origin}/api/peer", other).status == 200


@pytest.mark.parametrize("path", ["/", "/api/peer", "/kotak-keluar/api/messages"])
def test_a_strangers_name_that_points_here_reads_nothing(site: Site, path: str) -> None:
    got = send("GET", site.origin + path, {"Host": f"evil.example:{site.port}"})

    assert (got.status, got.body) == (421, b"")


def test_the_outbox_lists_and_shows_mails(site: Site) -> None:
    listed = send("GET", f"{site.origin}/kotak-keluar/api/messages").json()["items"]
    shown = send("GET", f"{site.origin}/kotak-keluar/api/messages/1").json()
    source = send("GET", f"{site.origin}/kotak-keluar/api/messages/1/source")

    assert [(mail["number"], mail["to"], mail["subject"]) for mail in listed] == [(1, "b@example.com", "Halo")]
    assert shown["headers"][0] == {"name": "From", "value": "a@example.com"}
    assert source.body == MAIL
    assert source.headers["content-type"] == "message/rfc822"
    assert send("GET", f"{site.origin}/kotak-keluar/api/messages/2").status == 404


def test_a_mails_html_is_shown_without_script_in_the_outbox_alone(site: Site) -> None:
    page = send("GET", f"{site.origin}/kotak-keluar/").headers["content-security-policy"]
    html = send("GET", f"{site.origin}/kotak-keluar/api/messages/1/html")

    assert "frame-src 'self'" in page
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in html.headers["content-security-policy"]
    assert "script-src" not in html.headers["content-security-policy"]
    assert "default-src 'none'" in html.headers["content-security-policy"]
    assert html.headers["x-frame-options"] == "SAMEORIGIN"
