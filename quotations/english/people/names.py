"""What a run of capitals tells by its words alone: where its name begins and ends, and what no person is called."""

from __future__ import annotations

import re

from quotations.english.grammar.analysis import Analysis
from quotations.english.words.classes import letters
from quotations.english.words.lexicon import english
from quotations.english.words.mentions import Mention
from quotations.english.words.noun_phrases import is_compound
from quotations.english.words.rules import english_rules

GENERATION = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
# RealClearBooks, bridgewatch.example; not McHale, DeSoto, O’Hara.
_COINED = re.compile(
    r"(?!(?:Mac|Mc|De|Du|Di|Da|La|Le|Van|Vande|Vander|Fitz|St|Al|El|[OD][’'])[A-Z])\w+[a-z][A-Z]|.+\.[a-z]"
)
_VERBS = frozenset(letters("say|saying|report|reporting|thinking|thought"))
_APPOSED = frozenset({",w", ",0"})
_FINITE = frozenset(letters("finite"))
_OPENERS = frozenset({"", "¶", ".", ":", '"', "-", "("})
_MOST_OF_PLACE = 3  # words
_LEAST_WORDS = 4  # of a line whose capitals are judged
_MOST_OF_HEADLINE = 40  # tokens
_LONG = 4  # letters of a word that a headline writes with a capital


def name_words(analysis: Analysis, mention: Mention) -> tuple[str, ...]:
    """Return words of the name in a mention: titles, roles and honours such as KC left out, and a verb behind it."""
    tokens, verbs = analysis.tokens, english().lemmas
    words: list[str] = []
    for at in range(mention.name_first, mention.end):
        word, letter = tokens.words[at], tokens.outside[at]
        if letter == "T" or (letter == "X" and word.lower() not in GENERATION):
            continue
        if words and letter == "N" and word[-1] == "s" and word.lower() in verbs:
            break  # "Ole Vane Says Bridge"
        words.append(word)
    return tuple(words)


def surname_of(names: tuple[str, ...]) -> str:
    """Return the last word of a name that is not "Jr.", in lower case."""
    last = names[-1].lower()
    if last not in GENERATION:
        return last
    return next((word for name in reversed(names) if (word := name.lower()) not in GENERATION), last)


def begin_name(analysis: Analysis, mention: Mention) -> None:
    """Take off a name what only stands before it: "Principal Ada Bright", "Republican Ole Vane", "Dale-born"."""
    tokens = analysis.tokens
    first, end = mention.name_first, mention.end
    while end - first > 1 and _is_before_name(analysis, mention, first):
        first += 1
    if first > mention.name_first and "N" in tokens.outside[first:end]:
        mention.name_first = first


def _is_before_name(analysis: Analysis, mention: Mention, at: int) -> bool:
    word, letter = analysis.tokens.words[at], analysis.tokens.outside[at]
    if is_compound(word) or word in english_rules().roles.parties:
        return True
    if letter == "J":
        return "NN" in analysis.tokens.outside[at : mention.end]
    if letter != "N":
        return False
    lower = word.lower()
    if lower in english_rules().roles.trades:
        return at == mention.first and mention.end - at > 2
    return english()[lower] in _VERBS and word[-1] not in "sd" and word not in english_rules().words.names_despite_case


def is_no_person(analysis: Analysis, mention: Mention) -> bool:
    """Return whether its words make a name the name of a place or a group.

    For example: "New Holm", "San Brannock", "Holm County", "Holm Democrats".
    """
    if mention.name_first > mention.first or mention.end - mention.first == 1:
        return False
    tokens = analysis.tokens
    first, last = tokens.words[mention.first], tokens.words[mention.end - 1]
    letters = tokens.outside[mention.first : mention.end]
    if letters[-1] == "J":
        return last.endswith("s")
    if letters[0] == "J" and letters.count("N") == 1 and first not in english_rules().roles.parties:
        return first not in english_rules().capitals.given  # "Western Echo", not Christian Vane
    if letters[-1] == "P" and (first in english_rules().capitals.before_region or english()[first.lower()] in _VERBS):
        return True
    if len(letters) > _MOST_OF_PLACE:
        return False
    return first in english_rules().capitals.before_place or last in english_rules().capitals.behind_place


def is_coined(word: str) -> bool:
    """Return whether a word alone is written as no surname is: a website, a brand."""
    return _COINED.match(word) is not None


def same_first(one: str, other: str) -> bool:
    """Return whether two first names can be one person's: equal, an initial, or one the beginning of the other."""
    one, other = one.lower().rstrip("."), other.lower().rstrip(".")
    return one == other or one.startswith(other) or other.startswith(one)


def ends_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether one of two full names is the end of the other: Emma Ruth Joyce and Ruth Joyce."""
    shorter = min(len(one), len(other))
    return shorter > 1 and len(one) != len(other) and one[-shorter:] == other[-shorter:]


def shows_name(analysis: Analysis, mention: Mention) -> bool:
    """Return whether a single word stands as a name does.

    It stands in the middle of a sentence that is not a headline, or with a verb.
    """
    tokens = analysis.tokens
    before, after = tokens.outside[mention.first - 1 : mention.first], tokens.outside[mention.end : mention.end + 2]
    if after[:1] == "S" or after in _APPOSED:
        return True
    verb = after[1:] if after[:1] == "j" else after[:1]
    if verb in _FINITE and (mention.head[-1] != "s" or tokens.words[mention.end][-1] == "s"):
        return True  # "Dot keeps bees", "Woods keeps bees"; not "Crowds keep bees"
    start = tokens.sentence_starts[mention.sentence]
    if before in _OPENERS or mention.first == start:
        return False
    neighbour = tokens.words[mention.first - 1]
    if len(neighbour) >= _LONG and neighbour.islower():
        return True
    end = min(tokens.sentence_end(mention.sentence), start + _MOST_OF_HEADLINE)
    long = [word for word in tokens.words[start:end] if len(word) >= _LONG]
    return len(long) < _LEAST_WORDS or sum(word[0].isupper() for word in long) < 0.75 * len(long)
