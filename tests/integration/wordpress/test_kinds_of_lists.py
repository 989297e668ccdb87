"""What a live site shows belongs to that site and to the list it was read in, whatever it says of itself."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from ingestion.envelope import TABLES_BY_KIND
from ingestion.sites import Site
from tests.unit.ingestion.shapes import SHAPES, shaped
from tests.unit.wordpress.local_server import serving
from tests.unit.wordpress.newsroom_server import Newsroom
from tests.wordpress.following import Follower

#: List to the kind it holds; `genres` is a taxonomy of the site's own, `reviews` a post type.
LISTS = {
    "posts": "post",
    "reviews": "post",
    "categories": "term",
    "genres": "term",
    "users": "user",
    "media": "media",
    "comments": "comment",
}
TAXONOMIES = {"category": "categories", "genre": "genres"}
TYPES = {"post": "posts", "review": "reviews", "attachment": "media"}


class Hostile(Newsroom):
    """A site whose lists show anything, and whose index and registries say anything."""

    def __init__(self, lists: dict[str, dict[int, dict[str, Any]]]) -> None:
        super().__init__({})
        self.lists = lists
        self.index: dict[str, Any] = {}
        self.taxonomies: dict[str, str] = dict(TAXONOMIES)
        self.types: dict[str, str] = dict(TYPES)

    def _registry(self, path: str) -> dict[str, Any]:
        if path == "/wp-json":
            return {**super()._registry(path), **self.index}
        found = self.types if path.endswith("/types") else self.taxonomies
        return {name: {"rest_base": rest_base, "rest_namespace": "wp/v2"} for name, rest_base in found.items()}


def lists_of(host: str, ids: range) -> dict[str, dict[int, dict[str, Any]]]:
    """Every list with documents of its own kind."""
    return {name: {id_: shaped(kind, id_, host) for id_ in ids} for name, kind in LISTS.items()}


def site(name: str, url: str) -> Site:
    return Site.model_validate({"name": name, "url": url, "allow_private": True, "requests_per_second": 1000})


def held(follower: Follower, site_name: str) -> set[tuple[str, str, int]]:
    """(kind, rest_base, id) of everything raw holds of a site but its index and settings."""
    return {
        (row["kind"], row["rest_base"], row["id"])
        for table in TABLES_BY_KIND.values()
        if table != "sites"
        for row in follower.query(f"select kind, rest_base, id from raw.{table} where site = $site", site=site_name)
    }


def refused(follower: Follower) -> list[dict[str, Any]]:
    return follower.query("select * from raw.rejected_documents order by origin, line")


def test_a_document_of_another_kind_is_rejected_in_every_list_and_the_others_are_kept(tmp_path: Path) -> None:
    lists = lists_of("a.example", range(1, 3))
    strangers = {}
    for name, kind in LISTS.items():
        for id_, shape in enumerate(sorted(SHAPES.keys() - {kind}), start=11):
            self_link = f"https://a.example/wp-json/wp/v2/{name}/{id_}"
            strangers[name, id_] = shape
            lists[name][id_] = shaped(shape, id_, _links={"self": [{"href": self_link}]})
    newsroom = Hostile(lists)
    with serving(newsroom.respond) as server:
        follower = Follower(tmp_path, site("a", server.url))
        ledger = follower.run()
        assert held(follower, "a") == {(kind, name, id_) for name, kind in LISTS.items() for id_ in (1, 2)}
        rejections = refused(follower)
        assert len(rejections) == len(strangers) == 28
        assert {row["reason_code"] for row in rejections} == {"wrong_kind"}
        for name, kind in LISTS.items():
            assert (ledger[name]["status"], ledger[name]["rejected"]) == ("complete", 4)
            reasons = [row["reason"] for row in rejections if row["rest_base"] == name]
            assert all(f"the list {name}, which holds {kind} documents" in reason for reason in reasons)
        follower.run("sweep")
    assert follower.new_rows == 0


def test_a_document_that_is_hidden_in_its_list_and_of_another_kind_by_id_is_rejected(tmp_path: Path) -> None:
    newsroom = Hostile({"posts": {1: shaped("post", 1), 2: shaped("post", 2)}})
    newsroom.types, newsroom.taxonomies = {"post": "posts"}, {}
    with serving(newsroom.respond) as server:
        follower = Follower(tmp_path, site("a", server.url).model_copy(update={"include": ("posts",)}))
        follower.run()
        respond, listed = newsroom.respond, newsroom.lists["posts"]

        def hide(asked: Any) -> Any:
            newsroom.lists = {"posts": {2: shaped("user", 2)} if "/posts/2" in asked.path else {1: listed[1]}}
            return respond(asked)

        newsroom.respond = hide  # type: ignore[method-assign]
    with serving(hide) as server:
        follower.sites = (site("a", server.url).model_copy(update={"include": ("posts",)}),)
        follower.run("sweep")
    assert follower.states("posts") == {1: "present", 2: "present"}
    assert [row["reason"] for row in refused(follower)] == [
        "it looks like a user, but it was read in the list posts, which holds post documents"
    ]


def test_a_site_cannot_write_rows_of_another_by_its_documents_or_index(tmp_path: Path) -> None:
    with ExitStack() as stack:
        good = Hostile(lists_of("b.example", range(1, 3)))
        b = site("b.example", stack.enter_context(serving(good.respond, "127.0.3.1")).url)
        bad = Hostile(lists_of("b.example", range(1, 5)))
        for name, documents in bad.lists.items():
            for id_, document in documents.items():
                document["slug"] = "taken"
                document["_links"] = {"self": [{"href": f"{b.url}/wp-json/wp/v2/{name}/{id_}"}]}
        bad.index = {"home": "https://b.example", "url": "https://b.example", "site": "b.example", "name": "b.example"}
        a = site("a.example", stack.enter_context(serving(bad.respond, "127.0.3.2")).url)
        follower = Follower(tmp_path, b)
        follower.run()
        tables = {table: f"select * from raw.{table} where site = 'b.example' order by all" for table in (
            *TABLES_BY_KIND.values(), "extractions", "rejected_documents")}  # fmt: skip
        before = {table: follower.query(query) for table, query in tables.items()}
        follower.sites = (a,)
        follower.run()
        follower.run("sweep")
    assert {table: follower.query(query) for table, query in tables.items()} == before
    assert held(follower, "a.example") == {(kind, name, id_) for name, kind in LISTS.items() for id_ in range(1, 5)}
    assert {row["site"] for row in follower.query("select distinct site from raw.sites")} == {"a.example", "b.example"}


@pytest.mark.parametrize("rest_base", ["root", "settings", "unknown", "..", "x" * 201, "p%6Fsts", "a/b", "users"])
@pytest.mark.parametrize("registry", ["types", "taxonomies"])
def test_a_list_registered_under_another_kinds_name_is_rejected_and_the_others_are_read(
    registry: str, rest_base: str, tmp_path: Path
) -> None:
    newsroom = Hostile(lists_of("a.example", range(1, 3)))
    newsroom.lists.setdefault(rest_base, {9: shaped("post", 9)})
    getattr(newsroom, registry)["crafted"] = rest_base
    with serving(newsroom.respond) as server:
        follower = Follower(tmp_path, site("a", server.url), with_dlt=rest_base == "settings")
        ledger = follower.run()
    assert held(follower, "a") == {(kind, name, id_) for name, kind in LISTS.items() for id_ in (1, 2)}
    assert {row["rest_base"]: row["state"] for row in follower.query("from raw.sites")} == {
        "root": "present", "settings": "present"
    }  # fmt: skip
    assert {row["status"] for row in ledger.values()} == {"complete"}
    assert ledger["root"]["rejected"] == 1
    [refusal] = refused(follower)
    assert (refusal["reason_code"], refusal["site"]) == ("wrong_list", "a")
    assert f"'{rest_base[:80]}' is registered among the {registry}" in refusal["reason"]


@pytest.mark.parametrize(("registry", "rest_base"), [("types", "categories"), ("taxonomies", "posts")])
def test_a_list_of_core_is_not_replaced_by_another_registered_under_its_name(
    registry: str, rest_base: str, tmp_path: Path
) -> None:
    newsroom = Hostile(lists_of("a.example", range(1, 3)))
    getattr(newsroom, registry)["crafted"] = rest_base
    with serving(newsroom.respond) as server:
        follower = Follower(tmp_path, site("a", server.url))
        follower.run()
    assert held(follower, "a") == {(kind, name, id_) for name, kind in LISTS.items() for id_ in (1, 2)}
    assert [row["reason_code"] for row in refused(follower)] == ["wrong_list"]


def test_the_first_of_two_lists_of_one_name_is_read_and_the_other_rejected(tmp_path: Path) -> None:
    newsroom = Hostile(lists_of("a.example", range(1, 3)))
    registry = newsroom._registry

    def with_another(path: str) -> dict[str, Any]:
        found = registry(path)
        if path.endswith("/types"):
            found["again"] = {"rest_base": "posts", "rest_namespace": "other/v1"}
            found["shared"] = {"rest_base": "genres", "rest_namespace": "wp/v2"}  # the taxonomy's own address
        return found

    newsroom._registry = with_another  # type: ignore[method-assign]
    newsroom.lists["genres"] = {1: shaped("post", 1), 2: shaped("term", 2)}
    with serving(newsroom.respond) as server:
        follower = Follower(tmp_path, site("a", server.url))
        follower.run()
        kinds = {**LISTS, "genres": "post"}
        expected = {(kind, name, id_) for name, kind in kinds.items() for id_ in (1, 2)} - {("post", "genres", 2)}
        assert held(follower, "a") == expected
        assert {row["reason"] for row in refused(follower)} == {
            f"the list 'posts' is registered twice; {server.url}/wp-json/other/v1/posts is not read",
            "it looks like a term, but it was read in the list genres, which holds post documents",
        }


def test_an_invalid_root_index_is_rejected_and_the_lists_are_read(tmp_path: Path) -> None:
    newsroom = Hostile({"posts": {1: shaped("post", 1)}})
    newsroom.index = {"routes": None}
    respond = newsroom._registry
    newsroom._registry = lambda path: (  # type: ignore[method-assign]
        {"namespaces": [], **shaped("post", 5)} if path == "/wp-json" else respond(path)
    )
    with serving(newsroom.respond) as server:
        follower = Follower(tmp_path, site("a", server.url).model_copy(update={"include": ("posts",)}))
        follower.run()
    assert held(follower, "a") == {("post", "posts", 1)}
    assert [row["rest_base"] for row in follower.query("from raw.sites")] == ["settings"]
    [refusal] = refused(follower)
    assert refusal["reason"] == "it looks like a post, but it was read in the list root, which holds site documents"
