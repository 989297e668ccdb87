"""Phrases that can stand for a speaker: names, pronouns, noun phrases; found by their grammar, one pass.

Patterns run over the letters of `lexicon`, so a match is a run of tokens. Nothing quoted is a mention: the speakers of
an article are in its own voice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from quotations.english.words.lexicon import english_words
from quotations.english.words.tokens import Tokens

# A name: capitals, with initials, particles ("van", "de") and "of" inside ("Department of Justice") but not at an edge.
_RUN = r"[NAITROJPX](?:[NAITROJPX]|&(?=[NAOPJ])|L{1,2}(?=[NIA])|(?<=[TOR])od?(?=[NAOPJTR])){0,11}"
# A noun phrase whose head can speak; the name after it is part of it: "the party’s leader John Smith".
_NOUNS = (
    r"(?:[dh]{1,2}e?|(?<![djhn0eNAOPJ])(?=[0nerzfNAOPJTR]))"
    r"(?:[0nNAOPCTRJIrzfe&L]|[Bu](?=[nrzf])|S(?=[0nerzfNAOPJTRC])|c(?=e?n{0,2}[rz])|(?<![NI])c(?=e?n{0,2}R)|(?<=[Rr])od?(?=n{0,3}[rz])){0,10}?[rzfR]+"
    r"(?:on{1,2}(?=[NI]))?(?![0rzfR]|n(?![it])|ce?n{0,2}r)"
)
# One or some of many: "one of her colleagues", "a handful of them".
_PART = r"(?:d?[d0]|d[0n])o(?:m|[dh][ne0J]{0,3}[rR]|[ne0J]{0,3}r)(?![rzfRS])"
# Any noun phrase before a verb, a prepositional phrase between them perhaps, or behind one: “...,” said a regular.
_OTHER = (
    r"[dh0]e?[n0JNAOPC]{1,4}(?:cn{1,2})?(?=[jx,w]{0,2}[VvkBuGgt])|[dh0]e?n{1,3}(?=[oi][dh0nNAOPJrzC]{1,5}[jx]{0,2}[VvB])"
    r"|(?<=\"V)[dh0]{1,2}[en0JNAOPC]{0,4}(?![en0jJNAOPCRTIrzf])"
)
# Two looks ahead save most of the work: where no mention begins, and that no noun phrase lacks a head.
_MENTION = re.compile(
    r"(?=[pqwdh0NAOPJTRIX]|(?<![djhn0eNAOPJ])[nerzf])(?:"
    rf"(?P<pronoun>[pqw])|(?P<part>{_PART})|(?P<partisan>[d0][en]{{0,2}}J(?![nrzfNAOPRTI0JX&]))"
    rf"|(?P<nouns>(?=[dhe0nNAOPCTJI&LBuSco]{{0,22}}+[rzfR]){_NOUNS})(?P<appended>(?:[TRJ]*[NI](?:[NIX]|L(?=[NI]))*)?)"
    rf"|(?P<name>{_RUN})|(?P<other>{_OTHER})|(?P<bare>d?[d0](?=[jx,o]{{0,2}}[VvkBui]|w)|(?<=[.¶,;])d?[d0](?=:)|(?<=V)[d0](?=[,.]|om))"
    r"|(?P<possessor>h)(?=[neJ0]{0,2}[nfBuVGvz]))"
)
# WASHINGTON (AP) — / PORTLAND, Ore. —
_DATELINE = re.compile(r"(?:,[NAPJO]{1,3}[.]?)?(?:,?C[.]?0?,?)?(?:\([^)¶]{1,4}\))?-")
_PERSON_NAME = re.compile(r"[NIPJOXL]*[NI][NIPXL]*$")
INDEFINITE = frozenset({"a", "an", "one", "another", "some"})


@dataclass(slots=True, eq=False)
class Mention:
    """A phrase that may be a speaker: tokens `first` to `end` (exclusive). It equals nothing but itself.

    Attributes:
        kind: pronoun, person, organization, role (a common noun that is a person), body, document or other.
        name_first: Where the name itself begins in a phrase with a title or a role; `end` when there is no name.
        head: The head word, lower case.
        index: Place among the article's mentions.
    """

    first: int
    end: int
    kind: str
    name_first: int
    head: str
    sentence: int
    paragraph: int
    index: int


# Whose words "his claim" are: the pronoun behind the possessive.
POSSESSORS = {"his": "he", "her": "she", "their": "they", "its": "it"}
_NOUNS_AHEAD = 3  # words between a possessor and its noun, the noun included


def speaks_of(words: list[str], outside: str, at: int) -> int:
    """Token of the noun of speaking that a possessor at the left of `at` owns ("her belated claim"); 0 when none."""
    for token in range(at, min(at + _NOUNS_AHEAD, len(words))):
        if outside[token] in '"¶.,;:-(':
            return 0
        if words[token].lower() in english_words("cues", "nouns"):
            return token
    return 0


_OTHER_KINDS = {"possessor": "pronoun", "bare": "role", "part": "role", "partisan": "role"}
_LIMITED = frozenset({"bare", "other", "part", "partisan"})
_NOUN_KINDS = {"r": "role", "R": "role", "z": "body", "f": "document"}


def find_mentions(tokens: Tokens) -> list[Mention]:
    """Return the mentions outside quotation marks, in text order."""
    found: list[Mention] = []
    words, outside = tokens.words, tokens.outside
    # One more than there are, which no mention reaches.
    sentences, paragraphs = [*tokens.sentence_starts, len(words)], [*tokens.paragraph_starts, len(words)]
    sentence = paragraph = 0
    for match in _MENTION.finditer(outside):
        first, end = match.span()
        while sentences[sentence + 1] <= first:
            sentence += 1
        while paragraphs[paragraph + 1] <= first:
            paragraph += 1
        head = words[end - 1].lower()
        group = match.lastgroup or ""
        kind, name_first = group, end
        if group == "possessor":
            head = POSSESSORS.get(head, "")
            if not head or not speaks_of(words, outside, end):
                continue
        elif group in _LIMITED:
            group, first = _limit(tokens, group, first, end)
            if not group:
                continue
        if group == "name":
            is_plain = end == first + 1 and outside[first] == "N"
            if is_plain and _is_common(tokens, first, head, opens=first == sentences[sentence]):
                continue
            kind, before_name = ("person", 0) if is_plain else _classify_name(outside[first:end])
            name_first = first + before_name
        elif group != "pronoun":
            kind, name_first = _kind_of(match, group, outside, end)
        if first == paragraphs[paragraph] and kind != "role" and _is_dateline(words[first], outside, end):
            kind = "place"
        found.append(Mention(first, end, kind, name_first, head, sentence, paragraph, len(found)))
    return found


def _is_common(tokens: Tokens, first: int, head: str, *, opens: bool) -> bool:
    """Whether a single capital word is a common one that the sentence, a quotation or a colon capitalised."""
    return (opens or tokens.outside[first - 1] in '":') and (head in tokens.vocabulary or head.endswith("ing"))


def _limit(tokens: Tokens, group: str, first: int, end: int) -> tuple[str, int]:
    """Which group a phrase of determiners really is of, and where it begins; no group when it can be no speaker."""
    words, outside = tokens.words, tokens.outside
    head = words[end - 1].lower()
    if group == "partisan" and words[first].lower() not in INDEFINITE:
        return "name", end - 1  # the Democrats, but one Democrat
    if group == "part" and outside[first + 1] == "n" and words[first + 1] not in english_words("words", "parts"):
        return ("", first) if outside[end - 1] == "m" else ("part", first + 3)  # in the words of one official
    if group == "other" and head in english_words("words", "bare"):
        return "bare", first
    if group == "other" and outside[end - 1] == "N":
        at = _name_first(outside, end)
        return ("named", first) if end - at > 1 else ("name", at)  # the irrepressible Ada Holt, the younger Holt
    is_none = (group == "bare" and head not in english_words("words", "bare")) or (
        group == "other" and head in english_words("indirect", "times")
    )
    return ("" if is_none else group), first  # the board this week announced


def _is_dateline(word: str, outside: str, end: int) -> bool:
    return word.isupper() and _DATELINE.match(outside, end) is not None


def _kind_of(match: re.Match[str], group: str, outside: str, end: int) -> tuple[str, int]:
    """Kind of a phrase that is no mere name, and where the name in it begins."""
    if group == "appended":
        name_first = match.start("appended")
        if name_first < end:
            return "person", name_first + _classify_name(outside[name_first:end])[1]
        return _NOUN_KINDS.get(outside[end - 1], "role"), end
    if group == "named":
        return "person", _name_first(outside, end)
    return _OTHER_KINDS.get(group, "other"), end


def _name_first(outside: str, end: int) -> int:
    """Where the name begins that a phrase ends with."""
    while outside[end - 1] in "NI":
        end -= 1
    return end


@lru_cache(maxsize=20_000)
def _classify_name(run: str) -> tuple[str, int]:
    """Say whether a run of capitals is a person, an organization or a place, and where in it the name itself begins."""
    last_title = max(run.rfind("T"), run.rfind("R"))
    if run.startswith("oO", last_title + 1):
        last_title += 2  # Secretary of State
    tail = run[last_title + 1 :]
    if last_title >= 0:
        if _PERSON_NAME.match(tail) and "O" not in tail:
            return "person", last_title + 1
        if "O" in run or "A" in run:
            return "organization", 0
        return "role", len(run)
    if "O" in run or "A" in run:
        return "organization", 0
    if "N" in run:
        return "person", 0
    return "place", 0
