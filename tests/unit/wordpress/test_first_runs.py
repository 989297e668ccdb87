"""A first run of a site that is closed to us opens nothing and says why; beside another site it is in the ledger."""

from __future__ import annotations

import pytest

from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.wordpress import extract_sites
from ingestion.wordpress.errors import NothingOpenedError
from tests.unit.wordpress.local_server import HttpResponse, Request, serving
from tests.unit.wordpress.newsroom_server import Newsroom, post


def closed(_: Request) -> HttpResponse:
    return HttpResponse(401, b'{"code":"rest_login_required","message":"x"}')


def site(name: str, url: str, **settings: str) -> Site:
    return Site.model_validate({"name": name, "url": url, "allow_private": True, "include": ["posts"], **settings})


def test_a_closed_site_opens_nothing() -> None:
    with serving(closed) as server:
        request = ExtractionRequest(sites=(site("a", server.url),), mode="full")
        with pytest.raises(NothingOpenedError, match=r"closed to visitors .401 rest_login_required"):
            list(extract_sites(request, snapshots={}))


def test_credentials_that_are_set_are_called_not_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_USER", "editor")
    monkeypatch.setenv("DESK_LOCK", "abcd efgh")
    names = {"username_env": "DESK_USER", "password_env": "DESK_LOCK"}
    with serving(closed) as server:
        request = ExtractionRequest(sites=(site("a", server.url, **names),), mode="full")
        with pytest.raises(NothingOpenedError, match="does not accept the user name and application password"):
            list(extract_sites(request, snapshots={}))


def test_a_closed_site_beside_an_open_one_is_in_the_ledger() -> None:
    with serving(closed) as server, serving(Newsroom({1: post(1)}).respond) as good:
        request = ExtractionRequest(sites=(site("a", server.url), site("b", good.url)), mode="full")
        rows = [row for chunk in extract_sites(request, snapshots={}) for row in chunk.extractions.to_pylist()]
    failures = {(row["site"], row["failure_code"]) for row in rows if row["status"] == "failed"}
    assert failures == {("a", "RestApiDisabled")}
