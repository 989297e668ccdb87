"""Plain text, Yoast's word count and the automatic excerpt of an article's HTML.

Independent of `enrichment/` and based on the standard library only, so that the two can be checked against each other.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_BLOCK_TAGS = """
    address article aside blockquote cite dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header
    hr li main nav ol p pre section table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SILENT = frozenset(("script", "style"))
_ENTITY_MARKS = {
    "8216": "'",
    "8217": "'",
    "8220": '"',
    "8221": '"',
    "8211": "-",
    "8212": "-",
    "8230": "...",
    "038": "&",
}


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = [""]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.blocks.append("")
        elif tag == "br":
            self.blocks[-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent -= 1
        elif tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.blocks[-1] += data


def read_blocks(content: str) -> list[str]:
    """Return the texts of an HTML fragment's blocks, white space collapsed, empty ones left out."""
    parser = _Blocks()
    parser.feed(content)
    parser.close()
    return [text for block in parser.blocks if (text := " ".join(block.split()))]


def read_plain_text(content: str) -> str:
    """Return a fragment's plain text: its blocks joined by blank lines."""
    return "\n\n".join(read_blocks(content))


def count_yoast_words(title: str, content: str) -> int:
    """Count words as Yoast SEO 26 does (its Article piece: raw title, a space, the raw content)."""
    text = re.sub(r"&#(\d+);", lambda match: _ENTITY_MARKS.get(match[1], match[0]), f"{title} {content}")
    text = re.sub(r"<(pre|code)[^>]*>.*?</\1>", "", text, flags=re.DOTALL)
    text = text.replace("><", "> <")
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", "", text)
    return len(re.findall(r"[A-Za-z-]+", text))


def count_words(content: str) -> int:
    """Count words roughly, for the reading time and the report; tests do not rely on it."""
    return len(read_plain_text(content).split())


def cut_excerpt(content: str, words: int = 55) -> str:
    """Return WordPress's automatic excerpt: the first 55 words, then [...]."""
    parts = html.escape(" ".join(read_blocks(content)), quote=False).split()
    return " ".join(parts[:words]) + (" [&hellip;]" if len(parts) > words else "")
