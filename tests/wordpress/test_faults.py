"""Every fault of a site: repaired and counted, refused by name, or lived through; never silently fewer rows."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests.wordpress.following import Follower
from tests.wordpress.server import WordPress

Follow = Callable[..., Follower]

IN_FULL = "posts.*include="
LISTS = "wp/v2/posts"


@pytest.fixture
def ids(wordpress: WordPress) -> list[int]:
    """Ids of 130 posts."""
    return wordpress.php("return seed_posts(130);")


@pytest.mark.parametrize("fault", ["bom", "warning", "comment", "control"])
def test_text_around_the_json_is_repaired_and_counted(
    wordpress: WordPress, follow: Follow, ids: list[int], fault: str
) -> None:
    wordpress.fault({"match": IN_FULL, "fault": fault, "times": 1})
    follower = follow()
    posts = follower.run()["posts"]
    assert (posts["status"], posts["new"], posts["repaired"]) == ("complete", 130, 1)


def test_all_faults_of_one_response_are_repaired_at_once(wordpress: WordPress, follow: Follow, ids: list[int]) -> None:
    wordpress.fault(*({"match": "wp-json", "fault": fault} for fault in ("bom", "warning", "comment", "control")))
    follower = follow()
    posts = follower.run()["posts"]
    assert (posts["status"], posts["new"]) == ("complete", 130)
    assert posts["repaired"] == posts["requests"] == 4  # two windows of ids, two pages


def test_too_large_a_share_of_repairs_fails_the_list_and_keeps_its_documents(
    wordpress: WordPress, follow: Follow, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingestion.wordpress.list_reader.REPAIRED_COUNT", 2)
    wordpress.fault({"match": LISTS, "fault": "bom"})
    follower = follow()
    posts = follower.run()["posts"]
    assert (posts["status"], posts["failure"], posts["new"]) == ("failed", "TooManyRepairs", 130)
    assert posts["cursor"] is None


@pytest.mark.parametrize(
    "fault_and_name",
    [
        ("challenge", 403, "ChallengePage"),
        ("challenge", 200, "ChallengePage"),
        ("challenge", 202, "ChallengePage"),
        ("challenge", 503, "ChallengePage"),
        ("html", None, "UnreadableAnswer"),
        ("shape", None, "UnexpectedShape"),
        ("login", None, "ListClosed"),
        ("busy", 600, "RateLimited"),
        ("busy", None, "RateLimited"),
        ("status", 500, "ServerError"),
        ("redirect", "https://elsewhere.example/wp-json/", "ForeignRedirect"),
        ("redirect", "/wp-json/wp/v2/posts?again", "ForeignRedirect"),
        ("truncate", None, "TruncatedAnswer"),
        ("bomb", 8, "AnswerTooLarge"),
        ("loop", None, "PageLoop"),
        ("total", 900, "IncompleteList"),
        ("total", 12, "IncompleteList"),
    ],
    ids=str,
)
def test_an_unreadable_list_fails_with_its_code_and_does_not_affect_others(
    wordpress: WordPress, follow: Follow, ids: list[int], fault_and_name: tuple[str, Any, str]
) -> None:
    fault, argument, name = fault_and_name
    wordpress.php("return seed_posts(2, '', 'page');")
    wordpress.fault({"match": LISTS, "fault": fault, "argument": argument})
    follower = follow(include=["posts", "pages"])
    ledger = follower.run()
    assert ledger["posts"]["failure"] == name
    assert ledger["posts"]["status"] == ("closed" if name == "ListClosed" else "failed")
    assert ledger["posts"]["cursor"] is None
    assert ledger["posts"]["message"].endswith(".")
    assert wordpress.url in ledger["posts"]["message"]
    assert (ledger["pages"]["status"], ledger["pages"]["new"]) == ("complete", 2)
    wordpress.fault()
    assert follower.run()["posts"]["status"] == "complete"
    assert len(follower.present("posts")) == 130


@pytest.mark.parametrize("most", [60, 12, 1])
def test_pages_are_halved_until_they_succeed(wordpress: WordPress, follow: Follow, ids: list[int], most: int) -> None:
    wordpress.fault({"match": LISTS, "fault": "memory", "argument": most})
    follower = follow()
    posts = follower.run()["posts"]
    assert (posts["status"], posts["new"], posts["rejected"], posts["message"]) == ("complete", 130, 0, "")


def test_the_page_size_grows_back(wordpress: WordPress, follow: Follow) -> None:
    wordpress.php("return seed_posts(900);")
    wordpress.fault({"match": IN_FULL, "fault": "status", "argument": 500, "times": 2})
    follower = follow(max_connections=1)
    assert follower.run()["posts"]["new"] == 900
    sizes = [
        int(request.uri.split("per_page=")[1].split("&")[0])
        for request in wordpress.requests()
        if "wp/v2/posts" in request.uri and "include=" in request.uri
    ]
    assert max(sizes[sizes.index(50) :]) == 100


def test_one_broken_post_is_quarantined_and_the_others_are_read(
    wordpress: WordPress, follow: Follow, ids: list[int]
) -> None:
    wordpress.fault({"match": IN_FULL, "fault": "broken_post", "argument": ids[77]})
    follower = follow()
    posts = follower.run()["posts"]
    assert (posts["status"], posts["new"], posts["rejected"]) == ("complete", 129, 1)
    [refused] = follower.query("select * from raw.rejected_documents")
    assert refused["origin"].endswith(f"/posts/{ids[77]}")
    assert refused["reason_code"] == "ServerError"
    wordpress.fault()
    assert follower.run("sweep")["posts"]["new"] == 1


def test_a_post_that_breaks_the_list_of_ids_is_quarantined_by_its_position(
    wordpress: WordPress, follow: Follow, ids: list[int]
) -> None:
    wordpress.fault({"match": LISTS, "fault": "broken_post", "argument": ids[77]})
    follower = follow()
    posts = follower.run()["posts"]
    assert (posts["status"], posts["new"], posts["rejected"]) == ("complete", 129, 1)
    [refused] = follower.query("select * from raw.rejected_documents")
    assert refused["line"] == 78
    follower.run("sweep")
    assert follower.states("posts").keys() == set(ids) - {ids[77]}


def test_slow_pages_are_halved(wordpress: WordPress, follow: Follow, ids: list[int]) -> None:
    wordpress.fault({"match": IN_FULL + r"(\d+,){60}", "fault": "sleep", "argument": 4})
    follower = follow()
    posts = follower.run()["posts"]
    assert (posts["status"], posts["new"]) == ("complete", 130)


def test_a_slow_drip_ends_at_its_deadline(wordpress: WordPress, follow: Follow, ids: list[int]) -> None:
    wordpress.fault({"match": IN_FULL + r"(\d+,){60}", "fault": "drip", "argument": 60, "times": 2})
    follower = follow()
    began = time.monotonic()
    posts = follower.run()["posts"]
    assert (posts["status"], posts["new"]) == ("complete", 130)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("form", ["seconds", "date", "absent"])
def test_retry_after_pauses_all_requests_to_a_site(
    wordpress: WordPress, follow: Follow, ids: list[int], form: str
) -> None:
    asked = {"seconds": "2", "date": format_datetime(datetime.now(UTC) + timedelta(seconds=4), usegmt=True)}.get(form)
    wordpress.fault({"match": IN_FULL, "fault": "busy", "argument": asked, "times": 1})
    follower = follow()
    assert follower.run()["posts"]["new"] == 130
    at: dict[str, list[float]] = {}
    for request in wordpress.requests():
        if "include=" in request.uri:
            at.setdefault(request.uri, []).append(request.at)
    # A request that was already under way beside the refused one is no impatience: the refused one comes a second time.
    [(refused, again)] = [times for times in at.values() if len(times) > 1]
    assert again - refused > {"seconds": 1.9, "date": 1.0, "absent": 0.0}[form]


def test_a_site_without_counting_headers_is_read_to_its_highest_id(
    wordpress: WordPress, follow: Follow, ids: list[int]
) -> None:
    wordpress.fault({"match": LISTS, "fault": "no_totals"})
    follower = follow()
    posts = follower.run()["posts"]
    assert (posts["status"], posts["expected"], posts["new"]) == ("complete", None, 130)


@pytest.mark.parametrize("headers", [True, False])
def test_a_site_with_smaller_pages_than_requested_is_read_in_full(
    wordpress: WordPress, follow: Follow, ids: list[int], headers: bool
) -> None:
    rules = [{"match": LISTS, "fault": "largest_page", "argument": 40}]
    wordpress.fault(*rules, *([] if headers else [{"match": LISTS, "fault": "no_totals"}]))
    follower = follow()
    posts = follower.run()["posts"]
    assert (posts["status"], posts["new"]) == ("complete", 130)


def test_a_foreign_next_link_is_not_followed(wordpress: WordPress, follow: Follow, ids: list[int]) -> None:
    wordpress.fault({"match": LISTS, "fault": "foreign_next", "argument": "http://127.0.0.2:9/steal"})
    follower = follow()
    assert follower.run()["posts"]["new"] == 130


def test_a_post_that_is_counted_but_hidden_fails_the_list_after_a_second_walk(
    wordpress: WordPress, follow: Follow, ids: list[int]
) -> None:
    wordpress.fault({"match": LISTS, "fault": "hide", "argument": ids[40]})
    follower = follow()
    posts = follower.run()["posts"]
    assert (posts["failure"], posts["expected"], posts["seen"], posts["new"]) == ("IncompleteList", 130, 129, 129)
    looks = [
        request
        for request in wordpress.requests()
        if "_fields=id,date_gmt" in request.uri and "offset" not in request.uri
    ]
    assert len(looks) == 2


def test_a_site_in_maintenance_is_recognized(wordpress: WordPress, follow: Follow, ids: list[int]) -> None:
    follower = follow()
    follower.run()
    (wordpress.site / ".maintenance").write_text(f"<?php $upgrading = {int(time.time())};")
    root = follower.run()["root"]
    assert (root["status"], root["failure"]) == ("failed", "MaintenanceMode")
    (wordpress.site / ".maintenance").unlink()
    assert follower.run()["posts"]["status"] == "complete"


def test_a_site_that_is_briefly_down_is_waited_for(wordpress: WordPress, follow: Follow, ids: list[int]) -> None:
    wordpress.fault({"match": IN_FULL, "fault": "sleep", "argument": 1})
    follower = follow()
    follower.limits = follower.limits.__class__(**{**_fields(follower.limits), "retry_seconds": 2.0})
    leaving = threading.Timer(0.7, wordpress.go_away)
    returning = threading.Timer(1.7, wordpress.serve)
    leaving.start()
    returning.start()
    try:
        posts = follower.run()["posts"]
    finally:
        leaving.join()
        returning.join()
    assert (posts["status"], posts["new"]) == ("complete", 130)


def test_a_site_that_goes_down_is_read_further_when_it_is_back(
    wordpress: WordPress, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    wordpress.php("return seed_posts(600);")
    monkeypatch.setattr("ingestion.wordpress.steps._CHUNK_BYTES", 50_000)
    # Slowly: it must not be read to its end before it goes away, however busy this machine is.
    follower = follow(max_connections=1, requests_per_second=2)
    for number, chunk in enumerate(follower.chunks()):
        follower.loader.load(chunk)
        if number == 1:
            wordpress.go_away()
    posts = follower.ledger()["posts"]
    try:
        assert (posts["status"], posts["failure"], posts["cursor"]) == ("failed", "SiteUnavailable", None)
        assert 0 < len(follower.present("posts")) < 600
        assert follower.run()["root"]["failure"] == "SiteUnavailable"
    finally:
        wordpress.serve()
    assert follower.run()["posts"]["status"] == "complete"
    assert len(follower.present("posts")) == 600


def _fields(limits: Any) -> dict[str, Any]:
    return {name: getattr(limits, name) for name in limits.__slots__}
