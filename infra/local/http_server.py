"""The HTTP/1.1 server under the pages and under the S3 door: a thread a connection, on loopback only."""

import contextlib
import socketserver
import sys
import threading
from abc import ABCMeta, abstractmethod
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from infra.local.telling import tell_failure

HOST = "127.0.0.1"
CHUNK = 64 * 1024
_VERBS = ("do_GET", "do_HEAD", "do_POST", "do_PUT", "do_PATCH", "do_DELETE", "do_OPTIONS")
_MOST_DRAINED = 64 * 1024 * 1024


class Server(ThreadingHTTPServer):
    """Runs in its own thread from `start()` to `stop()`; port 0 takes any free one."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, exchange: type["Exchange"]) -> None:
        super().__init__((HOST, port), exchange)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.25,), name=exchange.__name__, daemon=True)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self.shutdown()
        self.server_close()

    def server_bind(self) -> None:
        """As the parent's, without asking the name service for the host's name."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        error = sys.exc_info()[1]
        if error and not isinstance(error, ConnectionError | TimeoutError):
            tell_failure("connection", error)


class Exchange(BaseHTTPRequestHandler, metaclass=ABCMeta):
    """One connection. Subclasses answer every method in `exchange()`; nothing about a request is logged."""

    protocol_version = "HTTP/1.1"
    server_version = "loket-pustaka"
    sys_version = ""
    timeout = 75
    disable_nagle_algorithm = True
    always: Sequence[tuple[str, str]] = ()
    """Headers of every answer that does not set them itself."""

    @abstractmethod
    def exchange(self) -> None: ...

    def _answer_one(self) -> None:
        self._unread = self._announced_length()
        if self._unread is None:
            self.close_connection = True
            self._unread = 0
            self.answer(HTTPStatus.LENGTH_REQUIRED)
        else:
            self.exchange()
            self._drain()

    def __getattr__(self, name: str) -> Any:
        """http.server asks for a method named after the verb."""
        if name in _VERBS:
            return self._answer_one
        raise AttributeError(name)

    def _announced_length(self) -> int | None:
        """None where the body's end cannot be known (chunked, or not a number)."""
        if "transfer-encoding" in self.headers:
            return None
        lengths = self.headers.get_all("content-length", ["0"])
        return int(lengths[0]) if len(lengths) == 1 and lengths[0].isascii() and lengths[0].isdigit() else None

    @property
    def unread(self) -> int:
        """Bytes of the request's body that have not been read yet."""
        return self._unread or 0

    def read(self, most: int = CHUNK) -> bytes:
        """The next piece of the request's body; empty at its end."""
        piece = self.rfile.read(min(most, self.unread))
        self._unread = self.unread - len(piece)
        if self.unread and not piece:
            raise ConnectionAbortedError
        return piece

    def _drain(self) -> None:
        """What was not read of a body must go by before the next request; too much of it ends the connection."""
        if self.unread > _MOST_DRAINED:
            self.close_connection = True
            return
        while self.unread:
            self.read()

    def answer(
        self,
        status: int,
        headers: Iterable[tuple[str, str]] = (),
        body: bytes | Iterable[bytes] = b"",
        length: int | None = None,
    ) -> None:
        """Sends an answer; an iterable body needs its `length`. The body of an answer to HEAD is left out."""
        size = len(body) if isinstance(body, bytes) else cast(int, length)
        headers = list(headers)
        given = {name.lower() for name, _ in headers}
        headers += [(name, value) for name, value in self.always if name.lower() not in given]
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
            self.send_header("Content-Length", str(size))
        if self.unread > _MOST_DRAINED:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and status != HTTPStatus.NOT_MODIFIED:
            for piece in (body,) if isinstance(body, bytes) else body:
                self.wfile.write(piece)

    def send_error(self, code: int, *_: object, **__: object) -> None:
        """http.server's own refusals of what is no HTTP: the status alone, and the end of the connection."""
        self.close_connection = True
        self.request_version = self.protocol_version
        with contextlib.suppress(OSError):
            self.send_response(code)
            self.send_header("Connection", "close")
            self.send_header("Content-Length", "0")
            for name, value in self.always:
                self.send_header(name, value)
            self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: addresses and tokens stand in requests."""
