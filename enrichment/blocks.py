"""HTML of an article to plain text with blocks: one walk over one parse.

The text is the blocks' texts joined by a blank line. Within a block, runs of white space (no-break spaces
included) become one space, `<br>` a line feed, soft hyphens and zero-width spaces are removed; the cells of a table
are separated by tabs and its rows by line feeds; preformatted text keeps its white space. Inline tags do not separate
text, block tags always do. The parser is lexbor, so broken markup is read as a browser reads it.
"""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

import regex
from selectolax.lexbor import LexborHTMLParser

from enrichment.boilerplate import is_boilerplate
from enrichment.elements import BLOCK, DROPPED, EMPHASIS, HEADINGS, SOURCES, is_hidden, kind_of, source_url
from enrichment.flow import INVISIBLE, Block, HtmlText, OpenElement, Reference, TextFlow
from enrichment.markup import bound_markup

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["Block", "HtmlText", "Reference", "read_html", "read_line"]

# The entities that WordPress and its editors write; an ampersand before any other word stands for itself.
_ENTITY = regex.compile(
    "&(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,6}|amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|hellip|[mn]dash|[lr]aquo);"
)
_QUOTES = frozenset({"block_quote", "pull_quote"})


def read_html(html: str) -> HtmlText:
    """Return the text, blocks and references of rendered HTML, however broken, long or deeply nested."""
    bounded, is_cut = bound_markup(html)
    body = LexborHTMLParser("<!doctype html><body>" + bounded).body
    reader = _HtmlReader()
    if body is not None:
        reader.walk(body)
    found = reader.finish()
    return replace(found, is_partial=True) if is_cut else found


def read_line(html: str) -> str:
    """Return rendered HTML as one line of plain text: titles, names, captions.

    Imports and feeds encode some titles twice; a title that still shows an entity is decoded once more.
    """
    line = html
    if "<" in html or "&" in html or INVISIBLE.search(html):
        line = read_html(html).text
    if _ENTITY.search(line):
        line = unescape(line)
    return " ".join(line.split())


class _HtmlReader(TextFlow):
    def walk(self, root: LexborNode) -> None:
        """Visit every node in document order, without recursion: markup may nest thousands deep."""
        stack: list[tuple[OpenElement, LexborNode]] = []
        node = root.first_child
        while node is not None or stack:
            if node is None:
                closed = self.element
                self.element, parent = stack.pop()
                self.close(closed)
                node = parent.next
            elif node.is_text_node:
                self.add_text(node.text_content or "")
                node = node.next
            else:
                element = self.open(node)
                child = node.first_child if element is not None else None
                if element is not None and child is not None:
                    stack.append((self.element, node))
                    self.element = element
                    node = child
                else:
                    if element is not None:
                        self.close(element)
                    node = node.next

    def open(self, node: LexborNode) -> OpenElement | None:
        """Begin an element; return None when there is nothing to read inside."""
        tag = node.tag or ""
        if tag == "br":
            self.break_line()
            return None
        if not node.is_element_node:  # comments and the like
            return None
        attributes = node.attributes
        if attributes and is_boilerplate(attributes):
            if tag in BLOCK and self.element.kind != "table":
                self.end_block(self.element)
            return None
        if tag in SOURCES:
            self.refer(SOURCES[tag], source_url(node, attributes), attributes, attributes.get("alt") or "")
        if tag in DROPPED or is_hidden(attributes):
            return None
        # A cite that begins a line of its own in a quote names its source; elsewhere it marks a work's title.
        is_citation = tag == "cite" and self.element.kind in _QUOTES and self.element.is_flow and not self.buffer
        if tag in BLOCK or is_citation:
            return self.open_block(tag, attributes)
        return self.open_inline(tag, attributes)

    def open_block(self, tag: str, attributes: dict[str, str | None]) -> OpenElement:
        outer = self.element.kind
        if outer == "table" and tag != "caption":
            self.open_cell(tag)
            return OpenElement(tag, outer, is_flow=False, is_block=True)
        kind = kind_of(tag, attributes, outer)
        if kind == outer == "embed":  # one block, whatever the service puts inside
            self.end_line()
            return OpenElement(tag, kind, is_flow=False, is_block=True, is_inside_embed=True)
        self.end_block(self.element)
        if tag == "cite" or (tag == "footer" and outer in _QUOTES):
            kind = "citation"
        return OpenElement(
            tag,
            kind,
            level=HEADINGS.get(tag) if kind == "heading" else None,
            is_flow=tag not in HEADINGS and tag != "p" and kind != "embed",
            is_block=True,
            is_emphasised=self.element.is_emphasised,
            first_reference=len(self.references) if kind == "embed" != outer else None,
        )

    def open_cell(self, tag: str) -> None:
        if tag == "tr":
            self.cells = 0
            if self.buffer:
                self.separate("\n")
        elif tag in {"td", "th"}:
            if self.cells:
                self.separate("\t")
            self.cells += 1
        else:
            self.add_text(" ")

    def open_inline(self, tag: str, attributes: dict[str, str | None]) -> OpenElement | None:
        element, outer_anchor = self.element, self.anchor
        if tag == "a":
            self.anchor = self.refer("anchor", attributes.get("href"), attributes)
        elif tag == "q":
            self.add_text("“" if self.quote_depth == 0 else "‘")
            self.quote_depth += 1
        elif tag == "sup" and "fn" in (attributes.get("class") or "").split():
            return None  # the number of a footnote is not part of the sentence
        elif tag == "code" and element.kind == "preformatted" and not self.buffer:
            return OpenElement(tag, "code", is_block=True)
        is_emphasised = element.is_emphasised or tag in EMPHASIS
        return OpenElement(
            tag, element.kind, element.level, element.is_flow, is_emphasised=is_emphasised, outer_anchor=outer_anchor
        )

    def close(self, element: OpenElement) -> None:
        """End an element: its block, its anchor, its quotation mark."""
        if element.tag == "a":
            self.anchor = element.outer_anchor
        elif element.tag == "q":
            self.quote_depth -= 1
            self.add_text("”" if self.quote_depth == 0 else "’")
        elif element.is_inside_embed:
            self.end_line()
        elif element.is_block and element.kind == "table" and element.tag != "table":
            if element.tag not in {"td", "th", "tr"}:
                self.add_text(" ")
        elif element.is_block:
            self.end_block(element)
        if element.first_reference is not None:
            self.name_embed(self.references[element.first_reference :])

    @staticmethod
    def name_embed(inside: list[Reference]) -> None:
        """Mark the last link inside an embed without an iframe as its URL: the permanent link of a quoted post."""
        if inside and all(reference.kind != "embed" for reference in inside) and inside[-1].kind == "anchor":
            inside[-1].kind = "embed"
