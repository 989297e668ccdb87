"""HTML of an article to plain text with blocks: one walk over one parse.

The text is the blocks' texts joined by a blank line. Within a block, runs of white space (no-break spaces
included) are one space, `<br>` is a line feed, soft hyphens and zero-width spaces are gone; the cells of a table
are parted by tabs and its rows by line feeds; preformatted text keeps its white space. Text that only inline tags
part stays together, text that block tags part never does. The parser is lexbor, so what is read is what a browser
reads, however broken the markup.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex
from selectolax.lexbor import LexborHTMLParser

from enrichment.elements import BLOCK, DROPPED, HEADINGS, SOURCES, is_hidden, kind_of, source_url
from enrichment.shortcodes import find_shortcodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborNode

SEPARATOR = "\n\n"

# Soft hyphen, zero-width space, word joiner, byte order mark, and controls that are no white space. Joiners
# (U+200C, U+200D) and direction marks stay: Persian, Hindi, emoji and mixed-direction text need them.
_INVISIBLE = regex.compile(r"[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+")
_BLANK_LINE = regex.compile(r"\n[^\S\n]*\n")
_URL_ONLY = regex.compile(r"https?://\S+")
_PREFORMATTED = frozenset({"code", "preformatted"})
_QUOTES = frozenset({"block_quote", "pull_quote"})


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `text[start:end]` of a reading. Its position is its place in the sequence, counted from 1.

    Kinds: paragraph, heading (with its level 1 to 6), list_item, block_quote, pull_quote, citation (of a quote),
    figcaption, table, code, preformatted, embed, button, summary, live_update, shortcode.
    """

    kind: str
    start: int
    end: int
    level: int | None = None


@dataclass(slots=True)
class Reference:
    """A link, image or embed where it stands: `start` is a code point of the text, `block` a 1-based position."""

    kind: str
    url: str
    rel: str | None
    start: int
    block: int | None = None
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str | None:
        """The words of an anchor or the alternative text of an image; None when there are none."""
        return " ".join("".join(self.parts).split()) or None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader sees of one document: text, its blocks in order, and its links, images and embeds."""

    text: str
    blocks: list[Block]
    references: list[Reference]


def read_html(html: str) -> Reading:
    """Return the text, blocks and references of rendered HTML, of any shape and depth."""
    body = LexborHTMLParser("<!doctype html><body>" + html).body
    reader = _Reader()
    if body is not None:
        reader.walk(body)
    return reader.finish()


def read_line(html: str) -> str:
    """Return rendered HTML as one line of plain text: titles, names, captions."""
    if "<" not in html and "&" not in html and not _INVISIBLE.search(html):
        return " ".join(html.split())
    return " ".join(read_html(html).text.split())


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open element: what its content is, and what to go back to when it closes."""

    tag: str
    kind: str
    level: int | None = None
    is_flow: bool = True  # text stands directly in a container, so a blank line parts paragraphs
    is_block: bool = False
    outer_anchor: Reference | None = None
    first_reference: int | None = None  # of the references inside, when an embed begins here


class _Reader:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.blocks: list[Block] = []
        self.references: list[Reference] = []
        self.offset = 0  # where the next block will start
        self.buffer: list[str] = []
        self.length = 0
        self.last = ""  # the buffer's last character
        self.pending: list[Reference] = []  # met since the last block ended
        self.anchor: Reference | None = None
        self.cells = 0
        self.quote_depth = 0
        self.frame = _Frame("body", "paragraph")

    def walk(self, root: LexborNode) -> None:
        """Visit every node in document order, without recursion: markup may nest thousands deep."""
        stack: list[tuple[_Frame, LexborNode]] = []
        node = root.first_child
        while node is not None or stack:
            if node is None:
                closed = self.frame
                self.frame, element = stack.pop()
                self.close(closed)
                node = element.next
            elif node.is_text_node:
                self.add_text(node.text_content or "")
                node = node.next
            else:
                frame = self.open(node)
                child = node.first_child if frame is not None else None
                if frame is not None and child is not None:
                    stack.append((self.frame, node))
                    self.frame = frame
                    node = child
                else:
                    if frame is not None:
                        self.close(frame)
                    node = node.next

    def open(self, node: LexborNode) -> _Frame | None:
        """Begin an element; None when there is nothing to read inside."""
        tag = node.tag or ""
        if tag == "br":
            self.break_line()
            return None
        if not node.is_element_node:  # comments and the like
            return None
        attributes = node.attributes
        if tag in SOURCES:
            self.refer(SOURCES[tag], source_url(node, attributes), attributes, attributes.get("alt") or "")
        if tag in DROPPED or is_hidden(attributes):
            return None
        # A cite that begins a line of its own in a quote names its source; elsewhere it marks a work's title.
        is_citation = tag == "cite" and self.frame.kind in _QUOTES and self.frame.is_flow and not self.buffer
        if tag in BLOCK or is_citation:
            return self.open_block(tag, attributes)
        return self.open_inline(tag, attributes)

    def open_block(self, tag: str, attributes: dict[str, str | None]) -> _Frame:
        outer = self.frame.kind
        if outer == "table" and tag != "caption":
            self.open_cell(tag)
            return _Frame(tag, outer, is_flow=False, is_block=True)
        self.end_block(self.frame)
        kind = kind_of(tag, attributes, outer)
        if tag == "cite" or (tag == "footer" and outer in _QUOTES):
            kind = "citation"
        return _Frame(
            tag,
            kind,
            level=HEADINGS.get(tag) if kind == "heading" else None,
            is_flow=tag not in HEADINGS and tag != "p",
            is_block=True,
            first_reference=len(self.references) if kind == "embed" != outer else None,
        )

    def open_cell(self, tag: str) -> None:
        if tag == "tr":
            self.cells = 0
            if self.buffer:
                self.mark("\n")
        elif tag in {"td", "th"}:
            if self.cells:
                self.mark("\t")
            self.cells += 1
        else:
            self.add_text(" ")

    def open_inline(self, tag: str, attributes: dict[str, str | None]) -> _Frame | None:
        frame, outer_anchor = self.frame, self.anchor
        if tag == "a":
            self.anchor = self.refer("anchor", attributes.get("href"), attributes)
        elif tag == "q":
            self.add_text("“" if self.quote_depth == 0 else "‘")
            self.quote_depth += 1
        elif tag == "sup" and "fn" in (attributes.get("class") or "").split():
            return None  # the number of a footnote is no part of the sentence
        elif tag == "code" and frame.kind == "preformatted" and not self.buffer:
            return _Frame(tag, "code", is_block=True)
        return _Frame(tag, frame.kind, frame.level, frame.is_flow, outer_anchor=outer_anchor)

    def close(self, frame: _Frame) -> None:
        """End an element: its block, its anchor, its quotation mark."""
        if frame.tag == "a":
            self.anchor = frame.outer_anchor
        elif frame.tag == "q":
            self.quote_depth -= 1
            self.add_text("”" if self.quote_depth == 0 else "’")
        elif frame.is_block and frame.kind == "table" and frame.tag != "table":
            if frame.tag not in {"td", "th", "tr"}:
                self.add_text(" ")
        elif frame.is_block:
            self.end_block(frame)
        if frame.first_reference is not None:
            self.name_embed(self.references[frame.first_reference :])

    @staticmethod
    def name_embed(inside: list[Reference]) -> None:
        """Without a frame of its own, an embed's last link is its address (a quoted post's permanent link)."""
        if inside and all(reference.kind != "embed" for reference in inside) and inside[-1].kind == "anchor":
            inside[-1].kind = "embed"

    def refer(self, kind: str, url: str | None, attributes: dict[str, str | None], text: str = "") -> Reference | None:
        """Note a reference at the current place; None when it has no address."""
        if not url or not url.strip():
            return None
        reference = Reference(kind, url.strip(), attributes.get("rel") or None, self.length, parts=[text])
        self.references.append(reference)
        self.pending.append(reference)
        return reference

    def add(self, text: str) -> None:
        if text:
            self.buffer.append(text)
            self.length += len(text)
            self.last = text[-1]

    def add_text(self, text: str) -> None:
        if _INVISIBLE.search(text):
            text = _INVISIBLE.sub("", text)
        if self.anchor is not None:
            self.anchor.parts.append(text)
        if self.frame.kind in _PREFORMATTED:
            self.add(text)
        elif self.frame.is_flow and "\n" in text and _BLANK_LINE.search(text):
            first, *rest = _BLANK_LINE.split(text)
            self.add_collapsed(first)
            for piece in rest:
                self.end_block(self.frame)
                self.add_collapsed(piece)
        else:
            self.add_collapsed(text)

    def add_collapsed(self, text: str) -> None:
        """Add text with every run of white space as one space, none of it where white space stands already."""
        words = " ".join(text.split())
        is_open = self.last != "" and not self.last.isspace()
        if text[:1].isspace() and is_open:
            self.add(" ")
        self.add(words)
        if words and text[-1].isspace():
            self.add(" ")

    def break_line(self) -> None:
        if self.anchor is not None:
            self.anchor.parts.append(" ")
        if self.frame.kind in _PREFORMATTED:
            self.add("\n")
            return
        if self.frame.kind == "table":
            self.add_text(" ")
            return
        if self.last == "\n":  # the second in a row: how paragraphs are parted in content without them
            self.end_block(self.frame)
        elif self.buffer:
            self.mark("\n")

    def mark(self, sign: str) -> None:
        """Part lines or cells by one sign, without a space before it."""
        if self.last == " ":
            ending = self.buffer.pop()[:-1]
            self.length -= 1 + len(ending)
            self.add(ending)
        self.add(sign)

    def end_block(self, frame: _Frame) -> None:
        """Turn what was gathered since the last block into a block, and place the references met in it."""
        raw = "".join(self.buffer)
        self.buffer, self.length, self.last = [], 0, ""
        pending, self.pending = self.pending, []
        if self.anchor is not None:
            self.anchor.parts.append(" ")
        text, removed, kept = _keep(raw, is_preformatted=frame.kind in _PREFORMATTED)
        for reference in pending:
            reference.start = self.offset + min(bisect_left(kept, reference.start), len(kept))
            reference.block = len(self.blocks) + 1 if text else None
        self.emit(frame.kind, text, frame.level)
        self.emit("shortcode", removed)
        if frame.kind == "embed" and _URL_ONLY.fullmatch(text):
            self.references.append(Reference("embed", text, None, self.blocks[-1].start, len(self.blocks)))

    def emit(self, kind: str, text: str, level: int | None = None) -> None:
        if not text:
            return
        self.blocks.append(Block(kind, self.offset, self.offset + len(text), level))
        self.texts.append(text)
        self.offset += len(text) + len(SEPARATOR)

    def finish(self) -> Reading:
        self.end_block(self.frame)
        text = SEPARATOR.join(self.texts)
        for reference in self.references:
            reference.start = min(reference.start, len(text))
        return Reading(text, self.blocks, self.references)


def _keep(raw: str, *, is_preformatted: bool) -> tuple[str, str, Sequence[int]]:
    """Return the block's text, the shortcodes left out of it, and the places in `raw` of the text's characters."""
    end = len(raw.rstrip())
    start = end - len(raw[:end].lstrip("\n" if is_preformatted else None))
    spans = [] if is_preformatted else find_shortcodes(raw)
    if not spans:
        return raw[start:end], "", range(start, end)
    kept: list[int] = []
    for index in range(start, end):
        if any(opening <= index < closing for opening, closing in spans):
            continue
        if raw[index].isspace() and (not kept or raw[kept[-1]].isspace()):
            continue
        kept.append(index)
    while kept and raw[kept[-1]].isspace():
        kept.pop()
    return "".join([raw[index] for index in kept]), " ".join(raw[a:b] for a, b in spans), kept
