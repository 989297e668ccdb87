"""Finding the API, being let in, and behaving on the way: against a real site."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from ingestion.sites import Site
from ingestion.wordpress import AddressError, diagnose
from ingestion.wordpress.discovery import Api, find_api
from ingestion.wordpress.errors import NothingOpenedError, NotWordPressError, RestApiDisabledError
from ingestion.wordpress.http import Session
from tests.wordpress.following import QUICK, Follower
from tests.wordpress.server import WordPress

Follow = Callable[..., Follower]


def opened(url: str) -> Api:
    """The API found from an address."""
    site = Site.model_validate({"name": "courier", "url": url, "allow_private": True, "requests_per_second": 500})
    with closing(Session(site, limits=QUICK)) as session:
        return find_api(session)


@pytest.fixture
def password(wordpress: WordPress, monkeypatch: pytest.MonkeyPatch) -> str:
    """An application password of the editor's, in the environment."""
    secret = wordpress.php(
        "return WP_Application_Passwords::create_new_application_password(1, ['name' => 'pressgraph'])[0];"
    )
    monkeypatch.setenv("COURIER_USER", "editor")
    monkeypatch.setenv("COURIER_PASSWORD", secret)
    return secret


CREDENTIALS = {"username_env": "COURIER_USER", "password_env": "COURIER_PASSWORD"}


@pytest.mark.parametrize("path", ["", "/", "/2026/01/01/story-post-1/", "/no/such/page/at/all", "/wp-json/"])
def test_any_page_of_a_site_leads_to_its_api(wordpress: WordPress, path: str) -> None:
    wordpress.php("return seed_posts(1);")
    assert opened(wordpress.url + path).root_url == f"{wordpress.url}/wp-json/"


@pytest.mark.parametrize(
    ("structure", "root"),
    [("/index.php/%year%/%postname%/", "/index.php/wp-json/"), ("", "/index.php?rest_route=/")],
)
def test_index_and_plain_permalinks_are_found_by_the_link_header(
    wordpress: WordPress, follow: Follow, structure: str, root: str
) -> None:
    wordpress.php(f"seed_posts(130); update_option('permalink_structure', '{structure}'); return 0;")
    api = opened(wordpress.url)
    assert (api.root_url, api.found_by) == (wordpress.url + root, "link header")
    follower = follow()
    assert follower.run()["posts"]["new"] == 130
    assert follower.latest("root", "sites")[0]["document"]


def test_the_known_roots_are_tried_if_no_page_names_one(wordpress: WordPress) -> None:
    wordpress.fault({"match": "^/$", "fault": "html"})
    api = opened(wordpress.url)
    assert (api.root_url, api.found_by) == (f"{wordpress.url}/wp-json/", "known root")


def test_a_site_whose_api_is_closed_to_visitors_is_refused_by_name(wordpress: WordPress) -> None:
    wordpress.fault({"match": "wp-json|rest_route", "fault": "login"})
    with pytest.raises(RestApiDisabledError, match="rest_not_logged_in"):
        opened(wordpress.url)


def test_a_wordpress_site_without_a_reachable_api_is_distinguished_from_other_sites(wordpress: WordPress) -> None:
    wordpress.fault({"match": "wp-json|rest_route", "fault": "status", "argument": 404})
    with pytest.raises(RestApiDisabledError, match="none of the usual places"):
        opened(wordpress.url)
    wordpress.fault({"match": ".", "fault": "html"})
    with pytest.raises(NotWordPressError):
        opened(wordpress.url)


def test_a_site_that_is_not_wordpress_changes_nothing(wordpress: WordPress, follow: Follow) -> None:
    wordpress.fault({"match": ".", "fault": "html"})
    follower = follow()
    with pytest.raises(AddressError, match="is not a WordPress site"):
        follower.run()
    assert follower.query("select count(*) as count from raw.extractions") == [{"count": 0}]


def test_accepted_credentials_open_what_is_closed_to_visitors(
    wordpress: WordPress, follow: Follow, password: str
) -> None:
    wordpress.php("return seed_posts(3);")
    wordpress.fault({"match": "wp-json/wp", "fault": "login"})
    assert follow(**CREDENTIALS).run()["posts"]["new"] == 3
    assert all(request.is_authorized for request in wordpress.requests())


def test_a_wrong_password_is_detected_though_the_site_returns_200(
    wordpress: WordPress, follow: Follow, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wordpress.php("return seed_posts(3);")
    monkeypatch.setenv("COURIER_PASSWORD", "not the password")
    follower = follow(**CREDENTIALS)
    with pytest.raises(NothingOpenedError, match="not accept") as refusal:
        follower.run()
    assert "not the password" not in str(refusal.value)

    monkeypatch.setenv("COURIER_PASSWORD", password)
    follower.run()
    held = follower.present("posts")
    assert len(held) == 3
    monkeypatch.setenv("COURIER_PASSWORD", "not the password")
    root = follower.run()["root"]
    assert (root["status"], root["failure"]) == ("failed", "WrongCredentials")
    assert "not the password" not in root["message"]
    assert follower.present("posts") == held


def test_drafts_an_account_may_see_are_not_fetched(wordpress: WordPress, follow: Follow, password: str) -> None:
    ids = wordpress.php("return seed_posts(3);")
    wordpress.php(
        "wp_insert_post(['post_title' => 'Draft', 'post_content' => 'x', 'post_status' => 'draft']); return 0;"
    )
    follower = follow(**CREDENTIALS)
    follower.run()
    wordpress.php(f"wp_trash_post({ids[0]}); return 0;")
    follower.run("sweep")
    assert follower.states("posts") == {ids[0]: "unpublished", ids[1]: "present", ids[2]: "present"}


def test_requests_identify_the_client_and_respect_the_rate_limit(wordpress: WordPress, follow: Follow) -> None:
    wordpress.php("return seed_posts(400);")
    follow(contact="https://desk.example/bots", requests_per_second=4).run()
    requests = wordpress.requests()
    assert {request.user_agent.split("/")[0] for request in requests} == {"Pressgraph"}
    assert all("+https://desk.example/bots" in request.user_agent for request in requests)
    # Eight may begin at once (two seconds' worth), the others one every quarter of a second.
    assert len(requests) >= 12
    assert requests[-1].at - requests[0].at >= (len(requests) - 10) / 4


@pytest.fixture
def diagnosis(wordpress: WordPress) -> dict[str, Any]:
    wordpress.php("seed_posts(250); seed_posts(3, '', 'page'); return 0;")
    wordpress.fault(
        {"match": "wp/v2/users", "fault": "login"},
        {"match": "wp/v2/tags", "fault": "no_totals"},
        {"match": ".", "fault": "no_modified_after"},
        {"match": "wp/v2/pages", "fault": "bom"},
    )
    return json.loads(diagnose(wordpress.url, allow_private=True, limits=QUICK).to_json())


def test_the_doctor_reports_what_a_site_offers_and_what_would_fail(
    wordpress: WordPress, diagnosis: dict[str, Any]
) -> None:
    assert diagnosis["failure_code"] is None
    assert diagnosis["root_url"] == f"{wordpress.url}/wp-json/"
    assert diagnosis["name"] == "The Test Courier"
    assert diagnosis["timezone"] == "Europe/London"
    assert diagnosis["wordpress_version"] == wordpress.php("return get_bloginfo('version');")
    lists = {found["rest_base"]: (found["status"], found["document_count"]) for found in diagnosis["lists"]}
    assert lists["posts"] == ("open", 250)
    assert lists["pages"] == ("open", 3)
    assert lists["tags"] == ("open", None)
    assert lists["users"][0] == "closed"
    codes = {finding["code"] for finding in diagnosis["findings"]}
    assert {"root", "zone", "yoast", "users_closed", "modified_after", "headers_stripped", "repairs"} <= codes
    assert all(finding["meaning"].endswith(".") for finding in diagnosis["findings"])
    assert {finding["code"]: finding["level"] for finding in diagnosis["findings"]}["yoast"] == "good"
    assert 0 < diagnosis["estimated_seconds"] < 600
    assert 10_000 < diagnosis["estimated_bytes"] < 10_000_000


def test_the_doctor_names_what_makes_a_site_unreadable(wordpress: WordPress) -> None:
    wordpress.fault({"match": ".", "fault": "challenge"})
    diagnosis = diagnose(wordpress.url, allow_private=True, limits=QUICK)
    assert diagnosis.failure_code == "ChallengePage"
    assert diagnosis.findings[0].level == "problem"
