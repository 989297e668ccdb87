"""Credentials reach one origin: every spelling of an address, in every place one comes from, against a TLS server.

The site is https://newsroom.example. Its name resolves to the loopback interface, and its ports 443 and 80 are led to
a TLS server and to a plain one beside it; the plain one serves the same site, so that nothing but the client's own
rules keeps a request from it.
"""

from __future__ import annotations

import base64
import html
import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import orjson
import pytest

from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.wordpress import extract_sites
from ingestion.wordpress.credentials import redact
from ingestion.wordpress.download import Limits
from ingestion.wordpress.errors import InsecureCredentialsError, WordPressError
from ingestion.wordpress.http import Session
from ingestion.wordpress.steps import failure_message
from tests.unit.wordpress.certificates import make_certificate
from tests.unit.wordpress.local_server import HttpResponse, Request, Server, serving
from tests.unit.wordpress.newsroom_server import Newsroom, post

HOST = "newsroom.example"
AUTHORIZATION = "Basic ZWRpdG9yOmFiY2QgZWZnaA=="  # editor:abcd efgh
LIMITS = Limits(retry_seconds=0.01, tries=2)

# Spellings of `//newsroom.example`. The first kind is the site itself, over https; the second names it over http; the
# third is somebody else's, or nobody's.
HTTPS = ["https://{}", "HTTPS://{}", "hTTpS://{}", "https://NEWSROOM.Example", "https://{}:443", "https://{}:0443"]
HTTPS += ["https://{}.", "HTTPS://{}.:443", "https://ｎｅｗｓｒｏｏｍ.example"]
HTTP = ["http://{}", "HTTP://{}", "hTTp://{}", "HTTP://NEWSROOM.EXAMPLE", "http://{}:80", "HTTP://{}.", "Http://{}.:80"]
FOREIGN = ["HTTP://{}:443", "https://{}:80", "http://www.{}", "https://www.{}", "HTTP://WWW.{}:80", "//www.{}"]
FOREIGN += ["https://{}:8443", "//{}:80", "https://{}.evil.example", "//evil.example", "https://[::1]", "HTTP://[::1]"]
USER = ["https://user@{}", "HTTP://user:word@{}", "https://{}@evil.example", "//user@{}", "https://{}\\@evil.example"]


def spelled(spellings: list[str]) -> list[str]:
    return [spelling.format(HOST) for spelling in spellings]


@dataclass
class Web:
    """Two servers of one site; `tls` and `plain` keep what they were asked."""

    tls: Server
    plain: Server
    answers: dict[str, Callable[[Request], HttpResponse]] = field(default_factory=dict)

    def seen(self, server: Server) -> list[str | None]:
        return [request.headers.get("authorization") for request in server.requests]


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    newsroom = Newsroom({id_: post(id_) for id_ in range(1, 6)})
    answers: dict[str, Callable[[Request], HttpResponse]] = {}

    def respond(request: Request) -> HttpResponse:
        special = answers.get(request.path.partition("?")[0])
        if special is not None:
            return special(request)
        if request.path.startswith("/wp-json/wp/v2/users/me"):
            is_known = request.headers.get("authorization") == AUTHORIZATION
            return HttpResponse(body=b'{"id":1}') if is_known else HttpResponse(401, b'{"code":"rest_not_logged_in"}')
        return newsroom.respond(request)

    context, trusted = make_certificate(tmp_path, HOST, f"www.{HOST}", "evil.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv("DESK_USER", "editor")
    monkeypatch.setenv("DESK_PASSWORD", "abcd efgh")
    monkeypatch.setattr("socket.getaddrinfo", lambda _, port, *__, **___: [(2, 1, 6, "", ("127.0.0.1", port or 0))])
    with ExitStack() as stack:
        tls = stack.enter_context(serving(respond, tls=context))
        plain = stack.enter_context(serving(respond))
        connect = socket.create_connection

        def routed(address: tuple[str, int], *rest: Any, **options: Any) -> socket.socket:
            """Port 443 is the TLS server; every other one the plain server, which must not see a password."""
            return connect(("127.0.0.1", tls.port if address[1] == 443 else plain.port), *rest, **options)

        monkeypatch.setattr("socket.create_connection", routed)
        yield Web(tls, plain, answers)


def read(url: str = f"https://{HOST}", **settings: Any) -> list[dict[str, Any]]:
    """The ledger of one extraction."""
    known = {"name": "desk", "url": url, "allow_private": True, "requests_per_second": 1000}
    site = Site.model_validate({**known, "username_env": "DESK_USER", "password_env": "DESK_PASSWORD", **settings})
    chunks = extract_sites(ExtractionRequest(sites=(site,)), snapshots={}, limits=LIMITS)
    return [row for chunk in chunks for row in chunk.extractions.to_pylist()]


def is_complete(rows: list[dict[str, Any]]) -> bool:
    return any(row["rest_base"] == "posts" and row["status"] == "complete" and row["seen_count"] == 5 for row in rows)


def expect(web: Web, rows: list[dict[str, Any]], *, complete: bool) -> None:
    """What holds whatever was spelled: no request over plain http, and all over TLS with the credentials."""
    assert web.plain.requests == []
    assert web.tls.requests, [row["failure_message"] for row in rows]
    assert set(web.seen(web.tls)) == {AUTHORIZATION}
    assert is_complete(rows) == complete
    if not complete:
        assert [(row["rest_base"], row["failure_code"]) for row in rows] == [("root", "ForeignRedirect")]


def raw(status: str, header: str) -> HttpResponse:
    """An empty response with one header, in UTF-8."""
    head = f"HTTP/1.1 {status}\r\n{header}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    return HttpResponse(raw=head.encode())


def link_header(address: str) -> Callable[[Request], HttpResponse]:
    return lambda _: raw("200 OK", f'Link: <{address}/wp-json/>; rel="https://api.w.org/"')


def link_tag(address: str) -> Callable[[Request], HttpResponse]:
    page = f"<html><head><link rel='https://api.w.org/' href='{address}/wp-json/'></head></html>".encode()
    return lambda _: HttpResponse(body=page, headers={"Content-Type": "text/html; charset=utf-8"})


def redirect(address: str) -> Callable[[Request], HttpResponse]:
    """The same path at another address."""
    return lambda _: raw("302 Found", f"Location: {address}/elsewhere")


@pytest.mark.parametrize("url", spelled(HTTPS))
def test_a_site_is_read_over_tls_however_settings_spell_it(web: Web, url: str) -> None:
    expect(web, read(url), complete=True)


@pytest.mark.parametrize("url", spelled(HTTP))
def test_credentials_are_refused_for_a_site_that_settings_name_over_http(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DESK_USER", "editor")
    monkeypatch.setenv("DESK_PASSWORD", "abcd efgh")
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("93.184.216.34", 0))])
    settings = {"name": "desk", "url": url, "username_env": "DESK_USER", "password_env": "DESK_PASSWORD"}
    with pytest.raises(InsecureCredentialsError):
        Session(Site.model_validate(settings))


@pytest.mark.parametrize("url", spelled(USER[:2]))
def test_a_user_name_in_settings_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="carries a user name") as refusal:
        Site.model_validate({"name": "desk", "url": url})
    assert "word@" not in str(refusal.value)


@pytest.mark.parametrize("place", [link_header, link_tag])
@pytest.mark.parametrize("address", [*spelled(HTTPS), *spelled(HTTP), f"//{HOST}", "//NEWSROOM.example.:443", ""])
def test_a_root_named_in_any_spelling_of_the_site_is_read_over_tls(
    web: Web, place: Callable[[str], Callable[[Request], HttpResponse]], address: str
) -> None:
    web.answers["/"] = place(address)
    expect(web, read(), complete=True)


@pytest.mark.parametrize("place", [link_header, link_tag])
@pytest.mark.parametrize("address", spelled(FOREIGN))
def test_a_root_named_elsewhere_is_refused(
    web: Web, place: Callable[[str], Callable[[Request], HttpResponse]], address: str
) -> None:
    web.answers["/"] = place(address)
    expect(web, read(), complete=address == f"HTTP://{HOST}:443")  # the page's own port: the site behind a proxy


@pytest.mark.parametrize("place", [link_header, link_tag])
@pytest.mark.parametrize(
    "address", [*spelled(USER), "http://[", "https://", "https://a:99999", "javascript:x", "https://a..b"]
)
def test_an_invalid_root_is_replaced_by_the_known_roots(
    web: Web, place: Callable[[str], Callable[[Request], HttpResponse]], address: str
) -> None:
    web.answers["/"] = place(address)
    expect(web, read(), complete=True)


@pytest.mark.parametrize("address", [*spelled(HTTPS), f"//{HOST}", ""])
def test_a_redirect_within_the_origin_carries_the_credentials(web: Web, address: str) -> None:
    web.answers["/wp-json/wp/v2/posts"] = redirect(address)
    web.answers["/elsewhere"] = lambda _: HttpResponse(404, b'{"code":"rest_no_route"}')
    rows = read()
    assert web.plain.requests == []
    assert set(web.seen(web.tls)) == {AUTHORIZATION}
    assert "/elsewhere" in [request.path for request in web.tls.requests]
    assert ("posts", "closed") in [(row["rest_base"], row["status"]) for row in rows]


@pytest.mark.parametrize(
    "address", [*spelled(HTTP), *spelled(FOREIGN), *spelled(USER), "http://[", "ftp://a", "https://\xff\xfe"]
)
def test_a_redirect_out_of_the_origin_is_not_followed(web: Web, address: str) -> None:
    web.answers["/wp-json/wp/v2/posts"] = redirect(address)
    rows = read()
    assert web.plain.requests == []
    assert set(web.seen(web.tls)) == {AUTHORIZATION}
    assert "/elsewhere" not in [request.path for request in web.tls.requests]
    posts = [row for row in rows if row["rest_base"] == "posts"]
    assert [(row["status"], row["failure_code"]) for row in posts] == [("failed", "ForeignRedirect")]


@pytest.mark.parametrize("address", [*spelled(HTTP), *spelled(FOREIGN), *spelled(USER)])
def test_the_addresses_in_a_root_index_and_next_links_are_not_asked(web: Web, address: str) -> None:
    link = {"href": f"{address}/wp-json/wp/v2/posts"}
    routes = {"/wp/v2/posts": {"endpoints": [{"methods": ["GET"], "args": {}}], "_links": {"self": [link]}}}
    index = {
        "name": "x",
        "url": address,
        "home": address,
        "namespaces": ["wp/v2"],
        "routes": routes,
        "_links": {"help": [link]},
    }
    web.answers["/wp-json/"] = lambda _: HttpResponse(body=orjson.dumps(index))
    types = {"post": {"rest_base": "posts", "rest_namespace": f"{address}/wp/v2", "_links": {"wp:items": [link]}}}
    web.answers["/wp-json/wp/v2/types"] = lambda _: HttpResponse(
        body=orjson.dumps(types), headers={"Link": f'<{link["href"]}?page=2>; rel="next"'.encode().decode("latin-1")}
    )
    expect(web, read(), complete=True)


def test_a_site_without_credentials_is_not_redirected_from_https_to_http_either(web: Web) -> None:
    web.answers["/wp-json/wp/v2/posts"] = redirect(f"HTTP://{HOST}")
    rows = read(username_env=None, password_env=None)
    assert web.plain.requests == []
    assert set(web.seen(web.tls)) == {None}
    assert {"ForeignRedirect"} == {row["failure_code"] for row in rows if row["rest_base"] == "posts"}


PASSWORD = "ab&d 'fg\" <hi/ kl>m nopq+rst"  # noqa: S105 - nobody's
TOKEN = base64.b64encode(f"editor:{PASSWORD}".encode()).decode()

#: How a page or an error message may repeat the password that was sent.
ECHOES = {
    "as it is": PASSWORD,
    "without blanks": PASSWORD.replace(" ", ""),
    "in html": html.escape(PASSWORD),
    "in html as PHP writes it": html.escape(PASSWORD).replace("&#x27;", "&#039;"),
    "in html with its quotation marks": html.escape(PASSWORD, quote=False),
    "in json": json.dumps(PASSWORD)[1:-1],
    "in json as PHP writes it": json.dumps(PASSWORD)[1:-1].replace("/", "\\/"),
    "in an address": quote(PASSWORD),
    "in a path": quote(PASSWORD, safe=""),
    "in a query": quote_plus(PASSWORD),
    "in lower case per cent": re.sub("%..", lambda found: found[0].lower(), quote(PASSWORD, safe="")),
    "header": f"Authorization: Basic {TOKEN}",
    "token in an address": quote(TOKEN, safe=""),
    "base64 of it alone": base64.b64encode(PASSWORD.encode()).decode(),
}


def is_part_of(echo: str, text: str) -> bool:
    secret = echo.removeprefix("Authorization: Basic ")
    return any(secret[start : start + 8] in text for start in range(len(secret) - 7))


@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES)
@pytest.mark.parametrize("status", [200, 500])
def test_no_part_of_a_password_that_a_response_repeats_is_shown(
    web: Web, echo: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    known = {"name": "desk", "url": f"https://{HOST}", "allow_private": True, "requests_per_second": 1000}
    site = Site.model_validate({**known, "username_env": "DESK_USER", "password_env": "DESK_PASSWORD"})
    session = Session(site, limits=Limits(retry_seconds=0, tries=1, failures=1000))
    for place in range(0, 130, 3):  # whatever the excerpt is cut to, somewhere it is cut within the echo
        for told in (echo, echo[:-3], echo[: len(echo) // 2]):
            body = f"<p>{'x ' * (place // 2)}of editor: {told}</p>".encode()
            web.answers["/wp-json/echo"] = lambda _, body=body: HttpResponse(status, body)
            with pytest.raises(WordPressError) as failure:
                session.get(f"https://{HOST}/wp-json/echo")
            said = failure_message(failure.value, site)
            assert not is_part_of(echo, said), said
            assert "editor" not in said
    session.close()


@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES)
def test_a_document_that_repeats_the_password_is_kept_without_it(
    web: Web, echo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    known = {"name": "desk", "url": f"https://{HOST}", "allow_private": True, "requests_per_second": 1000}
    site = Site.model_validate({**known, "username_env": "DESK_USER", "password_env": "DESK_PASSWORD"})
    session = Session(site, limits=LIMITS)
    # A text that is already escaped for JSON stands in it as it is; others are escaped once more.
    text = f'"{echo}"' if "\\" in echo else json.dumps(echo)
    web.answers["/wp-json/echo"] = lambda _: HttpResponse(
        body=b'{"id": 7, "slug": "editor", "said": ' + text.encode() + b"}"
    )
    response = session.get(f"https://{HOST}/wp-json/echo")
    session.close()
    assert response.content["slug"] == "editor"
    assert "***" in response.content["said"]
    assert not is_part_of(echo, response.content["said"])


@pytest.mark.parametrize("settings", [{}, {"username_env": None, "password_env": None}], ids=["password", "none"])
@pytest.mark.parametrize("address", [f"http://{HOST}", "http://www.newsroom.example", "http://evil.example"])
def test_no_message_advises_plain_http_for_a_site_over_https(web: Web, settings: dict[str, Any], address: str) -> None:
    web.answers["/"] = redirect(address)
    said = " ".join(str(row["failure_message"]) for row in read(**settings))
    assert "not followed" in said
    assert "set url" not in said


def test_a_user_name_is_in_no_message_but_the_address_of_the_site_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_USER", "courier")
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    known = {"name": "courier", "url": "https://www.courier.example/courier/"}
    site = Site.model_validate({**known, "username_env": "DESK_USER", "password_env": "DESK_PASSWORD"})
    said = 'https://www.courier.example/courier/ said: no user "courier" (courier), courier@desk, courier-desk.'
    assert redact(site, said) == (
        'https://www.courier.example/courier/ said: no user "***" (***), ***@desk, courier-desk.'
    )
