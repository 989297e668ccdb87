"""What a first name tells of the pronoun that a text will use: a feature among others, for "he" and "she" alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from quotations.rule_files import RULES, load_rules


@dataclass(frozen=True, slots=True)
class FirstNameRules:
    """`rules/first_names.toml`."""

    he: frozenset[str]
    she: frozenset[str]


@cache
def _first_names() -> FirstNameRules:
    return load_rules(RULES / "first_names.toml", FirstNameRules)


def leaning_of_first_name(names: tuple[str, ...]) -> int:
    """Return a number above zero where a full name begins with a man's name, below zero with a woman's, else zero."""
    if len(names) < 2:
        return 0
    first = names[0].lower()
    return (first in _first_names().he) - (first in _first_names().she)
