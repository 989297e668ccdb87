"""Whatever a server does, a request ends in time, a site ends in time, and a stop ends both at once."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.wordpress import extract_sites
from ingestion.wordpress.download import Limits
from ingestion.wordpress.errors import (
    ServerError,
    SiteUnavailableError,
    SlowResponseError,
    StoppedError,
    TimeLimitError,
)
from ingestion.wordpress.http import Session
from ingestion.wordpress.rate_limits import RateLimits
from tests.unit.wordpress.local_server import HttpResponse, Request, serving
from tests.unit.wordpress.newsroom_server import Newsroom, post

LIMITS = Limits(
    connect_seconds=0.5, silence_seconds=0.6, response_seconds=1.0, tries=2, page_tries=1, retry_seconds=0.01
)
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

#: What is sent at once, and then every 50 ms for ever: each begins the time limit of a socket anew.
DRIPS = {
    "the status line": (b"HTTP/1.1 200 O", b"K"),
    "headers": (_HEAD, b"X-A: b\r\n"),
    "one header": (_HEAD + b"X-A: ", b"b"),
    "interim responses": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "a body": (_HEAD + b"\r\n", b" "),
    "a body of known length": (_HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
    "a chunk extension": (_HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a"),
    "chunks": (_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "trailers": (_HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n", b"X-A: b\r\n"),
}


@contextmanager
def dripping(first: bytes, then: bytes) -> Iterator[str]:
    """Serve a response that never ends; yield its URL."""
    ended = threading.Event()

    def drip(connection: socket.socket) -> None:
        with connection:
            try:
                connection.recv(65536)
                connection.sendall(first)
                while not ended.wait(0.05):
                    connection.sendall(then)
            except OSError:
                return

    def accept(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=drip, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            ended.set()
            listener.shutdown(socket.SHUT_RDWR)


def site_at(url: str, name: str = "local") -> Site:
    known = {"name": name, "url": url, "allow_private": True, "requests_per_second": 1000, "include": ["posts"]}
    return Site.model_validate(known)


def ledger(request: ExtractionRequest, limits: Limits) -> list[dict[str, object]]:
    chunks = extract_sites(request, snapshots={}, limits=limits)
    return [row for chunk in chunks for row in chunk.extractions.to_pylist()]


@pytest.mark.parametrize("what", DRIPS)
def test_a_response_that_drips_ends_at_the_limit(what: str) -> None:
    with dripping(*DRIPS[what]) as url, closing(Session(site_at(url), limits=LIMITS)) as session:
        began = time.monotonic()
        with pytest.raises(SlowResponseError, match="did not respond in full within 1 s"):
            session.get(url + "/", page_tries=1)
        assert 0.9 < time.monotonic() - began < 2.5


def test_redirects_share_one_limit() -> None:
    def respond(request: Request) -> HttpResponse:
        time.sleep(0.4)
        return HttpResponse(302, headers={"Location": f"/{len(request.path)}{'x' * len(request.path)}"})

    with serving(respond) as server, closing(Session(site_at(server.url), limits=LIMITS)) as session:
        began = time.monotonic()
        with pytest.raises(SlowResponseError, match="did not respond in full within 1 s"):
            session.get(server.url + "/", page_tries=1)
        assert time.monotonic() - began < 1.9
        assert len(server.requests) == 3


def test_a_tls_handshake_that_never_ends_is_given_up() -> None:
    with dripping(b"", b"") as url, closing(Session(site_at(url.replace("http:", "https:")), limits=LIMITS)) as session:
        began = time.monotonic()
        with pytest.raises(SiteUnavailableError, match="does not respond"):
            session.get(url.replace("http:", "https:") + "/")
        assert time.monotonic() - began < 4


def test_the_root_is_tried_as_often_as_any_other_address() -> None:
    newsroom, failures = Newsroom({1: post(1)}), [500, 502, 503]

    def respond(request: Request) -> HttpResponse:
        if request.path.startswith("/wp-json/") and request.path.endswith("wp-json/") and failures:
            return HttpResponse(failures.pop())
        return newsroom.respond(request)

    with serving(respond) as server:
        limits = Limits(retry_seconds=0.001)
        request = ExtractionRequest(sites=(site_at(server.url),), mode="full")
        rows = ledger(request, limits)
    assert failures == []
    assert {(row["rest_base"], row["status"]) for row in rows} >= {("root", "complete"), ("posts", "complete")}


def test_a_site_that_never_ends_delays_others_by_the_limit_of_a_shared_run_only() -> None:
    newsroom = Newsroom({1: post(1)})

    def slow(request: Request) -> HttpResponse:
        if "posts" in request.path and "include" not in request.path:
            time.sleep(0.2)
            return HttpResponse(503, headers={"Retry-After": "0"})
        return newsroom.respond(request)

    limits = Limits(tries=10_000, retry_seconds=0.001, site_seconds=60, shared_site_seconds=1.5)
    with serving(slow) as hostile, serving(newsroom.respond) as good:
        request = ExtractionRequest(sites=(site_at(hostile.url, "slow"), site_at(good.url, "good")), mode="full")
        began = time.monotonic()
        rows = ledger(request, limits)
        assert time.monotonic() - began < 6
    assert ("good", "posts", "complete") in {(row["site"], row["rest_base"], row["status"]) for row in rows}
    failed = {row["failure_code"] for row in rows if row["site"] == "slow" and row["status"] == "failed"}
    assert failed == {"TimeLimitReached"}


def test_a_site_gets_no_more_time_than_is_left_of_the_run() -> None:
    limits = Limits(site_seconds=60, run_seconds=0)
    with serving(Newsroom({1: post(1)}).respond) as server:
        request = ExtractionRequest(sites=(site_at(server.url),), mode="full")
        rows = ledger(request, limits)
    assert [row["failure_code"] for row in rows] == [TimeLimitError.code]


def test_a_stop_ends_a_wait_for_the_network() -> None:
    stopped = threading.Event()
    with dripping(_HEAD, b"") as url, closing(Session(site_at(url), stopped=stopped)) as session:
        threading.Timer(0.3, stopped.set).start()
        began = time.monotonic()
        with pytest.raises(StoppedError):
            session.get(url + "/")
        assert time.monotonic() - began < 1.3


def test_a_stop_ends_a_pause_between_attempts() -> None:
    stopped = threading.Event()
    limits = Limits(retry_seconds=1000, tries=3)
    with (
        serving(lambda _: HttpResponse(500)) as server,
        closing(Session(site_at(server.url), limits=limits, stopped=stopped)) as session,
    ):
        threading.Timer(0.3, stopped.set).start()
        began = time.monotonic()
        with pytest.raises((StoppedError, ServerError)):
            session.get(server.url + "/")
        assert time.monotonic() - began < 1.3


def test_a_stop_ends_the_wait_that_a_site_asks_for() -> None:
    stopped = threading.Event()
    limits = RateLimits(stopped)
    with (
        serving(lambda _: HttpResponse(429, headers={"Retry-After": "60"})) as server,
        closing(Session(site_at(server.url), rate_limits=limits, stopped=stopped)) as session,
    ):
        threading.Timer(0.3, stopped.set).start()
        began = time.monotonic()
        with pytest.raises(StoppedError):
            session.get(server.url + "/")
        assert time.monotonic() - began < 1.3


def test_a_reader_that_stops_waits_for_no_site() -> None:
    with dripping(_HEAD, b"") as url, serving(Newsroom({1: post(1)}).respond) as good:
        request = ExtractionRequest(sites=(site_at(url, "silent"), site_at(good.url, "good")), mode="full")
        chunks = extract_sites(request, snapshots={})
        next(chunks)
        began = time.monotonic()
        chunks.close()
        assert time.monotonic() - began < 1
        ends_by = time.monotonic() + 5
        while any(thread.name.startswith(("site", "fetch-")) for thread in threading.enumerate()):
            assert time.monotonic() < ends_by
            time.sleep(0.05)
