"""The organization of a role whose phrase names none: "its director", "a council spokesman", "the chairman"."""

from __future__ import annotations

from functools import cached_property

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.organizations import Organizations
from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.lexicon import english
from quotations.english.words.noun_phrases import SERVING, NounPhrase, printed, read_organization
from quotations.english.words.rules import english_rules

_ROLE_OF_ORGANIZATION = compile_pattern("<person_noun|role|noun|name> <of|prep> <det>? (?=<name|acronym|org>)")
_AFTER_ROLE = frozenset(letters(',.¶)"|name|initial|title|-(|who')) | {""}
_NAMING = frozenset(letters("proper"))


class ImpliedOrganizations:
    """Finds in one article the organization that a role is held in."""

    def __init__(self, analysis: Analysis, organizations: Organizations) -> None:
        self.analysis = analysis
        self.organizations = organizations

    def organization(self, phrase: NounPhrase, first: int, *, is_former: bool) -> str:
        """Return the name of the organization, or empty where the role is held in none that the text shows."""
        outside, words = self.analysis.tokens.outside, self.analysis.tokens.words
        lead, noun = words[phrase.lead].lower(), words[phrase.head].lower()
        if lead in {"its", "their"}:
            return self.organizations.before(phrase.lead, 1) or (
                self.organizations.opening(phrase.lead) if lead == "its" else ""
            )
        if (inner := self._inner(phrase, first)) >= 0:
            is_open = lead in {"a", "an"} and noun not in english_rules().roles.held_in_organization
            is_of_role = is_open or words[inner] in english_rules().roles.chambers
            return (
                "" if is_of_role else self.organizations.name_of(words[inner], inner)
            )  # a school bus driver is of none
        if lead in {"a", "an"}:
            is_alone = phrase.first == phrase.head and phrase.end == phrase.head + 1
            is_apposed = outside[phrase.end : phrase.end + 1] == ","
            is_its = is_alone and is_apposed and noun in english_rules().roles.spokespeople
            return self.organizations.before(phrase.lead, 0) if is_its else ""  # a spokeswoman, Ada Bright, said
        if outside[first] in "NAP" and first < phrase.head:
            return ""  # the Dale professor is of another university
        house = self.organizations.housing(f"{words[phrase.head - 1].lower()} {noun}", phrase.lead)
        house = house or self.organizations.housing(noun, phrase.lead)
        return house if house or is_former else self._named_of_role(phrase) or self._topic(phrase, first)

    def _inner(self, phrase: NounPhrase, first: int) -> int:
        """Return the noun for an organization within a role.

        For example: "a board spokesman", at a sentence’s head "Hospital spokesman"; or -1.
        """
        outside, words = self.analysis.tokens.outside, self.analysis.tokens.words
        is_capital = outside[first] == "O" and first < phrase.head and english()[words[first].lower()] == "z"
        inner = outside.find("z", first, phrase.head)
        return first if inner < 0 and is_capital else inner

    def _named_of_role(self, phrase: NounPhrase) -> str:
        """Return the organization that the text has put such people in before.

        For example: "lawyers from Arden Hale", then "the lawyer".
        """
        if phrase.lead == phrase.first or phrase.end > phrase.head + 1 or phrase.owner[0] < phrase.owner[1]:
            return ""
        known = self._organizations_of_roles.get(self.analysis.tokens.words[phrase.head].lower(), ())
        return next(
            (printed(self.analysis.tokens, *organization) for at, organization in known if at < phrase.lead), ""
        )

    @cached_property
    def _organizations_of_roles(self) -> dict[str, list[tuple[int, tuple[int, int]]]]:
        """Where the text says in what organization somebody is, by the noun in the singular."""
        tokens, found = self.analysis.tokens, dict[str, list[tuple[int, tuple[int, int]]]]()
        for match in _ROLE_OF_ORGANIZATION.finditer(tokens.outside):
            at, end = match.span()
            if tokens.words[at + 1] not in SERVING or not tokens.words[at].endswith("s"):
                continue
            organization, noun = read_organization(tokens, end), tokens.words[at].lower().removesuffix("s")
            if english()[noun] != "r":
                continue
            is_served = noun in english_rules().roles.serving
            if organization is not None and not self.organizations.names_person(*organization, is_likely=is_served):
                found.setdefault(noun, []).append((at, organization))
        return found

    def _topic(self, phrase: NounPhrase, first: int) -> str:
        """Return the organization that the text speaks of, for a role that is held in one.

        For example: "chief executive Ada Bright".
        """
        if phrase.owner[0] < phrase.owner[1]:
            return ""  # the county’s director of public health
        outside, words = self.analysis.tokens.outside, self.analysis.tokens.words
        is_definite = words[phrase.lead].lower() == "the" or phrase.lead == phrase.first
        if not is_definite or set(outside[first : phrase.head + 1]) <= {"T"}:
            return ""
        core = [word.lower() for word in words[first : phrase.head + 1]]
        complement = words[phrase.head + 1 : phrase.end]
        goes_on = complement and outside[phrase.end : phrase.end + 1] not in _AFTER_ROLE
        if goes_on or not self._is_held(core, complement):
            return ""
        if not _NAMING.isdisjoint(outside[phrase.head + 1 : phrase.end]):
            return ""  # president of entertainment at Arden
        is_strong = not {"chief", "managing", "finance", "executive"}.isdisjoint(core)
        return self.organizations.spoken_of(phrase.lead) or (
            self.organizations.opening(phrase.lead) if is_strong else ""
        )

    @staticmethod
    def _is_held(core: list[str], complement: list[str]) -> bool:
        """Return whether a role by its words is one that somebody has in an organization, and the text’s own.

        For example: "head of programming".
        """
        held = english_rules().roles.held_in_organization
        if core[-1] not in held or (complement and core[-1] not in english_rules().roles.held_of_matter):
            return False
        is_led = core[0] in {"chief", "vice"} or core[-1] in {"coach", "captain"}
        is_known = is_led or held.issuperset(core)
        return is_known and (bool(complement) or not english_rules().roles.of_state.issuperset(core))
