"""Yoast SEO's own count of an article's words, as its `wordCount` in the graph, from what readers get.

Source of the rule: the Article piece of Yoast's schema generator. Its input is the raw title, a space and the raw
content; preformatted text and code go with their content, `><` becomes `> <`, scripts, styles, tags and comments
go, and the runs of `[A-Za-z-]` are counted (with Cyrillic letters when there are any). Every other letter separates
words, and so do apostrophes; entities that stand in the raw text are counted as the letters they are written with.
Until Yoast 18 the rule was plainer: `[A-Za-z'-]`, no space between tags, no Cyrillic.

Readers get rendered content, in which WordPress's wptexturize has replaced straight punctuation by numeric
entities, and the shortcodes have run. Both are undone first where that is possible: the entities (curly marks the
author typed are plain characters and stay), and WordPress's own `[gallery]` and `[caption]`, whose attributes show
in what they rendered. A plugin's shortcode cannot be undone; such posts differ.
"""

from __future__ import annotations

from bisect import bisect_right

import regex

#: The first major version of Yoast SEO known to follow the newer rule is this or an earlier one; 18 follows the older.
NEWER_RULE_SINCE = 19

# wptexturize's numeric entities and what they were typed as. Dashes: `--` or `---`, or `-` between spaces; one
# hyphen counts the same as any of them, because a run of hyphens is one match.
_TYPED = {
    "038": "&",
    "8211": "-",
    "8212": "-",
    "8216": "'",
    "8217": "'",
    "8220": '"',
    "8221": '"',
    "8230": "...",
    "8242": "'",
    "8243": '"',
    "8482": " (tm)",
}
_TEXTURIZED = regex.compile("&#(" + "|".join(_TYPED) + ");")
_TIMES = regex.compile(r"(?<=\d)&#215;(?=\d)")
# What [gallery ids="..."] renders; a number of columns or a size other than these was an attribute too.
_GALLERY = regex.compile(
    r"""<div id=['"]gallery-\d+['"] class=['"]gallery galleryid-\d+ gallery-columns-(\d+) gallery-size-([\w-]+)"""
)
# What [caption id="attachment_1" align="alignnone" width="300"]...[/caption] renders, as the editor writes it.
_CAPTION = regex.compile(
    r"""<(?:div|figure) (?:id="([\w-]+)" )?(?:aria-describedby="[^"]*" )?style="width: \d+px" class="wp-caption (\w+)"""
)
_CODE = ("pre", "code")
_SCRIPT = ("script", "style")
_COMMENT = regex.compile(r"<!--.*?(?:-->|\Z)", regex.DOTALL)
# PHP's strip_tags: a tag begins at `<` before anything but white space, and ends at the first `>` outside quotes.
_TAG = regex.compile(r"""<(?![\s<])(?:[^"'>]|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))*+(?:>|\Z)""")
_CYRILLIC = regex.compile("[а-яА-Я]")
_WORD = regex.compile("[A-Za-z-]+")
_WORD_CYRILLIC = regex.compile("[A-Za-zЀ-ӿ-]+")
_WORD_OLDER = regex.compile("[A-Za-z'-]+")
_VERSION = regex.compile(r"Yoast SEO (?:Premium )?plugin v(\d{1,4})(?!\d)")


def follows_older_rule(head_html: str | None) -> bool:
    """Say whether a page's Yoast head names a version that counts by the older rule."""
    version = _VERSION.search(head_html) if head_html else None
    return version is not None and int(version[1]) < NEWER_RULE_SINCE


def _untexturize(html: str) -> str:
    return _TEXTURIZED.sub(lambda match: _TYPED[match[1]], _TIMES.sub("x", html))


def _type_gallery(match: regex.Match[str]) -> str:
    columns = "" if match[1] == "3" else "columns "
    size = "" if match[2] == "thumbnail" else f"size {match[2]} "
    return f" gallery {columns}{size}ids {match[0]}"


def _type_caption(match: regex.Match[str]) -> str:
    # The editor states every alignment; whoever types an id of their own leaves out the one that is the default.
    is_typed = match[2] == "alignnone" and not (match[1] or "").startswith("attachment")
    align = "" if is_typed else f"align {match[2]} "
    return f" caption id {match[1] or ''} {align}width caption {match[0]}"


def _drop_elements(text: str, names: tuple[str, ...]) -> str:
    r"""Return a text without what `<(name)[^>]*?>.*?</\1>` matches.

    The pattern itself looks for an end tag behind each start tag, up to the end of the text where there is none.
    """
    starts = regex.compile("<(" + "|".join(names) + ")", regex.IGNORECASE)
    ends = {name: [match.start() for match in regex.finditer(f"</{name}>", text, regex.IGNORECASE)] for name in names}
    kept: list[str] = []
    done = position = tag_end = 0
    while (start := starts.search(text, position)) is not None:
        position = start.end()
        tag_end = tag_end if tag_end >= position else text.find(">", position)
        if tag_end < 0:
            break
        name = start[1].lower()
        following = bisect_right(ends[name], tag_end)
        if following < len(ends[name]):
            kept.append(text[done : start.start()])
            done = position = ends[name][following] + len(name) + 3
    return "".join([*kept, text[done:]])


def count_yoast_words(title_html: str, content_html: str, *, is_older: bool = False) -> int:
    """Return what Yoast counts in an article with this rendered title and content."""
    content = _CAPTION.sub(_type_caption, _GALLERY.sub(_type_gallery, content_html))
    text = _untexturize(f"{title_html} {content}")
    text = _drop_elements(text, _CODE)
    if not is_older:
        text = text.replace("><", "> <")
    text = _TAG.sub("", _COMMENT.sub("", _drop_elements(text, _SCRIPT)))
    if is_older:
        return len(_WORD_OLDER.findall(text))
    pattern = _WORD_CYRILLIC if _CYRILLIC.search(text) else _WORD
    return len(pattern.findall(text))
