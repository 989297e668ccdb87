"""Phrases that can stand for a speaker: names, pronouns, noun phrases; found by their grammar, one pass.

Patterns run over the letters of `lexicon`, so a match is a run of tokens. Nothing quoted is a mention: the speakers of
an article are in its own voice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from enrichment.quotations.english.words.lexicon import english_words
from enrichment.quotations.english.words.tokens import Tokens

# A name: capitals, with initials, particles ("van", "de") and "of" inside ("Department of Justice") but not at an edge.
_RUN = r"[NAITROJPX](?:[NAITROJPX]|&(?=[NAOPJ])|L{1,2}(?=[NIA])|(?<=[TOR])od?(?=[NAOPJTR])){0,11}"
# A noun phrase whose head can speak; the name after it is part of it: "the party’s leader John Smith".
_NOUNS = (
    r"(?:[dh]{1,2}e?|(?<![djhn0eNAOPJ])(?=[0nerzfNAOPJTR]))"
    r"(?:[0nNAOPCTRJIrzfe&L]|[Bu](?=[nrzf])|S(?=[0nerzfNAOPJTRC])|c(?=e?n{0,2}[rz])|(?<![NI])c(?=e?n{0,2}R)|(?<=[Rr])od?(?=n{0,3}[rz])){0,10}?[rzfR]+"
    r"(?:on{1,2}(?=[NI]))?(?![0rzfR]|n(?![it]))"
)
_MENTION = re.compile(
    rf"(?P<pronoun>[pqw])|(?P<nouns>(?=[dhe0nrzfNAOPJTRIC]){_NOUNS})(?P<appended>(?:[TRJ]*[NI](?:[NIX]|L(?=[NI]))*)?)"
    rf"|(?P<name>{_RUN})|(?P<other>[dh0]e?[n0JNAOPC]{{1,4}}(?:cn{{1,2}})?(?=[jx,w]{{0,2}}[VvkBuGgt]))|(?P<bare>[d0](?=[jx,o]{{0,2}}[VvkBui])|(?<=V)[d0](?=[,.]))"
    r"|(?P<possessor>h)(?=[neJ0]{0,2}[nfBuVGvz])"
)
# WASHINGTON (AP) — / PORTLAND, Ore. —
_DATELINE = re.compile(r"(?:,[NAPJO]{1,3}[.]?)?(?:,?C[.]?0?,?)?(?:\([^)¶]{1,4}\))?-")
_PERSON_NAME = re.compile(r"[NIPJOXL]*[NI][NIPXL]*$")
BARE = frozenset({"one", "another", "others", "some", "many", "several", "most", "few", "both", "all", "two", "three"})


@dataclass(slots=True)
class Mention:
    """A phrase that may be a speaker: tokens `first` to `end` (exclusive).

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


_NOUN_KINDS = {"r": "role", "R": "role", "z": "body", "f": "document"}


def find_mentions(tokens: Tokens) -> list[Mention]:
    """Return the mentions outside quotation marks, in text order."""
    found: list[Mention] = []
    words, outside = tokens.words, tokens.outside
    sentences, paragraphs = tokens.sentence_starts, tokens.paragraph_starts
    sentence = paragraph = 0
    lower_words = set(words)
    for match in _MENTION.finditer(outside):
        first, end = match.span()
        while sentence + 1 < len(sentences) and sentences[sentence + 1] <= first:
            sentence += 1
        while paragraph + 1 < len(paragraphs) and paragraphs[paragraph + 1] <= first:
            paragraph += 1
        head = words[end - 1].lower()
        opens = first == sentences[sentence] or outside[first - 1] in '":'
        if opens and end == first + 1 and outside[first] == "N" and (head in lower_words or head.endswith("ing")):
            continue  # a common word that the sentence capitalised
        if match.lastgroup == "bare" and head not in BARE:
            continue
        if match.lastgroup == "other" and head in english_words("indirect", "times"):
            continue  # the board this week announced
        if match.lastgroup == "possessor":
            head = POSSESSORS.get(head, "")
            if not head or not speaks_of(words, outside, end):
                continue
        kind, name_first = _kind_of(match, outside)
        if kind != "role" and words[first].isupper() and _is_dateline(outside, first, end):
            kind = "place"
        found.append(Mention(first, end, kind, name_first, head, sentence, paragraph, len(found)))
    return found


def _is_dateline(outside: str, first: int, end: int) -> bool:
    return outside[first - 1 : first] in {"", "¶"} and _DATELINE.match(outside, end) is not None


def _kind_of(match: re.Match[str], outside: str) -> tuple[str, int]:
    """Kind of a mention, and where its name begins."""
    group, end = match.lastgroup, match.end()
    if group == "name":
        return _classify_name(outside, match.start(), end)
    if group == "appended":
        name_first = match.start("appended")
        if name_first < end:
            return "person", _classify_name(outside, name_first, end)[1]
        return _NOUN_KINDS.get(outside[end - 1], "role"), end
    return {"pronoun": "pronoun", "possessor": "pronoun", "bare": "role"}.get(group or "", "other"), end


def _classify_name(outside: str, first: int, end: int) -> tuple[str, int]:
    """Say whether a run of capitals is a person, an organization or a place, and where the name itself begins."""
    run = outside[first:end]
    last_title = max(run.rfind("T"), run.rfind("R"))
    if run.startswith("oO", last_title + 1):
        last_title += 2  # Secretary of State
    tail = run[last_title + 1 :]
    if last_title >= 0:
        if _PERSON_NAME.match(tail) and "O" not in tail:
            return "person", first + last_title + 1
        if "O" in run or "A" in run:
            return "organization", first
        return "role", end
    if "O" in run or "A" in run:
        return "organization", first
    if "N" in run:
        return "person", first
    return "place", first
