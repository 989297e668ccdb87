"""The schema of `rules/<language>.toml` for every language but English."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from quotations.rule_files import RULES, load_rules

InOrder = tuple[str, ...]
_CODE = re.compile("[a-z]{2,3}")
Reason = Literal["title", "nickname", "slogan", "term", "scare", "other"]


@dataclass(frozen=True, slots=True)
class WordRules:
    """`[words]`: the words of each class; `_` joins the words of one expression. Not every language has every class.

    Attributes:
        anaphors: Nouns that stand for somebody named before ("l’intéressé").
        clitics: Pronouns that lean on a verb ("se", "lui").
        passives: Auxiliaries that make a passive.
        infinitives: Verbs that a report may begin with ("dit avoir").
        reported: Verbs in the mood of reports ("sei").
        after_cues: Words that attribute what stands before them ("so Weiß").
        views: Prepositions that name whose view it is at the head of a sentence ("Pour Weiß").
        whether: Words that begin a reported question.
    """

    definite: InOrder
    indefinite: InOrder
    pronouns: InOrder
    others: InOrder
    auxiliaries: InOrder
    adverbs: InOrder
    that: InOrder
    according: InOrder
    of: InOrder
    prepositions: InOrder
    conjunctions: InOrder
    titles: InOrder
    particles: InOrder
    roles: InOrder
    organizations: InOrder
    spokespeople: frozenset[str]
    possessives: InOrder = ()
    anaphors: InOrder = ()
    clitics: InOrder = ()
    passives: InOrder = ()
    negations: InOrder = ()
    who: InOrder = ()
    infinitives: InOrder = ()
    reported: InOrder = ()
    after_cues: InOrder = ()
    views: InOrder = ()
    whether: InOrder = ()


@dataclass(frozen=True, slots=True)
class VerbRules:
    """`[verbs]`: words of speaking. `regular` holds pairs of stems and the endings that each of them takes."""

    irregular: InOrder
    regular: list[tuple[InOrder, InOrder]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AgreementRules:
    """`[agreement]`: words that show gender and number."""

    masculine: frozenset[str]
    feminine: frozenset[str]
    plural: frozenset[str]
    feminine_endings: InOrder = ()


@dataclass(frozen=True, slots=True)
class DeclinedRules:
    """`[declined]`: regular expressions of declining to comment.

    Attributes:
        hint: One of these is in every text that declines: the patterns are tried nowhere else.
        patterns: The words of declining.
        end: What ends the clause.
    """

    hint: str
    patterns: list[str]
    end: str


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """All of `rules/<language>.toml`.

    Attributes:
        name: Of the language, in English.
        dialogue: Whether a dash at the head of a paragraph opens speech.
        drops_subjects: Whether a verb may stand without its subject.
        has_capitals: Whether the script has capitals.
        noun_capitals: Whether every noun has one.
        elisions: Words that lose their last letter before an apostrophe.
        enclitics: What is joined to a verb.
        article: The article, where it is joined to its noun.
        preposition_prefixes: Prepositions that are joined to their noun.
        role_endings: Endings of nouns for people, and so on.
    """

    name: str
    words: WordRules
    verbs: VerbRules
    agreement: AgreementRules
    reasons: dict[Reason, frozenset[str]] = field(default_factory=dict)
    declined: DeclinedRules | None = None
    dialogue: bool = False
    drops_subjects: bool = False
    has_capitals: bool = True
    noun_capitals: bool = False
    elisions: InOrder = ()
    enclitics: InOrder = ()
    article: str = ""
    preposition_prefixes: InOrder = ()
    role_endings: InOrder = ()
    organization_endings: InOrder = ()
    adverb_endings: InOrder = ()


def language_rules(language: str) -> LanguageRules | None:
    """Load the rules of a language, or return None where there are none for it.

    Raises:
        RuleFileError: the file does not fit the schema.
    """
    path = RULES / f"{language}.toml"
    is_known = _CODE.fullmatch(language) is not None and path.is_file()
    return load_rules(path, LanguageRules) if is_known else None
