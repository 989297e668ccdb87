"""Why a quoted span is not a quotation: title, nickname, slogan, term, scare or other.

The form of the words inside, the classes of the tokens beside them and the kinds of words around (`[reasons]` in
`rules/en.toml`) speak for one reason or another, with weights learnt from this project's own annotations.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from quotations.english.grammar.analysis import Analysis, Quoted
from quotations.english.words.classes import letters
from quotations.english.words.rules import english_rules
from quotations.ranking import Weights, linear

REASONS = ("term", "title", "scare", "slogan", "nickname", "other")

_KINDS = ("works", "makers", "terms", "usage", "banners", "nicknames", "calls", "fiction", "doubt")
_NEAR, _FAR, _BEHIND = 3, 12, 5  # tokens of the sentence looked at, before and behind
_VERBS = frozenset(letters("aux|said|reported|thought|say|verb"))
_PRONOUNS = frozenset(letters("pronoun|poss|object"))
_NAMES = frozenset(letters("name|initial|title"))


def reason_of(analysis: Analysis, quoted: Quoted, previous: tuple[Quoted, str] | None, weights: Weights) -> str:
    """Return the likeliest reason; `previous` is the quoted span before that quotes nobody, with its reason."""
    rows = rows_of(reason_features(analysis, quoted, previous))
    scores = [linear(weights, row) for row in rows]
    return REASONS[max(range(len(scores)), key=scores.__getitem__)]


def rows_of(features: Sequence[str]) -> list[list[str]]:
    """Return the features of a quoted span as evidence for each reason, in the order of `REASONS`."""
    return [list(row) for row in zip(*map(_for_each, features), strict=True)]


@lru_cache(maxsize=20_000)
def _for_each(feature: str) -> list[str]:
    return [f"{reason} {feature}" for reason in REASONS]


def reason_features(analysis: Analysis, quoted: Quoted, previous: tuple[Quoted, str] | None) -> list[str]:
    """Return the features of one quoted span."""
    tokens = analysis.tokens
    outside, inner = tokens.outside, quoted.inner_words
    first, end = quoted.first, quoted.end
    shape = _shape(inner)
    size = "1" if len(inner) == 1 else "2" if len(inner) == 2 else "few" if len(inner) <= 4 else "many"
    before = outside[first - 1] if first else "¶"
    after = outside[end] if end < len(outside) else "¶"
    row = ["any", f"shape={shape}", f"size={size}", f"shape={shape}|{size}"]
    row += [f"before={before}", f"before={before}|{shape}", f"after={after}"]
    sentence_end = tokens.sentence_end(tokens.sentence_of(end - 1))
    sentence_first = tokens.sentence_starts[tokens.sentence_of(first)]
    row += _kinds_around(analysis, quoted, sentence_first, sentence_end, shape)
    if sentence_first == first:
        row.append("alone" if sentence_end <= end + 1 else "opens")
    inside = tokens.tags[first + 1 : end]
    if not _VERBS.isdisjoint(inside):
        row.append(f"verb|{shape}")
    if not _PRONOUNS.isdisjoint(inside):
        row.append("pronoun")
    if inner and inner[0].lower() == "the":
        row.append(f"the|{shape}")
    if quoted.last_mark in {"?", "!", "…"}:
        row.append("loud")
    if before in _NAMES and after in _NAMES:
        row.append("between names")
    if previous is not None and previous[0].paragraph == quoted.paragraph:
        row.append(f"previous={previous[1]}|{'list' if first - previous[0].end <= _NEAR else 'paragraph'}")
    return row


def _shape(inner: Sequence[str]) -> str:
    """Return how the words inside are written.

    They are one name, several, a sentence, all in capitals, or in lower case.
    """
    if not inner:
        return "none"
    joined = "".join(inner)
    if len(joined) > 3 and joined.isupper():
        return "capitals"
    heads = [word for word in inner if word.lower() not in english_rules().reasons.small]
    are_names = bool(heads) and all(word[0].isupper() or word[0].isdigit() for word in heads)
    if inner[0][0].isupper():
        return "name" if len(inner) == 1 else "names" if are_names else "sentence"
    return "the names" if are_names and len(inner) > 1 else "lower"


def _kinds_around(analysis: Analysis, quoted: Quoted, begin: int, stop: int, shape: str) -> list[str]:
    """Return which kinds of words stand near before the quoted span, further before, and behind it, in its sentence."""
    tokens = analysis.tokens
    first, end = quoted.first, quoted.end

    def outer(low: int, high: int) -> set[str]:
        return {tokens.words[at].lower() for at in range(max(low, 0), high) if tokens.outside[at] != '"'}

    near = outer(max(begin, first - _NEAR), first)
    far = outer(max(begin, first - _FAR), first - _NEAR)
    behind = outer(end, min(stop, end + _BEHIND))
    row = []
    for kind in _KINDS:
        known = getattr(english_rules().reasons, kind)
        if not known.isdisjoint(near):
            row += [f"near {kind}", f"near {kind}|{shape}"]
        elif not known.isdisjoint(far):
            row.append(f"far {kind}")
        if not known.isdisjoint(behind):
            row.append(f"behind {kind}")
    return row
