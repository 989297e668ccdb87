"""What each HTML element and class means for the blocks of an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

#: Elements whose content no reader sees as text. Everything inside is left out.
DROPPED = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "title", "meta", "link", "base"),
        *("iframe", "object", "embed", "img", "canvas", "audio", "video", "svg", "source", "track", "map"),
        *("select", "textarea", "datalist", "rp", "rt"),
    }
)

#: Elements that end the line they stand in; every other element runs on inside it.
BLOCK = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "details", "dialog", "dir", "div", "fieldset"),
        *("figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "listing", "main"),
        *("menu", "nav", "optgroup", "option", "p", "plaintext", "pre", "search", "section", "summary", "xmp"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ol", "ul", "li", "dl", "dt", "dd"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    }
)

#: Elements that set their text in bold or italics.
EMPHASIS = frozenset({"strong", "b", "em", "i"})

HEADINGS = {f"h{level}": level for level in range(1, 7)}

_BY_CLASS = {
    "wp-block-pullquote": "pull_quote",
    "pullquote": "pull_quote",
    "pull-quote": "pull_quote",
    "wp-block-quote": "block_quote",
    "wp-block-embed": "embed",
    "wp-embedded-content": "embed",
    "twitter-tweet": "embed",
    "twitter-video": "embed",
    "instagram-media": "embed",
    "tiktok-embed": "embed",
    "fb-post": "embed",
    "fb-video": "embed",
    "bluesky-embed": "embed",
    "mastodon-embed": "embed",
    "reddit-embed-bq": "embed",
    "reddit-card": "embed",
    "text-post-media": "embed",
    "wp-caption-text": "figcaption",
    "gallery-caption": "figcaption",
    "blocks-gallery-caption": "figcaption",
    "wp-element-caption": "figcaption",
    "wp-block-button": "button",
    "wp-block-file__button": "button",
    "wp-block-code": "code",
}
_LIVE_UPDATE = re.compile(r"(?:^|[\s_-])live[-_]?(?:blog|update)")

_BY_ELEMENT = {
    "blockquote": "block_quote",
    "caption": "figcaption",
    "dd": "list_item",
    "dt": "list_item",
    "figcaption": "figcaption",
    "li": "list_item",
    "listing": "preformatted",
    "plaintext": "preformatted",
    "pre": "preformatted",
    "summary": "summary",
    "table": "table",
    "xmp": "preformatted",
}

# Inside these everything is of their kind, except what an element's own entry lists.
_HOLDS = {
    "pull_quote": {"figcaption"},
    "embed": {"figcaption"},
    "button": set(),
    "table": {"figcaption"},
    "block_quote": {"pull_quote", "embed", "heading", "figcaption", "table", "code", "preformatted", "button"},
}

#: Elements that show something from another URL, and the kind of reference they make.
SOURCES = {
    "img": "image",
    "iframe": "embed",
    "video": "embed",
    "audio": "embed",
    "embed": "embed",
    "object": "embed",
}
# Lazy loaders put the URL here and a placeholder into `src`.
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-litespeed-src", "data-orig-file")

_INVISIBLE_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Say whether an element is not shown: `hidden`, an inline style, or text for screen readers only."""
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or "screen-reader-text" in (attributes.get("class") or "")
        or _INVISIBLE_STYLE.search(attributes.get("style") or "") is not None
    )


def kind_of(tag: str, attributes: Mapping[str, str | None], outer: str) -> str:
    """Return the kind of block that a block element opens inside a block of kind `outer`."""
    classes = (attributes.get("class") or "") if attributes else ""
    named = next((_BY_CLASS[name] for name in classes.split() if name in _BY_CLASS), None)
    if named is None and tag in HEADINGS:
        named = "heading"
    if named is None and classes and _LIVE_UPDATE.search(classes):
        named = "live_update"
    own = named or _BY_ELEMENT.get(tag)
    if own is None:
        return outer
    if outer in _HOLDS and own not in _HOLDS[outer]:
        return outer
    return own


def source_url(node: LexborNode, attributes: Mapping[str, str | None]) -> str | None:
    """Return the URL an image, iframe or player shows; the lazy loader's where `src` is only a placeholder."""
    url = attributes.get("data" if node.tag == "object" else "src")
    if not url or url.startswith(("data:", "about:")):
        url = next((attributes[name] for name in _LAZY if attributes.get(name)), url)
    if not url and node.tag in {"video", "audio"}:
        source = node.css_first("source[src]")
        url = source.attributes.get("src") if source is not None else None
    return url
