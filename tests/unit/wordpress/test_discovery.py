"""Where the API of a site is."""

from __future__ import annotations

from contextlib import closing

import orjson
import pytest

from ingestion.sites import Site
from ingestion.wordpress import diagnose, discovery
from ingestion.wordpress.discovery import Api, find_api
from ingestion.wordpress.download import Limits
from ingestion.wordpress.endpoints import taxonomy_endpoint
from ingestion.wordpress.errors import ChallengePageError, ForeignRedirectError, NotWordPressError, RestApiDisabledError
from ingestion.wordpress.http import Session
from ingestion.wordpress.registries import find_lists
from tests.unit.wordpress.local_server import HttpResponse, Request, Responder, serving

INDEX = orjson.dumps({"name": "A newsroom", "namespaces": ["wp/v2"], "routes": {}})
PAGE = b"<!doctype html><html><head></head><body>News, and a captcha for comments</body></html>"


def html(status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(status, PAGE, {"Content-Type": "text/html", **(headers or {})})


def found(respond: Responder, path: str = "/") -> tuple[Api, str]:
    """The API found from an address of a local site, and the site's address."""
    with serving(respond) as server:
        site = Site.model_validate(
            {"name": "local", "url": server.url + path, "allow_private": True, "requests_per_second": 1000}
        )
        with closing(Session(site, limits=Limits(retry_seconds=0.01))) as session:
            return find_api(session), server.url


@pytest.mark.parametrize(
    "root", ["/wp-json/", "/index.php/wp-json/", "/?rest_route=/", "/blog/wp-json/", "/blog/?rest_route=/"]
)
def test_a_root_that_no_page_names_is_found_among_the_known_roots(root: str) -> None:
    def respond(request: Request) -> HttpResponse:
        return HttpResponse(body=INDEX) if request.path == root else html()

    api, url = found(respond, "/blog/2026/story/" if root.startswith("/blog") else "/")
    assert (api.root_url, api.found_by) == (url + root, "known root")


def test_a_root_named_by_a_tag_of_the_page_is_found() -> None:
    def respond(request: Request) -> HttpResponse:
        if request.path == "/secret-api/":
            return HttpResponse(body=INDEX)
        link = f"<link rel='https://api.w.org/' href='http://{request.headers['host']}/secret-api/'>"
        return HttpResponse(404 if request.path != "/" else 200, link.encode(), {"Content-Type": "text/html"})

    api, url = found(respond)
    assert (api.root_url, api.found_by) == (url + "/secret-api/", "link tag")


def test_the_page_is_requested_from_a_server_without_head_requests() -> None:
    def respond(request: Request) -> HttpResponse:
        if request.method == "HEAD":
            return HttpResponse(501, b"")
        link = {"Link": f'<http://{request.headers["host"]}/wp-json/>; rel="https://api.w.org/"'}
        return HttpResponse(body=INDEX) if request.path == "/wp-json/" else html(headers=link)

    assert found(respond)[0].found_by == "link header"


def test_a_root_on_another_host_is_not_followed() -> None:
    link = {"Link": '<https://cms.example/wp-json/>; rel="https://api.w.org/"'}
    with pytest.raises(ForeignRedirectError, match=r"https://cms\.example"):
        found(lambda _: html(headers=link))


def test_a_queried_root_is_joined_with_an_ampersand() -> None:
    api = Api("https://a.example/?rest_route=/", {}, None, "known root")
    endpoint = taxonomy_endpoint("tags", api.endpoint_url("tags"), {})
    assert endpoint.list_url({"per_page": 1}) == "https://a.example/?rest_route=/wp/v2/tags&per_page=1"
    assert endpoint.document_url(7) == "https://a.example/?rest_route=/wp/v2/tags/7"


def test_a_site_without_wordpress_is_named_so() -> None:
    with pytest.raises(NotWordPressError):
        found(lambda _: html())


def test_a_wordpress_page_without_an_api_is_distinguished_from_other_pages() -> None:
    page = b'<html><link href="/wp-content/themes/x/style.css"></html>'
    with pytest.raises(RestApiDisabledError):
        found(lambda request: HttpResponse(200 if request.path == "/" else 404, page, {"Content-Type": "text/html"}))


def test_a_challenge_before_the_api_is_named_so() -> None:
    with pytest.raises(ChallengePageError):
        found(lambda _: html(403, {"cf-mitigated": "challenge"}))


def test_the_types_every_site_has_are_tried_where_the_registries_are_closed() -> None:
    closed = HttpResponse(401, b'{"code":"rest_cannot_view"}')
    with serving(lambda _: closed) as server:
        site = Site.model_validate({"name": "local", "url": server.url, "allow_private": True})
        with closing(Session(site)) as session:
            api = Api(server.url + "/wp-json/", {}, None, "known root")
            names = [endpoint.rest_base for endpoint in find_lists(session, api).endpoints]
    assert names == ["posts", "pages", "media", "categories", "tags", "users", "comments"]


def test_a_site_at_wordpress_com_is_asked_at_its_api_host(monkeypatch: pytest.MonkeyPatch) -> None:
    types = orjson.dumps({"post": {"rest_base": "posts"}})
    with serving(
        lambda request: HttpResponse(body=types) if request.path.endswith("/types") else HttpResponse(body=b"{}")
    ) as server:
        monkeypatch.setattr(discovery, "WORDPRESS_COM_API", f"{server.url}/wp/v2/sites/")
        monkeypatch.setattr("ingestion.wordpress.hosts.Resolver.addresses", lambda *_: ("127.0.0.1",))
        site = Site.model_validate({"name": "wpcom", "url": "https://desk.wordpress.com", "allow_private": True})
        with closing(Session(site)) as session:
            api = find_api(session)
            names = {endpoint.rest_base: endpoint.url for endpoint in find_lists(session, api).endpoints}
    assert api.root_url == f"{server.url}/wp/v2/sites/desk.wordpress.com/"
    assert names["posts"] == f"{server.url}/wp/v2/sites/desk.wordpress.com/posts"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://x", "AddressRefused"),
        ("http://127.0.0.1/", "AddressRefused"),
        ("https://user:secret@example.org", "AddressRefused"),
        ("https://gone.invalid", "HostNotFound"),
    ],
)
def test_the_doctor_names_a_bad_address(url: str, code: str) -> None:
    diagnosis = diagnose(url)
    assert diagnosis.failure_code == code
    assert not diagnosis.is_readable
    assert "secret" not in diagnosis.findings[0].what
