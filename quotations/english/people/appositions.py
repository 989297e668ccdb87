"""A noun phrase and a name that are one person: "its leader, Ada Bright," and "Ada Bright, its leader,"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from quotations.english.grammar.analysis import Analysis
from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.mentions import Mention
from quotations.english.words.rules import english_rules

# From a noun phrase to the name, what says more of whom it means between them: "for the trust", "leading the talks",
# "whose shop it is", ", which it owns,", ", on her last shift,", ", writer and star,", ", a Pole,", "(and author)".
_MORE = (
    '<noun>? <of|prep|to|subordinator|participle|saying> <^¶.,;:"()|said|reported|thought|saying|who>{1,9}'
    ' | <poss|who> [^¶.,;:"()]{1,9}'
    ' | , <poss|that|who|pronoun|subordinator> [^¶.,;:"()]{1,14} (?=,)'
    r' | \( [^¶.;:"()]{1,9} \)'
    ' | , (?:<prep> <^¶.,;:"()|said|reported|thought|saying|who|he_she|pronoun>{1,7}'
    " | <noun|person_noun>{1,2} <conj> <noun|person_noun>{1,2}"
    " | <det> <participle|noun>{0,2} <nationality|name>) (?=,)"
    " | <conj> <det|poss>? <participle|noun|org_noun>{0,2} <person_noun>"
)
# ", Ada Bright", ", the Rev Ada Bright", " named Ada Bright", ", known as Ada Bright".
_TO_NAME = compile_pattern(
    "(?:{more}){0,2}? "
    "(?:(?P<naming>,? <reported|participle> <adverb|noun>? <subordinator>? (?=<name|initial>)"
    ' | ,? <poss|who> <^¶.,;:"()|name|initial>{1,8} (?=<name|initial>+ <,.|said|reported|aux|genitive>))'
    " | [,-] (?:<det> (?=<name>? <title>))? (?!<poss|that|who|pronoun|subordinator|prep>))",
    more=_MORE,
)
# Ada Bright, 41, nurse at Arden Labs: “...”
_LABEL = compile_pattern('(?:<of|prep> [^¶.,;:"()]{1,6})? (?:, <number>)? :')
_LEADS_ON = frozenset(letters("of|prep|to|subordinator|who|poss|reported|participle|saying|noun|conj|,-("))
_CLOSES = frozenset({",", ".", "-", "(", "¶", ":", '"', "", "o"})


def noun_before_name(analysis: Analysis) -> Iterator[tuple[Mention, Mention]]:
    """Yield noun phrases with the name that is said of them, where the name follows: the commoner order."""
    mentions, starts, outside = analysis.mentions, analysis.mention_starts, analysis.tokens.outside
    names: dict[int, Mention] = {}  # of nouns said of a name, by their first token
    for noun in reversed(mentions):
        if noun.kind not in {"role", "other"} or noun.name_first != noun.end:
            continue
        between = _TO_NAME.match(outside, noun.end) if outside[noun.end : noun.end + 1] in _LEADS_ON else None
        if between is None:
            continue
        index = bisect_left(starts, between.end())
        name = mentions[index] if index < len(mentions) and starts[index] == between.end() else None
        if name is not None and name.kind == "person" and _are_apposed(analysis, noun, name, between):
            names[noun.first] = name
            yield noun, name
        elif between.end() == noun.end + 1 and between.end() in names and outside[between.end()] == "d":
            yield noun, names[between.end()]  # the sheriff, a Republican named Ada Bright


def noun_behind_name(analysis: Analysis) -> Iterator[tuple[Mention, Mention]]:
    """Yield noun phrases with the name they are said of, where the name comes first."""
    outside = analysis.tokens.outside
    for name, noun in pairwise(analysis.mentions):
        if noun.kind != "role" or name.kind != "person" or noun.name_first < noun.end:
            continue
        between = outside[name.end : noun.first]
        is_one_of = outside[noun.first] == "0" and outside[noun.first + 1] == "o"  # one of his oldest friends
        is_apposed = between in {",", ",0,"} and (outside[noun.first] in "dh" or is_one_of)
        if is_apposed or (between in {",", ",0,"} and _LABEL.match(outside, noun.end)):
            yield noun, name


def _are_apposed(analysis: Analysis, noun: Mention, name: Mention, between: re.Match[str]) -> bool:
    """Return whether a name is said of the noun phrase before it, or only follows it."""
    tokens = analysis.tokens
    if between["naming"]:
        words = tokens.words[between.start("naming") : between.end()]
        return not english_rules().roles.naming.isdisjoint(words)
    after = tokens.outside[name.end : name.end + 1]
    if between.end() - noun.end == len(between[0]) == 1 or between[0] == ",d":
        return after in _CLOSES
    return after in {",", ".", "(", "-", "o"} and tokens.outside[noun.first - 1 : noun.first] not in {"o", "i", "t"}
