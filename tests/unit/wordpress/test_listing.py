"""Walking along a list by id while it changes."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace

import pytest

from ingestion.sites import Site
from ingestion.wordpress.endpoints import type_endpoint
from ingestion.wordpress.http import Session
from ingestion.wordpress.listing import Listing, list_ids
from tests.unit.wordpress.local_server import HttpResponse, Request, Server, serving
from tests.unit.wordpress.newsroom_server import Newsroom, post


def walk(server: Server, *, largest_page: int = 10, hides_some: bool = False) -> Listing:
    """The listing of the posts of a local server."""
    site = Site.model_validate({"name": "local", "url": server.url, "allow_private": True, "requests_per_second": 1000})
    args = {"per_page": {"maximum": largest_page}}
    with closing(Session(site)) as session:
        endpoint = type_endpoint("posts", server.url + "/wp-json/wp/v2/posts", args)
        return list_ids(session, replace(endpoint, hides_some=hides_some))


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 19, 20, 100])
def test_every_id_is_listed_once_and_in_order(count: int) -> None:
    newsroom = Newsroom({id_: post(id_) for id_ in range(1, count + 1)})
    with serving(newsroom.respond) as server:
        listing = walk(server)
    assert list(listing.ids) == list(range(1, count + 1))
    assert listing.is_complete(may_hide=False)


@pytest.mark.parametrize("seed", range(30))
def test_no_remaining_post_is_missed_while_the_site_changes(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a scene, not a secret
    newsroom = Newsroom({id_: post(id_) for id_ in range(1, 301)})
    next_id = 1000

    def change(_: Request) -> None:
        nonlocal next_id
        with newsroom.lock:
            posts = newsroom.lists["posts"]
            for gone in chance.sample(sorted(posts), chance.choice([0, 0, 1, 3, 12])):
                del posts[gone]
            for _added in range(chance.choice([0, 0, 1, 3])):
                next_id += 1
                posts[next_id] = post(next_id)

    newsroom.before = change
    with serving(newsroom.respond) as server:
        listing = walk(server)
    stayed = {id_ for id_ in newsroom.lists["posts"] if id_ <= 300}
    assert stayed <= set(listing.ids)


def test_a_walk_without_overlap_would_have_missed_some() -> None:
    """The scene of the test above is one in which plain paging by id does lose posts."""
    newsroom = Newsroom({id_: post(id_) for id_ in range(1, 121)})
    seen: set[int] = set()
    for offset in range(0, 120, 10):
        ids = sorted(newsroom.lists["posts"])
        seen |= set(ids[offset : offset + 10])
        newsroom.lists["posts"].pop(ids[0])
    assert not set(newsroom.lists["posts"]) <= seen


def test_a_count_between_the_lowest_and_the_highest_total_is_complete() -> None:
    listing = Listing(total=10, totals=(10, 12))
    for id_ in range(1, 12):
        listing.add(id_, 0)
    assert listing.is_complete(may_hide=False)
    listing.add(12, 0)
    listing.add(13, 0)
    assert not listing.is_complete(may_hide=False)


def test_hidden_rows_are_allowed_only_where_a_list_may_hide_some() -> None:
    listing = Listing(total=10, totals=(10, 10))
    for id_ in range(1, 9):
        listing.add(id_, 0)
    assert listing.is_complete(may_hide=True)
    assert not listing.is_complete(may_hide=False)


@pytest.mark.parametrize("limit", [3, 7, 9])
@pytest.mark.parametrize("count", [8, 10, 13, 19, 40])
def test_a_page_size_limit_loses_no_row_of_a_list_with_hidden_rows(limit: int, count: int) -> None:
    newsroom = Newsroom({id_: post(id_) for id_ in range(1, count + 1)})

    def respond(request: Request) -> HttpResponse:
        return newsroom.respond(replace(request, path=request.path.replace("per_page=10", f"per_page={limit}")))

    with serving(respond) as server:
        listing = walk(server, hides_some=True)
    assert list(listing.ids) == list(range(1, count + 1))


def test_a_list_that_shows_nothing_of_what_it_counts_is_never_complete() -> None:
    assert not Listing(total=2032, totals=(2032, 2032)).is_complete(may_hide=True)
