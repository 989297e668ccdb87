"""The text of an article while it is collected: blocks, their offsets, and the references found in them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from enrichment.shortcodes import find_shortcodes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEPARATOR = "\n\n"

# Soft hyphen, zero-width space, word joiner, byte order mark, and controls that are not white space. Joiners
# (U+200C, U+200D) and direction marks stay: Persian, Hindi, emoji and mixed-direction text need them.
INVISIBLE = regex.compile(r"[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+")
_BLANK_LINE = regex.compile(r"\n[^\S\n]*\n")
#: Blocks of one text; what follows is the last one, line by line.
MOST_BLOCKS = 50_000
_URL_ONLY = regex.compile(r"https?://\S+")
_PREFORMATTED = frozenset({"code", "preformatted"})


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `text[start:end]` of a text. Its position is its place in the sequence, counted from 1.

    Kinds: paragraph, heading (with its level 1 to 6), list_item, block_quote, pull_quote, citation (of a quote),
    figcaption, table, code, preformatted, embed, button, summary, live_update, shortcode. `emphasised` is the number
    of code points at its beginning that are in bold or italics: the whole block, the name before what is said, or 0.
    """

    kind: str
    start: int
    end: int
    level: int | None = None
    emphasised: int = 0


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
class HtmlText:
    """What a reader sees of some HTML: text, its blocks in order, and its links, images and embeds.

    `is_partial` says that a limit left something of it unread.
    """

    text: str
    blocks: list[Block]
    references: list[Reference]
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class OpenElement:
    """An open element: how its content is read, and what to restore when it closes."""

    tag: str
    kind: str
    level: int | None = None
    is_flow: bool = True  # text stands directly in a container, so a blank line ends a paragraph
    is_block: bool = False
    is_emphasised: bool = False
    is_inside_embed: bool = False
    outer_anchor: Reference | None = None
    first_reference: int | None = None  # of the references inside, when an embed begins here


class TextFlow:
    """Collects text into blocks. The subclass that walks the markup sets `element`, the innermost open element."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.blocks: list[Block] = []
        self.references: list[Reference] = []
        self.offset = 0  # where the next block will start
        self.buffer: list[str] = []
        self.length = 0
        self.last = ""  # the buffer's last character
        self.plain_from: int | None = None  # where the buffer's first words without emphasis stand
        self.pending: list[Reference] = []  # met since the last block ended
        self.anchor: Reference | None = None
        self.cells = 0
        self.quote_depth = 0
        self.is_finished = False
        self.element = OpenElement("body", "paragraph")

    def refer(
        self, kind: str, url: str | None, attributes: Mapping[str, str | None], text: str = ""
    ) -> Reference | None:
        """Record a reference at the current offset; return None when it has no URL."""
        if not url or not url.strip():
            return None
        reference = Reference(kind, url.strip(), attributes.get("rel") or None, self.length, parts=[text])
        self.references.append(reference)
        self.pending.append(reference)
        return reference

    def add(self, text: str) -> None:
        """Add text as it is."""
        if text:
            self.buffer.append(text)
            self.length += len(text)
            self.last = text[-1]

    def add_text(self, text: str) -> None:
        """Add a text node with the white space rules of its element; a blank line in a container ends a block."""
        if INVISIBLE.search(text):
            text = INVISIBLE.sub("", text)
        if self.anchor is not None:
            self.anchor.parts.append(text)
        if self.element.kind in _PREFORMATTED:
            self.add(text)
        elif self.element.is_flow and "\n" in text and _BLANK_LINE.search(text):
            first, *rest = _BLANK_LINE.split(text)
            self.add_collapsed(first)
            for piece in rest:
                self.end_block(self.element)
                self.add_collapsed(piece)
        else:
            self.add_collapsed(text)

    def add_collapsed(self, text: str) -> None:
        """Add text with every run of white space as one space, or none after white space."""
        words = " ".join(text.split())
        is_open = self.last != "" and not self.last.isspace()
        if text[:1].isspace() and is_open:
            self.add(" ")
        if self.plain_from is None and words and not self.element.is_emphasised:
            self.plain_from = self.length
        self.add(words)
        if words and text[-1].isspace():
            self.add(" ")

    def break_line(self) -> None:
        """Add a line feed for a `<br>`; a second one in a row ends the paragraph."""
        if self.anchor is not None:
            self.anchor.parts.append(" ")
        if self.element.kind in _PREFORMATTED:
            self.add("\n")
            return
        if self.element.kind == "table":
            self.add_text(" ")
            return
        if self.element.kind == "embed":
            self.end_line()
        elif self.last == "\n":  # the second in a row: how content without paragraphs separates them
            self.end_block(self.element)
        elif self.buffer:
            self.separate("\n")

    def end_line(self) -> None:
        """Begin a new line, unless one has begun."""
        if self.buffer and self.last != "\n":
            self.separate("\n")

    def separate(self, separator: str) -> None:
        """Separate lines or cells by one character, without a space before it."""
        if self.last == " ":
            ending = self.buffer.pop()[:-1]
            self.length -= 1 + len(ending)
            self.add(ending)
        self.add(separator)

    def end_block(self, element: OpenElement) -> None:
        """Make a block of the text since the last one, and set the offsets of the references in it."""
        if len(self.blocks) >= MOST_BLOCKS and not self.is_finished:
            self.end_line()
            return
        raw = "".join(self.buffer)
        self.buffer, self.length, self.last = [], 0, ""
        pending, self.pending = self.pending, []
        plain_from, self.plain_from = self.plain_from, None
        if self.anchor is not None:
            self.anchor.parts.append(" ")
        text, removed, kept = _keep(raw, is_preformatted=element.kind in _PREFORMATTED)
        for reference in pending:
            reference.start = self.offset + min(bisect_left(kept, reference.start), len(kept))
            reference.block = len(self.blocks) + 1 if text else None
        emphasised = len(text) if plain_from is None else min(bisect_left(kept, plain_from), len(text))
        self.emit(element.kind, text, element.level, 0 if element.kind in _PREFORMATTED else emphasised)
        self.emit("shortcode", removed)
        if element.kind == "embed" and _URL_ONLY.fullmatch(text):
            self.references.append(Reference("embed", text, None, self.blocks[-1].start, len(self.blocks)))

    def emit(self, kind: str, text: str, level: int | None = None, emphasised: int = 0) -> None:
        """Append a block, unless it is empty."""
        if not text:
            return
        self.blocks.append(Block(kind, self.offset, self.offset + len(text), level, emphasised))
        self.texts.append(text)
        self.offset += len(text) + len(SEPARATOR)

    def finish(self) -> HtmlText:
        """End the last block and return the whole text."""
        self.is_finished = True
        self.end_block(self.element)
        text = SEPARATOR.join(self.texts)
        for reference in self.references:
            reference.start = min(reference.start, len(text))
        return HtmlText(text, self.blocks, self.references, is_partial=len(self.blocks) > MOST_BLOCKS)


def _keep(raw: str, *, is_preformatted: bool) -> tuple[str, str, Sequence[int]]:
    """Return the block's text, the shortcodes left out of it, and the offsets in `raw` of the text's characters."""
    end = len(raw.rstrip())
    start = end - len(raw[:end].lstrip("\n" if is_preformatted else None))
    spans = [] if is_preformatted else find_shortcodes(raw)
    if not spans:
        return raw[start:end], "", range(start, end)
    left_out = {index for span in spans for index in range(*span)}
    kept: list[int] = []
    for index in range(start, end):
        if index in left_out:
            continue
        if raw[index].isspace() and (not kept or raw[kept[-1]].isspace()):
            continue
        kept.append(index)
    while kept and raw[kept[-1]].isspace():
        kept.pop()
    return "".join([raw[index] for index in kept]), " ".join(raw[a:b] for a, b in spans), kept
