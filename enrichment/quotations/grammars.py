"""The grammar of a language other than English: its words in classes, and one set of patterns for all of them.

Every token gets one letter, its class; a phrase is a pattern over the letters. What differs between languages is data,
`rules/<language>.toml`:

    d definite determiner   u indefinite one, numeral   h possessive   p personal pronoun   o other pronoun   a anaphor ("l’intéressé")
    c clitic   x auxiliary   b one that makes a passive   g negation   j adverb   s that   Q according to   f of (F with a capital)   i preposition   k conjunction
    w who   V word of speaking   S one that only follows ("so Weiß")   v infinitive of a report   q whether   R role   z body (Z with the article joined on)   T title   L name particle   N capital   I initial   0 number
    D word with the article joined on (Arabic)   n other word   , . ; : - ( ) * punctuation   ¶ paragraph   " quoted
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from enrichment.quotations.lexicon import load_rules

_CLASSES = {
    "after_cues": "S", "infinitives": "v", "passives": "b", "whether": "q", "roles": "R", "organizations": "z", "prepositions": "i", "conjunctions": "k", "adverbs": "j",
    "auxiliaries": "x", "negations": "g", "clitics": "c", "anaphors": "a", "who": "w", "others": "o", "pronouns": "p",
    "possessives": "h", "indefinite": "u", "definite": "d", "of": "f", "that": "s", "according": "Q",
}  # fmt: skip
_PUNCTUATION = {
    ",": ",", "،": ",", ".": ".", "!": ".", "?": ".", "…": ".", "؟": ".", ";": ";", "؛": ";", ":": ":", "—": "-",
    "–": "-", "-": "-", "―": "-", "(": "(", ")": ")", "[": "(", "]": ")",
}  # fmt: skip
_INVISIBLE = "\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"  # direction marks and the like: no tokens
_MARKS = re.compile("[\u064b-\u0652\u0640]")  # Arabic vowel signs and the stroke that only stretches a word
_LETTER = "(?:[^\\W_]|[\u0300-\u036f\u064b-\u0652])"


def _listed(words: str) -> list[str]:
    """Expressions of one list, longest first, as patterns."""
    found = sorted(words.split(), key=len, reverse=True)
    return [re.escape(word).replace("_", r"\s+").replace("’", "[’']") for word in found]


def _regular_forms(rules: dict[str, Any]) -> set[str]:
    forms = set(rules["verbs"]["irregular"].split())
    for stems, endings in rules["verbs"].get("regular", []):
        forms.update(stem + ending for stem in stems.split() for ending in endings.split())
    return forms


class WordClasses(dict[str, str]):
    """Word to letter; a word not met before is classed by its shape and remembered."""

    LIMIT = 100_000

    def __init__(self, rules: dict[str, Any]) -> None:
        super().__init__(_PUNCTUATION)
        self._has_capitals: bool = rules.get("has_capitals", True)
        self._article: str = rules.get("article", "")
        self._prepositions = tuple(rules.get("preposition_prefixes", "").split())
        self._lower = dict.fromkeys(_regular_forms(rules), "V")
        for name, letter in _CLASSES.items():
            self._lower.update(dict.fromkeys(rules["words"].get(name, "").split(), letter))
        self._capital = dict.fromkeys(rules["words"]["titles"].split(), "T")
        self._particles = frozenset(rules["words"].get("particles", "").split())
        self._role_endings = tuple(rules.get("role_endings", "").split())
        self._organization_endings = tuple(rules.get("organization_endings", "").split())
        self._adverb_endings = tuple(rules.get("adverb_endings", "").split())

    def __missing__(self, word: str) -> str:
        letter = self._classify(word)
        if len(self) < self.LIMIT:
            self[word] = letter
        return letter

    def _classify(self, word: str) -> str:
        first = word[0]
        if first == "\n":
            return "¶"
        if first.isdigit():
            return "0"
        key = normal(word)
        letter = self._capital.get(word) or self._lower.get(key)
        if letter is None and word in self._particles:
            letter = "L"
        if letter == "z" and self._article and key.startswith(self._article):
            return "Z"
        if letter is not None:
            return "F" if letter == "f" and first.isupper() else letter
        if not (first.isalpha() or first in "-"):
            return "*"
        if word[-1] in "’'":
            return "n"
        if self._role_endings and key.endswith(self._role_endings):
            return "R"
        if self._organization_endings and key.endswith(self._organization_endings):
            return "z"
        if self._prepositions and key.startswith(self._prepositions):
            return "i"
        if not self._has_capitals:
            return "D" if self._article and key.startswith(self._article) and len(key) > len(self._article) + 1 else "n"
        if first.isupper():
            return "I" if len(word.rstrip(".")) == 1 else "N"
        return "j" if self._adverb_endings and key.endswith(self._adverb_endings) else "n"


def normal(word: str) -> str:
    """A word as the lists spell it: lower case, curly apostrophe, no vowel signs, `_` for a space."""
    return "_".join(_MARKS.sub("", word.lower().replace("'", "’")).split())


@dataclass(frozen=True, slots=True)
class Grammar:
    """What reads one language.

    Attributes:
        token: One token of a text.
        letters: Word to class.
        phrase: What can stand for a speaker, over letters.
        aside: An attribution between the words it speaks of, over letters: ", dit-il,".
        reasons: Words before a stretch that say what it names, by reason.
        masculine: Words that show agreement, and so do `feminine` and `plural`.
        has_dialogue: Whether a dash at the head of a paragraph opens speech.
    """

    token: re.Pattern[str]
    letters: WordClasses
    phrase: re.Pattern[str]
    aside: re.Pattern[str]
    masculine: frozenset[str]
    feminine: frozenset[str]
    plural: frozenset[str]
    reasons: dict[str, frozenset[str]]
    spokespeople: frozenset[str]
    feminine_endings: tuple[str, ...]
    noun_capitals: bool
    has_dialogue: bool
    declined_hint: re.Pattern[str] | None
    declined: re.Pattern[str] | None


# A name with its title; an office, with the body it is held in; the two beside each other in either order.
_LINK = r"[fFL]{1,2}d?N"
_NAME = rf"T{{0,2}}(?:(?<![.¶:\"])F)?[NI]?N(?:[NI]|{_LINK})*"
_OFFICE = r"[nj]{0,2}?R[nj]{0,2}?(?:i[dh]?[nR])?(?:f[dh]?n{1,2}?(?:f[dh]?n)?)??"
_BODY = r"(?:[NAj]?n?z(?:N{1,4}|n|(?:GEN)[nN]{1,2}){0,2}|N{1,4}?)"


def _phrases(*, noun_capitals: bool, has_capitals: bool) -> str:
    """The pattern of a phrase that can speak; groups name what it is made of."""
    if not has_capitals:
        body = r"z[nD]?|Z|[nD]?D"
        name = r"T{0,2}(?:n[nDL]{1,2}|L[nDL]{1,3})|T[nD]"
        return (
            rf"(?P<pronoun>[po])|(?P<led>(?<=[VQ])(?P<office>R[DR]?)(?:f?(?P<body>{body}))??(?P<led_name>{name}))"
            rf"|(?P<role>(?<=[VQ])(?P<office3>R[DR]?)(?:f?(?P<body3>{body}))?)|(?P<organization>(?<=[VQ])(?:z[nD]{{0,2}}|Z))"
            rf"|(?P<name>(?<=[VQ])(?:{name}))(?:,(?P<office2>R[DR]?)(?:f?(?P<body2>{body}))?(?=[,.:s\"¶]|$))?"
            r"|(?P<noun>(?<=[VQ])u?[nD])"
        )
    of = r"(?:[fFi][dh]?|d)" if noun_capitals else r"[fFi][dhu]?"
    body = _BODY.replace("GEN", of)
    full = rf"(?:T{{1,2}}F?N(?:[NI]|{_LINK})*|[NI](?:[NI]|{_LINK})+)"
    led = (
        rf"(?P<led>[dhu]?(?P<office>{_OFFICE})(?:(?P<near_name>{_NAME})"
        rf"|(?:{of}(?P<body>{body}))?(?:,[dh]?(?:{_OFFICE})?(?P<far_name>{full})|(?<=[Nnz])(?P<next_name>{full}))))"
    )
    named = (
        rf"(?P<name>{_NAME})(?:(?:,|\()0n)?(?:(?:,|\()[dhu]?(?P<office2>{_OFFICE})(?:{of}(?P<body2>{body}))?(?=[,.;:\"¶()k-]|$))?"
    )
    role = rf"(?P<role>[dhu]?(?P<office3>{_OFFICE})(?:{of}(?P<body3>{body}|[dhu]?n{{1,2}}))?)"
    organization = rf"(?P<organization>[dhu]?[nj]?z(?:N{{1,4}}n?|n(?![fn])|n?{of}[nNzR]{{1,3}}){{0,2}})"
    head = r"[NRz]" if noun_capitals else r"[nR]"
    noun = rf"(?P<noun>(?:[duh]{{1,2}}0?|0)(?:[nj]{{0,2}}{head}[nj]?(?:{of}[duh]?[nN0]{{1,3}}){{0,2}}|{of}.{{1,2}}))"
    proper = r"" if noun_capitals else r"|(?P<proper>[d]N{1,4})"
    return rf"(?P<pronoun>[po]|d?a)|{led}|{organization}|{role}|{noun}{proper}|{named}"


_GROUP = re.compile(r"\(\?P<\w+>")


def _aside(phrase: str) -> str:
    """An attribution in the midst of speech, after a comma, a question mark or a dash."""
    who = _GROUP.sub("(?:", phrase)
    cue = rf"c{{0,2}}(?:x?j{{0,2}}V[cj]{{0,2}}(?:{who})|x(?:{who})[jnif]{{0,4}}V)"
    return (
        rf"(?<=[,.])(?P<comma>{cue}[^.:;¶\"-]{{0,12}}?)(?=[,.]|$)"
        rf"|(?<=-)(?P<dash>{cue}[^:;¶\"-]{{0,16}}?)(?:(?=-)|(?=\.?$))"
    )


def _token(rules: dict[str, Any]) -> str:
    words = rules["words"]
    several = [word for name in words for word in words[name].split() if "_" in word]
    several += [form for form in _regular_forms(rules) if "_" in form]
    apostrophe = [word for name in words for word in words[name].split() if "’" in word[:-1]]
    dotted = [word for word in words["titles"].split() if word.endswith(".")]
    pieces = ["|".join(_listed(" ".join(dotted)))] if dotted else []
    if several or apostrophe:
        pieces.append(rf"\b(?i:{'|'.join(_listed(' '.join([*several, *apostrophe])))})\b")
    if rules.get("elisions"):
        pieces.append(rf"\b(?i:{'|'.join(_listed(rules['elisions']))})[’'](?=\w)")
    enclitic = "|".join(_listed(rules.get("enclitics", "")))
    stop = ""
    if enclitic:
        pieces.append(rf"(?<=\w)(?:{enclitic})\b")
        stop = rf"(?!(?:{enclitic})\b)"
    pieces.append(r"\d+(?:[.,\u202f\u00a0]\d+)*")
    pieces.append(r"[A-ZÀ-Þ]\.(?=\s*[A-ZÀ-Þ])")
    pieces.append(rf"{_LETTER}+(?:{stop}[-’']{_LETTER}+)*" if not rules.get("elisions") else rf"{_LETTER}+(?:{stop}-{_LETTER}+)*")
    pieces.append(rf"\n+|[^\w\s{_INVISIBLE}]|_")
    return "|".join(pieces)


@cache
def grammar_of(language: str) -> Grammar | None:
    """The grammar of a language, or None when there are no rules for it."""
    rules = load_rules(language)
    if rules is None:
        return None
    phrase = _phrases(noun_capitals=rules.get("noun_capitals", False), has_capitals=rules.get("has_capitals", True))
    agreement, declined = rules["agreement"], rules.get("declined")
    return Grammar(
        token=re.compile(_token(rules)),
        letters=WordClasses(rules),
        phrase=re.compile(phrase),
        aside=re.compile(_aside(phrase)),
        masculine=frozenset(agreement["masculine"].split()),
        feminine=frozenset(agreement["feminine"].split()),
        plural=frozenset(agreement["plural"].split()),
        reasons={reason: frozenset(words.split()) for reason, words in rules.get("reasons", {}).items()},
        spokespeople=frozenset(rules["words"].get("spokespeople", "").split()),
        feminine_endings=tuple(agreement.get("feminine_endings", "").split()),
        noun_capitals=rules.get("noun_capitals", False),
        has_dialogue=rules.get("dialogue", False),
        declined_hint=re.compile(declined["hint"]) if declined else None,
        declined=re.compile(rf"\b(?:{'|'.join(declined['patterns'])})[^\n]{{0,90}}?(?={declined['end']}|$)", re.IGNORECASE | re.MULTILINE)
        if declined
        else None,
    )
