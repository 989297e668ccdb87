"""The role and organization that an article states for a person: before the name, after it, or in brackets."""

from __future__ import annotations

import re

from enrichment.quotations.attribution import Reading
from enrichment.quotations.lexicon import english, english_words
from enrichment.quotations.mentions import Mention
from enrichment.quotations.people import Entity, People

_ORG = r"(?:[NAOPJIR&L0C]|(?<=[NAOPR])od?(?=[NAOPJ])|c(?=[NO])|(?<=[NAOPRS])(?:n(?=[NO])|S(?=[NAOP]))){1,9}"
# ", the R of the O," / ", a partner at O and former R at P,"
_APPOSED = re.compile(
    r"[,-](?:0[,n]{1,3})?(?P<lead>[dh]{0,2})"
    r"(?P<role>(?:[0nNAOPJTRrzfeCjB-]|S|c(?=[nJ]{0,3}[rR])|od?(?=[^¶.,]{0,3}[rRz])){0,7}?(?:[rR]+(?![rRn])|(?<=[dn])n(?=[,.oi]))"
    r"(?:od?[nzfcr]{1,4})?)"
    rf"(?:[oi](?P<the>[dh]?)(?P<org>{_ORG}|n{{0,2}}[zf]))?"
)
_BRACKETS = re.compile(rf"\((?P<org>{_ORG})[,)-]")
_FROM = re.compile(rf",?[oi](?P<the>[dh]?)(?P<org>(?=[^,.]{{0,8}}[OA&]){_ORG})")
_IS = re.compile(
    rf",?(?:wj?)?x[dh](?P<role>[nNJeO]{{0,4}}?[rR]+(?:od?[nz]{{1,3}})?)"
    rf"(?:[oi](?P<the>[dh]?)(?P<org>{_ORG}|n{{0,2}}z))?"
)
_WORKS = re.compile(
    rf",wj?[anevuBbVkx]{{1,2}}(?:[^¶.,;]{{0,6}}?)[oi](?P<the>[dh]?)(?P<org>(?=[^,.]{{0,8}}[OA&]){_ORG})"
)
_LED = re.compile(rf"[dh]?(?P<org>{_ORG})")


class Roles:
    """Finds what every person of an article is, and where."""

    def __init__(self, reading: Reading, people: People) -> None:
        self.reading = reading
        self.people = people
        for entity in people.entities:
            if entity.is_person:
                for mention in entity.mentions:
                    entity.roles += self._of_mention(mention)

    def best(self, entity: Entity) -> tuple[str | None, str | None]:
        """The first role and the first organization stated."""
        role = next((role for role, _ in entity.roles if role), None)
        organization = next((body for _, body in entity.roles if body), None)
        return role, organization

    def _words(self, first: int, end: int) -> str:
        tokens = self.reading.tokens
        if end <= first:
            return ""
        return " ".join(tokens.text[tokens.starts[first] : tokens.ends[end - 1]].split())

    def _of_mention(self, mention: Mention) -> list[tuple[str, str]]:
        found = []
        if mention.name_first > mention.first:
            found.append(self._prefixed(mention.first, mention.name_first))
        elif mention.first >= 2 and self.reading.tokens.outside[mention.first - 1] == ",":
            found.append(self._before_comma(mention))
        for pattern in (_APPOSED, _IS):
            match = pattern.match(self.reading.tokens.outside, mention.end)
            if match and not self._is_of_next_name(match.end("role")):
                role = self._words(*match.span("role"))
                body = self._words(*match.span("org")) if match["org"] else ""
                role, body = self._split(match.start("role"), match.end("role"), body)
                found.append((role, body))
                break
        for pattern in (_BRACKETS, _FROM, _WORKS):
            match = pattern.match(self.reading.tokens.outside, mention.end)
            if match:
                found.append(("", self._words(*match.span("org"))))
        lead = self._verb_of_leading(mention)
        if lead:
            found.append(lead)
        return [pair for pair in found if any(pair) and not self._is_kin(pair[0])]

    @staticmethod
    def _is_kin(role: str) -> bool:
        """Whether a noun says whose somebody is, not what: a daughter, a neighbour, a visitor."""
        words = role.lower().split()
        return bool(words) and (words[-1] in english_words("roles", "kin") or words[0] in english_words("roles", "kin"))

    def _is_of_next_name(self, end: int) -> bool:
        """Whether a role stands right before another name: "Andrea Vallone and economist Tom Cunningham"."""
        return self.reading.tokens.outside[end : end + 1] in {"N", "T", "I"}

    def _before_comma(self, mention: Mention) -> tuple[str, str]:
        """A role phrase that ends at the comma before the name: "the council’s finance lead, Farhan Aziz"."""
        index = mention.index - 1
        if index >= 0:
            other = self.reading.mentions[index]
            if other.end == mention.first - 1 and other.kind == "role" and other.sentence == mention.sentence:
                return self._prefixed(other.first, other.end)
        return "", ""

    def _prefixed(self, first: int, end: int) -> tuple[str, str]:
        """Split "OpenAI’s chief research officer" or "Apple CEO" into role and organization."""
        return self._split(first, end, "")

    def _split(self, first: int, end: int, body: str) -> tuple[str, str]:
        tokens = self.reading.tokens
        outside = tokens.outside
        while first < end and outside[first] in "dh0":
            first += 1
        if "S" in outside[first:end]:
            cut = outside.rindex("S", first, end)
            if not body and any(letter in "NAOPzf" for letter in outside[first:cut]):
                body = self._words(first, cut)
            first = cut + 1
        else:
            cut = first
            while cut < end and outside[cut] in "NAOPI&":
                cut += 1
            if first < cut < end and any(letter in "AON" for letter in outside[first:cut]):
                body = body or self._words(first, cut)
                first = cut
        office_first = first
        while first < end and (
            outside[first] in "TJ" or tokens.words[first].lower() in english_words("roles", "former")
        ):
            first += 1
        letters = outside[first:end]
        if "r" in letters or "R" in letters or (first < end and letters[-1] == "n"):
            return self._words(first, end), body
        return self._office(office_first, end), body

    def _office(self, first: int, end: int) -> str:
        """A title that is an office, not a courtesy: "Circuit Judge", "Gov.", but not "Mr"."""
        tokens = self.reading.tokens
        if any(tokens.words[at] in english_words("roles", "offices") for at in range(first, end)):
            return self._words(first, end)
        if end - first > 1 and tokens.words[end - 1].lower() in english_words("nouns", "people"):
            return self._words(first, end)  # Chief Financial Officer
        return ""

    def _verb_of_leading(self, mention: Mention) -> tuple[str, str] | None:
        """Read a verb of leading: ", who chairs the Hoteliers’ Forum"."""
        tokens = self.reading.tokens
        at = mention.end
        if tokens.outside[at : at + 2] == ",w" or tokens.outside[at : at + 1] == "w":
            at += 2 if tokens.outside[at] == "," else 1
            leads = english().rules["roles"]["leads"]
            word = tokens.words[at].lower() if at < len(tokens.words) else ""
            if word in leads:
                match = _LED.match(tokens.outside, at + 1)
                return leads[word], self._words(*match.span("org")) if match else ""
        return None
