"""Embedded posts: the account that an embed names, and the words that are its own.

The services' embed codes are HTML whose text says who posted: a signature below (X, Bluesky), a line about the post
(Instagram, Facebook, Reddit, Mastodon, Threads), or the account in front (TikTok).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from quotations.drafts import Draft, Speaker
from quotations.layout.lines import FULL_NAME
from quotations.model import TextBlock

# An embed that names no account, of fewer words, addresses left out, is a label or a video, not a post.
FEWEST_WORDS = 4
_HANDLE = r"@[\w.-]*\w(?:@[\w.-]*\w)?"
_BY = (  # Instagram's and Facebook's lines, in the languages that their embed codes were seen in
    "A (?:post|photo|video) (?:shared|posted) by|Posted by|Ein Beitrag geteilt von|Gepostet von|"
    "Une publication partagée par|Publiée? par|Un post condiviso da|Pubblicat[oa] da|"
    "Una publicación compartida (?:por|de)|Publicad[oa] por|Uma publicação (?:com)?partilhada por|"
    "Een bericht gedeeld door|Geplaatst door"
)
_SIGNED = [
    # — Ada Bright (@bright) May 3, 2026
    re.compile(rf"(?P<line>[—–―] ?(?P<name>[^\n(]{{0,80}}?\S) ?\((?P<handle>{_HANDLE})\)[^\n]*)\Z"),
    # A post shared by Ada Bright (@bright)
    re.compile(rf"(?P<line>^(?:{_BY}) (?P<name>[^\n(]{{0,80}}?\S) ?\((?P<handle>{_HANDLE})\)[^\n]*)", re.MULTILINE),
    # Posted by Ada Bright on Monday 4 May 2026
    re.compile(
        rf"(?P<line>^(?:{_BY}) (?P<name>[^\n]{{0,80}}?\S)(?P<handle>) (?:on|am|sur|en|el|le|em|su|op) "
        r"[^\n\d]{0,40}\d[^\n]{0,40})\Z",
        re.MULTILINE,
    ),
    # by u/bright in r/Tarrow
    re.compile(r"(?P<line>\bby ?(?P<name>)(?P<handle>u/[\w-]+) in ?\S[^\n]*)\Z"),
    # Post by @bright@social.example
    re.compile(rf"(?P<line>^Post by (?P<name>)(?P<handle>{_HANDLE})[^\n]*(?:\n[^\n]*)?)\Z", re.MULTILINE),
    # Another language's line about the post that ends in its account
    re.compile(rf"(?P<line>^(?P<name>)[^\n]*\((?P<handle>{_HANDLE})\)[^\n]{{0,40}})\Z", re.MULTILINE),
    # — Ada Bright, May 3, 2026: without an account, as newsrooms write it by hand
    re.compile(rf"(?P<line>^[—–―] ?(?P<name>{FULL_NAME.pattern})(?P<handle>)[^.?!\n]*)\Z", re.MULTILINE),
]
# @bright Lights out on the pier ♬ original sound - bright
_HEADED = re.compile(rf"(?P<line>(?P<name>)(?P<handle>{_HANDLE}))(?=\s[^♬]*♬)")
_LONGEST_SIGNATURE = 400  # code points from a post's end in which its account is looked for
_NOT_ITS_WORDS = re.compile(r"\A\s*View this post on Instagram\s*|\s*♬[^\n]*\Z|\s*View on (?:Mastodon|Threads)\s*\Z")
ADDRESS = re.compile(r"\bhttps?://\S+")
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Post:
    """An embedded post: its words are `text[start:end]`; who posted is written at `name` and `label`, if anywhere."""

    start: int
    end: int
    name: tuple[int, int] | None = None
    label: tuple[int, int] | None = None


def read_post(text: str, block: TextBlock) -> Post | None:
    """Return the post that a block of kind `embed` holds; None where it holds an address or a label."""
    whole = text[block.start : block.end]
    tail = max(0, len(whole) - _LONGEST_SIGNATURE)
    account = _HEADED.match(whole) or next((match for one in _SIGNED if (match := one.search(whole, tail))), None)
    if account is None:
        count = len(_LETTERS.findall(ADDRESS.sub("", whole)))
        return Post(block.start, block.end) if count >= FEWEST_WORDS else None
    start, end = _own_words(whole, *account.span("line"))
    parts = [account.span(part) for part in ("name", "handle") if account[part]]
    first, last = parts[0][0], parts[-1][1]
    if len(parts) > 1:
        last += 1  # the bracket
    return Post(
        block.start + start,
        block.start + end,
        (block.start + parts[0][0], block.start + parts[0][1]),
        (block.start + first, block.start + last),
    )


def _own_words(whole: str, first: int, last: int) -> tuple[int, int]:
    """Return where the post's own words stand beside the line that names its account; all of it where none do."""
    for start, end in ((0, first), (last, len(whole))):
        words = _without_labels(whole, start, end)
        if _LETTERS.search(whole, *words):
            return words
    return 0, len(whole)


def _without_labels(whole: str, start: int, end: int) -> tuple[int, int]:
    """Return where the words of `whole[start:end]` stand without the service's labels and the space around them."""
    piece = whole[start:end]
    for match in reversed(list(_NOT_ITS_WORDS.finditer(piece))):
        piece = piece[: match.start()] if match.end() == len(piece) else " " * match.end() + piece[match.end() :]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def draft_posts(text: str, blocks: Sequence[TextBlock], drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with one of kind `embedded` for each embedded post, in place of all that was read inside it.

    Args:
        text: The article's text.
        blocks: Its blocks.
        drafts: What was read, inside of embeds too: who a name there is was found with the rest of the article.
    """
    embeds = [block for block in blocks if block.kind == "embed"]
    if not embeds:
        return list(drafts)
    starts = [block.start for block in embeds]
    made: list[Draft] = []
    inside: list[Draft] = []
    for draft in drafts:
        at = bisect_right(starts, draft.spans[0][0]) - 1
        is_inside = at >= 0 and draft.spans[0][0] < embeds[at].end
        (inside if is_inside else made).append(draft)
    speakers = {draft.spans[0][0]: draft.speaker for draft in reversed(inside)}
    for block in embeds:
        post = read_post(text, block)
        if post is not None:
            known = speakers.get(post.start)
            method = "credit" if post.name else "embed"
            made.append(Draft([(post.start, post.end)], "embedded", "direct", 0.9, method, _speaker(text, post, known)))
    return made


def _speaker(text: str, post: Post, known: Speaker | None) -> Speaker:
    if post.name is None or post.label is None:
        return Speaker()
    if known is not None and known.name is not None and known.start is not None:
        known.start, known.end = post.label
        return known
    return Speaker(*post.label, name=text[slice(*post.name)])
