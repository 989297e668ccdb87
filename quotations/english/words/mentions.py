"""Phrases that can stand for a speaker: names, pronouns, noun phrases; found by their grammar, one pass.

Patterns run over the letters of `lexicon`, so a match is a run of tokens. Nothing quoted is a mention: the speakers of
an article are in its own voice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from quotations.english.words.classes import compile_pattern
from quotations.english.words.rules import english_rules
from quotations.english.words.tokens import Tokens

# A name: capitals, with initials, particles ("van", "de") and "of" inside ("Department of Justice") but not at an edge.
_RUN = (
    "<name|acronym|initial|title|role|org|nationality|place|suffix> "
    "(?:<name|acronym|initial|title|role|org|nationality|place|suffix>"
    " | & (?=<proper|nationality>)"
    " | <particle>{1,2} (?=<name|initial|acronym>)"
    " | (?<=<title|org|role>) <of> <det>? (?=<proper|nationality|title|role>)){0,11}"
)
# A noun phrase whose head can speak; the name after it is part of it: "the party’s leader John Smith".
_NOUNS = (
    "(?:<det|poss>{1,2} (?:<participle>? | <adverb> (?=<noun>? <person_noun>))"
    " | (?<!<det|adverb|poss|noun|number|participle|proper|nationality>)"
    " (?=<number|noun|participle|speaker_noun|proper|nationality|title|role>)) "
    "(?:<number|noun|proper|calendar|title|role|nationality|initial|speaker_noun|participle|&|particle>"
    " | <say|report> (?=<noun|speaker_noun>)"
    " | <genitive> (?=<number|noun|participle|speaker_noun|proper|nationality|title|role|calendar>)"
    " | <conj> (?=<participle>? <noun>{0,2} <person_noun|org_noun>)"
    " | (?<!<name|initial>) <conj> (?=<participle>? <noun>{0,2} <role>)"
    " | (?<=<role|person_noun>) <of> <det>? (?=<noun>{0,3} <person_noun|org_noun>)){0,10}? "
    "<speaker_noun|role>+ "
    "(?:<of> <noun>{1,2} (?=<name|initial>))? "
    "(?!<number|speaker_noun|role> | <noun> (?!<prep|to>) | <conj> <participle>? <noun>{0,2} <person_noun>)"
)
# One or some of many: "one of her colleagues", "a handful of them".
_PART = (
    "(?:<det>? <det|number> | <det> <number|noun>) <of> "
    "(?:<object>"
    " | <det|poss> <noun|participle|number|nationality>{0,3} <person_noun|role>"
    " | <noun|participle|number|nationality>{0,3} <person_noun>) "
    "(?!<speaker_noun|role|genitive>)"
)
# Any noun phrase before a verb, a prepositional phrase between them perhaps, or behind one: “...,” said a regular.
_OTHER = (
    "<det|poss|number> <participle>? <noun|number|nationality|proper|calendar>{1,4} (?:<conj> <noun>{1,2})?"
    " (?=<adverb|aux|,|who>{0,2} <cue|reporting|to>)"
    " | <det|poss|number> <participle>? <noun>{1,3}"
    " (?=<of|prep> <det|poss|number|noun|proper|nationality|person_noun|org_noun|calendar>{1,5}"
    " <adverb|aux>{0,2} <said|reported|say>)"
    ' | (?<=" <said>) <det|poss|number>{1,2} <participle|noun|number|nationality|proper|calendar>{0,4}'
    " (?!<participle|noun|number|adverb|nationality|proper|calendar|role|title|initial|speaker_noun>)"
)
# Two looks ahead save most of the work: where no mention begins, and that no noun phrase lacks a head.
_MENTION = compile_pattern(
    "(?=<he_she|pronoun|who|det|poss|number|proper|nationality|title|role|initial|suffix>"
    " | (?<!<det|adverb|poss|noun|number|participle|proper|nationality>) <noun|participle|speaker_noun>) "
    "(?:(?P<pronoun><he_she|pronoun|who>)"
    " | (?P<part>{part})"
    " | (?P<partisan><det|number> <participle|noun>{0,2} <nationality>"
    " (?!<noun|speaker_noun|proper|role|title|initial|number|nationality|suffix|&>))"
    " | (?P<nouns>(?=<det|poss|participle|number|noun|proper|calendar|title|nationality|initial|&|particle|say|report|"
    "genitive|conj|of|adverb>{0,22}+ <speaker_noun|role>) {nouns})"
    " (?P<appended>(?:<title|role|nationality>* <name|initial>"
    " (?:<name|initial|suffix> | <particle> (?=<name|initial>))*)?)"
    " | (?P<name>{run})"
    " | (?P<other>{other})"
    " | (?P<bare><det>? <det|number> (?=<adverb|aux|,|of>{0,2} <said|reported|thought|say|report|prep> | <who>)"
    " | (?<=[.¶,;]) <det>? <det|number> (?=:)"
    " | (?<=<said>) <det|number> (?=[,.] | <of> <object>))"
    " | (?P<possessor><poss>)"
    " (?=<noun|participle|nationality|number>{0,2} <noun|document|say|report|said|saying|reported|org_noun>))",
    part=_PART,
    nouns=_NOUNS,
    run=_RUN,
    other=_OTHER,
)
# WASHINGTON (AP) — / PORTLAND, Ore. —
_DATELINE = compile_pattern(
    "(?:, <name|acronym|place|nationality|org>{1,3} [.]?)? "
    "(?:,? <calendar> [.]? <number>? ,?)? "
    r"(?:\( [^)¶]{1,4} \))? -"
)
_PERSON_NAME = compile_pattern(
    "<name|initial|place|nationality|org|suffix|particle>* <name|initial> <name|initial|place|suffix|particle>* $"
)
INDEFINITE = frozenset({"a", "an", "one", "another", "some"})


@dataclass(slots=True, eq=False)
class Mention:
    """A phrase that may be a speaker: tokens `first` to `end` (exclusive). It equals nothing but itself.

    Attributes:
        kind: pronoun, person, organization, role (a common noun that is a person), organization, document or other.
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
    """Return the token of the noun of speaking that a possessor at the left of `at` owns ("her belated claim").

    Return 0 when there is none.
    """
    for token in range(at, min(at + _NOUNS_AHEAD, len(words))):
        if outside[token] in '"¶.,;:-(':
            return 0
        if words[token].lower() in english_rules().cues.nouns:
            return token
    return 0


_LONGEST_KEPT = 100  # capitals of a name that the cache keeps
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
    """Return whether a single capital word is a common one that the sentence, a quotation or a colon capitalised."""
    return (opens or tokens.outside[first - 1] in '":') and (head in tokens.vocabulary or head.endswith("ing"))


def _limit(tokens: Tokens, group: str, first: int, end: int) -> tuple[str, int]:
    """Return which group a phrase of determiners really is of, and where it begins.

    Return no group when it cannot be a speaker.
    """
    words, outside = tokens.words, tokens.outside
    head = words[end - 1].lower()
    if group == "partisan" and words[first].lower() not in INDEFINITE:
        return "name", end - 1  # the Democrats, but one Democrat
    if group == "part" and outside[first + 1] == "n" and words[first + 1] not in english_rules().words.parts:
        return ("", first) if outside[end - 1] == "m" else ("part", first + 3)  # in the words of one official
    if group == "other" and head in english_rules().words.bare:
        return "bare", first
    if group == "other" and outside[end - 1] == "N":
        at = _name_first(outside, end)
        return ("named", first) if end - at > 1 else ("name", at)  # the irrepressible Ada Holt, the younger Holt
    is_none = (group == "bare" and head not in english_rules().words.bare) or (
        group == "other" and head in english_rules().indirect.times
    )
    return ("" if is_none else group), first  # the board this week announced


def _is_dateline(word: str, outside: str, end: int) -> bool:
    return word.isupper() and _DATELINE.match(outside, end) is not None


def _kind_of(match: re.Match[str], group: str, outside: str, end: int) -> tuple[str, int]:
    """Return the kind of a phrase that is more than a name, and where the name in it begins."""
    if group == "appended":
        name_first = match.start("appended")
        if name_first < end:
            return "person", name_first + _classify_name(outside[name_first:end])[1]
        return _NOUN_KINDS.get(outside[end - 1], "role"), end
    if group == "named":
        return "person", _name_first(outside, end)
    return _OTHER_KINDS.get(group, "other"), end


def _name_first(outside: str, end: int) -> int:
    """Return where the name begins that a phrase ends with."""
    while outside[end - 1] in "NI":
        end -= 1
    return end


def _classify_name(run: str) -> tuple[str, int]:
    """Say whether a run of capitals is a person, an organization or a place, and where in it the name itself begins."""
    return _classify_short_name(run) if len(run) <= _LONGEST_KEPT else _classify_short_name.__wrapped__(run)


@lru_cache(maxsize=20_000)
def _classify_short_name(run: str) -> tuple[str, int]:
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
