"""The name of a site that is given by its address alone."""

from __future__ import annotations

import json

import pytest

from ingestion.sites import Site
from ingestion.wordpress.download import Limits
from ingestion.wordpress.hosts import site_at
from ingestion.wordpress.naming import name_site
from tests.unit.wordpress.local_server import HttpResponse, Request, serving

QUICK = Limits(connect_seconds=1, silence_seconds=1, failures=1)


def in_folder(request: Request) -> HttpResponse:
    """A WordPress in /news; below /news every page says where its API is."""
    if request.path.startswith("/news/wp-json"):
        body = json.dumps({"namespaces": ["wp/v2"], "routes": {}, "home": "x"}).encode()
        return HttpResponse(200, body)
    if request.path.startswith("/news"):
        return HttpResponse(200, b"<html></html>", {"Content-Type": "text/html", "Link": LINK})
    return HttpResponse(404, b"none")


LINK = '</news/wp-json/>; rel="https://api.w.org/"'


@pytest.mark.parametrize("path", ["/news", "/news/", "/news/2026/a-story/"])
def test_site_is_named_after_the_folder_of_its_wordpress_whatever_page_is_given(path: str) -> None:
    with serving(in_folder) as server:
        named = name_site(site_at(f"{server.url}{path}", allow_private=True), [], [], limits=QUICK)
        host = server.url.removeprefix("http://")
    assert (named.name, named.url) == (f"{host}:news", f"http://{host}/news")


def test_site_that_the_warehouse_knows_keeps_its_name() -> None:
    with serving(in_folder) as server:
        known = Site(name="gazette", url=f"{server.url}/news", allow_private=True)
        assert (
            name_site(site_at(f"{server.url}/news/a/", allow_private=True), [known], [], limits=QUICK).name == "gazette"
        )
    earlier = Site(name="www.a.example", url="https://www.a.example")
    assert name_site(site_at("http://a.example"), [earlier], ["www.a.example"]).name == "www.a.example"
    assert name_site(site_at("https://www.b.example"), [earlier], ["www.a.example"]).name == "b.example"


def test_site_that_cannot_be_opened_keeps_the_name_of_its_host() -> None:
    with serving(lambda _: HttpResponse(500, b"")) as server:
        site = site_at(f"{server.url}/news", allow_private=True)
        assert name_site(site, [], [], limits=QUICK).name == server.url.removeprefix("http://")
