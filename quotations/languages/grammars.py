"""The grammar of languages other than English: one set of patterns over word classes, the words themselves being data.

What can stand for a speaker is a name, a role, the two beside each other in either order, an organization, a noun
phrase or a pronoun. Languages differ in a few ways only: whether nouns have capitals (German), whether anything has
(Arabic), whether words are joined to the next (French, Italian) or to the one before (Portuguese).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache

from quotations.languages.rules import LanguageRules, Reason, language_rules
from quotations.languages.word_classes import WordClasses, verb_forms
from quotations.rule_files import compile_rule

_INVISIBLE = "\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"  # direction marks and the like: no tokens
_LETTER = "(?:[^\\W_]|[\u0300-\u036f\u064b-\u0652])"


def _listed(words: Iterable[str]) -> list[str]:
    """Return expressions of one list, longest first, as patterns."""
    found = sorted(words, key=len, reverse=True)
    return [re.escape(word).replace("_", r"\s+").replace("’", "[’']") for word in found]


@dataclass(frozen=True, slots=True)
class Grammar:
    """What reads one language.

    Attributes:
        token: One token of a text.
        letters: Word to class.
        phrase: What can stand for a speaker, over letters.
        aside: An attribution between the words it speaks of, over letters: ", dit-il,".
        reasons: Words before a quoted span that say what it names, by reason.
        masculine: Words that show agreement, and so do `feminine` and `plural`.
        drops_subjects: Whether a verb may stand without its subject ("añadió").
        has_dialogue: Whether a dash at the head of a paragraph opens speech.
    """

    token: re.Pattern[str]
    letters: WordClasses
    phrase: re.Pattern[str]
    aside: re.Pattern[str]
    masculine: frozenset[str]
    feminine: frozenset[str]
    plural: frozenset[str]
    reasons: Mapping[Reason, frozenset[str]]
    spokespeople: frozenset[str]
    feminine_endings: tuple[str, ...]
    noun_capitals: bool
    has_dialogue: bool
    drops_subjects: bool
    declined_hint: re.Pattern[str] | None
    declined: re.Pattern[str] | None


_ROLE = r"[nj]{0,2}?[RC][nj]{0,2}?(?:i[dh]?[nR])?(?:f[dh]?n{1,2}?(?:f[dh]?n)?)??"
_APPOSED = r"(?=[,.;:\"¶()k-]|$)"  # a role after a name ends with its clause


def _phrases_without_capitals() -> str:
    """Return what can speak in a script without capitals.

    It is read only after a word of speaking, where nothing else can stand.
    """
    organization = r"z[nD]?|Z|[nD]?D"
    name = r"T{0,2}(?:n[nDL]{1,2}|L[nDL]{1,3})|T[nD]"
    return (
        rf"(?P<pronoun>[po])|(?P<led>(?<=[VQ])(?P<office>RD|CD?|R(?=[zZ]))(?:f?(?P<body>{organization}))??(?P<led_name>{name}))"
        rf"|(?P<role>(?<=[VQ])(?P<office3>[RC][DC]?)(?:f?(?P<body3>{organization}))?)|(?P<organization>(?<=[VQ])(?:z[nD]{{0,2}}|Z))"
        rf"|(?P<name>(?<=[VQ])(?:{name}))(?:,(?P<office2>[RC][DC]?)(?:f?(?P<body2>{organization}))?(?=[,.:s\"¶]|$))?"
        r"|(?P<noun>(?<=[VQ])u?[nD])"
    )


def _phrases(*, noun_capitals: bool) -> str:
    """Return what can speak; the groups name what a phrase is made of."""
    of = r"(?:[fFi][dh]?|d)" if noun_capitals else r"[fFi][dhu]?"
    link = r"[fFL]{1,2}d?N" if noun_capitals else r"(?:[fFL]{1,2}d?|d)N"
    name = rf"(?:T{{1,2}}d?|(?<![.¶:\"])F)?[NI]?N(?:[NIC]|{link})*"
    full = rf"(?:T{{1,2}}F?N(?:[NIC]|{link})*|[NI](?:[NIC]|{link})+)"
    organization = rf"(?:[Nj]?n?z(?:N{{1,4}}|n|(?:{of})[nN]{{1,2}}){{0,2}}|N{{1,4}}?)"
    led = (
        rf"(?P<led>[dhu]?(?P<office>{_ROLE})(?:(?P<near_name>{name})"
        rf"|(?:{of}(?P<body>{organization}))?(?:,[dh]?(?:{_ROLE})?(?P<far_name>{full})|(?<=[Nnz])(?P<next_name>{full}))))"
    )
    apposed = rf"(?:(?:,|\()[dhu]?(?P<office2>{_ROLE})(?:{of}(?P<body2>{organization}))?{_APPOSED})?"
    named = rf"(?P<name>{name})(?:(?:,|\()0n)?{apposed}"
    role = rf"(?P<role>[dhu]?(?P<office3>{_ROLE})(?:{of}(?P<body3>{organization}|[dhu]?n{{1,2}}))?)"
    organization = rf"(?P<organization>[dhu]?[nj]?z(?:N{{1,4}}n?|n(?![fn])|n?{of}[nNzR]{{1,3}}){{0,2}})"
    head = r"[NRz]" if noun_capitals else r"[nR]"
    noun = rf"(?P<noun>(?:[duh]{{1,2}}0?|0)(?:[nj]{{0,2}}{head}[nj]?(?:{of}[duh]?[nN0RCz]{{1,3}}){{0,2}}|{of}.{{1,2}}))"
    proper = r"" if noun_capitals else r"|(?P<proper>dN{1,4})"
    return rf"(?P<pronoun>d?[oa]|p|du(?![nNRCz0j]))|{led}|{organization}|{role}|{noun}{proper}|{named}"


_GROUP = re.compile(r"\(\?P<\w+>")


def _aside(phrase: str) -> str:
    """Return an attribution in the midst of speech, after a comma, a question mark or a dash."""
    who = _GROUP.sub("(?:", phrase)
    cue = rf"[cp]{{0,2}}(?:x?j{{0,2}}V[cj]{{0,2}}(?:{who})|x(?:{who})[jnif]{{0,4}}V)"
    return (
        rf"(?<=[,.])(?P<comma>{cue}[^.:;¶\"-]{{0,12}}?)(?=[,.]|$)"
        rf"|(?<=-)(?P<dash>{cue}[^:;¶\"-]{{0,16}}?)(?:(?=-)|(?=\.?$))"
    )


def _token(rules: LanguageRules) -> str:
    words = [word for field in fields(rules.words) for word in getattr(rules.words, field.name)]
    several = [word for word in [*words, *verb_forms(rules.verbs)] if "_" in word]
    apostrophe = [word for word in words if "’" in word[:-1]]
    dotted = [word for word in rules.words.titles if word.endswith(".")]
    pieces = ["|".join(_listed(dotted))] if dotted else []
    if several or apostrophe:
        pieces.append(rf"\b(?i:{'|'.join(_listed([*several, *apostrophe]))})\b")
    if rules.elisions:
        pieces.append(rf"\b(?i:{'|'.join(_listed(rules.elisions))})[’'](?=\w)")
    enclitic = "|".join(_listed(rules.enclitics))
    stop = ""
    if enclitic:
        pieces.append(rf"(?<=\w)(?:{enclitic})\b")
        stop = rf"(?!(?:{enclitic})\b)"
    pieces.append(r"\d+(?:[.,\u202f\u00a0]\d+)*")
    pieces.append(r"[A-ZÀ-Þ]\.(?=\s*[A-ZÀ-Þ])")
    pieces.append(
        rf"{_LETTER}+(?:{stop}[-’']{_LETTER}+)*" if not rules.elisions else rf"{_LETTER}+(?:{stop}-{_LETTER}+)*"
    )
    pieces.append(rf"\n+|[^\w\s{_INVISIBLE}]|_")
    return "|".join(pieces)


@cache
def grammar_of(language: str) -> Grammar | None:
    """Return the grammar of a language, or None when there are no rules for it.

    Raises:
        RuleFileError: its rules do not fit their schema.
    """
    rules = language_rules(language)
    if rules is None:
        return None
    phrase = _phrases(noun_capitals=rules.noun_capitals) if rules.has_capitals else _phrases_without_capitals()
    agreement, declined = rules.agreement, rules.declined
    return Grammar(
        token=re.compile(_token(rules)),
        letters=WordClasses(rules),
        phrase=re.compile(phrase),
        aside=re.compile(_aside(phrase)),
        masculine=agreement.masculine,
        feminine=agreement.feminine,
        plural=agreement.plural,
        reasons=rules.reasons,
        spokespeople=rules.words.spokespeople,
        feminine_endings=agreement.feminine_endings,
        noun_capitals=rules.noun_capitals,
        drops_subjects=rules.drops_subjects,
        has_dialogue=rules.dialogue,
        declined_hint=compile_rule(declined.hint, f"{language}.toml: `declined.hint`") if declined else None,
        declined=compile_rule(
            rf"\b(?:{'|'.join(declined.patterns)})[^\n]{{0,90}}?(?={declined.end}|$)",
            f"{language}.toml: `declined`",
            re.IGNORECASE | re.MULTILINE,
        )
        if declined
        else None,
    )
