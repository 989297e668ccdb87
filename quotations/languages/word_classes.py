"""Words of a language other than English in classes, from the lists of `rules/<language>.toml`.

Every token gets one letter, its class; what a language is made of is then data, and its grammar a pattern of letters:

    d definite determiner   u indefinite one, numeral   h possessive   p personal pronoun   o other pronoun
    a anaphor ("l’intéressé")   c clitic   x auxiliary   b one that makes a passive   g negation   j adverb
    s that   q whether   v infinitive of a report   K verb in the mood of reports   w who   V word of speaking
    S one that only follows ("so Weiß")   Q according to   U "for" at the head of a sentence   f of (F with a capital)
    i preposition   k conjunction   R role (C with a capital, or with the article joined on)   T title
    z body (Z with the article joined on)   L name particle   N capital   I initial   0 number
    D word with the article joined on   n other word
    , . ; : - ( ) * punctuation   ¶ end of paragraph   " quoted
"""

from __future__ import annotations

import re
from typing import Any

from quotations.memory import Memory

_CLASSES = {
    "after_cues": "S", "infinitives": "v", "passives": "b", "reported": "K", "whether": "q", "roles": "R",
    "organizations": "z", "prepositions": "i", "conjunctions": "k", "adverbs": "j", "auxiliaries": "x",
    "negations": "g", "clitics": "c", "anaphors": "a", "who": "w", "others": "o", "pronouns": "p",
    "possessives": "h", "indefinite": "u", "definite": "d", "of": "f", "that": "s", "according": "Q",
}  # fmt: skip
_WITH_ARTICLE = {"z": "Z", "R": "C"}
_ENDINGS = {"role_endings": "R", "organization_endings": "z", "adverb_endings": "j"}
_PUNCTUATION = {
    ",": ",", "،": ",", ".": ".", "!": ".", "?": ".", "…": ".", "؟": ".", ";": ";", "؛": ";", ":": ":", "—": "-",
    "–": "-", "-": "-", "―": "-", "(": "(", ")": ")", "[": "(", "]": ")",
}  # fmt: skip
_MARKS = re.compile("[\u064b-\u0652\u0640]")  # Arabic vowel signs and the stroke that only stretches a word


def verb_forms(rules: dict[str, Any]) -> set[str]:
    """Every form of a language's words of speaking: those listed, and the stems with their endings."""
    forms = set(rules["verbs"]["irregular"].split())
    for stems, endings in rules["verbs"].get("regular", []):
        forms.update(stem + ending for stem in stems.split() for ending in endings.split())
    return forms


class WordClasses(Memory[str, str]):
    """Word to letter; a word that no list holds is classed by its shape."""

    def __init__(self, rules: dict[str, Any]) -> None:
        super().__init__(_PUNCTUATION)
        self._has_capitals: bool = rules.get("has_capitals", True)
        self._noun_capitals: bool = rules.get("noun_capitals", False)
        self._article: str = rules.get("article", "")
        self._prepositions = tuple(rules.get("preposition_prefixes", "").split())
        self._lower = dict.fromkeys(verb_forms(rules), "V")
        for name, letter in _CLASSES.items():
            self._lower.update(dict.fromkeys(rules["words"].get(name, "").split(), letter))
        self._capital = dict.fromkeys(rules["words"]["titles"].split(), "T")
        self._views = frozenset(rules["words"].get("views", "").split())
        self._particles = frozenset(rules["words"].get("particles", "").split())
        endings = ((tuple(rules.get(name, "").split()), letter) for name, letter in _ENDINGS.items())
        self._endings = [(listed, letter) for listed, letter in endings if listed]

    def work_out(self, word: str) -> str:
        """The class of a word that was not met before."""
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
        """The class of a listed word that is written with a capital: it may be part of a name, or open a sentence."""
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
    """A word as the lists spell it: lower case, curly apostrophe, no vowel signs, `_` for a space."""
    return "_".join(_MARKS.sub("", word.lower().replace("'", "’")).split())
