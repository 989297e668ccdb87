"""The content of one newspaper's WordPress, and the addresses under which it shows it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample_newsroom.sources import Newspaper, Revision

Document = dict[str, Any]

#: Names of the link relations of WordPress's REST API.
CURIES = [{"name": "wp", "href": "https://api.w.org/{rel}", "templated": True}]

_NOT_PUBLIC = ("trash", "draft", "private", "pending")


def local(moment: dt.datetime) -> str:
    """Return a time as WordPress's site-local text, without a zone."""
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def gmt(moment: dt.datetime) -> str:
    """Return a time as WordPress's UTC text, without a zone."""
    return local(moment.astimezone(dt.UTC))


def render_title(title: str) -> str:
    """Return a title as wptexturize and the REST API give it: an ampersand becomes a numeric entity."""
    return title.replace("&", "&#038;")


class SiteContent:
    """Authors, terms, media and comments of one newspaper, by the keys that its posts use.

    Args:
        site: The newspaper.
        lists: Entries of `authors`, `sections`, `tags` and `media`.
        comments: Comments on its posts.
    """

    def __init__(self, site: Newspaper, lists: dict[str, list[Document]], comments: list[Document]) -> None:
        self.site = site
        self.authors = {author["slug"]: author for author in lists["authors"]}
        self.sections = {section["slug"]: section for section in lists["sections"]}
        self.tags = {tag["slug"]: tag for tag in lists["tags"]}
        self.pictures = {picture["id"]: picture for picture in lists["media"]}
        self.comments = comments

    def post_link(self, post: Revision, *, is_page: bool = False) -> str:
        """Return a post's permanent URL; the plain one when it is not public."""
        if post.get("status", "publish") in _NOT_PUBLIC:
            return f"{self.site.home}?{'page_id' if is_page else 'p'}={post.id}"
        base = f"{self.site.url}{self.site.permalink_prefix}"
        return f"{base}/{post.slug}/" if is_page else f"{base}/{post.published:%Y/%m/%d}/{post.slug}/"

    def term_link(self, term: Document, taxonomy: str) -> str:
        """Return the URL of a term's archive; that of a child section stands below its parent's."""
        path = term["slug"] if "parent" not in term else f"{term['parent']}/{term['slug']}"
        return f"{self.site.url}{self.site.permalink_prefix}/{'category' if taxonomy == 'category' else 'tag'}/{path}/"

    def is_before_upgrade(self, day: str) -> bool:
        """Return whether the site still ran WordPress 5.6 and Yoast 15.8 on that day."""
        return day < self.site.upgraded_on

    def self_links(self, path: str, base: str, *, is_old: bool = False) -> Document:
        """Return the links of an object to itself and to its list."""
        hints = {} if is_old else {"targetHints": {"allow": ["GET"]}}
        return {"self": [{"href": self.site.rest(path), **hints}], "collection": [{"href": self.site.rest(base)}]}
