"""What a site failed to serve, or does not show, is asked for again: not forgotten, and not in every run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from ingestion.sites import Site
from tests.unit.wordpress.local_server import HttpResponse, Request, Server, serving
from tests.unit.wordpress.newsroom_server import Newsroom, NewsroomWithTerms, post
from tests.wordpress.following import Follower

NEW = "2026-02-01T00:00:00"


class Breaking:
    """A newsroom that fails each request that serves one of the `broken` posts in full."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.broken: set[int] = set()
        self.asked: set[int] = set()
        self.breaks_lists = False

    def respond(self, request: Request) -> HttpResponse:
        reply = self.newsroom.respond(request)
        if "/wp/v2/posts" in request.path and (self.breaks_lists or "_fields" not in request.path):
            include = parse_qs(urlsplit(request.path).query).get("include", [""])[0]
            self.asked.update(map(int, filter(None, include.split(","))))
            if any(re.search(rb'"id":%d\b' % id_, reply.body) for id_ in self.broken):
                return HttpResponse(503, b"<p>Error establishing a database connection</p>")
        return reply


@contextmanager
def following(tmp_path: Path, respond: Callable[[Request], HttpResponse], **settings: object) -> Iterator[Follower]:
    with serving(respond) as server:
        yield Follower(tmp_path, site_at(server, **settings))


def site_at(server: Server, **settings: object) -> Site:
    known = {"name": "a", "url": server.url, "allow_private": True, "requests_per_second": 1000}
    return Site.model_validate({**known, **settings})


def unheld(follower: Follower, rest_base: str = "posts") -> int:
    query = "select unheld_count from raw.extractions where rest_base = $rest_base and status = 'complete'"
    return follower.query(f"{query} order by extraction_id desc limit 1", rest_base=rest_base)[0]["unheld_count"]


def walks_in(site: Breaking, follower: Follower) -> bool:
    """Run, and tell whether the whole list was walked."""
    asked: list[str] = []
    site.newsroom.before = lambda request: asked.append(request.path)
    follower.run()
    return any("/posts?" in path and "after=" not in path and "include=" not in path for path in asked)


def test_a_post_that_met_a_passing_error_is_read_by_the_next_refresh(tmp_path: Path) -> None:
    site = Breaking(Newsroom({id_: post(id_) for id_ in range(1, 31)}))
    site.broken = {7}
    with following(tmp_path, site.respond, include=["posts"]) as follower:
        assert follower.run()["posts"]["status"] == "complete"
        assert (7 in follower.present("posts"), unheld(follower)) == (False, 1)
        site.broken = set()
        follower.run()
        assert (7 in follower.present("posts"), unheld(follower)) == (True, 0)
        site.asked.clear()
        follower.run()
    assert site.asked == set()


def test_a_post_whose_row_met_a_passing_error_is_read_by_the_next_refresh(tmp_path: Path) -> None:
    site = Breaking(Newsroom({id_: post(id_) for id_ in range(1, 31)}))
    site.broken, site.breaks_lists = {7}, True
    with following(tmp_path, site.respond, include=["posts"]) as follower:
        assert follower.run()["posts"]["status"] == "complete"
        assert (7 in follower.present("posts"), unheld(follower)) == (False, 1)
        follower.run()
        assert unheld(follower) == 1
        site.broken = set()
        follower.run()
        assert (7 in follower.present("posts"), unheld(follower)) == (True, 0)
        assert not walks_in(site, follower)


def test_a_row_that_fails_in_every_request_is_walked_to_in_three_runs_and_then_daily(tmp_path: Path) -> None:
    site = Breaking(Newsroom({id_: post(id_) for id_ in range(1, 31)}))
    site.broken, site.breaks_lists = {7}, True
    walks = []
    with following(tmp_path, site.respond, include=["posts"]) as follower:
        for days in (0, 0, 0, 0, 1, 0):
            follower.wait(days)
            walks.append(walks_in(site, follower))
            assert unheld(follower) == 1
        assert set(follower.present("posts")) == set(range(1, 31)) - {7}
    assert walks == [True, True, True, False, True, False]


def test_an_edit_that_met_a_passing_error_is_read_after_its_window_has_passed(tmp_path: Path) -> None:
    newsroom = Newsroom({id_: post(id_) for id_ in range(1, 31)})
    site = Breaking(newsroom)
    with following(tmp_path, site.respond, include=["posts"]) as follower:
        follower.run()
        newsroom.lists["posts"][7] = post(7, modified="2099-01-01T00:00:00")
        site.broken = {7}
        follower.run()
        newsroom.lists["posts"][7] = post(7, modified=NEW)  # which no refresh lists any more
        site.broken = set()
        follower.run()
        assert follower.present("posts")[7] == "2026-02-01 00:00:00"


def test_a_post_that_fails_three_times_is_asked_for_daily_until_it_is_held(tmp_path: Path) -> None:
    site = Breaking(Newsroom({id_: post(id_) for id_ in range(1, 31)}))
    site.broken = {7}
    asked = []
    with following(tmp_path, site.respond, include=["posts"]) as follower:
        for mode in ("refresh", "refresh", "refresh", "refresh", "sweep"):
            site.asked.clear()
            follower.run(mode)
            asked.append(7 in site.asked)
            assert unheld(follower) == 1
        assert asked == [True, True, True, False, False]
        follower.wait(days=1)
        site.broken = set()
        follower.run()
        assert (7 in follower.present("posts"), unheld(follower)) == (True, 0)


def test_a_post_that_failed_and_was_deleted_is_forgotten(tmp_path: Path) -> None:
    newsroom = Newsroom({id_: post(id_) for id_ in range(1, 31)})
    site = Breaking(newsroom)
    site.broken = {7}
    with following(tmp_path, site.respond, include=["posts"]) as follower:
        follower.run()
        del newsroom.lists["posts"][7]
        follower.run()
        assert unheld(follower) == 0
        site.asked.clear()
        follower.run()
    assert site.asked == set()


def test_terms_that_posts_name_are_read_by_the_run_after_a_kill(tmp_path: Path) -> None:
    newsroom = NewsroomWithTerms({1: post(1)})
    with following(tmp_path, newsroom.respond) as follower:
        follower.run()
        newsroom.lists["posts"][2] = post(2, modified="2099-01-01T00:00:00") | {"categories": [9], "author": 8}
        for name, id_ in (("categories", 9), ("users", 8)):
            newsroom.lists[name][id_] = newsroom.lists[name][1] | {"id": id_, "slug": "later"}
        for chunk in follower.single_chunks():
            follower.loader.load(chunk)
            if "posts" in chunk.documents:
                break
        assert 2 in follower.present("posts")
        assert 9 not in follower.present("categories", "terms")
        follower.run()
        assert 9 in follower.present("categories", "terms")
        assert 8 in follower.present("users", "users")


def test_a_user_who_is_not_shown_is_asked_for_in_three_runs_and_then_daily(tmp_path: Path) -> None:
    newsroom = NewsroomWithTerms({1: post(1)})
    with following(tmp_path, newsroom.respond) as follower:
        follower.run()
        newsroom.lists["posts"][2] = post(2, modified="2099-01-01T00:00:00") | {"author": 77}
        asked = []
        for days in (0, 0, 0, 0, 0, 1, 0):
            follower.wait(days)
            newsroom.asked.clear()
            follower.run()
            asked.append(sum("/users?" in path for path in newsroom.asked))
        assert asked == [1, 1, 1, 0, 0, 1, 0]
        newsroom.lists["users"][77] = newsroom.lists["users"][1] | {"id": 77}
        follower.run("sweep")
        assert 77 in follower.present("users", "users")


@pytest.mark.parametrize("mode", ["refresh", "sweep"])
def test_a_list_that_is_no_longer_offered_is_said_and_keeps_its_documents(tmp_path: Path, mode: str) -> None:
    newsroom = Newsroom({1: post(1)})
    newsroom.lists["books"] = {id_: post(id_) | {"type": "books"} for id_ in (5, 6)}
    with following(tmp_path, newsroom.respond) as follower:
        follower.run()
        books = newsroom.lists.pop("books")
        ledger = follower.run(mode)
        assert ledger["books"]["status"] == "not_offered"
        assert follower.states("books") == {5: "present", 6: "present"}
        newsroom.lists["books"] = books
        assert follower.run(mode)["books"]["status"] == "complete"


@pytest.mark.parametrize("excluded", [{"exclude": ["books"]}, {"include": ["posts"]}], ids=["exclude", "include"])
def test_a_list_that_our_settings_exclude_is_not_called_no_longer_offered(
    tmp_path: Path, excluded: dict[str, object]
) -> None:
    newsroom = Newsroom({1: post(1)})
    newsroom.lists["books"] = {5: post(5) | {"type": "books"}}
    with serving(newsroom.respond) as server:
        follower = Follower(tmp_path, site_at(server))
        follower.run()
        follower.sites = (site_at(server, **excluded),)
        assert "books" not in follower.run()


def test_a_registry_that_is_closed_does_not_say_that_a_list_is_no_longer_offered(tmp_path: Path) -> None:
    newsroom = Newsroom({1: post(1)})
    newsroom.lists["books"] = {5: post(5) | {"type": "books"}}
    is_closed = False

    def respond(request: Request) -> HttpResponse:
        if is_closed and request.path.endswith("/types"):
            return HttpResponse(401, b'{"code":"rest_cannot_view"}')
        return newsroom.respond(request)

    with following(tmp_path, respond) as follower:
        follower.run()
        is_closed = True
        assert "books" not in follower.run()
