"""The lists of a site: what each is called, where it answers, and what it knows how to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ingestion.wordpress.values import parse_count

#: WordPress's own limit of `per_page`; a site may set a lower one, which its routes state.
LARGEST_PAGE = 100

#: Types and taxonomies core registers for itself: parts of themes, menus, fonts. Not what a newsroom publishes.
INTERNAL_TYPES = {
    "nav_menu_item",
    "wp_block",
    "wp_template",
    "wp_template_part",
    "wp_global_styles",
    "wp_navigation",
    "wp_font_family",
    "wp_font_face",
}
INTERNAL_TAXONOMIES = {"nav_menu", "wp_pattern_category", "link_category"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One list of documents.

    Attributes:
        rest_base: `posts`, `categories`, ...
        kind: What it holds: post, term, user, media or comment.
        url: Where it answers; may already carry a `?` (plain permalinks).
        has_modified: Whether its documents state `modified_gmt`.
        has_date: Whether they state `date_gmt`.
        knows_modified_after: Whether it can list what was edited (WordPress 5.7 and later, post types only).
        largest_page: Its limit of `per_page`.
        hides_some: Whether it counts documents it does not show: attachments and comments of unpublished posts.
        left_out: Fields that are never asked for.
    """

    rest_base: str
    kind: str
    url: str
    has_modified: bool = False
    has_date: bool = False
    knows_modified_after: bool = False
    largest_page: int = LARGEST_PAGE
    hides_some: bool = False
    left_out: frozenset[str] = frozenset()

    def request(self, query: Mapping[str, str | int]) -> str:
        """The address of a request; a root that already has a query is joined with `&`."""
        return with_query(self.url, query)

    def document(self, id_: int, query: Mapping[str, str | int] | None = None) -> str:
        """The address of one document."""
        return with_query(f"{self.url}/{id_}", query or {})

    @property
    def light_fields(self) -> str:
        """The fields that tell whether a document changed."""
        fields = ["id"]
        if self.has_date:
            fields.append("date_gmt")
        if self.has_modified:
            fields.append("modified_gmt")
        return ",".join(fields)


def with_query(url: str, query: Mapping[str, str | int]) -> str:
    """`url` with a query added; commas and colons stay readable, as WordPress takes them."""
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query, safe=',:')}"


def type_endpoint(rest_base: str, url: str, args: Mapping[str, object], *, name: str | None = None) -> Endpoint:
    """The endpoint of the post type `name`; `args` are its route's, empty where the routes are unknown."""
    is_media = rest_base == "media" or name == "attachment"
    return Endpoint(
        rest_base,
        "media" if is_media else "post",
        url,
        has_modified=True,
        has_date=True,
        knows_modified_after="modified_after" in args,
        largest_page=_largest_page(args),
        hides_some=is_media,
    )


def taxonomy_endpoint(rest_base: str, url: str, args: Mapping[str, object]) -> Endpoint:
    """The endpoint of a taxonomy's terms."""
    return Endpoint(rest_base, "term", url, largest_page=_largest_page(args))


def users_endpoint(url: str, args: Mapping[str, object]) -> Endpoint:
    """The endpoint of the users who have published something."""
    return Endpoint("users", "user", url, largest_page=_largest_page(args))


def comments_endpoint(url: str, args: Mapping[str, object]) -> Endpoint:
    """The endpoint of approved comments.

    A commenter's avatar is a hash of an e-mail address; where there is none its host is drawn by lot at each request
    (get_avatar_data), which would look like a change.
    """
    return Endpoint(
        "comments",
        "comment",
        url,
        has_date=True,
        largest_page=_largest_page(args),
        hides_some=True,
        left_out=frozenset({"author_avatar_urls"}),
    )


def _largest_page(args: Mapping[str, object]) -> int:
    """The stated maximum of `per_page`."""
    per_page = args.get("per_page")
    maximum = parse_count(per_page.get("maximum")) if isinstance(per_page, dict) else None
    return min(maximum or LARGEST_PAGE, LARGEST_PAGE)
