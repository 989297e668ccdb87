"""Noun phrases that say what somebody is: "a retired school cook", "the council’s finance director", "MP for Dale".

A phrase is read off the letters of its tokens: determiner, owner, modifiers, head, prepositional phrases.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.rules import english_rules
from quotations.english.words.tokens import Tokens

# The name of an organization: capitals; "of", "for", "and" and ’s only between them.
_ORGANIZATION = compile_pattern(
    "(?=<nationality|adverb|calendar>? <proper|initial|role> | <title> <name>{1,3} <org>) "
    "(?:<proper|initial|role|nationality|adverb|title|calendar>) "
    "(?:<proper|nationality|initial|role|&|particle|number|adverb|calendar>"
    " | <title> (?=<name|org>)"
    " | (?<=<proper|role>) <of> <det>? (?=<proper|nationality>)"
    " | (?<=<org>) <prep> (?=<name|org|place|nationality>)"
    " | (?<=<org> <name|org>) <prep> (?=<name|org>)"
    " | <conj> (?=<name|org>)"
    " | (?<=<proper|role|genitive>) (?:<noun> (?=<name|org>) | <genitive> (?=<proper>))){0,8}"
)
_CORE = compile_pattern(
    "(?P<lead>(?:<det|poss>{1,2} <number|adverb>?"
    " | <number> (?=<noun|name|person_noun|role|nationality|participle|org>))?) "
    "(?P<core>(?!<conj>) "
    "(?:<noun|proper|nationality|title|role|speaker_noun|participle|calendar|initial|suffix|&|number|->"
    " | <genitive> <adverb|number>?"
    " | <thinking|reporting|reported|say|report> (?=<noun>? <noun|org_noun|person_noun>)"
    " | <reporting> (?=<nationality>)"
    " | (?<=<org|role>) <of> <det>? (?=<proper>)"
    " | <conj> (?=<noun|nationality|participle|org_noun|person_noun>{0,2} <person_noun|role>)"
    " | <conj> (?=<noun|name|org> <genitive|name>? <noun>? <person_noun|org_noun|role|noun>)){1,9})"
)
_PLAIN = compile_pattern(
    "<det|poss>{0,2} <noun|org_noun|document|person_noun|participle|nationality|report|saying|reporting>{1,4} "
    "(?:<genitive> <noun|org_noun|document|person_noun|participle|nationality>{1,3})?"
)
_ORGANIZATION_LETTERS = frozenset(letters("org|acronym|&"))
_HEADS = frozenset(letters("noun|person_noun|role|title|suffix"))
_MOST_COMPLEMENTS = 3
_LONGEST_JOINED = 4  # tokens of "and general manager"; more is a phrase of its own
SERVING = frozenset({"of", "at", "for", "with", "from"})  # between what somebody is and his organization
_LEADING = frozenset({"ranking", "top", "leading"})
_BEFORE_ORGANIZATION = frozenset({"of", "for", "at", "with", "in", "from", "to"})
_QUALIFIED = compile_pattern("<det> <noun|participle|org_noun>{1,3} (?=<name|acronym|org>)")
_PLACING = frozenset({"in", "at", "from", "near"})
_ADJECTIVE = re.compile(r".{2,}(?:ive|ous|al|ful|ic|able|ible|less|ish|ed|ing|est|ly)$")


class NounPhrase(NamedTuple):
    """One phrase, as tokens.

    Attributes:
        lead: Its first token, the determiner included.
        first: First token behind determiner and owner.
        head: The head noun.
        end: Token after its last prepositional phrase; an organization named behind it is none of it.
        owner: First token and token after the last of who owns it ("the council’s"); equal when nobody.
        organization: The same of the organization named behind it ("of Arden Labs").
    """

    lead: int
    first: int
    head: int
    end: int
    owner: tuple[int, int]
    organization: tuple[int, int]


def read_phrase(tokens: Tokens, at: int, limit: int | None = None) -> NounPhrase | None:
    """Return the phrase that begins at a token, or None when no noun heads it that says what one person is.

    Args:
        tokens: The article's.
        at: Where it begins.
        limit: Where a name follows: then the phrase is all of what stands before.
    """
    outside = tokens.outside
    match = _CORE.match(outside, at) if limit is None else _CORE.match(outside, at, limit)
    if match is None:
        return None
    first, end = match.span("core")
    owner = (first, first)
    cut = outside.rfind("S", first, end)
    if cut >= 0:
        owner, first = (first, cut), cut + 1
    is_bare = match.end("lead") == at
    if is_bare and outside[first : first + 1] == "e" and outside[first + 1 : first + 2] in {"N", "O", "A"}:
        first += 1  # the police interviewed Arden Post reporter Ada Bright
    while end > first and not _may_head(tokens, end - 1):
        end -= 1
    joint = outside.find("c", first, end)
    is_parted = end - joint > _LONGEST_JOINED or not _is_joined(tokens, end - 1)
    if joint > first and outside[joint - 1] in "rR" and is_parted:
        end = joint  # a teacher and mother of three
    if end == first or not is_head(tokens, end - 1):
        return None
    head, organization = end - 1, (end, end)
    end, organization = _complements(tokens, head, limit)
    return NounPhrase(at, first, head, end, owner, organization)


def read_organization(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Return the name of an organization that begins at a token, as tokens, or None."""
    match = _ORGANIZATION.match(tokens.outside, at)
    if match is None:
        return None
    first, end = match.span()
    is_dated = tokens.outside[first] == "C" and tokens.outside[end - 1] != "O"  # Sunday Register is none
    if is_dated or not tokens.words[first][0].isupper() or any(is_compound(word) for word in tokens.words[first:end]):
        return None
    inner = tokens.outside.find("i", first, end)
    if inner >= 0 and tokens.words[inner] in _PLACING:
        end = inner  # Arden Institute in Dale
    while end > first and not (tokens.words[end - 1][0].isupper() and tokens.outside[end - 1] != "C"):
        end -= 1
    if tokens.outside[end : end + 1] == "S" and tokens.outside[end + 1 : end + 2] not in set("nrzfNRO"):
        end += 1  # St Olave’s
    return (first, end) if end > first else None


def printed(tokens: Tokens, first: int, end: int) -> str:
    """Return tokens as the text has them, white space collapsed."""
    return " ".join(tokens.text[tokens.starts[first] : tokens.ends[end - 1]].split()) if end > first else ""


def is_compound(word: str) -> bool:
    """Return whether a name in a word only qualifies: Harvard-trained, Dale-based."""
    return "-" in word and word.rpartition("-")[2][:1].islower()


def is_head(tokens: Tokens, at: int) -> bool:
    """Return whether a word can say what one person is: a noun in the singular, no measure and no degree."""
    word = tokens.words[at].lower()
    if tokens.outside[at] == "X":
        return word in english_rules().roles.of_place
    if word.endswith("-year-old"):
        return False
    is_plural = word.endswith("s") and not word.endswith(("ss", "us"))
    return not is_plural and word not in english_rules().roles.not_roles


def _is_joined(tokens: Tokens, head: int) -> bool:
    """Return whether a second noun says what somebody is as well as the first: "chef and owner"."""
    return is_head(tokens, head) and tokens.words[head].lower() not in english_rules().roles.kin


def _may_head(tokens: Tokens, at: int) -> bool:
    """Return whether a word is a noun at all: "a nurse visiting", "a clerk retired" end before their last word."""
    word, letter = tokens.words[at].lower(), tokens.outside[at]
    if letter == "J" and tokens.words[at - 1] in _LEADING:
        return True  # the ranking Democrat
    if letter not in _HEADS:
        return word in english_rules().roles.trades
    return letter != "n" or _ADJECTIVE.match(word) is None


def _complements(tokens: Tokens, head: int, limit: int | None) -> tuple[int, tuple[int, int]]:
    """Take in "for housing", "of marine biology".

    An organization named behind "of", "at" or "for" closes the phrase.
    """
    outside, words = tokens.outside, tokens.words
    end = head + 1
    for _ in range(_MOST_COMPLEMENTS):
        word = words[end] if end < len(words) else ""
        if word not in _BEFORE_ORGANIZATION or (limit is not None and end >= limit):
            break
        named = _organization_behind(tokens, end + 1)
        if named is not None and (word != "to" or not _ORGANIZATION_LETTERS.isdisjoint(outside[slice(*named)])):
            first, last = named if limit is None else (named[0], min(named[1], limit))
            letters = set(outside[first:last])
            if word != "in" and _is_part_of_role(words[head].lower(), words[first], letters):  # not the mayor in May
                return last, (last, last)
            is_place = letters <= {"P"} or (word in {"in", "from"} and letters.isdisjoint("OA&"))
            return end, (end, end) if is_place else (first, last)
        plain = _PLAIN.match(outside, end + 1) if word in {"of", "for", "in"} else None
        if plain is None or words[plain.end() - 1] in english_rules().roles.not_roles:
            break
        if outside[plain.end() : plain.end() + 1] in {"N", "O"}:
            break
        end = plain.end()
    return end, (end, end)


def _organization_behind(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Return the organization behind a preposition, what qualifies it skipped.

    For example: "the Arden Fund", "the family-owned Arden Foods".
    """
    named = read_organization(tokens, at + (tokens.outside[at : at + 1] == "d"))
    qualified = _QUALIFIED.match(tokens.outside, at) if named is None else None
    if qualified is None:
        return named
    organization = read_organization(tokens, qualified.end())
    is_told = tokens.outside[qualified.end() - 1] == "z"  # the campaign group Arden Now
    return (
        organization
        if organization and (is_told or not _ORGANIZATION_LETTERS.isdisjoint(tokens.outside[slice(*organization)]))
        else None
    )


def _is_part_of_role(noun: str, name: str, letters: set[str]) -> bool:
    """Return whether a name behind "of" belongs to the role: mayor of Dale, MP for Dale, Secretary of State."""
    if noun in english_rules().roles.of_place and letters.isdisjoint("OA&"):
        return True
    return name == "Staff" or (letters == {"O"} and name in english_rules().roles.of_department)
