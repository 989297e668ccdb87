"""From an English word to the letter of its class (see `classes`): by the lists of the rules, else by its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from quotations.bounded_cache import BoundedCache
from quotations.english.words.classes import CLASSES, letters
from quotations.english.words.rules import EnglishRules, english_rules

_VOWELS = "aeiou"
_PUNCTUATION = {
    ",": ",", ".": ".", "!": ".", "?": ".", "…": ".", ";": ";", ":": ":", "—": "-", "–": "-", "-": "-", "―": "-",
    "(": "(", ")": ")", "[": "(", "]": ")", "&": "&", "’s": "S", "'s": "S", "’": "S", "'": "S",
}  # fmt: skip
# Lists of the rules, in the order in which a later one takes a word from an earlier one, and the class of their words.
_LOWER_CLASSES = {
    "determiners": "det", "possessives": "poss", "person_pronouns": "he_she", "other_pronouns": "pronoun",
    "object_pronouns": "object", "who": "who", "that": "that", "subordinators": "subordinator", "of": "of", "to": "to",
    "prepositions": "prep", "conjunctions": "conj", "auxiliaries": "aux", "adverbs": "adverb", "numbers": "number",
    "according": "according", "verbs": "verb",
}  # fmt: skip
_CAPITAL_CLASSES = {
    "places": "place", "organizations": "org", "roles": "role", "titles": "title", "adjectives": "nationality",
    "calendar": "calendar", "suffixes": "suffix",
}  # fmt: skip
_FUNCTION_WORDS = frozenset(
    letters("det|poss|he_she|pronoun|object|who|that|subordinator|of|to|prep|aux|conj|adverb|number|according")
)
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Z0-9&-]+|[A-Z]{2,}s")
_ADVERB = re.compile(r".{3}(?:ily|ally|ently|antly|ately|ously|ingly|edly|ively|arly|tely)$")
_OCCUPATION = re.compile(
    r"(?:ologist|ician|nomist|[aeiou][a-z]ist|keeper|maker|holder|master|mistress|worker|woman|women|person|wright|monger|surgeon|physician)s?$"
)
_OFFICE = re.compile(r"([a-z]+)-(?:in-chief|in-residence|at-large|at-arms|elect|designate|general|emeritus)s?")
_INITIAL = re.compile(r"[A-Z]\.?|[A-Z]\.[A-Z]\.")  # J, J., J.R.


def verb_forms(lemma: str) -> tuple[list[str], str, str]:
    """Return the finite, base and -ing forms of a regular English verb."""
    if lemma.endswith("e"):
        return [lemma + "d", lemma + "s"], lemma, lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return [lemma[:-1] + "ied", lemma[:-1] + "ies"], lemma, lemma + "ing"
    if lemma.endswith(("ss", "sh", "ch", "x")):
        return [lemma + "ed", lemma + "es"], lemma, lemma + "ing"
    return [lemma + "ed", lemma + "s"], lemma, lemma + "ing"


class Lexicon(BoundedCache[str, str]):
    """Word to class letter; a word that no list holds is classed by its shape."""

    LIMIT = 200_000

    def __init__(self, rules: EnglishRules) -> None:
        super().__init__(_PUNCTUATION)
        self.lemmas: dict[str, str] = {}
        self._lower: dict[str, str] = {}
        lower = self._lower
        for words, name in (
            (rules.nouns.people, "person_noun"),
            (rules.nouns.organizations, "org_noun"),
            (rules.nouns.documents, "document"),
            (rules.roles.trades, "person_noun"),
        ):
            lower.update(dict.fromkeys(words, CLASSES[name]))
        cues = rules.cues
        for lemmas, forms in (
            (cues.belief, "thought|thought|thinking"),
            (cues.report, "reported|report|reporting"),
            (cues.speech, "said|say|saying"),
        ):
            for lemma in lemmas:
                self._add_verb(lemma, cues.irregular.get(lemma, ()), letters(forms))
        for key, name in _LOWER_CLASSES.items():
            lower.update(dict.fromkeys(getattr(rules.words, key), CLASSES[name]))
        lower.update(dict.fromkeys(rules.capitals.particles, CLASSES["particle"]))
        self._capital: dict[str, str] = {}
        for key, name in _CAPITAL_CLASSES.items():
            self._capital.update(dict.fromkeys(getattr(rules.capitals, key), CLASSES[name]))
        self._capital.update(dict.fromkeys(rules.words.names_despite_case, CLASSES["name"]))
        self._never = rules.capitals.never

    def _add_verb(self, lemma: str, irregular: Sequence[str], classes: str) -> None:
        """Add the forms of a verb; `classes` are the letters of its finite, base and -ing form."""
        if irregular:
            forms = {form: self._letter_of(form, lemma, classes) for form in irregular}
        else:
            finite, base, ing = verb_forms(lemma)
            forms = dict.fromkeys(finite, classes[0]) | {base: classes[1], ing: classes[2]}
        for form, letter in forms.items():
            known = self._lower.get(form)
            if known in {"r", "z"} or (known == "f" and letter == classes[1]):
                if known == "f":
                    self.lemmas[form] = lemma
                continue
            self._lower[form] = letter
            self.lemmas[form] = lemma

    @staticmethod
    def _letter_of(form: str, lemma: str, classes: str) -> str:
        if form.endswith("ing") and form != lemma:
            return classes[2]
        return classes[1] if form == lemma and form not in {"cast", "read", "forecast"} else classes[0]

    def compute(self, word: str) -> str:
        """Return the class of a word that was not met before."""
        first = word[0]
        if first.isdigit() or first in "$£€":
            return "r" if word.endswith("-year-old") else "0"
        lower = word.lower().replace("'", "’")
        if first.isupper():
            return self._classify_capital(word, lower)
        letter = self._lower.get(lower)
        if letter is not None:
            return letter
        if not first.isalpha():
            return "¶" if first == "\n" else "*"
        if (
            _OCCUPATION.search(word) or self._is_office(word) or self._lower.get(lower.rpartition("-")[2]) == "r"
        ):  # a sous-chef
            return "r"
        return "e" if len(word) > 4 and word.endswith("ed") else "n"

    def _is_office(self, word: str) -> bool:
        """Return whether a word is a role with what is joined to it: editor-in-chief."""
        match = _OFFICE.fullmatch(word) if "-" in word else None
        return match is not None and self._lower.get(match[1]) == "r"

    def _classify_capital(self, word: str, lower: str) -> str:
        letter = self._capital.get(word)
        if letter is not None:
            return letter
        common = self._lower.get(lower, "")
        if word.replace("'", "’") in self._never or common in _FUNCTION_WORDS:
            letter = common or "j"
        elif common == "r" or self._is_office(lower):
            letter = "R"
        elif common in {"z", "f"}:
            letter = "O"
        elif common in {"G", "g", "l"} or (
            common in {"V", "v", "k"} and (word.endswith("ed") or word in {"Said", "Says"})
        ):
            letter = common
        elif _ADVERB.search(word):
            letter = "j"
        elif _INITIAL.fullmatch(word):
            letter = "I"
        else:
            letter = "A" if len(word) > 1 and _ACRONYM.fullmatch(word) else "N"
        return letter


@cache
def english() -> Lexicon:
    """Return the English lexicon, built once a process."""
    return Lexicon(english_rules())
