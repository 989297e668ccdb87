"""Faults seen in the heads of real sites, by the names that an article's `defects` list uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Head = dict[str, Any]


def _nodes(head: Head, *kinds: str) -> list[dict[str, Any]]:
    """Return the graph's nodes of any of these types."""
    graph = head["schema"]["@graph"]
    return [
        node for node in graph if set(kinds) & set([node["@type"]] if isinstance(node["@type"], str) else node["@type"])
    ]


def _articles(head: Head) -> list[dict[str, Any]]:
    return _nodes(head, "Article", "NewsArticle")


def _drop(key: str) -> Callable[[Head], None]:
    def fault(head: Head) -> None:
        for node in _articles(head):
            node.pop(key, None)

    return fault


def _drop_article_node(head: Head) -> None:
    graph = head["schema"]["@graph"]
    head["schema"]["@graph"] = [node for node in graph if node not in _articles(head)]


def _empty_image(head: Head) -> None:
    head.pop("og_image", None)
    for node in _nodes(head, "ImageObject"):
        node |= {"url": "", "contentUrl": ""}
    for node in [*_articles(head), *_nodes(head, "WebPage")]:
        if "thumbnailUrl" in node:
            node["thumbnailUrl"] = ""


def _dangling_author(head: Head) -> None:
    graph = head["schema"]["@graph"]
    head["schema"]["@graph"] = [node for node in graph if node["@type"] != "Person"]


def _dangling_image(head: Head) -> None:
    graph = head["schema"]["@graph"]
    head["schema"]["@graph"] = [node for node in graph if node["@type"] != "ImageObject"]


def _headline_differs(head: Head) -> None:
    for node in _articles(head):
        node["headline"] = "New post"


def _duplicate_id(head: Head) -> None:
    head["schema"]["@graph"].append(dict(_nodes(head, "WebPage")[0]))


def _dates_differ(head: Head) -> None:
    """Make the graph's date of publication a day later than the page's."""
    for node in _articles(head):
        date = node["datePublished"]
        node["datePublished"] = f"{date[:8]}{int(date[8:10]) + 1:02d}{date[10:]}"


def _modified_before_published(head: Head) -> None:
    for node in _articles(head):
        node["dateModified"] = "2019-01-01T00:00:00+00:00"


def _publisher_is_text(head: Head) -> None:
    for node in _articles(head):
        node["publisher"] = "The Tarrow Courier"


def _word_count_is_text(head: Head) -> None:
    for node in _articles(head):
        node["wordCount"] = str(node["wordCount"])


def _no_og_description(head: Head) -> None:
    head.pop("og_description", None)


DEFECTS: dict[str, Callable[[Head], None]] = {
    "no_publisher": _drop("publisher"),
    "no_headline": _drop("headline"),
    "no_date_published": _drop("datePublished"),
    "no_author": _drop("author"),
    "no_word_count": _drop("wordCount"),
    "no_article_node": _drop_article_node,
    "empty_image": _empty_image,
    "dangling_author": _dangling_author,
    "dangling_image": _dangling_image,
    "headline_differs": _headline_differs,
    "duplicate_id": _duplicate_id,
    "dates_differ": _dates_differ,
    "modified_before_published": _modified_before_published,
    "publisher_is_text": _publisher_is_text,
    "word_count_is_text": _word_count_is_text,
    "no_og_description": _no_og_description,
}


def apply_defects(head: Head, names: list[str]) -> None:
    """Apply the named defects to a head, in place."""
    for name in names:
        DEFECTS[name](head)
