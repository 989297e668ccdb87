"""Shortcode remnants: what a switched-off plugin leaves in rendered text, told apart from an editor's brackets.

WordPress replaces the shortcodes it knows; the others stay in the text as they were typed, with their quotation
marks curled by wptexturize. `[sic]`, `[the minister]`, `[...]` and `[1]` are prose and stay.
"""

from __future__ import annotations

import regex

_WELL_KNOWN = (
    "audio|caption|contact-form|contact-form-7|embed|gallery|googlemaps|playlist|poll|slideshow|soundcloud|"
    "twitter|tweet|video|vimeo|wp_caption|youtube"
)

# An opening tag is recognised by an attribute (name=...), by a URL as its only argument, by an underscore in its
# name (page builders and plugins prefix theirs; prose has no underscores) or by a well-known name.
_SHORTCODE = regex.compile(
    rf"""
    \[(?:
        /\s*(?P<closing>[A-Za-z][\w-]*)\s*
      | [A-Za-z][\w-]*\s+[^\[\]]*?[\w-]+\s*=[^\[\]]*
      | [A-Za-z][\w-]*[\s:]+https?://[^\[\]\s]+\s*
      | [A-Za-z][A-Za-z0-9-]*_[\w-]*(?:\s[^\[\]]*)?
      | (?:{_WELL_KNOWN})\s*/?
    )\]
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_BARE = regex.compile(r"\[([A-Za-z][\w-]*)\]")


def find_shortcodes(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) stretches of shortcode remnants in one block's text, in order, without overlap.

    A bare `[name]` counts only when `[/name]` follows in the same block.
    """
    if "[" not in text:
        return []
    found = {match.span() for match in _SHORTCODE.finditer(text)}
    closed = {match["closing"].lower() for match in _SHORTCODE.finditer(text) if match["closing"]}
    found |= {match.span() for match in _BARE.finditer(text) if match[1].lower() in closed}
    return sorted(found)
