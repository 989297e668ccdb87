"""What a noun phrase states of a person: a role, and the organization it is held in."""

from __future__ import annotations

import re
from typing import NamedTuple

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.implied import ImpliedOrganizations
from quotations.english.people.organizations import Organizations, is_kind, names_organization
from quotations.english.people.people import People
from quotations.english.words.classes import compile_pattern
from quotations.english.words.lexicon import english
from quotations.english.words.noun_phrases import SERVING, NounPhrase, is_compound, printed, read_organization
from quotations.english.words.rules import english_rules
from quotations.kinds import kinds_in
from quotations.traits import without_traits

# Strength of a statement: a noun that describes says more than a title that is a role ("Commissioner"), both more
# than what somebody was before ("a former prosecutor"), all more than what a later noun phrase lets us gather.
DESCRIPTION, TITLE, FORMER, GATHERED = 3, 2, 1, 0
_LONGEST_ROLE = 6  # words before the head noun: what is longer holds a verb or a name
_PEOPLES = re.compile(r"(?:ian|ians|ese|ish)$")
_CLOSING = frozenset({",", ".", "¶", ")", '"', ""})
_AT_NOUN = compile_pattern(
    "<of|prep> <det> <noun|org_noun|participle>{0,2} <noun|org_noun> "
    "(?!<noun|person_noun|org_noun|name|org|genitive|document>)"
)


class Statement(NamedTuple):
    """What the article says of a person in one place.

    Attributes:
        role: Role in the article's words; empty when only an organization is named.
        noun: The role up to its head noun: what a later "the director" repeats.
        organization: Organization; empty when there is none.
        strength: See the constants above; of equals the first counts.
        is_implied: Whether the organization is the one the text speaks of, not one that the phrase names.
    """

    role: str
    noun: str
    organization: str
    strength: int
    is_implied: bool = False


class Statements:
    """Reads the noun phrases of one article as statements."""

    def __init__(self, analysis: Analysis, people: People, organizations: Organizations) -> None:
        self.analysis = analysis
        self.people = people
        self.organizations = organizations
        self.implied = ImpliedOrganizations(analysis, organizations)

    def read(self, phrase: NounPhrase | None) -> Statement | None:
        """Return a phrase as a statement, unless it says whose somebody is: a daughter, a neighbour, a visitor."""
        if phrase is None or self._is_kin(phrase) or phrase.head - phrase.first > _LONGEST_ROLE:
            return None
        outside, words = self.analysis.tokens.outside, self.analysis.tokens.words
        first = self._named_in_front(phrase.first, phrase.head)
        strength = DESCRIPTION
        if words[first].lower() in english_rules().roles.former:
            strength = FORMER
        elif phrase.lead == phrase.first and set(outside[first : phrase.head + 1]) <= {"T"}:
            if words[phrase.head] not in english_rules().roles.titles_of_role:
                return None
            strength = TITLE
        organization = self._stated_organization(phrase, first)
        implied = "" if organization else self.implied.organization(phrase, first, is_former=strength == FORMER)
        served = self._served(phrase) if organization else None
        is_within = served is not None and served[0] < phrase.end and phrase.organization[0] == phrase.organization[1]
        noun = self._printed(first, phrase.head + 1)
        role = without_traits(noun if is_within else self._printed(first, phrase.end), "en")
        if role is None:
            return None  # a Jewish woman: what else is said of her counts
        return Statement(role, noun, organization or implied, strength, is_implied=bool(implied))

    def of_source(self, phrase: NounPhrase | None) -> str | None:
        """Return the role or trade of a source without a name; most nouns for one only describe ("a neighbour")."""
        statement = self.read(phrase)
        if phrase is None or statement is None:
            return None
        is_trade = self.analysis.tokens.words[phrase.head].lower() in english_rules().roles.trades
        return statement.role if is_trade or phrase.head > phrase.first else None

    def _printed(self, first: int, end: int) -> str:
        return printed(self.analysis.tokens, first, end)

    def _is_kin(self, phrase: NounPhrase) -> bool:
        words = self.analysis.tokens.words
        if words[phrase.head].lower().partition("-of-")[0] not in english_rules().roles.kin:
            return False
        is_trade = words[phrase.head] in {"man", "woman"} and self.analysis.tokens.outside[phrase.head - 1] == "n"
        return not (is_trade and phrase.head > phrase.first)  # the kit man

    def _stated_organization(self, phrase: NounPhrase, first: int) -> str:
        """Return the organization that a phrase names behind its noun, behind a comma, as the owner, or in front."""
        tokens = self.analysis.tokens
        if phrase.organization[0] < phrase.organization[1]:
            if tokens.outside[phrase.organization[1] : phrase.organization[1] + 1] == "z":
                return self._printed(phrase.organization[0], phrase.organization[1] + 1)  # the Holt campaign
            is_served = tokens.words[phrase.head].lower() in english_rules().roles.serving
            return (
                ""
                if self.organizations.names_person(*phrase.organization, is_likely=is_served)
                else self._printed(*phrase.organization)
            )
        if organization := self._behind_comma(phrase) or self._owner(*phrase.owner):
            return organization
        if first > phrase.first:
            return self._printed(phrase.first, first)
        return self._called(*noun) if (noun := self._served(phrase)) else ""

    def _served(self, phrase: NounPhrase) -> tuple[int, int] | None:
        """Return the noun that stands for an organization behind a role.

        For example: "a nurse at the hospital", "chair of the parish council".
        """
        tokens = self.analysis.tokens
        if tokens.words[phrase.head] == "member":
            return None  # of a committee or a team: that is what he is
        for at in (phrase.head + 1, phrase.end):
            match = _AT_NOUN.match(tokens.outside, at)
            if match is None or tokens.words[at] not in SERVING or tokens.words[at + 1] != "the":
                continue
            if is_kind(tokens.words[match.end() - 1]):
                return at + 2, match.end()
        return None

    def _behind_comma(self, phrase: NounPhrase) -> str:
        """Return the organization of ", chair, Arden Trust," which a comma parts from the role."""
        outside = self.analysis.tokens.outside
        if outside[phrase.end : phrase.end + 1] != "," or phrase.lead < phrase.first:
            return ""
        organization = read_organization(self.analysis.tokens, phrase.end + 1)
        if (
            organization is None
            or outside[organization[1] : organization[1] + 1] not in _CLOSING
            or not names_organization(outside[slice(*organization)])
        ):
            return ""
        return self._printed(*organization)

    def _owner(self, first: int, end: int) -> str:
        """Return the organization that owns a role.

        For example: "the council’s leader"; a person or a place owns none ("Holt’s agent").
        """
        letters = self.analysis.tokens.outside[first:end]
        if set("NAOP").isdisjoint(letters):
            return self._called(first, end)
        is_other = set(letters) <= set("PJ") or self.organizations.names_person(first, end, is_likely=True)
        return "" if is_other else self._printed(first, end)

    def _called(self, first: int, end: int) -> str:
        """Return what a common noun for an organization stands for.

        Return the noun itself when it says more ("parish council") or nothing is known.
        """
        tokens = self.analysis.tokens
        letters, words = tokens.outside[first:end], [word.lower() for word in tokens.words[first:end]]
        if letters[-1:] not in {"z", "n"}:
            return ""
        entity = self.organizations.owning(words[-1], first)
        own = self._printed(first, end) if letters[-1] == "z" else ""
        names = {name.lower() for name in entity.names} if entity is not None else set[str]()
        kinds = {word for word, letter in zip(words, letters, strict=True) if letter == "n"} - {words[-1]}
        if own and words[-1] in names and not names.issuperset(kinds):
            return own  # the parish council is not Arden County Council
        return entity.name if entity is not None else own

    def _named_in_front(self, first: int, head: int) -> int:
        """Return where the name of an organization ends that stands before a role: "Arden Labs chief Ada Bright"."""
        words, outside = self.analysis.tokens.words, self.analysis.tokens.outside
        is_institution = words[first] in english_rules().roles.institutions and outside[first + 1] in "RTrJ"
        if is_institution and first < head and words[head].lower() not in {"veteran", "reservist"}:
            return first + 1  # Army chief of staff
        return self._firm_in_front(first, head)

    def _firm_in_front(self, first: int, head: int) -> int:
        tokens = self.analysis.tokens
        outside, words = tokens.outside, tokens.words
        at = first
        while at < head and outside[at] in "NAOPIJ&" and not is_compound(words[at]):
            at += 1
        general = english_rules().roles.general
        while at > first and words[at - 1].lower() in general and (at - first == 1 or outside[at - 1] != "O"):
            at -= 1  # Dale managing editor
        while at - first > 1 and words[at - 1] in english_rules().roles.parties:
            at -= 1  # Senate Democratic leader
        at = self._without_department(first, at)
        letters = outside[first:at]
        if at - first > 1 and letters[-1] == "O":
            return at
        if set(letters) <= set("PJ"):
            return first
        is_region = (
            letters[-1] == "P"
            or (letters[-1] == "J" and not words[at - 1].endswith("s"))
            or words[first] in english_rules().capitals.before_place
        )
        if is_region and not names_organization(letters):
            return first  # Dale lawyer, New Holm senator, Likely Republican candidate
        if at - first == 1 and letters != "A":
            opens = outside[first - 1 : first] in {"", "¶", "."}
            if opens or (letters == "N" and not self._is_organization(words[first])):
                return first  # Vane spokesman, Dale lawyer
        if self.people.person_named(words[at - 1]) is not None or _PEOPLES.search(words[at - 1]):
            return first
        lexicon = english()
        return first if all(lexicon[word.lower()] in "zf" for word in words[first:at]) else at

    def _without_department(self, first: int, end: int) -> int:
        """Return where an organization's name ends before that of its department: NWA, not "NWA Global News" director.

        A title in capitals stands right behind, and the whole is not a name that the lists know or the text repeats.
        """
        tokens = self.analysis.tokens
        words = tokens.words
        at = end
        while at - first > 1 and words[at - 1] in english_rules().roles.departments:
            at -= 1
        is_title = tokens.outside[end : end + 1] in {"R", "T"}
        known = kinds_in("en").of(" ".join(words[first:end]))
        is_known = known is not None and known.is_sure
        return at if at < end and is_title and tokens.outside[at - 1] in "AO" and not is_known else end

    def _is_organization(self, word: str) -> bool:
        return self.people.is_organization(word) or word in self.organizations.employers.names
