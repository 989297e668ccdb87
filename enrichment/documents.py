"""The texts, names and head of a WordPress REST document: every function here accepts any JSON.

Fields drift between versions and plugins (absent, null, text, list or object), so nothing is assumed: a value of
another type than expected counts as absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enrichment.heads import join_graphs, rebuild_head, sound_graph

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class DocumentParts:
    """The parts of one document that are read. HTML as rendered; None where the kind or the document has none."""

    kind: str  # post, term, user, media or comment
    title: str | None
    excerpt: str | None
    description: str | None
    content: str | None  # None when protected, or when the document holds none
    link: str | None
    is_protected: bool
    head: dict[str, Any] | None  # Yoast's, given or rebuilt; without one, that of another plugin
    head_html: str | None
    has_json_head: bool
    lang: object  # as multilingual plugins (Polylang) state the language of one document
    author_names: list[str]
    tag_names: list[str]


def read_document(kind: str, document: object) -> DocumentParts:
    """Return the parts of one document of the envelope, parsed from JSON; its kind is the envelope's."""
    fields = document if isinstance(document, dict) else {}
    given = fields.get("yoast_head_json")
    has_json_head = isinstance(given, dict) and bool(given)
    head_html = _text(fields.get("yoast_head")) or None
    head = given if has_json_head else rebuild_head(head_html) if head_html else _other_head(fields)
    title, excerpt, description, content = _texts(kind, fields, head)
    is_protected = _is_protected(fields)
    return DocumentParts(
        kind=kind,
        title=title,
        excerpt=excerpt,
        description=description,
        content=None if is_protected else content,
        link=_text(fields.get("link")),
        is_protected=is_protected,
        head=head,
        head_html=head_html,
        has_json_head=has_json_head,
        lang=fields.get("lang"),
        author_names=_unique(_author_names(fields, head)),
        tag_names=_unique(_tag_names(fields, head)),
    )


def one_or_many(value: object) -> list[Any]:
    """Return a list as it is, nothing as an empty list, and anything else as a list of one.

    PHP writes a list with gaps as an object with numbered keys.
    """
    if value is None:
        return []
    if isinstance(value, dict) and value and all(key.isascii() and key.isdecimal() for key in value):
        return list(value.values())
    return value if isinstance(value, list) else [value]


def graph_nodes(head: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    """Yield the nodes of a head's schema: of an object with an `@graph`, of a list of such, or one node alone."""
    for graph in one_or_many((head or {}).get("schema")):
        nested = graph.get("@graph") if isinstance(graph, dict) else None
        for node in one_or_many(nested) if isinstance(nested, list | dict) else [graph]:
            if isinstance(node, dict):
                yield node


def _texts(
    kind: str, fields: dict[str, Any], head: dict[str, Any] | None
) -> tuple[str | None, str | None, str | None, str | None]:
    """Return title, excerpt, description and content as WordPress names them for this kind.

    Media keep their caption where posts keep the excerpt and their description where posts keep the content, so
    they are read that way, with the alternative text as description. A comment's title is its author's name.
    """
    if kind in {"term", "user"}:
        return _text(fields.get("name")), None, _text(fields.get("description")), None
    if kind == "media":
        return (
            _rendered(fields.get("title")),
            _rendered(fields.get("caption")),
            _text(fields.get("alt_text")),
            _rendered(fields.get("description")),
        )
    if kind == "comment":
        return _text(fields.get("author_name")), None, None, _rendered(fields.get("content"))
    return (
        _rendered(fields.get("title")),
        _rendered(fields.get("excerpt")),
        _text((head or {}).get("description")),
        _content(fields.get("content")),
    )


def _other_head(fields: dict[str, Any]) -> dict[str, Any] | None:
    """Return the head that another SEO plugin put into the document, in Yoast's shape; None where there is none.

    AIOSEO's REST API gives `aioseo_head` (HTML) and `aioseo_head_json`; sites that show Rank Math's head give its HTML
    as `rank_math_head`.
    """
    head: dict[str, Any] = {}
    for field in ("aioseo_head", "rank_math_head"):
        if html := _text(fields.get(field)):
            head = rebuild_head(html) | head
    given = fields.get("aioseo_head_json")
    if isinstance(given, dict):
        for key, name in (("title", "title"), ("description", "description"), ("canonical_url", "canonical")):
            if _text(given.get(key)):
                head.setdefault(name, given[key])
        if "schema" not in head and (graph := join_graphs([sound_graph(given.get("schema"))])):
            head["schema"] = graph
    return head or None


def _is_protected(fields: dict[str, Any]) -> bool:
    """Say whether a post hides its content; where the password was given, the content is there and is read."""
    content = fields.get("content")
    if not isinstance(content, dict) or _rendered(content):
        return False
    return str(content.get("protected")).lower() in {"true", "1"}  # as the models read it: macros/bounds.sql


def _content(value: object) -> str | None:
    """Return rendered content; None where only the unrendered source came (`context=edit`), as where nothing came."""
    rendered = _rendered(value)
    if isinstance(value, dict) and not rendered and value.get("raw"):
        return None
    return rendered


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _rendered(value: object) -> str | None:
    """Return `{"rendered": ...}` or plain text; files may hold either."""
    return _text(value.get("rendered")) if isinstance(value, dict) else _text(value)


def _author_names(fields: dict[str, Any], head: dict[str, Any] | None) -> Iterator[object]:
    """Yield names from the head, the graph's articles and the embedded authors."""
    yield (head or {}).get("author")
    nodes = list(graph_nodes(head))
    names = {str(node.get("@id")): node.get("name") for node in nodes}
    for node in nodes:
        for author in one_or_many(node.get("author")):
            if isinstance(author, dict):
                yield author.get("name") or names.get(str(author.get("@id")))
            else:
                yield author
    embedded = fields.get("_embedded")
    for author in one_or_many(embedded.get("author") if isinstance(embedded, dict) else None):
        yield author.get("name") if isinstance(author, dict) else None


def _tag_names(fields: dict[str, Any], head: dict[str, Any] | None) -> Iterator[object]:
    """Yield the keywords of the graph's articles and the embedded tags."""
    for node in graph_nodes(head):
        for keywords in one_or_many(node.get("keywords")):
            yield from keywords.split(",") if isinstance(keywords, str) else []
    embedded = fields.get("_embedded")
    for terms in one_or_many(embedded.get("wp:term") if isinstance(embedded, dict) else None):
        for term in one_or_many(terms):
            if isinstance(term, dict) and term.get("taxonomy") == "post_tag":
                yield term.get("name")


def _unique(names: Iterator[object]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names if isinstance(name, str) and name.strip()))
