"""Plain names that the text shows to be organizations, by who is in them.

For example: "Arden’s chief executive", "executives at Arden".
"""

from __future__ import annotations

from functools import cached_property

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.entities import Entity
from quotations.english.words.classes import compile_pattern
from quotations.english.words.rules import english_rules

# A letter in front, and only then a look at the one before it, lets the search run from name to name.
_OFFICER_BEHIND = compile_pattern(
    "(?P<name><name> (?<!<proper|title|initial|&> <name>) <name>{0,2}) <genitive> <participle|adverb|number>{0,2} "
    "(?P<noun><noun|person_noun|participle|org_noun>{0,3} <person_noun|noun|org_noun>) "
    "(?!<noun|person_noun|org_noun>)"
)
_OFFICER_BEFORE = compile_pattern(
    "(?P<noun><person_noun|noun|role|name>) (?:<of|prep> | <of> <noun> <of|prep>) "
    "(?P<name><name>{1,3}) (?!<name|org|acronym|&>)"
)
# A word that only its place makes a capital has employees, too: no sentence begins here.
_STAFF = compile_pattern(
    '(?P<name><name> (?<=<^proper|title|initial|nationality|&|genitive|¶.":-> <name>) <name>?) '
    "(?P<noun><noun|person_noun|org_noun>) (?!<noun|person_noun|org_noun>)"
)
_KIND = compile_pattern(
    "(?P<name><name> (?<!<proper|title|initial|&> <name>) <name>{0,2}) , <det> "
    "<noun|participle|nationality|name|place>{0,4} (?P<noun><noun|org_noun>) (?=<,.|prep|of|subordinator|who>)"
)
_SURE = 2.5  # evidence of a person beyond what a firm that speaks may have
_SAID_OF_THINGS = -1.9  # evidence from which a plain name is surely an organization’s: "Arden, which"


class Employers:
    """The plain names of one article that have an officer or a staff, or that it calls a firm or a club."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis

    @cached_property
    def names(self) -> frozenset[str]:
        """All of them, as printed."""
        words, outside = self.analysis.tokens.words, self.analysis.tokens.outside
        only, owned = english_rules().roles.only_in_organization, english_rules().roles.owned_by_organization
        found: set[str] = set()
        for pattern, telling in (
            (_OFFICER_BEHIND, only | owned),
            (_OFFICER_BEFORE, only),
            (_STAFF, owned),
            (_KIND, english_rules().roles.organization_kinds),
        ):
            for match in pattern.finditer(outside):
                nouns = [word.lower() for word in words[slice(*match.span("noun"))]]
                if nouns[-1] in telling or (nouns[0] == "chief" and nouns[-1] == "officer"):
                    found.add(" ".join(words[slice(*match.span("name"))]))
        return frozenset(found)

    def has(self, entity: Entity) -> bool:
        """Return whether a name that may be a person’s for all else is one of these."""
        is_plain = not (entity.is_anonymous or entity.has_noun) and entity.evidence < _SURE
        return is_plain and bool(entity.mentions) and entity.name in self.names

    def is_shown(self, entity: Entity) -> bool:
        """Return whether a plain name is surely an organization’s by this or by all its grammar."""
        return self.has(entity) or (not entity.is_person and entity.evidence <= _SAID_OF_THINGS)
