"""The endpoints of a site's lists, and what each supports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ingestion.commenters import COMMENTER_FIELDS, without_commenter
from ingestion.documents import Document, admit_listed
from ingestion.light import LIGHT_FIELDS
from ingestion.wordpress.values import parse_count

#: WordPress's limit of `per_page`; a site may set a lower one, stated in its routes.
LARGEST_PAGE = 100

#: Types and taxonomies that core registers for its own use: theme parts, menus, fonts. Newsrooms do not publish them.
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


_YOAST_FIELDS = frozenset({"yoast_head", "yoast_head_json"})

# Fields by which a document of another kind is recognized (ingestion/kinds.py), which a hostile list may show.
_MARKS = frozenset({"author_name", "name", "post", "slug", "taxonomy", "type"})
_EVERYWHERE = frozenset({"_links", "acf", "id", "link", "meta"}) | _MARKS
_TERM_FIELDS = frozenset({"count", "description", "parent"}) | _EVERYWHERE
_USER_FIELDS = frozenset({"description", "url"}) | _EVERYWHERE
_COMMENT_FIELDS = frozenset({"author", "author_url", "content", "date", "date_gmt", "parent", "status"}) | _EVERYWHERE


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Endpoint of one list of documents.

    Attributes:
        rest_base: `posts`, `categories`, ...
        kind: Kind of its documents: post, term, user, media or comment.
        url: URL of the list; may already contain a `?` (plain permalinks).
        has_modified: Whether its documents have `modified_gmt`.
        has_date: Whether they have `date_gmt`.
        supports_modified_after: Whether it can filter by time of edit (WordPress 5.7 and later, post types only).
        largest_page: Its limit of `per_page`.
        hides_some: Whether it counts documents it does not show: attachments and comments of unpublished posts.
        core_fields: What WordPress itself shows of its documents, of which the registered fields are requested as well;
            null where documents are requested in full, because a plugin may add a field to some of them only.
        unread_fields: Registered fields that are not requested.
        taxonomies: Rest bases of the taxonomies of its documents, posts and pictures only.
        keeps_commenters: Whether its comments say who wrote them.
    """

    rest_base: str
    kind: str
    url: str
    has_modified: bool = False
    has_date: bool = False
    supports_modified_after: bool = False
    largest_page: int = LARGEST_PAGE
    hides_some: bool = False
    core_fields: frozenset[str] | None = None
    unread_fields: frozenset[str] = frozenset()
    taxonomies: tuple[str, ...] = ()
    keeps_commenters: bool = False

    def list_url(self, query: Mapping[str, str | int]) -> str:
        """Return the URL of a request; a root that already has a query is joined with `&`."""
        return with_query(self.url, query)

    def document_url(self, id_: int, query: Mapping[str, str | int] | None = None) -> str:
        """Return the URL of one document."""
        return with_query(f"{self.url}/{id_}", query or {})

    def admit(self, text: bytes) -> Document:
        """Admit a document of the list.

        Raises:
            DocumentRejectedError: It is not one.
        """
        taxonomies = self.taxonomies if self.has_fingerprint else None
        document = admit_listed(text, kind=self.kind, rest_base=self.rest_base, taxonomies=taxonomies)
        return document if self.keeps_commenters else without_commenter(document) or document

    @property
    def has_fingerprint(self) -> bool:
        """Whether light rows show what its documents are filed under, by whom, and where."""
        return self.kind in {"post", "media"}

    @property
    def sweep_fields(self) -> str:
        """Fields that show whether a document changed, edits that move no date included.

        Measured on WordPress 7.1 for 100 posts: 0.12 s and 43 KB, against 6.5 s and 2.4 MB in full.
        """
        return ",".join(
            [self.light_fields, *(sorted({*LIGHT_FIELDS, *self.taxonomies}) if self.has_fingerprint else [])]
        )

    @property
    def light_fields(self) -> str:
        """Fields that show whether a document was published or modified."""
        fields = ["id"]
        if self.has_date:
            fields.append("date_gmt")
        if self.has_modified:
            fields.append("modified_gmt")
        return ",".join(fields)


def with_query(url: str, query: Mapping[str, str | int]) -> str:
    """Add a query to a URL; commas and colons stay unescaped, which WordPress accepts."""
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query, safe=',:')}"


def type_endpoint(
    rest_base: str,
    url: str,
    args: Mapping[str, object],
    *,
    name: str | None = None,
    taxonomies: Iterable[str] = (),
) -> Endpoint:
    """Make the endpoint of a post type.

    Args:
        rest_base: Its list.
        url: URL of the list.
        args: Arguments of its route; empty if the routes are unknown.
        name: Name of the type.
        taxonomies: Rest bases of its taxonomies.
    """
    is_media = rest_base == "media" or name == "attachment"
    return Endpoint(
        rest_base,
        "media" if is_media else "post",
        url,
        has_modified=True,
        has_date=True,
        supports_modified_after="modified_after" in args,
        largest_page=_largest_page(args),
        hides_some=is_media,
        taxonomies=tuple(sorted(taxonomies)),
    )


def taxonomy_endpoint(rest_base: str, url: str, args: Mapping[str, object]) -> Endpoint:
    """Make the endpoint of a taxonomy's terms.

    Yoast's head, which nothing reads of a term, is nine tenths of the server's time and 35 times the bytes of the rest.
    """
    return Endpoint(
        rest_base,
        "term",
        url,
        largest_page=_largest_page(args),
        core_fields=_TERM_FIELDS,
        unread_fields=_YOAST_FIELDS,
    )


def users_endpoint(url: str, args: Mapping[str, object]) -> Endpoint:
    """Make the endpoint of the users who have published something.

    Neither Yoast's head is requested, nor avatars: their addresses are hashes of e-mail addresses.
    """
    return Endpoint(
        "users",
        "user",
        url,
        largest_page=_largest_page(args),
        core_fields=_USER_FIELDS,
        unread_fields=_YOAST_FIELDS | {"avatar_urls"},
    )


def comments_endpoint(url: str, args: Mapping[str, object], *, keeps_commenters: bool = False) -> Endpoint:
    """Make the endpoint of approved comments; who wrote them is not requested, unless it is to be kept.

    A commenter's avatar is a hash of an e-mail address; without an address its host is chosen at random at each request
    (get_avatar_data), which would look like a change.
    """
    return Endpoint(
        "comments",
        "comment",
        url,
        has_date=True,
        largest_page=_largest_page(args),
        hides_some=True,
        core_fields=_COMMENT_FIELDS if keeps_commenters else _COMMENT_FIELDS - COMMENTER_FIELDS,
        unread_fields=frozenset({"author_avatar_urls"}) if keeps_commenters else COMMENTER_FIELDS,
        keeps_commenters=keeps_commenters,
    )


def _largest_page(args: Mapping[str, object]) -> int:
    """Return the stated maximum of `per_page`."""
    per_page = args.get("per_page")
    maximum = parse_count(per_page.get("maximum")) if isinstance(per_page, dict) else None
    return min(maximum or LARGEST_PAGE, LARGEST_PAGE)
