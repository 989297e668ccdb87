"""Words of a language other than English in classes, from the lists of `rules/<language>.toml`.

Every token gets one letter, its class; what a language is made of is then data, and its grammar a pattern of letters.
Classes that English has as well have the same names (`english/words/classes.py`), though not always its letters.
"""

from __future__ import annotations

import re

from quotations.bounded_cache import BoundedCache
from quotations.languages.rules import LanguageRules, VerbRules

CLASSES = {
    "det": "d",  # definite
    "indefinite": "u",  # a numeral too
    "poss": "h",
    "he_she": "p",
    "pronoun": "o",  # any other
    "anaphor": "a",  # l’intéressé
    "clitic": "c",
    "aux": "x",
    "passive_aux": "b",
    "negation": "g",
    "adverb": "j",
    "that": "s",
    "whether": "q",
    "infinitive": "v",  # of a report: dit avoir
    "reported": "K",  # a verb in the mood of reports: sei
    "who": "w",
    "said": "V",  # any word of speaking
    "said_after": "S",  # one that only follows: so Weiß
    "according": "Q",
    "view": "U",  # "for" at the head of a sentence: Pour Weiß
    "of": "f",
    "capital_of": "F",
    "prep": "i",
    "conj": "k",
    "person_noun": "R",
    "role": "C",  # a person noun with a capital, or with the article joined on
    "title": "T",
    "org_noun": "z",
    "org": "Z",  # an organization noun with the article joined on
    "particle": "L",
    "name": "N",  # any word with a capital
    "initial": "I",
    "number": "0",
    "joined": "D",  # a word with the article joined on
    "noun": "n",  # any other word
}  # , . ; : - ( ) * punctuation   ¶ end of paragraph   " quoted
# Lists of the rules, in the order in which a later one takes a word from an earlier one, and the class of their words.
_LISTS = {
    "after_cues": "said_after", "infinitives": "infinitive", "passives": "passive_aux", "reported": "reported",
    "whether": "whether", "roles": "person_noun", "organizations": "org_noun", "prepositions": "prep",
    "conjunctions": "conj", "adverbs": "adverb", "auxiliaries": "aux", "negations": "negation", "clitics": "clitic",
    "anaphors": "anaphor", "who": "who", "others": "pronoun", "pronouns": "he_she", "possessives": "poss",
    "indefinite": "indefinite", "definite": "det", "of": "of", "that": "that", "according": "according",
}  # fmt: skip
_WITH_ARTICLE = {"z": "Z", "R": "C"}
_PUNCTUATION = {
    ",": ",", "،": ",", ".": ".", "!": ".", "?": ".", "…": ".", "؟": ".", ";": ";", "؛": ";", ":": ":", "—": "-",
    "–": "-", "-": "-", "―": "-", "(": "(", ")": ")", "[": "(", "]": ")",
}  # fmt: skip
_MARKS = re.compile("[\u064b-\u0652\u0640]")  # Arabic vowel signs and the stroke that only quoted spans a word


def verb_forms(verbs: VerbRules) -> set[str]:
    """Return every form of a language's words of speaking: those listed, and the stems with their endings."""
    forms = set(verbs.irregular)
    for stems, endings in verbs.regular:
        forms.update(stem + ending for stem in stems for ending in endings)
    return forms


class WordClasses(BoundedCache[str, str]):
    """Word to letter; a word that no list holds is classed by its shape."""

    def __init__(self, rules: LanguageRules) -> None:
        super().__init__(_PUNCTUATION)
        self._has_capitals = rules.has_capitals
        self._noun_capitals = rules.noun_capitals
        self._article = rules.article
        self._prepositions = rules.preposition_prefixes
        self._lower = dict.fromkeys(verb_forms(rules.verbs), CLASSES["said"])
        for key, name in _LISTS.items():
            self._lower.update(dict.fromkeys(getattr(rules.words, key), CLASSES[name]))
        self._capital = dict.fromkeys(rules.words.titles, CLASSES["title"])
        self._views = frozenset(rules.words.views)
        self._particles = frozenset(rules.words.particles)
        endings = (
            (rules.role_endings, CLASSES["person_noun"]),
            (rules.organization_endings, CLASSES["org_noun"]),
            (rules.adverb_endings, CLASSES["adverb"]),
        )
        self._endings = [(listed, letter) for listed, letter in endings if listed]

    def compute(self, word: str) -> str:
        """Return the class of a word that was not met before."""
        first = word[0]
        if first == "\n":
            return "¶"
        if first.isdigit():
            return "0"
        key = normal(word)
        letter = self._capital.get(word) or self._lower.get(key) or ("L" if word in self._particles else "")
        if not letter:
            return self._by_shape(word, key)
        if first.isupper():
            return self._with_capital(letter, key)
        if self._article and key.startswith(self._article):
            return _WITH_ARTICLE.get(letter, letter)
        return letter

    def _with_capital(self, letter: str, key: str) -> str:
        """Return the class of a listed word that is written with a capital.

        It may be part of a name, or open a sentence.
        """
        if letter == "i" and key in self._views:
            return "U"
        if letter == "R" and not self._noun_capitals:
            return "C"
        return "F" if letter == "f" else letter

    def _by_shape(self, word: str, key: str) -> str:
        """Class a word that stands in no list."""
        first = word[0]
        if not (first.isalpha() or first == "-"):
            return "*"
        for endings, letter in self._endings:
            if key.endswith(endings):
                return letter
        if not self._has_capitals:
            if key.startswith(self._prepositions):
                return "i"
            return "D" if key.startswith(self._article) and len(key) > len(self._article) + 1 else "n"
        if first.isupper() and word[-1] not in "’'":
            return "I" if len(word.rstrip(".")) == 1 else "N"
        return "n"


def normal(word: str) -> str:
    """Return a word as the lists spell it: lower case, curly apostrophe, no vowel signs, `_` for a space."""
    return "_".join(_MARKS.sub("", word.lower().replace("'", "’")).split())
