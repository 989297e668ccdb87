"""Shortcode remnants, which a deactivated plugin leaves in rendered text, as opposed to an editor's brackets.

WordPress replaces the shortcodes it knows; the others stay in the text as they were typed, with their quotation
marks curled by wptexturize. `[sic]`, `[the minister]`, `[...]` and `[1]` are prose and stay.
"""

from __future__ import annotations

import regex

_BRACKETS = regex.compile(r"\[([^\[\]]+)\]")
_CLOSING = regex.compile(r"/\s*([A-Za-z][\w-]*)\s*")
_BARE = regex.compile(r"[A-Za-z][\w-]*")
# An opening tag is recognised by an attribute (name=value), by a URL as its only argument, by an underscore in
# its name (page builders and plugins prefix theirs; prose has no underscores) or by a well-known name.
_OPENING = regex.compile(
    r"""
    [A-Za-z][\w-]*+ [\s:]+ https?://\S+ \s*
  | [A-Za-z][A-Za-z0-9-]*+ _[\w-]*+ (?: \s.* )?
  | (?:audio|caption|contact-form|contact-form-7|embed|gallery|googlemaps|playlist|poll|slideshow|soundcloud|
       tweet|twitter|video|vimeo|wp_caption|youtube) \s* /?
    """,
    regex.VERBOSE | regex.IGNORECASE | regex.DOTALL,
)
# Searched for, which takes linear time; a pattern of the whole with `.*` in front of it takes quadratic time.
_NAME = regex.compile(r"[A-Za-z][\w-]*+(?=\s)")
_ATTRIBUTE = regex.compile(r"""[\s”″"'’][\w-]++=\S""")


def find_shortcodes(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) spans of shortcode remnants in one block's text, in order, without overlap.

    A bare `[name]` counts only when `[/name]` stands in the same block.
    """
    if "[" not in text:
        return []
    brackets = list(_BRACKETS.finditer(text))
    closings = (_CLOSING.fullmatch(match[1]) for match in brackets)
    closed = {closing[1].lower() for closing in closings if closing}
    return [match.span() for match in brackets if _is_shortcode(match[1], closed)]


def _is_shortcode(inner: str, closed: set[str]) -> bool:
    if inner.startswith("/"):
        return _CLOSING.fullmatch(inner) is not None
    if inner.lower() in closed and _BARE.fullmatch(inner):
        return True
    name = _NAME.match(inner)
    has_attribute = name is not None and _ATTRIBUTE.search(inner, name.end()) is not None
    return has_attribute or _OPENING.fullmatch(inner) is not None
