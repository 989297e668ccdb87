"""A site may return anything without affecting others: its own failure has a code, a cause and a next step."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.wordpress import diagnose, extract_sites
from ingestion.wordpress.discovery import Api
from ingestion.wordpress.download import Limits
from ingestion.wordpress.http import Session
from ingestion.wordpress.light_rows import LightRow
from ingestion.wordpress.listing import Walk
from ingestion.wordpress.registries import SiteLists, find_lists
from tests.unit.wordpress.local_server import HttpResponse, Request, serving
from tests.unit.wordpress.newsroom_server import Newsroom, post

LIMITS = Limits(
    connect_seconds=1.0,
    silence_seconds=1.0,
    response_seconds=2.0,
    compressed_bytes=1_000_000,
    decompressed_bytes=2_000_000,
    tries=2,
    page_tries=1,
    retry_seconds=0.001,
    longest_wait_seconds=0.5,
)
DIGITS = "9" * 5000

#: What a header may hold instead of a number, a date, an address or a name, as the bytes that travel.
VALUES = [
    *(b"\xb2", "²".encode(), "٣".encode(), DIGITS.encode(), b"-1", b"1.5", b"1e9", b"0x10", b"+3", b"1_0", b"5, 5"),
    *(b"", b"9223372036854775808", b"99999999999999999999", b"\xff\xfe\x80", b"nan", b"\t", b"a" * 20_000),
    *(b"Sat, 01 Jan 0001 00:00:00 GMT", b"Fri, 31 Dec 9999 23:59:59 -2359", b"Mon, 01 Jan 99999 00:00:00 GMT"),
    *(b"Mon, 99 Foo 2026 99:99:99 +9999", b"Mon, 01 Jan 2026 00:00:00 +99999999999", b"1 1 1 1:1:1", b"Date"),
    *(b"http://[", b"http://a:99999/", b"http://a:0/", b"http://a:" + DIGITS.encode(), b"//[", b"https://xn--a/"),
    *(b"http://\xff\xfe/", b"http://a\\@b/", b"http://", b":", b"?", b"http:", b"http://[::1", b"http://[v9.x]/"),
    *(b"<http://[>; rel=\"https://api.w.org/\"", b"<>; rel=\"https://api.w.org/\"", b"<" * 5000),
    *(b"text/html; charset=nonsense", b"application/json; charset=\"", b";;;=;"),
    b"a=b; Max-Age=\xb2; Expires=0; Path=[",
]  # fmt: skip
HEADERS = ["X-WP-Total", "X-WP-TotalPages", "Retry-After", "Date", "Age", "Content-Type", "Content-Encoding", "Link"]
HEADERS += ["Location", "Set-Cookie", "Content-Length", "Transfer-Encoding", "Connection", "cf-mitigated", "\xff", ""]
#: What a row may hold instead of an id.
IDS = [2**63, 2**64 - 1, 2**64, -(2**63) - 1, True, False, 1.0, 1e300, "7", "", None, [], {}, [1], {"rendered": 1}]


Answer = Callable[[Request], HttpResponse]


@pytest.fixture(scope="module", autouse=True)
def local_names() -> Iterator[None]:
    """Every name is this machine, so that one server is many sites; and certificates, which nobody needs, load once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("socket.getaddrinfo", lambda _, port, *__, **___: [(2, 1, 6, "", ("127.0.0.1", port or 0))])
        context = ssl.create_default_context()
        patch.setattr("ssl.create_default_context", lambda: context)
        yield


def newsroom() -> Newsroom:
    return Newsroom({id_: post(id_) for id_ in range(1, 8)})


def site(name: str, url: str) -> Site:
    known = {"allow_private": True, "requests_per_second": 1000, "max_connections": 16, "include": ["posts"]}
    return Site.model_validate({"name": name, "url": url, **known})


def read(answers: Sequence[Answer]) -> tuple[dict[str, list[dict[str, Any]]], list[tuple[str, str]]]:
    """The ledger of each hostile site, `h0` and so on, read in one run with a good one; and the tracebacks kept.

    Before that: the good site arrived whole, and whatever failed has a code and a message.
    """
    kept: list[tuple[str, str]] = []
    by_host = {f"h{number}.example": respond for number, respond in enumerate(answers)}
    by_host["good.example"] = newsroom().respond

    def keep(name: str, text: str) -> str:
        kept.append((name, text))
        return "logs/it.log"

    with serving(lambda request: by_host[request.headers["host"].partition(":")[0]](request)) as server:
        sites = [site(host.removesuffix(".example"), f"http://{host}:{server.port}") for host in by_host]
        request = ExtractionRequest(sites=tuple(sites), mode="full")
        chunks = list(extract_sites(request, snapshots={}, limits=LIMITS, keep_traceback=keep))
    posts = [row for chunk in chunks if "posts" in chunk.documents for row in chunk.documents["posts"].to_pylist()]
    assert sorted(row["id"] for row in posts if row["site"] == "good") == [1, 2, 3, 4, 5, 6, 7]
    found: dict[str, list[dict[str, Any]]] = {site.name: [] for site in sites}
    for row in (row for chunk in chunks for row in chunk.extractions.to_pylist()):
        found[row["site"]].append(row)
    assert ("posts", "complete") in {(row["rest_base"], row["status"]) for row in found.pop("good")}
    for name, rows in found.items():
        assert rows, name
        assert len({(row["rest_base"], row["step"]) for row in rows}) == len(rows)  # the ledger's key
        for row in rows:
            if row["status"] in {"failed", "closed"}:
                assert row["failure_code"], name
                assert len(row["failure_message"]) > 20, name
                assert row["failure_message"].isprintable(), name
            else:
                assert row["failure_code"] is None, name
    return found, kept


def with_header(place: str, name: str, value: bytes, status: str = "200 OK") -> Answer:
    """A good site but for one header of the responses at a place."""
    good = newsroom()

    def respond(request: Request) -> HttpResponse:
        reply = good.respond(request)
        if not request.path.startswith(place):
            return reply
        headers = {"Content-Length": str(len(reply.body)), "Content-Type": "application/json", **reply.headers}
        kept = {key: text for key, text in headers.items() if key.lower() != name.lower()}
        head = f"HTTP/1.1 {status}\r\nConnection: close\r\n".encode()
        head += name.encode("latin-1") + b": " + value + b"\r\n"
        head += "".join(f"{key}: {text}\r\n" for key, text in kept.items()).encode()
        return HttpResponse(raw=head + b"\r\n" + (b"" if request.method == "HEAD" else reply.body))

    return respond


def with_body(place: str, body: bytes) -> Answer:
    """A good site but for the body of the responses at a place."""
    good = newsroom()

    def respond(request: Request) -> HttpResponse:
        is_meant = request.path == place if place.endswith("/") else request.path.startswith(place)
        return HttpResponse(body=body) if is_meant else good.respond(request)

    return respond


@pytest.mark.parametrize("place", ["/", "/wp-json/wp/v2/posts"])
@pytest.mark.parametrize("names", [HEADERS[at : at + 4] for at in range(0, len(HEADERS), 4)], ids=str)
def test_a_header_may_hold_anything(names: list[str], place: str) -> None:
    _, kept = read([with_header(place, name, value) for name in names for value in VALUES])
    assert kept == []  # whatever a header holds is foreseen


@pytest.mark.parametrize("status", ["301 Moved", "429 Busy", "503 Away", "999 What", "204 None"])
def test_a_header_may_hold_anything_with_any_status(status: str) -> None:
    names = ["Location", "Retry-After"]
    _, kept = read([with_header("/wp-json/", name, value, status) for name in names for value in VALUES])
    assert kept == []


def test_a_row_without_a_usable_id_fails_its_list_by_name() -> None:
    bodies = [_dumps([{"id": 1}, {"id": id_, "modified_gmt": "2026-01-01T00:00:00"}]) for id_ in IDS]
    found, kept = read([with_body("/wp-json/wp/v2/posts", body) for body in bodies])
    failures = [
        (row["status"], row["failure_code"]) for rows in found.values() for row in rows if row["rest_base"] == "posts"
    ]
    assert failures == [("failed", "UnexpectedShape")] * len(IDS)
    assert kept == []


JUNK = [None, True, 0, -1, 1.5, 2**63, 1e300, "", "x", "\u0000\u001b[31m", [], {}, [[]], [None], {"x": None}, "²"]
ROOT_KEYS = ["name", "namespaces", "routes", "gmt_offset", "timezone_string", "url", "home", "_links"]


def test_a_root_index_may_hold_anything() -> None:
    values = [*JUNK, {"/wp/v2/posts": {"endpoints": [{"methods": 5, "args": {"per_page": {"maximum": True}}}]}}]
    known = {"name": "x", "namespaces": ["wp/v2"], "routes": {}, "timezone_string": "UTC"}
    answers = [with_body("/wp-json/", _dumps({**known, key: value})) for key in ROOT_KEYS for value in values]
    _, kept = read(answers)
    assert kept == []


@pytest.mark.parametrize("key", ["name", "namespaces", "routes", "gmt_offset", "timezone_string"])
def test_the_doctor_reads_any_root_index(key: str) -> None:
    for value in JUNK:
        index = {"name": "x", "namespaces": ["wp/v2"], "routes": {}, key: value}
        with serving(with_body("/wp-json/", _dumps(index))) as server:
            assert diagnose(server.url, allow_private=True, limits=LIMITS).to_json()


@pytest.mark.parametrize("place", ["/wp-json/wp/v2/types", "/wp-json/wp/v2/posts"])
def test_a_registry_or_list_may_hold_anything(place: str) -> None:
    entries = [{"post": value} for value in JUNK] + [{"post": {"rest_base": value}} for value in JUNK]
    entries += [
        {"post": {"rest_base": "posts", "rest_namespace": value}} for value in [*JUNK, "//evil", "?a", "#", ".."]
    ]
    rows = [{"id": number, "modified_gmt": junk} for number, junk in enumerate(JUNK)]
    _, kept = read([with_body(place, _dumps(value)) for value in [*JUNK, *entries, rows]])
    assert kept == []


BODIES = [
    b"[" * 100_000,
    b'[{"id":' + DIGITS.encode() + b"}]",
    b"Warning: x [1]" + b"[" * 5000 + b'[{"id":' + DIGITS.encode() + b"}]",
    b'<b>Warning</b>: {"x":' + DIGITS.encode() + b"} []",
    b" " * 900_000,
    b'"' + b'\\"' * 400_000,
    b"<!-- a -->" * 5_000 + b"[1] <!-- " * 5_000,
    b"<link " * 150_000,
    b"\xff\xfe[\x00]\x00",
    b"[\xed\xa0\x80]",
    b'["\\ud800"]',
]


@pytest.mark.parametrize("place", ["/", "/wp-json/wp/v2/posts"])
@pytest.mark.timeout(60)
def test_a_body_may_hold_anything_and_is_read_in_time(place: str) -> None:
    _, kept = read([with_body(place, body) for body in BODIES])
    assert kept == []


@given(st.lists(st.tuples(st.sampled_from(HEADERS[:-2]), st.binary(max_size=60)), min_size=20, max_size=20))
@settings(max_examples=8, deadline=None)
def test_no_bytes_of_a_header_raise_an_unexpected_exception(headers: list[tuple[str, bytes]]) -> None:
    _, kept = read([with_header("/", name, value.translate(None, b"\r\n")) for name, value in headers])
    assert kept == []


def test_an_unexpected_exception_fails_only_its_list(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Walk.windows

    def broken(self: Walk) -> Iterator[list[LightRow]]:
        if "h0.example" in self._endpoint.url:
            raise ZeroDivisionError("three by nothing, with \x1b[31m")
        return steps(self)

    monkeypatch.setattr(Walk, "windows", broken)
    found, kept = read([newsroom().respond])
    [row] = [row for row in found["h0"] if row["status"] == "failed"]
    assert (row["rest_base"], row["failure_code"]) == ("posts", "UnforeseenError")
    for words in (
        "Reading posts of",
        "ZeroDivisionError: three by nothing",
        "test_hostile_sites.py, line",
        "logs/it.log",
    ):
        assert words in row["failure_message"]
    [(name, text)] = kept
    assert name == "h0"
    assert "Traceback (most recent call last)" in text


def test_an_unexpected_exception_fails_only_its_site(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(session: Session, api: Api) -> SiteLists:
        if session.site.name == "h0":
            raise RecursionError("x")
        return find_lists(session, api)

    monkeypatch.setattr("ingestion.wordpress.site.find_lists", broken)
    found, kept = read([newsroom().respond])
    assert [(row["rest_base"], row["failure_code"]) for row in found["h0"]] == [("root", "UnforeseenError")]
    assert len(kept) == 1


def test_a_site_that_breaks_after_its_root_was_read_keeps_the_root_and_has_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: Any) -> None:
        raise OverflowError("x")

    monkeypatch.setattr("ingestion.wordpress.site_documents.KnownDocuments", broken)
    with serving(newsroom().respond) as server:
        request = ExtractionRequest(sites=(site("a", server.url),), mode="full")
        rows = [row for chunk in extract_sites(request, snapshots={}) for row in chunk.extractions.to_pylist()]
    root = [(row["step"], row["status"]) for row in rows if row["rest_base"] == "root"]
    assert root == [(1, "open"), (2, "failed")]


def test_the_saved_traceback_has_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_USER", "editor")
    monkeypatch.setenv("DESK_LOCK", "abcd efgh")

    def broken(*_: object) -> None:
        raise ValueError("abcd efgh, abcdefgh, ZWRpdG9yOmFiY2QgZWZnaA==")

    monkeypatch.setattr("ingestion.wordpress.site.find_api", broken)
    kept: list[str] = []
    names = {"username_env": "DESK_USER", "password_env": "DESK_LOCK"}
    desk = site("desk", "http://desk.example").model_copy(update=names)

    def keep(_: str, text: str) -> None:
        kept.append(text)

    request = ExtractionRequest(sites=(desk,), mode="full")
    [chunk] = extract_sites(request, snapshots={}, keep_traceback=keep)
    [row] = chunk.extractions.to_pylist()
    assert "ValueError: ***, ***, ***" in kept[0]
    assert "ValueError: ***, ***, ***" in row["failure_message"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_is_not_a_failure_of_a_site(stop: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise stop

    monkeypatch.setattr("ingestion.wordpress.site.find_api", broken)
    request = ExtractionRequest(sites=(site("good", "http://good.example"),), mode="full")
    with pytest.raises(stop):
        list(extract_sites(request, snapshots={}))


def _dumps(value: object) -> bytes:
    """JSON of anything, integers beyond 64 bits included."""
    return json.dumps(value).encode()


def test_an_unexpected_exception_of_one_check_does_not_hide_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("three by nothing")

    monkeypatch.setattr("ingestion.wordpress.doctor._examine_index", broken)
    with serving(newsroom().respond) as server:
        diagnosis = diagnose(server.url, allow_private=True, limits=LIMITS)
    assert diagnosis.is_readable
    [unforeseen] = [finding for finding in diagnosis.findings if finding.code == "unforeseen"]
    assert "the front page ended with ZeroDivisionError: three by nothing" in unforeseen.what
    assert {"root", "estimate"} <= {finding.code for finding in diagnosis.findings}
    assert ("posts", "open", 7) in [(one.rest_base, one.status, one.document_count) for one in diagnosis.lists]


def test_the_doctor_says_what_it_did_not_foresee(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("ingestion.wordpress.doctor.find_api", broken)
    diagnosis = diagnose("http://good.example", allow_private=True, limits=LIMITS)
    assert diagnosis.failure_code == "UnforeseenError"
    assert "RecursionError: too deep" in diagnosis.findings[0].what
