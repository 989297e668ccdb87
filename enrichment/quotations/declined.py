"""Declined comments: somebody was asked, and did not answer.

They are rows of their own, because "who would not talk to us" is a question about sourcing; they count as nobody's
quotation. How English prose says it is data: the section `declined` of the rules.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from enrichment.quotations.attribution import Reading
from enrichment.quotations.lexicon import english, english_words
from enrichment.quotations.mentions import Mention

_CLAUSE_END = (
    r"(?:[^.,;:\n]|,(?=[^.,;:\n]{0,25} or )){0,90}?"  # lists run on: letters, emails or calls
    r"(?=[.;:\n”\"]|,(?![^.,;:\n]{0,25} or )|\b(?:and|but|because|as|when|while|after|although|until)\b|$)"
)
_SUBJECT_REACH = 12  # tokens from a request, or from what denies a subject, to the verb
_OPENERS = '¶.,;:"cysj-'
_TOWARDS = frozenset({"to", "with", "at"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """One declined comment: code points of its clause, and who declined."""

    start: int
    end: int
    subject: Mention | None


@cache
def _pattern() -> re.Pattern[str]:
    """The ways of declining; the name of the group that matched says what else must hold of the sentence."""
    rules = english().rules["declined"]
    return re.compile(
        rf"(?:(?P<patterns>{'|'.join(rules['patterns'])})\b{_CLAUSE_END}"
        rf"|(?P<passive>{'|'.join(rules['passive'])})\b{_CLAUSE_END}"
        rf"|(?P<elliptical>{'|'.join(rules['elliptical'])})(?=[.;\n—]|$))".replace("{not}", rules["not"])
    )


@cache
def _denied() -> re.Pattern[str]:
    """Verbs that decline when their subject is negative: "Neither club would disclose the fee"."""
    return re.compile(rf"(?P<denied>{'|'.join(english().rules['declined']['denied'])})\b{_CLAUSE_END}")


def find_refusals(reading: Reading) -> list[Refusal]:
    """Return the declined comments outside quotation marks, in text order."""
    tokens = reading.tokens
    anchors = english_words("declined", "anchors")
    found: list[Refusal] = []
    end = 0
    for at in [at for at, word in enumerate(tokens.words) if word in anchors]:
        if tokens.outside[at] == '"' or tokens.ends[at] <= end:
            continue
        begin = tokens.sentence_starts[tokens.sentence_of(at)]
        for match, first in _matches(reading, at, begin):
            if match.start() >= end and _holds(reading, match, begin, first):
                end = match.start() + len(match.group().rstrip(" ,"))
                found.append(Refusal(match.start(), end, _decliner(reading, match, begin, first)))
                break
    return found


def _matches(reading: Reading, at: int, begin: int) -> Iterator[tuple[re.Match[str], int]]:
    """Clauses that a telling word is part of, or whose subject it makes negative; each with its first token."""
    tokens = reading.tokens
    for first in range(max(begin, at - 2), at + 2):
        if first < len(tokens.starts) and (match := _pattern().match(tokens.text, tokens.starts[first])):
            yield match, first
    if tokens.words[at] in english_words("declined", "denying"):
        for first in range(at + 1, min(at + _SUBJECT_REACH, len(tokens.starts))):
            if tokens.outside[first] in '.¶"':
                return
            if match := _denied().match(tokens.text, tokens.starts[first]):
                yield match, first


def _holds(reading: Reading, match: re.Match[str], begin: int, first: int) -> bool:
    """Whether the sentence that begins at a token makes a clause the declining of a comment.

    A refusal to act is none: "did not return to the field" has no word of asking or answering.
    """
    if match.lastgroup == "passive":
        return _request(reading, begin, first) is not None
    if match.lastgroup == "elliptical":
        return _is_invited(reading, begin, first)
    clause = set(re.findall(r"[a-z-]+", match.group().lower()))
    return bool(clause & english_words("declined", "asking"))


def _is_invited(reading: Reading, begin: int, first: int) -> bool:
    """Whether somebody was asked before a verb that leaves out what: "Asked to reply, Holt declined"."""
    words = reading.tokens.words
    return any(
        words[at].lower() in english_words("declined", "invited")
        and (at == begin or words[at - 1].lower() in english_words("declined", "before_invited"))
        for at in range(begin, first)
    )


def _decliner(reading: Reading, match: re.Match[str], begin: int, first: int) -> Mention | None:
    """Who declined: whom the request went to, who follows "nor did", or the subject before the verb."""
    if match.lastgroup == "passive":
        request = _request(reading, begin, first)
        return None if request is None else _addressee(reading, request, first)
    if first and reading.tokens.words[first - 1].lower() == "nor":
        following = reading.mentions_between(first + 1, first + 3)
        return following[0] if following else None
    subject = _subject(reading, begin, first)
    if subject is None:  # "There was no reply from the yard"
        words, last = reading.tokens.words, bisect_left(reading.tokens.starts, match.end())
        after = reading.mentions_between(first, last)
        subject = next((one for one in after if words[one.first - 1].lower() in {"from", "at"}), None)
    return subject


def _addressee(reading: Reading, request: int, first: int) -> Mention | None:
    """Whom a request before the verb went to; of "the yard’s owner" the owner."""
    words, outside = reading.tokens.words, reading.tokens.outside
    is_next = False
    for mention in reading.mentions_between(request + 1, first):
        before = words[mention.first - 1].lower()
        if is_next or before in _TOWARDS or before in english_words("declined", "reaching"):
            is_next = outside[mention.end] == "S"
            if not is_next:
                return mention
    return None


def _request(reading: Reading, begin: int, first: int) -> int | None:
    """The token of the request that is the subject of a verb: "messages left with the firm", "calls"."""
    words = reading.tokens.words
    for at in range(first - 1, max(begin, first - _SUBJECT_REACH) - 1, -1):
        if words[at].lower() in english_words("declined", "attempts"):
            return at if words[at + 2].lower() in english_words("declined", "reaching") else None
        if words[at].lower() in english_words("declined", "requests"):
            follower = words[at + 1].lower()
            is_for_words = follower == "for" and bool(
                {word.lower() for word in words[at + 2 : at + 4]} & english_words("declined", "asking")
            )
            if at + 1 == first or is_for_words or follower in english_words("declined", "put_to"):
                return at
    return None


def _subject(reading: Reading, begin: int, first: int) -> Mention | None:
    """The nearest mention before the verb that stands as a subject of a main clause, in the same sentence."""
    outside = reading.tokens.outside
    chosen: Mention | None = None
    for mention in reversed(reading.mentions_between(begin, first)):
        before = outside[mention.first - 1] if mention.first else "¶"
        possesses = outside[mention.end : mention.end + 1] == "S"
        if before in "oit" or possesses or mention.kind == "place" or mention.head == "it":
            continue
        if before == "y" and "," in outside[mention.end : first]:
            continue  # of a clause that has ended: "Holt, who left when she came, did not reply"
        chosen = mention
        if before in _OPENERS:
            return mention
    return chosen
