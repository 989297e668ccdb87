"""The schema graphs of named articles: what Yoast prints for such a post, less what the sample breaks on purpose.

A post with a picture and one author has seven nodes: the article, the page, the picture, the breadcrumb, the site, the
organization and the author.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.integration.sample_newsroom.conftest import Ask

_ALWAYS = ["BreadcrumbList", "Organization", "WebPage", "WebSite"]
NODES = {
    1004: [*_ALWAYS, "ImageObject", "NewsArticle", "Person"],
    1011: [*_ALWAYS, "NewsArticle", "Person"],  # no picture
    1140: [*_ALWAYS, "ImageObject", "NewsArticle", "Person", "Person", "Person"],  # three authors
    1079: [*_ALWAYS, "Article+Report", "Person"],  # a kind of article that is chosen in Yoast's box
    1157: _ALWAYS,  # behind a password: neither article nor author
    1019: [],  # the plugin did not run
    1131: [],  # removed
    1033: [*_ALWAYS, "ImageObject", "NewsArticle"],  # dangling_author: the person is missing
    1168: [*_ALWAYS, "NewsArticle", "Person"],  # dangling_image: the picture is missing
    1096: [*_ALWAYS, "Person"],  # no_article_node
    1072: [*_ALWAYS, "WebPage", "ImageObject", "NewsArticle", "Person"],  # duplicate_id: the page stands there twice
}


@pytest.mark.parametrize("post_id", NODES)
def test_a_graph_has_the_nodes_that_its_article_gives_it(ask: Ask, post_id: int) -> None:
    rows = ask(f"select node_types from schema_nodes where article_id = 'the-tarrow-courier/posts/{post_id}'")
    assert Counter("+".join(row["node_types"]) for row in rows) == Counter(NODES[post_id])


def _references(ask: Ask, post_id: int, condition: str) -> list[dict[str, Any]]:
    where = f"article_id = 'the-tarrow-courier/posts/{post_id}' and {condition}"
    return ask(f"select property_path, is_resolved from schema_references where {where} order by property_path")


def test_three_references_lead_to_the_picture(ask: Ask) -> None:
    found = _references(ask, 1004, "to_node_id like '%#primaryimage'")
    assert [row["property_path"] for row in found] == ["image", "image", "primaryImageOfPage"]  # article, page, page
    assert all(row["is_resolved"] for row in found)


def test_without_the_picture_they_lead_nowhere(ask: Ask) -> None:
    found = _references(ask, 1168, "to_node_id like '%#primaryimage'")
    assert [row["is_resolved"] for row in found] == [False, False, False]


def test_an_author_is_resolved_unless_the_person_is_missing(ask: Ask) -> None:
    assert [row["is_resolved"] for row in _references(ask, 1004, "property_path = 'author'")] == [True]
    assert not any(row["is_resolved"] for row in _references(ask, 1033, "property_path = 'author'"))


def test_a_node_that_stands_there_twice_has_one_id(ask: Ask) -> None:
    sql = "select node_id from schema_nodes where article_id like '%/1072' group by node_id having count(*) = 2"
    (row,) = ask(sql)
    assert row["node_id"].endswith("/yard-loses-ferry-order-and-210-jobs-are-in-the-balance/")
