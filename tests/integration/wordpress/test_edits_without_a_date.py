"""Edits that move no date: a sweep finds those that a light row shows, and reads the others by turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest

from ingestion.sites import Site
from tests.unit.wordpress.local_server import Request, serving
from tests.unit.wordpress.newsroom_server import NewsroomWithTerms, post
from tests.wordpress.following import Follower

Edit = Callable[[dict[int, dict[str, Any]]], object]


def story(id_: int, **fields: Any) -> dict[str, Any]:
    """A post with everything that a light row shows."""
    return post(id_) | {"author": 1, "categories": [1], "featured_media": 0, "sticky": False} | fields


class Site60:
    """A newsroom of 60 posts, of which 5 and 6 are of account 2 and category 2; `read` are posts read in full."""

    def __init__(self) -> None:
        self.newsroom = NewsroomWithTerms({id_: story(id_) for id_ in range(1, 61)})
        for id_ in (5, 6):
            self.posts[id_] |= {"author": 2, "categories": [2]}
        self.read: list[int] = []
        self.newsroom.before = self._note

    @property
    def posts(self) -> dict[int, dict[str, Any]]:
        return self.newsroom.lists["posts"]

    def _note(self, request: Request) -> None:
        if "/wp/v2/posts" in request.path and "_fields" not in request.path:
            ids = parse_qs(urlsplit(request.path).query).get("include", [""])[0]
            self.read += [int(id_) for id_ in ids.split(",") if id_]


@contextmanager
def followed(tmp_path: Path, **settings: Any) -> Iterator[tuple[Site60, Follower]]:
    """The newsroom, read once."""
    site = Site60()
    with serving(site.newsroom.respond) as server:
        known = {"name": "a", "url": server.url, "allow_private": True, "requests_per_second": 1000}
        follower = Follower(tmp_path, Site.model_validate({**known, **settings}))
        follower.run()
        site.read.clear()
        yield site, follower


def held(follower: Follower) -> dict[int, dict[str, Any]]:
    return {row["id"]: orjson.loads(row["document"]) for row in follower.latest("posts") if row["document"]}


def reassign(posts: dict[int, dict[str, Any]]) -> None:
    posts[5] |= {"author": 1}
    posts[6] |= {"author": 1}


EDITS: dict[str, Edit] = {
    "account deleted, its posts given to another": reassign,
    "category deleted": lambda posts: posts[5].update(categories=[1]),
    "tagged": lambda posts: posts[40].update(categories=[1, 3]),
    "numbered keys": lambda posts: posts[40].update(categories={"1": 1, "3": 3}),
    "sticky": lambda posts: posts[40].update(sticky=True),
    "featured picture": lambda posts: posts[40].update(featured_media=77),
    "slug": lambda posts: posts[40].update(slug="another"),
    "permalinks": lambda posts: [row.update(link=f"https://newsroom.example/?p={id_}") for id_, row in posts.items()],
    "title": lambda posts: posts[40].update(title={"rendered": "Another"}),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=list(EDITS))
def test_an_edit_that_a_light_row_shows_is_read_by_one_sweep(tmp_path: Path, edit: Edit) -> None:
    with followed(tmp_path, include=["posts", "categories"]) as (site, follower):
        before = orjson.loads(orjson.dumps(site.posts, option=orjson.OPT_NON_STR_KEYS))
        edit(site.posts)
        changed = {id_ for id_ in site.posts if site.posts[id_] != before[str(id_)]}
        follower.run("sweep")
        assert held(follower) == site.posts
        assert follower.new_rows == len(changed)
        site.read.clear()
        follower.run("sweep")
        assert follower.new_rows == 0
    assert len(site.read) == 5  # a day's share of 60 in 14 days


@pytest.mark.parametrize("rest_base", ["users", "categories"])
def test_a_post_that_still_names_what_is_gone_is_read_once_more(tmp_path: Path, rest_base: str) -> None:
    with followed(tmp_path) as (site, follower):
        del site.newsroom.lists[rest_base][2]
        for id_ in (5, 6):
            site.posts[id_]["yoast_head_json"] = {"title": "Without it"}
        follower.run("sweep")
        assert held(follower) == site.posts
        site.read.clear()
        follower.run("sweep")
    assert not {5, 6} & set(site.read)


def test_what_no_light_row_shows_is_read_within_the_days_of_the_site_longest_unread_first(tmp_path: Path) -> None:
    with followed(tmp_path, reread_days=5) as (site, follower):
        for row in site.posts.values():
            row["yoast_head_json"] = {"title": "Edited in Yoast alone"}
        edited = []
        for _ in range(5):
            follower.wait(days=1)
            assert follower.run("sweep")["posts"]["status"] == "complete"
            edited.append(sum(document == site.posts[id_] for id_, document in held(follower).items()))
        assert edited == [12, 24, 36, 48, 60]
        first_round, site.read = sorted(site.read), []
        for _ in range(5):
            follower.wait(days=1)
            follower.run("sweep")
            assert follower.new_rows == 0
    assert first_round == sorted(site.read) == sorted(site.posts)


def test_sweeps_every_second_day_keep_to_the_days_of_the_site(tmp_path: Path) -> None:
    with followed(tmp_path, reread_days=10) as (site, follower):
        for _ in range(5):
            follower.wait(days=2)
            follower.run("sweep")
    assert sorted(set(site.read)) == sorted(site.posts)


def test_after_a_pause_the_backlog_is_counted_until_it_is_read(tmp_path: Path) -> None:
    with followed(tmp_path, reread_days=14) as (_, follower):
        backlog = []
        for days in (30, 1, 1):
            follower.wait(days)
            follower.run("sweep")
            [row] = follower.query(
                "select backlog_count from raw.extractions where rest_base = 'posts' and status = 'complete'"
                " order by extraction_id desc limit 1"
            )
            backlog.append(row["backlog_count"])
    assert backlog == [30, 25, 20]  # seven days' shares at once, then one a day


def test_documents_from_before_there_were_fingerprints_are_not_all_read_at_once(tmp_path: Path) -> None:
    with followed(tmp_path) as (site, follower):
        follower.execute("update raw.posts set light_hash = null")
        site.posts[1]["sticky"] = True
        for _ in range(14):
            follower.wait(days=1)
            follower.run("sweep")
        assert len(site.read) == 14 * 5
        assert set(site.read) == set(site.posts)
        assert held(follower) == site.posts
        site.posts[2]["sticky"] = True
        follower.run("sweep")
        assert held(follower) == site.posts


def edit_in_yoast(site: Site60) -> None:
    for id_, row in site.posts.items():
        row["yoast_head_json"] = {"title": f"Edited in Yoast alone {id_}"}


def test_reread_reads_every_document_again_and_records_removals(tmp_path: Path) -> None:
    with followed(tmp_path) as (site, follower):
        edit_in_yoast(site)
        del site.posts[60]
        ledger = follower.run("reread")
        assert (ledger["posts"]["status"], ledger["posts"]["mode"]) == ("complete", "reread")
        assert ledger["posts"]["cursor"] is not None
        assert follower.states("posts")[60] == "purged"
        assert held(follower) == site.posts


@pytest.mark.parametrize(
    ("permalink", "address"),
    [
        ("https://newsroom.example/story-{}/", "{}/story-7"),
        ("https://newsroom.example/2026/story-{}/?lang=fa", "{}/2026/story-7/?lang=fa"),
        ("https://newsroom.example/?p={}", "{}/?p=7"),
        ("https://newsroom.example/archives/{}", "{}/archives/7/"),
        ("https://newsroom.example/new/story-{}/", "{}/old/story-7/"),  # the permalinks were changed since
        ("https://newsroom.example/story-{}/", "{}/wp-json/wp/v2/posts/7"),
        ("https://newsroom.example/story-{}/", "{}/?rest_route=%2Fwp%2Fv2%2Fposts%2F7"),
    ],
)
def test_reread_of_an_address_reads_that_document_alone(tmp_path: Path, permalink: str, address: str) -> None:
    with followed(tmp_path) as (site, follower):
        for id_, row in site.posts.items():
            row["link"] = permalink.format(id_)
        cursor = follower.query("select max(cursor_at) as at from raw.extractions where rest_base = 'posts'")
        edit_in_yoast(site)
        ledger = follower.run("reread", document_url=address.format(follower.sites[0].url))
        assert site.read == [7]
        assert follower.new_rows == 1
        assert ledger.keys() == {"root", "settings", "posts"}
        assert cursor == follower.query("select max(cursor_at) as at from raw.extractions where rest_base = 'posts'")


@pytest.mark.parametrize("path", ["/nothing/here/", "/", "/?p=700"])
def test_reread_of_an_address_without_a_document_says_so(tmp_path: Path, path: str) -> None:
    with followed(tmp_path) as (site, follower):
        ledger = follower.run("reread", document_url=follower.sites[0].url + path)
        assert (ledger["root"]["status"], ledger["root"]["failure"]) == ("failed", "DocumentNotFound")
        assert path in ledger["root"]["message"]
        assert site.read == []
