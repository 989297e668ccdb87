"""The organizations that the words around a name put a person in without a role.

For example: "Ada Bright of Arden Labs", "who runs it".
"""

from __future__ import annotations

import re

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.organizations import Organizations, names_organization
from quotations.english.people.people import People
from quotations.english.people.statements import DESCRIPTION, TITLE, Statement
from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.mentions import Mention
from quotations.english.words.noun_phrases import printed, read_organization
from quotations.english.words.rules import english_rules

_OWNER = compile_pattern(
    "(?<!<proper|adverb>) <name|acronym|org> <name|acronym|org|adverb|&>* $ "
    "| (?<!<proper|adverb>) <place> <name|acronym|org|adverb|&>+ $"
)
_AGE = compile_pattern(", <number> (?=,)")
_ANY_VERB = "(?P<verb><verb|participle|noun|reported|report|say|said|thought|aux|saying|thinking>)"
_WHO = compile_pattern(
    ',? <who> <adverb>? {verb} (?P<between><^¶.,;:"|who|proper>{0,6}?) (?=<det>? <proper|nationality|role>)',
    verb=_ANY_VERB,
)
# who runs the small companies fund at Arden; who works at the hospital
_WHO_AT = compile_pattern(
    ',? <who> <adverb>? {verb} <^¶.,;:"|who>{0,9}? (?P<at><prep>) (?=<det>? <proper|role>)',
    verb=_ANY_VERB,
)
_WHO_AT_NOUN = compile_pattern(
    ",? <who> <adverb>? {verb} <prep|of> (?P<determiner><det>) <noun|participle>{0,2} <noun|org_noun> "
    "(?!<noun|person_noun|org_noun|name|org|genitive|document>)",
    verb=_ANY_VERB,
)
_WHERE = compile_pattern(
    "(?P<at><prep>) <det>? <proper|initial|nationality|role> "
    "<proper|initial|nationality|role|&|genitive|of|particle>{0,7} ,$"
)
_GOES_ON = frozenset(letters("noun|person_noun|role|org_noun|genitive"))
_PARTY = re.compile(r"[A-Z](?:-|$)")
_ORIGIN, _ORIGIN_APPOSED = frozenset({"of", "from"}), frozenset({"of", "for", "at", "from", "with"})


class OrganizationsAround:
    """Reads organizations off the surroundings of names in one article."""

    def __init__(self, analysis: Analysis, people: People, organizations: Organizations) -> None:
        self.analysis = analysis
        self.people = people
        self.organizations = organizations

    def spoken_for(self, mention: Mention) -> Statement | None:
        """Return the organization of a sentence that opens with "For the Moderates, Ada Bright said"."""
        tokens = self.analysis.tokens
        start = tokens.sentence_starts[mention.sentence]
        if tokens.words[start] != "For" or tokens.outside[mention.first - 1] != ",":
            return None
        at = start + 1 + (tokens.outside[start + 1] == "d")
        organization = read_organization(tokens, at)
        if organization is not None and organization[1] == mention.first - 1:
            return self._of_organization(*organization) if not self.organizations.names_person(*organization) else None
        is_noun = mention.first - at in {2, 3} and tokens.outside[mention.first - 2] == "z"
        return Statement("", "", printed(tokens, at, mention.first - 1), TITLE) if is_noun else None

    def owning(self, end: int) -> Statement | None:
        """Return the organization before ’s and a name: "Arden First’s Ada Bright", "the union’s Ole Vane"."""
        tokens = self.analysis.tokens
        if tokens.outside[end - 1] == "z":
            return self._noun_for_organization(end - 1)
        match = _OWNER.search(tokens.outside[max(0, end - 6) : end])
        if match is None or self.people.person_named(tokens.words[end - 1]) is not None:
            return None
        letters = match.group()
        is_organization = names_organization(letters) or (len(letters) > 1 and tokens.words[end - 1][0].isupper())
        return (
            self._of_organization(end - len(letters), end)._replace(strength=DESCRIPTION) if is_organization else None
        )

    def where(self, first: int) -> Statement | None:
        """Return the organization of "at Arden Labs, where manager Ada Bright"."""
        tokens = self.analysis.tokens
        if tokens.words[first - 1 : first] != ["where"]:
            return None
        match = _WHERE.search(tokens.outside, max(0, first - 12), first - 1)
        if match is None or tokens.words[match.start("at")] != "at":
            return None
        organization = read_organization(tokens, match.end("at") + (tokens.outside[match.end("at")] == "d"))
        return (
            self._of_organization(*organization) if organization is not None and organization[1] == first - 2 else None
        )

    def behind(self, mention: Mention) -> list[Statement]:
        """Return organizations named behind.

        For example: "(Arden Labs)", "of Arden Labs", ", for the Moderates", ", who runs Arden Labs".
        """
        tokens = self.analysis.tokens
        outside = tokens.outside
        age = _AGE.match(outside, mention.end)
        at = age.end() if age else mention.end
        if outside[at] == "(":
            found = self._in_brackets(at + 1)
        else:
            comma = outside[at] == ","
            prepositions = _ORIGIN_APPOSED if comma else _ORIGIN
            if outside[at + comma : at + comma + 1] in {"o", "i"} and tokens.words[at + comma] in prepositions:
                found = self._of_origin(at + comma)
            else:
                found = self._of_relative(mention.end) or self._of_whose(mention.end)
        return [found] if found is not None else []

    def _in_brackets(self, at: int) -> Statement | None:
        organization = read_organization(self.analysis.tokens, at)
        if organization is None or _PARTY.match(self.analysis.tokens.words[at]):  # (R-Dale)
            return None
        is_whole = self.analysis.tokens.outside[organization[1] : organization[1] + 1] in {",", ")", "-"}
        return self._of_organization(*organization)._replace(strength=DESCRIPTION) if is_whole else None

    def _of_origin(self, at: int) -> Statement | None:
        """Return the organization behind a preposition.

        For example: "of Arden Labs", "for the Moderates", "of the group Arden Now".
        """
        tokens = self.analysis.tokens
        is_definite = tokens.outside[at + 1 : at + 2] == "d"
        has_noun = is_definite and tokens.outside[at + 2 : at + 3] == "z"
        organization = read_organization(tokens, at + 1 + is_definite + has_noun)
        if organization and self._is_organization(
            *organization, is_told=is_definite and tokens.words[at] in {"of", "for"}
        ):
            return self._of_organization(*organization)
        return self._noun_for_organization(at + 2) if has_noun else None

    def _of_whose(self, at: int) -> Statement | None:
        """Return the organization of ", whose firm Arden Labs"."""
        tokens = self.analysis.tokens
        if tokens.words[at + 1 : at + 2] != ["whose"] or tokens.outside[at + 2 : at + 3] != "z":
            return None
        organization = read_organization(tokens, at + 3)
        return self._of_organization(*organization) if organization is not None else None

    def _of_relative(self, at: int) -> Statement | None:
        """Return the organization of a relative clause behind a name.

        For example: ", who runs Arden Labs", ", who teaches at Arden", ", who works at the hospital".
        """
        tokens = self.analysis.tokens
        found = self._of_noun_served(at)
        who = _WHO.match(tokens.outside, at) if found is None else None
        if who is None:
            return found
        verb = tokens.words[who.start("verb")]
        leads = verb in english_rules().roles.leads
        works = who["between"] == "i" and verb in english_rules().roles.works
        if who["between"] or leads:  # not "who beat Arden Labs"
            found = self._relative_organization(who.end(), is_told=works or (leads and not who["between"]))
        lower = _WHO_AT.match(tokens.outside, at) if leads and found is None else None
        if lower is None or tokens.words[lower.start("at")] != "at":
            return found
        return self._relative_organization(lower.end(), is_told=True)

    def _of_noun_served(self, at: int) -> Statement | None:
        tokens = self.analysis.tokens
        noun = _WHO_AT_NOUN.match(tokens.outside, at)
        if noun is None or tokens.words[noun.start("determiner")] != "the":
            return None
        works = tokens.words[noun.start("verb")] in english_rules().roles.works
        return self._noun_for_organization(noun.end() - 1) if works else None

    def _relative_organization(self, at: int, *, is_told: bool) -> Statement | None:
        tokens = self.analysis.tokens
        organization = read_organization(tokens, at + (tokens.outside[at] == "d"))
        if (
            organization is None
            or tokens.outside[organization[1] - 1] == "S"
            or tokens.outside[organization[1] : organization[1] + 1] in _GOES_ON
        ):
            return None
        return self._of_organization(*organization) if self._is_organization(*organization, is_told=is_told) else None

    def _is_organization(self, first: int, end: int, *, is_told: bool) -> bool:
        letters = self.analysis.tokens.outside[first:end]
        if self.analysis.tokens.words[end - 1] in english_rules().capitals.behind_place:
            return False
        if names_organization(letters) and "T" not in letters:
            return True
        is_possible = is_told or (len(letters) > 1 and set("PI").isdisjoint(letters))
        is_likely = self.analysis.tokens.words[first - 1] not in {"of", "at", "from"}
        return is_possible and not self.organizations.names_person(first, end, is_likely=is_likely)

    def _of_organization(self, first: int, end: int) -> Statement:
        is_sure = names_organization(self.analysis.tokens.outside[first:end])
        return Statement("", "", printed(self.analysis.tokens, first, end), DESCRIPTION if is_sure else TITLE)

    def _noun_for_organization(self, at: int) -> Statement | None:
        named = self.organizations.owning(self.analysis.tokens.words[at].lower(), at)
        return Statement("", "", named.name, DESCRIPTION) if named is not None else None
