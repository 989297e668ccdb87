"""Roles without what nobody may record of people: religion, ethnicity, orientation, health, inferred party.

A rule list for each language (`rules/traits.toml`); "a Jewish baker" is a baker, and "a gay man" has no role. An office
that names a party keeps it where it is written as a name: "Conservative MP".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from quotations.rule_files import RULES, load_rules


@dataclass(frozen=True, slots=True)
class TraitRules:
    """One language of `rules/traits.toml`, whose head says what each list is for."""

    adjectives: frozenset[str]
    people: frozenset[str]
    anybody: frozenset[str]
    topics: frozenset[str]
    ranking: frozenset[str] = frozenset()
    noun_first: bool = False


@dataclass(frozen=True, slots=True)
class AllTraits:
    """`rules/traits.toml`."""

    en: TraitRules
    fr: TraitRules
    de: TraitRules
    es: TraitRules
    it: TraitRules
    pt: TraitRules
    ar: TraitRules


_PARTIES = frozenset({"Conservative", "Liberal", "Socialist", "Communist", "Progressive", "Libertarian", "Nationalist"})
_COMPLEMENTS = frozenset(
    {"of", "for", "at", "in", "to", "with", "and", "from", "de", "du", "des", "von", "für", "di", "da"}
)


@cache
def _all_traits() -> AllTraits:
    return load_rules(RULES / "traits.toml", AllTraits)


@lru_cache(maxsize=20_000)
def without_traits(role: str, language: str | None) -> str | None:
    """Return a role without sensitive traits, or None where no role is left.

    Args:
        role: As printed.
        language: ISO 639-1 code; of a language without a list the role stays as it is.
    """
    rules: TraitRules | None = getattr(_all_traits(), language or "", None)
    if rules is None:
        return role
    words = role.split()
    end = next((at for at, word in enumerate(words) if at and word.lower() in _COMPLEMENTS), len(words))
    noun = 0 if rules.noun_first else end - 1
    is_office = not rules.ranking.isdisjoint(words[:noun])
    if words[noun].lower() in rules.people and not is_office:
        return None
    kept = [word for at, word in enumerate(words) if at >= end or at == noun or not _is_trait(words, at, rules)]
    return None if len(kept) < len(words) and words[noun].lower() in rules.anybody else " ".join(kept)


def _is_trait(words: list[str], at: int, rules: TraitRules) -> bool:
    word = words[at]
    is_topic = at + 1 < len(words) and words[at + 1].lower() in rules.topics
    return word.lower().strip(",") in rules.adjectives and word not in _PARTIES and not is_topic
