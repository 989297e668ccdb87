"""Limits of what a parser is given: HTML that is read in linear time and memory, whatever stands in it.

A tree builder as HTML specifies it takes quadratic time for elements nested in each other and for the attributes of one
element, and copies every formatting element that was left open into each later paragraph: 30 kB of `<font>` and `<p>`
made 1.2 GB of nodes. Documents that may do so are split into tags and text by the specification's rules for tokens
(https://html.spec.whatwg.org/multipage/parsing.html), and tags beyond the limits are left out. Their text stays.
"""

from __future__ import annotations

import re

from enrichment.elements import BLOCK

#: Characters of HTML that are read. The longest articles have 300,000; live blogs of a day a million.
MOST_CHARACTERS = 2_000_000
#: Elements that are made. A node takes 450 bytes.
MOST_ELEMENTS = 300_000
#: Elements open at once. Browsers stop at 512 too.
DEEPEST = 512
#: Attributes of one element.
MOST_ATTRIBUTES = 256

# What is below these does no harm: a thousand tags make at most 250,000 nodes, a tag of 4,000 characters is parsed in
# 2 ms. Nearly all articles are.
_HARMLESS_TAGS = 1_000
_HARMLESS_TAG_LENGTH = 4_000

_SPACE = r"\t\n\f\r "
_ATTRIBUTE = re.compile(
    rf"[{_SPACE}/]*+[^{_SPACE}/>][^{_SPACE}/>=]*+"
    rf"(?:[{_SPACE}]*+=[{_SPACE}]*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{_SPACE}>\"'][^{_SPACE}>]*+)?+)?+"
)
# Every alternative matches whatever follows, so that nothing is read twice.
_TOKEN = re.compile(
    rf"<(?P<closes>/?)(?P<name>[a-zA-Z][^{_SPACE}/>]*+)(?P<attributes>(?:{_ATTRIBUTE.pattern})*+)[{_SPACE}/]*+(?P<end>>|\Z)"
    r"|(?P<comment><!--(?:-?>|.*?(?:--!?>|\Z))|<[!?/][^>]*+(?:>|\Z))"
    r"|<",
    re.DOTALL,
)

#: Elements whose content is text up to their end tag.
_TEXT_ONLY = {
    name: re.compile(rf"</{name}(?=[{_SPACE}/>]|\Z)", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp")
}
#: Inside these some of them are not: what is not text to the parser must not pass unseen.
_OTHER_RULES = frozenset({"svg", "math", "select", "frameset"})

_VOID = frozenset(
    {
        *("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img"),
        *("input", "keygen", "link", "meta", "param", "source", "track", "wbr"),
    }
)
_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
#: Elements whose end tag may be left out, and the open ones that the start of each ends.
_ENDS = {
    **dict.fromkeys(BLOCK, frozenset({"p"})),
    "li": frozenset({"li"}),
    **dict.fromkeys(("dt", "dd"), frozenset({"dt", "dd"})),
    **dict.fromkeys(("option", "optgroup"), frozenset({"option"})),
    **dict.fromkeys(("td", "th"), frozenset({"td", "th"})),
    "tr": frozenset({"tr"}),
    **dict.fromkeys(("thead", "tbody", "tfoot"), frozenset({"thead", "tbody", "tfoot"})),
    **{name: frozenset({name}) for name in ("a", "nobr", "button")},
}
_END_TAG_OPTIONAL = frozenset(
    {
        *("p", "li", "dt", "dd", "option", "optgroup", "rb", "rp", "rt", "rtc"),
        *("td", "th", "tr", "thead", "tbody", "tfoot", "colgroup"),
    }
)
#: Elements that an end tag does not look behind.
_BARRIERS = (
    BLOCK | frozenset({"applet", "button", "marquee", "object", "select", "svg", "math", "template"})
) - _END_TAG_OPTIONAL
#: How far behind the innermost open element an end tag looks.
_REACH = 16


def bound_markup(html: str) -> tuple[str, bool]:
    """Return HTML within the limits, and whether anything was left out of it."""
    is_cut = len(html) > MOST_CHARACTERS
    html = html[:MOST_CHARACTERS]
    if len(html) <= _HARMLESS_TAG_LENGTH and html.count("<") <= _HARMLESS_TAGS:
        return html, is_cut
    pieces = html.split("<")
    if len(pieces) <= _HARMLESS_TAGS and max(map(len, pieces)) <= _HARMLESS_TAG_LENGTH:
        return html, is_cut
    bounded = _Bounded(html)
    return bounded.write(), is_cut or bounded.is_cut


class _Bounded:
    """The tags and text of a document, written again within the limits."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.is_cut = False
        self._open: list[str] = []
        self._formatting = 0  # of the open ones
        self._left_out: dict[str, int] = {}  # tags whose end tags are to be left out as well
        self._elements = 0
        self._has_other_rules = False

    def write(self) -> str:
        html, written, position = self.html, [], 0
        while (token := _TOKEN.search(html, position)) is not None:
            written.append(html[position : token.start()])
            position = token.end()
            name = (token["name"] or "").lower()
            if not name:
                written.append("" if token["comment"] else "&lt;")
            elif not token["end"]:
                pass  # a tag that the text ends in
            elif token["closes"]:
                written.append(token[0] if self._close(name) else _gap(name))
            elif name == "plaintext":
                written.append(f"<pre>{_escape(html[position:])}</pre>")
                position = len(html)
            elif name in _TEXT_ONLY:
                piece, position = self._text_only(name, token, position)
                written.append(piece)
            else:
                written.append(self._tag(token, name) if self._begin(name) else _gap(name))
        written.append(html[position:])
        return "".join(written)

    def _tag(self, token: re.Match[str], name: str) -> str:
        """Return a start tag with no more attributes than are read."""
        if len(token["attributes"]) <= 2 * MOST_ATTRIBUTES:
            return token[0]
        attributes = _ATTRIBUTE.findall(token["attributes"])
        if len(attributes) <= MOST_ATTRIBUTES:
            return token[0]
        self.is_cut = True
        return f"<{name} {''.join(attributes[:MOST_ATTRIBUTES])}>"

    def _text_only(self, name: str, token: re.Match[str], position: int) -> tuple[str, int]:
        """Return an element that holds text alone, and where what follows it begins."""
        end = _TEXT_ONLY[name].search(self.html, position)
        text = self.html[position : end.start() if end else len(self.html)]
        if end:  # behind the end tag
            closing = _TOKEN.match(self.html, end.start())
            after = closing.end() if closing else end.end()
        else:
            after = len(self.html)
        if not self._counts():
            return " ", after
        if name == "xmp":
            return f"<pre>{_escape(text)}</pre>", after
        return f"{self._tag(token, name)}{'' if self._has_other_rules else text}</{name}>", after

    def _begin(self, name: str) -> bool:
        """Note a start tag; return whether it is written."""
        if name in _ENDS:
            self._end(_ENDS[name])
        if not self._counts(self._formatting if name in BLOCK else 0):
            self.is_cut = True
            return False
        if name in _VOID:
            return True
        if len(self._open) >= DEEPEST:
            self.is_cut = True
            self._left_out[name] = self._left_out.get(name, 0) + 1
            return False
        self._open.append(name)
        self._formatting += name in _FORMATTING
        self._has_other_rules = self._has_other_rules or name in _OTHER_RULES
        return True

    def _close(self, name: str) -> bool:
        """Note an end tag; return whether it is written."""
        if self._left_out.get(name):
            self._left_out[name] -= 1
            return False
        if self._elements > MOST_ELEMENTS:
            return False
        self._end(frozenset({name}))
        return True

    def _counts(self, copies: int = 0) -> bool:
        """Count an element and the copies of formatting elements that it may bring; return whether it is made."""
        self._elements += 1 + copies
        self.is_cut = self.is_cut or self._elements > MOST_ELEMENTS
        return self._elements <= MOST_ELEMENTS

    def _end(self, names: frozenset[str]) -> None:
        """Take the innermost open element of these names away, with what its end ends; formatting stays open.

        Where the parser would look further than this does, elements count as open that are not: never the reverse.
        """
        for index in range(len(self._open) - 1, max(-1, len(self._open) - 1 - _REACH), -1):
            if self._open[index] in names:
                self._formatting -= self._open[index] in _FORMATTING
                self._open[index:] = [inner for inner in self._open[index + 1 :] if inner in _FORMATTING]
                return
            if self._open[index] in _BARRIERS:
                return


def _gap(name: str) -> str:
    """Return what stands in place of a tag that is left out: block elements separate words."""
    return " " if name in BLOCK or name == "br" else ""


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
