"""Word classes of a language, read once from `rules/<language>.toml`.

Every token gets one letter, its class. A sentence then is a string of letters, and a pattern of grammar is a regular
expression over that string: compiled, linear, and readable beside the table below.

    d determiner   h possessive   p he/she   q other pronoun   m object pronoun   w who   s that   y subordinator
    o of   t to   i preposition   c conjunction   x auxiliary   j adverb   0 number   Q according
    a other verb that a list holds   e other word in -ed
    F in frames alone: noun of speaking
    V B G  verb of speaking: finite, base form, -ing       v u g  verb that reports or describes       k l  of thought
    r person noun   z body noun   f document noun   n other word
    N name   I initial   A acronym   C calendar   J nationality or party   T title   R role   O organization
    P place   L name particle   X suffix   S possessive ’s   & ampersand
    , . ; : - ( ) * punctuation   ¶ end of paragraph   " quoted
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from quotations.memory import Memory
from quotations.rule_files import load_rules

_VOWELS = "aeiou"
_PUNCTUATION = {
    ",": ",", ".": ".", "!": ".", "?": ".", "…": ".", ";": ";", ":": ":", "—": "-", "–": "-", "-": "-", "―": "-",
    "(": "(", ")": ")", "[": "(", "]": ")", "&": "&", "’s": "S", "'s": "S", "’": "S", "'": "S",
}  # fmt: skip
_LOWER_CLASSES = {
    "determiners": "d", "possessives": "h", "person_pronouns": "p", "other_pronouns": "q", "object_pronouns": "m",
    "who": "w", "that": "s", "subordinators": "y", "of": "o", "to": "t", "prepositions": "i", "conjunctions": "c",
    "auxiliaries": "x", "adverbs": "j", "numbers": "0", "according": "Q", "verbs": "a",
}  # fmt: skip
_CAPITAL_CLASSES = {
    "places": "P", "organizations": "O", "roles": "R", "titles": "T", "adjectives": "J", "calendar": "C",
    "suffixes": "X",
}  # fmt: skip
_CUE_CLASSES = {"belief": "kkl", "report": "vug", "speech": "VBG"}  # finite, base, -ing
_FUNCTION_WORDS = frozenset("dhpqmwsyotixcj0Q")
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Z0-9&-]+|[A-Z]{2,}s")
_ADVERB = re.compile(r".{3}(?:ily|ally|ently|antly|ately|ously|ingly|edly|ively|arly|tely)$")
_OCCUPATION = re.compile(
    r"(?:ologist|ician|nomist|[aeiou][a-z]ist|keeper|maker|holder|master|mistress|worker|woman|women|person|wright|monger|surgeon|physician)s?$"
)
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


class Lexicon(Memory[str, str]):
    """Word to class letter; a word that no list holds is classed by its shape."""

    LIMIT = 200_000

    def __init__(self, rules: dict[str, Any]) -> None:
        super().__init__(_PUNCTUATION)
        self.rules = rules
        self.lemmas: dict[str, str] = {}
        self._lower: dict[str, str] = {}
        for name, letter in (("people", "r"), ("bodies", "z"), ("documents", "f")):
            self._lower.update(dict.fromkeys(rules["nouns"][name].split(), letter))
        self._lower.update(dict.fromkeys(rules["roles"]["trades"].split(), "r"))
        for group, letters in _CUE_CLASSES.items():
            for lemma in rules["cues"][group].split():
                self._add_verb(lemma, letters)
        for name, letter in _LOWER_CLASSES.items():
            self._lower.update(dict.fromkeys(rules["words"][name].split(), letter))
        self._lower.update(dict.fromkeys(rules["capitals"]["particles"].split(), "L"))
        self._capital: dict[str, str] = {}
        for name, letter in _CAPITAL_CLASSES.items():
            self._capital.update(dict.fromkeys(rules["capitals"][name].split(), letter))
        self._capital.update(dict.fromkeys(rules["words"]["names_despite_case"].split(), "N"))
        self._never = frozenset(rules["capitals"]["never"].split())

    def _add_verb(self, lemma: str, letters: str) -> None:
        irregular = self.rules["cues"]["irregular"].get(lemma)
        if irregular:
            forms = {form: self._letter_of(form, lemma, letters) for form in irregular}
        else:
            finite, base, ing = verb_forms(lemma)
            forms = dict.fromkeys(finite, letters[0]) | {base: letters[1], ing: letters[2]}
        for form, letter in forms.items():
            known = self._lower.get(form)
            if known in {"r", "z"} or (known == "f" and letter == letters[1]):
                if known == "f":
                    self.lemmas[form] = lemma
                continue
            self._lower[form] = letter
            self.lemmas[form] = lemma

    @staticmethod
    def _letter_of(form: str, lemma: str, letters: str) -> str:
        if form.endswith("ing") and form != lemma:
            return letters[2]
        return letters[1] if form == lemma and form not in {"cast", "read", "forecast"} else letters[0]

    def work_out(self, word: str) -> str:
        """The class of a word that was not met before."""
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
        if _OCCUPATION.search(word) or self._lower.get(lower.rpartition("-")[2]) == "r":  # a sous-chef
            return "r"
        return "e" if len(word) > 4 and word.endswith("ed") else "n"

    def _classify_capital(self, word: str, lower: str) -> str:
        letter = self._capital.get(word)
        if letter is not None:
            return letter
        common = self._lower.get(lower, "")
        if word.replace("'", "’") in self._never or common in _FUNCTION_WORDS:
            letter = common or "j"
        elif common == "r":
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
def english_words(section: str, key: str) -> frozenset[str]:
    """One list of words of the English rules."""
    return frozenset(english().rules[section][key].split())


@cache
def english() -> Lexicon:
    """The English lexicon, built once a process."""
    rules = load_rules("en")
    if rules is None:
        msg = "quotations/rules/en.toml is missing from the package"
        raise FileNotFoundError(msg)
    return Lexicon(rules)
