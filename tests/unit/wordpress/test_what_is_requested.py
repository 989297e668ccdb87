"""What is requested of a list: whole documents, the parts of terms and users that are read, and what others name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
import pyarrow as pa
import pytest

from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.snapshot import LATEST_SCHEMA, SiteSnapshot
from ingestion.wordpress.site import extract_site
from tests.unit.wordpress.local_server import HttpResponse, Request, Server, serving
from tests.unit.wordpress.newsroom_server import NewsroomWithTerms, post

LONG_AGO = datetime(2026, 1, 2, tzinfo=UTC)


def documents(
    server: Server, *, mode: str = "refresh", known: Mapping[str, list[int]] | None = None
) -> dict[tuple[str, int], dict[str, Any]]:
    """What an extraction brings, by list and id; `known` is what raw holds, by list (none: the first extraction)."""
    latest = {
        ("term" if rest_base == "categories" else "user" if rest_base == "users" else "post", rest_base): pa.table(
            {
                "id": ids,
                "state": ["present"] * len(ids),
                "document_hash": ["h"] * len(ids),
                "light_hash": pa.nulls(len(ids)),
                "modified_at": [datetime(2026, 1, 1, tzinfo=UTC) if rest_base == "posts" else None] * len(ids),
                "seen_at": [LONG_AGO] * len(ids),
                "extraction_id": ["e"] * len(ids),
            }
        ).cast(LATEST_SCHEMA)
        for rest_base, ids in (known or {}).items()
    }
    cursors: dict[str, datetime] = {}
    if known:
        cursors = dict.fromkeys(("posts", "categories", "users", "comments"), LONG_AGO)
    site = Site.model_validate({"name": "n", "url": server.url, "allow_private": True, "requests_per_second": 1000})
    chunks = extract_site(
        site, ExtractionRequest(mode=mode), snapshot=SiteSnapshot("n", latest=latest, cursors=cursors)
    )  # fmt: skip
    return {
        (row["rest_base"], row["id"]): orjson.loads(row["document"])
        for chunk in chunks
        for table in chunk.documents.values()
        for row in table.to_pylist()
        if row["rest_base"] not in {"root", "settings"}
    }


def test_a_field_that_one_old_post_carries_is_kept() -> None:
    posts = {id_: post(id_) for id_ in range(1, 331)}
    posts[202]["theme_kicker"] = "Exclusive"
    newsroom = NewsroomWithTerms(posts)
    with serving(newsroom.respond) as server:
        found = documents(server)
    assert found["posts", 202] == posts[202]
    assert all(found["posts", id_] == text for id_, text in posts.items())


def test_terms_and_users_come_without_heads_and_avatars() -> None:
    newsroom = NewsroomWithTerms({1: post(1)})
    with serving(newsroom.respond) as server:
        found = documents(server)
    assert found["categories", 3].keys() == {
        "id", "name", "slug", "link", "taxonomy", "count", "parent", "_links",
    }  # fmt: skip
    assert found["users", 3].keys() == {"id", "name", "slug", "link", "description", "_links"}


@pytest.mark.parametrize(
    "categories", [[4], [0, 4, None, "x", True], {"0": 4}, {"1": 1, "3": 4}], ids=["list", "mixed", "gap", "gaps"]
)
def test_what_is_no_id_hides_no_other(categories: object) -> None:
    new = post(2, modified="2026-02-01T00:00:00", date="2026-02-01T00:00:00")
    newsroom = NewsroomWithTerms({1: post(1), 2: new | {"categories": categories}})
    with serving(newsroom.respond) as server:
        assert ("categories", 4) in documents(server, known={"posts": [1], "categories": [1], "users": [1]})


def test_a_post_that_breaks_every_request_hides_no_edit_on_a_site_that_cannot_filter_by_time_of_edit() -> None:
    edited = {id_: post(id_, modified=f"2026-02-01T00:00:{id_:02}") for id_ in (3, 23, 30)}
    newsroom = NewsroomWithTerms({id_: post(id_) for id_ in range(1, 41)} | edited)
    newsroom.args.pop("modified_after")

    def respond(request: Request) -> HttpResponse:
        reply = newsroom.respond(request)
        is_broken = "/wp/v2/posts" in request.path and b'"id":23,' in reply.body
        return HttpResponse(500, b"<p>There has been a critical error on this website.</p>") if is_broken else reply

    with serving(respond) as server:
        found = documents(server, known={"posts": list(range(1, 41)), "categories": [1], "users": [1]})
    assert found.keys() == {("posts", 3), ("posts", 30)}


@pytest.mark.parametrize("held", [[1, 2], [1, 2, 4]])
def test_a_refresh_brings_the_terms_and_users_that_new_posts_name_and_raw_does_not_hold(held: list[int]) -> None:
    new = post(2, modified="2026-02-01T00:00:00", date="2026-02-01T00:00:00")
    newsroom = NewsroomWithTerms({1: post(1), 2: new | {"categories": [1, 4, 77], "author": 5, "featured_media": 0}})
    with serving(newsroom.respond) as server:
        found = documents(server, known={"posts": [1], "categories": held, "users": [1]})
    assert {key for key in found if key[0] != "posts"} == {("users", 5)} | (set() if 4 in held else {("categories", 4)})
    assert found["posts", 2]["categories"] == [1, 4, 77]


def test_a_refresh_that_finds_nothing_requests_no_terms() -> None:
    newsroom = NewsroomWithTerms({1: post(1)})
    with serving(newsroom.respond) as server:
        assert documents(server, known={"posts": [1], "categories": [1], "users": [1]}) == {}
    assert not [path for path in newsroom.asked if "/categories" in path or "/users" in path]


def test_a_post_that_breaks_every_request_blocks_no_removal_of_others() -> None:
    posts = {id_: post(id_) for id_ in range(1, 41) if id_ not in {7, 8}}
    newsroom = NewsroomWithTerms(posts)

    def respond(request: Request) -> HttpResponse:
        reply = newsroom.respond(request)
        names_it = request.path.startswith("/wp-json/wp/v2/posts") and (
            b'"id":23,' in reply.body or b'"id":23}' in reply.body or request.path.split("?")[0].endswith("/posts/23")
        )
        return HttpResponse(500, b"<p>There has been a critical error on this website.</p>") if names_it else reply

    site_fields = {"allow_private": True, "requests_per_second": 1000}
    with serving(respond) as server:
        site = Site.model_validate({"name": "n", "url": server.url, "include": ["posts"], **site_fields})
        latest = pa.table(
            {
                "id": list(range(1, 41)),
                "state": ["present"] * 40,
                "document_hash": ["h"] * 40,
                "light_hash": pa.nulls(40),
                "modified_at": [datetime(2026, 1, 1, tzinfo=UTC)] * 40,
                "seen_at": [LONG_AGO] * 40,
                "extraction_id": ["e"] * 40,
            }
        ).cast(LATEST_SCHEMA)
        snapshot = SiteSnapshot("n", latest={("post", "posts"): latest}, cursors={"posts": LONG_AGO})
        chunks = list(extract_site(site, ExtractionRequest(mode="sweep"), snapshot=snapshot))
    states = {
        row["id"]: row["state"] for chunk in chunks for table in chunk.documents.values() for row in table.to_pylist()
        if row["rest_base"] == "posts"
    }  # fmt: skip
    assert {id_: state for id_, state in states.items() if state != "present"} == {7: "purged", 8: "purged"}
    assert 23 not in states
    last = chunks[-1].extractions.to_pylist()[-1]
    assert last["status"] == "complete"
    assert sum(row["rejected_count"] for chunk in chunks for row in chunk.extractions.to_pylist()) >= 1
