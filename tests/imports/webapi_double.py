"""The WebAPI of BPS on loopback, answering as recorded: pages of ten, odd dates, HTML, and what a test makes it say."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "k3y0fthe0ff1ce00000000000000sent"
PER_PAGE = 10
Said = tuple[int, Any, dict[str, str]]


def an_item(number: int, **changes: Any) -> dict[str, Any]:
    """One line of the list."""
    return {
        "pub_id": f"{number:024x}",
        "title": f"Statistik Daerah Kota Banjarmasin {2000 + number % 24} Nomor {number}",
        "abstract": "<p>Gambaran <b>umum</b> kota.</p><br>Diterbitkan tiap tahun &amp; gratis.",
        "issn": "-",
        "sch_date": "2024-02-28",
        "rl_date": "2024-02-28",
        "updt_date": None,
        "cover": "https://banjarmasinkota.bps.go.id/publication/getImageCover.html?url=MjAy",
        "pdf": "https://banjarmasinkota.bps.go.id/publication/downloadapi.html?data=B%2Bcy&tokenuser=",
        "size": "13.46 MB",
        **changes,
    }


class WebApiDouble(ThreadingHTTPServer):
    """Answers for `items`. `asked` are the calls so far, without the key; `odd` may answer a call in its own way."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.items: list[dict[str, Any]] = []
        self.numbers: dict[str, str] = {}
        self.asked: list[str] = []
        self.odd: Callable[[str], Said | None] = lambda _: None
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()

    def answer(self, path: str) -> Said:
        call, key = re.sub(r"/key/.*", "", path.removeprefix("/v1/api/")), path.rpartition("/key/")[2].strip("/")
        self.asked.append(call)
        odd = self.odd(call)
        if odd is not None:
            return odd
        if key != KEY:
            return 200, {"status": "Error", "message": f"Invalid API key {key}"}, {}
        if call.startswith("list/"):
            return 200, self._page(int(call.rpartition("/page/")[2])), {}
        return 200, self._one(call.rpartition("/id/")[2]), {}

    def _page(self, page: int) -> dict[str, Any]:
        pages = -(-len(self.items) // PER_PAGE)
        found = self.items[(page - 1) * PER_PAGE : page * PER_PAGE]
        if not found:
            return {"status": "OK", "data-availability": "list-not-available", "data": ""}
        about = {"page": page, "pages": pages, "per_page": PER_PAGE, "count": len(found), "total": len(self.items)}
        return {"status": "OK", "data-availability": "available", "data": [about, found]}

    def _one(self, pub_id: str) -> dict[str, Any]:
        [found] = [item for item in self.items if item.get("pub_id") == pub_id]
        more = {"kat_no": self.numbers.get(pub_id, "-"), "pub_no": "63710.2401", "related": []}
        return {"status": "OK", "data-availability": "available", "data": {**found, **more}}


class _Handler(BaseHTTPRequestHandler):
    server: WebApiDouble

    def do_GET(self) -> None:
        status, body, headers = self.server.answer(self.path)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the path holds the key."""
