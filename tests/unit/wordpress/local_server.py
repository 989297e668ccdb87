"""A web server on the loopback interface, whose responses are a function of the request."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True)
class HttpResponse:
    """One response."""

    status: int = 200
    body: bytes = b"[]"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    pieces: Iterator[bytes] | None = None  # sent in sequence, without a length
    raw: bytes | None = None  # sent instead of all the above: the whole response, head and body, as it stands


@dataclass(slots=True)
class Request:
    """One received request."""

    method: str
    path: str
    headers: dict[str, str]


Responder = Callable[[Request], HttpResponse]


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: str, respond: Responder, request: list[Request]) -> None:
        super().__init__((address, 0), _Handler)
        self.respond = respond
        self.requests = request


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        request = Request(self.command, self.path, {name.lower(): value for name, value in self.headers.items()})
        assert isinstance(self.server, _Listener)
        self.server.requests.append(request)
        self.send(self.server.respond(request))

    def send(self, reply: HttpResponse) -> None:
        if reply.raw is not None:
            self.wfile.write(reply.raw)
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.pieces is None:
            if "Content-Length" not in reply.headers:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)
            if int(reply.headers.get("Content-Length", len(reply.body))) != len(reply.body):
                self.close_connection = True
            return
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            for piece in reply.pieces:
                self.wfile.write(piece)
                self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            pass  # the reader had enough: that is what the test is about
        self.close_connection = True

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_OPTIONS(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep quiet."""


class Server:
    """A local server: `url` is its address, `requests` those received so far."""

    def __init__(self, respond: Responder, address: str, tls: ssl.SSLContext | None) -> None:
        self.requests: list[Request] = []
        self._server = _Listener(address, respond, self.requests)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._server.server_port
        self.url = f"http{'s' * (tls is not None)}://{address}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def stop(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def serving(respond: Responder, address: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve responses made by `respond`, over TLS if a context is given."""
    server = Server(respond, address, tls)
    try:
        yield server
    finally:
        server.stop()
