"""Requests to one site: limited, on its own origin, retried with backoff."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import repeat
from typing import Any

import pytest

from ingestion.sites import Site
from ingestion.wordpress.download import Limits
from ingestion.wordpress.errors import (
    ForeignRedirectError,
    RateLimitedError,
    ResponseTooLargeError,
    ServerError,
    SiteUnavailableError,
    SlowResponseError,
    TimeLimitError,
    TruncatedResponseError,
    UnreadableResponseError,
    WrongCredentialsError,
)
from ingestion.wordpress.http import Session
from tests.unit.wordpress.local_server import HttpResponse, Request, Responder, Server, serving

GZIP = {"Content-Encoding": "gzip"}

LIMITS = Limits(
    connect_seconds=1.0,
    silence_seconds=1.0,
    response_seconds=1.5,
    compressed_bytes=100_000,
    decompressed_bytes=1_000_000,
    tries=3,
    page_tries=2,
    retry_seconds=0.01,
    longest_wait_seconds=2.0,
)

GZIP = {"Content-Encoding": "gzip"}


def session_at(server: Server, limits: Limits = LIMITS, **settings: Any) -> Session:
    """A session with a local server."""
    known = {"name": "local", "url": server.url, "allow_private": True, "requests_per_second": 1000}
    return Session(Site.model_validate({**known, **settings}), limits=limits)


def get(respond: Responder, limits: Limits = LIMITS) -> tuple[bytes, Server]:
    """Return the body of one response, and the server that sent it."""
    with serving(respond) as server, closing(session_at(server, limits)) as session:
        return session.get(server.url + "/wp-json/").body, server


def test_a_response_is_requested_compressed_and_read_decompressed() -> None:
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    body, server = get(lambda _: HttpResponse(body=gzip.compress(b'[{"id":1}]'), headers=headers))
    assert body == b'[{"id":1}]'
    assert server.requests[0].headers["accept-encoding"] == "gzip"
    assert server.requests[0].headers["user-agent"].startswith("Pressgraph/")


def test_a_server_error_is_retried() -> None:
    replies = iter([HttpResponse(500), HttpResponse(502), HttpResponse(body=b"[1]")])
    body, server = get(lambda _: next(replies))
    assert (body, len(server.requests)) == (b"[1]", 3)


def test_a_persistent_server_error_is_raised_after_the_last_attempt() -> None:
    with serving(lambda _: HttpResponse(500, b'{"code":"internal_server_error"}')) as server:
        with closing(session_at(server)) as session, pytest.raises(ServerError, match="internal_server_error"):
            session.get(server.url)
        assert len(server.requests) == 3


def test_a_page_has_fewer_attempts_because_a_smaller_one_can_be_requested() -> None:
    with serving(lambda _: HttpResponse(500)) as server:
        with closing(session_at(server)) as session, pytest.raises(ServerError):
            session.get(server.url, page_tries=LIMITS.page_tries)
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (lambda: HttpResponse(headers={"Content-Length": "999"}), TruncatedResponseError),
        (lambda: HttpResponse(body=gzip.compress(b"[1]" * 99)[:-9], headers=GZIP), TruncatedResponseError),
        (lambda: HttpResponse(body=b"no gzip", headers=GZIP), TruncatedResponseError),
        (lambda: HttpResponse(body=b"x", headers={"Content-Encoding": "br"}), TruncatedResponseError),
        (lambda: HttpResponse(body=b"[" + b" " * 200_000 + b"]"), ResponseTooLargeError),
        (lambda: HttpResponse(body=gzip.compress(b" " * 50_000_000), headers=GZIP), ResponseTooLargeError),
        (lambda: HttpResponse(pieces=_drip()), SlowResponseError),
        (lambda: HttpResponse(pieces=_silence()), SlowResponseError),
        (lambda: HttpResponse(body=b"<html>Welcome</html>"), UnreadableResponseError),
        (lambda: HttpResponse(body=b""), UnreadableResponseError),
        (lambda: HttpResponse(body=b'[{"id":1'), UnreadableResponseError),
    ],
)  # fmt: skip
def test_an_incomplete_or_slow_response_raises_its_exception(reply: Any, error: type[Exception]) -> None:
    began = time.monotonic()
    with serving(lambda _: reply()) as server, closing(session_at(server)) as session, pytest.raises(error):
        session.get(server.url, page_tries=1)
    assert time.monotonic() - began < 3


def _drip() -> Iterator[bytes]:
    for _ in range(100):
        time.sleep(0.1)
        yield b" "


def _silence() -> Iterator[bytes]:
    yield b"["
    time.sleep(1.5)


def test_a_decompression_bomb_is_stopped_at_the_limit() -> None:
    bomb = gzip.compress(b" " * 90_000_000)  # 90 kB as it travels
    reply = HttpResponse(body=bomb, headers={"Content-Encoding": "gzip"})
    with serving(lambda _: reply) as server, closing(session_at(server)) as session:
        tracemalloc.start()
        with pytest.raises(ResponseTooLargeError):
            session.get(server.url, page_tries=1)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 10_000_000


def test_a_redirect_within_the_site_is_followed() -> None:
    def respond(request: Request) -> HttpResponse:
        return (
            HttpResponse(body=b"[1]") if request.path == "/new/" else HttpResponse(301, headers={"Location": "/new/"})
        )

    assert get(respond)[0] == b"[1]"


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:1/", "//evil.example/", "ftp://127.0.0.1/", "http://a@127.0.0.1/"]
)
def test_a_redirect_to_another_host_is_refused_without_a_request(target: str) -> None:
    with pytest.raises(ForeignRedirectError, match="redirects to"):
        get(lambda _: HttpResponse(302, headers={"Location": target}))


def test_a_redirect_to_another_port_of_the_host_is_refused() -> None:
    with serving(lambda _: HttpResponse(body=b"[1]")) as other:
        with pytest.raises(ForeignRedirectError):
            get(lambda _: HttpResponse(302, headers={"Location": other.url + "/"}))
        assert other.requests == []


def test_a_redirect_loop_ends() -> None:
    with pytest.raises(ForeignRedirectError, match="more than 5 times"):
        get(lambda request: HttpResponse(302, headers={"Location": request.path + "x"}))


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("LOCAL_USER", "editor")
    monkeypatch.setenv("LOCAL_PASSWORD", "abcd efgh ijkl")
    return {"username_env": "LOCAL_USER", "password_env": "LOCAL_PASSWORD"}


ENCODED = "ZWRpdG9yOmFiY2QgZWZnaCBpamts"  # editor:abcd efgh ijkl in base64


def test_credentials_travel_in_the_header_only(credentials: dict[str, Any]) -> None:
    with serving(lambda _: HttpResponse()) as server, closing(session_at(server, **credentials)) as session:
        session.get(server.url + "/wp-json/")
        [request] = server.requests
    assert request.headers["authorization"] == f"Basic {ENCODED}"
    assert "abcd" not in request.path


def test_credentials_echoed_by_a_server_are_not_repeated(credentials: dict[str, Any]) -> None:
    body = f"Bad header Basic {ENCODED} for abcd efgh ijkl".encode()
    with (
        serving(lambda _: HttpResponse(500, body)) as server,
        closing(session_at(server, **credentials)) as session,
        pytest.raises(ServerError) as failure,
    ):
        session.get(server.url)
    assert ENCODED not in str(failure.value)
    assert "abcd" not in str(failure.value)


def test_a_password_rejected_by_an_old_core_is_recognized(credentials: dict[str, Any]) -> None:
    reply = HttpResponse(401, b'{"code":"incorrect_password","message":"Falsch","data":{"status":401}}')
    with (
        serving(lambda _: reply) as server,
        closing(session_at(server, **credentials)) as session,
        pytest.raises(WrongCredentialsError),
    ):
        session.get(server.url)


def test_a_request_is_retried_after_retry_after() -> None:
    replies = iter([HttpResponse(429, headers={"Retry-After": "1"}), HttpResponse(body=b"[1]")])
    began = time.monotonic()
    assert get(lambda _: next(replies))[0] == b"[1]"
    assert time.monotonic() - began >= 0.95


def test_a_long_retry_after_is_not_waited_for() -> None:
    with serving(lambda _: HttpResponse(429, headers={"Retry-After": "3600"})) as server:
        with closing(session_at(server)) as session, pytest.raises(RateLimitedError, match="3600 s"):
            session.get(server.url)
        assert len(server.requests) == 1


def test_a_site_that_keeps_failing_gets_no_further_requests() -> None:
    with serving(lambda _: HttpResponse(500)) as server:
        with closing(session_at(server, replace(LIMITS, tries=2, failures=5))) as session:
            for error in (ServerError, ServerError, SiteUnavailableError, SiteUnavailableError):
                with pytest.raises(error):
                    session.get(server.url)
        assert len(server.requests) == 5


def test_one_success_resets_the_circuit_breaker() -> None:
    replies = (HttpResponse(500) if number % 2 else HttpResponse() for number, _ in enumerate(repeat(None), start=1))
    limits = replace(LIMITS, failures=2)
    with serving(lambda _: next(replies)) as server, closing(session_at(server, limits)) as session:
        for _ in range(6):
            assert session.get(server.url).status == 200


def test_a_site_that_does_not_respond_is_unavailable() -> None:
    with serving(lambda _: HttpResponse()) as server:
        pass  # stopped again: nobody listens on its port
    with closing(session_at(server)) as session, pytest.raises(SiteUnavailableError, match="does not respond"):
        session.get(server.url)


def test_a_site_has_a_time_limit_per_run() -> None:
    limits = replace(LIMITS, site_seconds=0.0)
    with serving(lambda _: HttpResponse()) as server, closing(session_at(server, limits)) as session:
        time.sleep(0.01)
        with pytest.raises(TimeLimitError, match="the next run continues"):
            session.get(server.url)


def test_the_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert get(lambda _: HttpResponse(body=b"[1]"))[0] == b"[1]"
