"""What a noun phrase states of a person: a role, and the body it is held in."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from enrichment.quotations.english.grammar.reading import Reading
from enrichment.quotations.english.people.bodies import Bodies
from enrichment.quotations.english.people.people import People
from enrichment.quotations.english.words.lexicon import english, english_words
from enrichment.quotations.english.words.noun_phrases import NounPhrase, is_compound, read_body

# Strength of a statement: a noun that describes says more than a title that is an office ("Commissioner"), both more
# than what somebody was before ("a former prosecutor"), all more than what a later noun phrase lets us gather.
DESCRIPTION, OFFICE, FORMER, GATHERED = 3, 2, 1, 0
_SURE = 2.5  # evidence of a person beyond what a firm that speaks may have
_LIKELY = 0.5
_TITLED = re.compile(r"T[NI]+S?$")
_LONGEST_ROLE = 6  # words before the head noun: what is longer holds a verb or a name
_PEOPLES = re.compile(r"(?:ian|ians|ese|ish)$")
_CLOSING = frozenset({",", ".", "¶", ")", '"', ""})
_BODY_LETTERS = frozenset("OA&")
_ROLE_OF_BODY = re.compile(r"[rRnN][oi]d?(?=[NAO])")
_AT_NOUN = re.compile(r"[oi]d[nze]{0,2}[nz](?![nrzNOSf])")
_AFTER_ROLE = _CLOSING | frozenset("NIT-(w")
_NAMING = frozenset("NAOP")
_SERVING = frozenset({"of", "at", "for", "with", "from"})


class Statement(NamedTuple):
    """What the article says of a person in one place.

    Attributes:
        role: Role in the article's words; empty when only a body is named.
        noun: The role up to its head noun: what a later "the director" repeats.
        organization: Body; empty when there is none.
        strength: See the constants above; of equals the first counts.
        is_implied: Whether the organization is the one the text speaks of, not one that the phrase names.
    """

    role: str
    noun: str
    organization: str
    strength: int
    is_implied: bool = False


def names_body(letters: str) -> bool:
    """Whether a name holds a noun of bodies, an acronym or an ampersand: what no person or place is called."""
    return not _BODY_LETTERS.isdisjoint(letters)


def is_kind(noun: str) -> bool:
    """Whether a common noun stands for a body."""
    return noun in english_words("nouns", "bodies") or noun in english_words("roles", "kinds_of_body")


class Statements:
    """Reads the noun phrases of one article as statements."""

    def __init__(self, reading: Reading, people: People, bodies: Bodies) -> None:
        self.reading = reading
        self.people = people
        self.bodies = bodies

    def words(self, first: int, end: int) -> str:
        """Tokens as printed, white space collapsed."""
        tokens = self.reading.tokens
        return " ".join(tokens.text[tokens.starts[first] : tokens.ends[end - 1]].split()) if end > first else ""

    def read(self, phrase: NounPhrase | None) -> Statement | None:
        """A phrase as a statement, unless it says whose somebody is: a daughter, a neighbour, a visitor."""
        if phrase is None or self._is_kin(phrase) or phrase.head - phrase.first > _LONGEST_ROLE:
            return None
        outside, words = self.reading.tokens.outside, self.reading.tokens.words
        first = self._named_in_front(phrase.first, phrase.head)
        strength = DESCRIPTION
        if words[first].lower() in english_words("roles", "former"):
            strength = FORMER
        elif phrase.lead == phrase.first and set(outside[first : phrase.head + 1]) <= {"T"}:
            if words[phrase.head] not in english_words("roles", "offices"):
                return None
            strength = OFFICE
        body = self._stated_body(phrase, first)
        implied = "" if body else self._implied_body(phrase, first, is_former=strength == FORMER)
        served = self._served(phrase) if body else None
        is_within = served is not None and served[0] < phrase.end and phrase.body[0] == phrase.body[1]
        role, noun = self.words(first, phrase.head + 1 if is_within else phrase.end), self.words(first, phrase.head + 1)
        return Statement(role, noun, body or implied, strength, is_implied=bool(implied))

    def of_source(self, phrase: NounPhrase | None) -> str | None:
        """The office or trade of a source without a name; most nouns for one only describe ("a neighbour")."""
        statement = self.read(phrase)
        if phrase is None or statement is None:
            return None
        is_trade = self.reading.tokens.words[phrase.head].lower() in english_words("roles", "trades")
        return statement.role if is_trade or phrase.head > phrase.first else None

    def _is_kin(self, phrase: NounPhrase) -> bool:
        words = self.reading.tokens.words
        if words[phrase.head].lower().partition("-of-")[0] not in english_words("roles", "kin"):
            return False
        is_trade = words[phrase.head] in {"man", "woman"} and self.reading.tokens.outside[phrase.head - 1] == "n"
        return not (is_trade and phrase.head > phrase.first)  # the kit man

    def _stated_body(self, phrase: NounPhrase, first: int) -> str:
        """The body that a phrase names behind its noun, behind a comma, as the owner, or in front."""
        tokens = self.reading.tokens
        if phrase.body[0] < phrase.body[1]:
            if tokens.outside[phrase.body[1] : phrase.body[1] + 1] == "z":
                return self.words(phrase.body[0], phrase.body[1] + 1)  # the Holt campaign
            is_served = tokens.words[phrase.head].lower() in english_words("roles", "serving")
            return "" if self.names_person(*phrase.body, is_likely=is_served) else self.words(*phrase.body)
        if body := self._behind_comma(phrase) or self._owner(*phrase.owner):
            return body
        if first > phrase.first:
            return self.words(phrase.first, first)
        return self._called(*noun) if (noun := self._served(phrase)) else ""

    def _served(self, phrase: NounPhrase) -> tuple[int, int] | None:
        """The noun that stands for a body behind a role: "a nurse at the hospital", "chairman of the parish council"."""
        tokens = self.reading.tokens
        if tokens.words[phrase.head] == "member":
            return None  # of a committee or a team: that is what he is
        for at in {phrase.head + 1, phrase.end}:
            match = _AT_NOUN.match(tokens.outside, at)
            if match is None or tokens.words[at] not in _SERVING or tokens.words[at + 1] != "the":
                continue
            if is_kind(tokens.words[match.end() - 1]):
                return at + 2, match.end()
        return None

    def _name_of(self, noun: str, at: int) -> str:
        entity = self.bodies.owning(noun.lower(), at)
        return entity.name if entity is not None else ""

    def _behind_comma(self, phrase: NounPhrase) -> str:
        """The body of ", chair, Arden Trust," which a comma parts from the role."""
        outside = self.reading.tokens.outside
        if outside[phrase.end : phrase.end + 1] != "," or phrase.lead < phrase.first:
            return ""
        body = read_body(self.reading.tokens, phrase.end + 1)
        if body is None or outside[body[1] : body[1] + 1] not in _CLOSING or not names_body(outside[slice(*body)]):
            return ""
        return self.words(*body)

    def _owner(self, first: int, end: int) -> str:
        """The body that owns a role: "the council’s leader"; a person or a place owns none ("Holt’s agent")."""
        letters, words = self.reading.tokens.outside[first:end], self.reading.tokens.words
        if not set("NAOP").isdisjoint(letters):
            return (
                ""
                if self.names_person(first, end, is_likely=True) or set(letters) <= set("PJ")
                else self.words(first, end)
            )
        return self._called(first, end)

    def _called(self, first: int, end: int) -> str:
        """What a common noun for a body stands for; itself when it says more ("parish council") or nothing is known."""
        tokens = self.reading.tokens
        letters, words = tokens.outside[first:end], [word.lower() for word in tokens.words[first:end]]
        if letters[-1:] not in {"z", "n"}:
            return ""
        entity = self.bodies.owning(words[-1], first)
        own = " ".join(tokens.words[first:end]) if letters[-1] == "z" else ""
        kinds = [word for word, letter in zip(words[:-1], letters, strict=False) if letter == "n"]
        is_other = entity is not None and own and kinds and words[-1] in {name.lower() for name in entity.names}
        if is_other and entity is not None and not {name.lower() for name in entity.names}.issuperset(kinds):
            return own  # the parish council is not Arden County Council
        return entity.name if entity is not None else own

    def names_person(self, first: int, end: int, *, is_likely: bool = False) -> bool:
        """Whether tokens name somebody the text knows, or whom a title shows: no person is an organization."""
        tokens = self.reading.tokens
        letters = tokens.outside[first:end]
        if _TITLED.search(letters):
            return True
        person = self.people.person_named(tokens.words[end - 1 - (letters[-1] == "S")])
        if person is None or names_body(letters) or self.bodies.employs(person):
            return False
        return person.evidence > _SURE or (is_likely and (len(person.names) > 1 or person.evidence > _LIKELY))

    def _named_in_front(self, first: int, head: int) -> int:
        """Where the name of a body ends that stands before a role: "Arden Labs chief Ada Bright"."""
        tokens = self.reading.tokens
        outside, words = tokens.outside, tokens.words
        at = first
        while at < head and outside[at] in "NAOPIJ&" and not is_compound(words[at]):
            at += 1
        general = english_words("roles", "general")
        while at > first and words[at - 1].lower() in general and (at - first == 1 or outside[at - 1] != "O"):
            at -= 1  # Dale managing editor
        letters = outside[first:at]
        if at - first > 1 and letters[-1] == "O":
            return at
        if set(letters) <= set("PJ"):
            return first
        is_region = (
            letters[-1] == "P"
            or (letters[-1] == "J" and not words[at - 1].endswith("s"))
            or words[first] in english_words("capitals", "before_place")
        )
        if is_region and not names_body(letters):
            return first  # Dale lawyer, New Holm senator, Likely Republican candidate
        if at - first == 1 and letters != "A":
            opens = outside[first - 1 : first] in {"", "¶", "."}
            if opens or (letters == "N" and not self._is_body(words[first])):
                return first  # Vane spokesman, Dale lawyer
        if self.people.person_named(words[at - 1]) is not None or _PEOPLES.search(words[at - 1]):
            return first
        lexicon = english()
        return first if all(lexicon[word.lower()] in "zf" for word in words[first:at]) else at

    def _is_body(self, word: str) -> bool:
        return self.people.is_body(word) or self.bodies.is_employer(word)

    def _implied_body(self, phrase: NounPhrase, first: int, *, is_former: bool) -> str:
        """The body of a role whose phrase names none: "its director", "a council spokesman", "the chairman"."""
        outside, words, lexicon = self.reading.tokens.outside, self.reading.tokens.words, english()
        lead = words[phrase.lead].lower()
        if lead in {"its", "their"}:
            return self.bodies.before(phrase.lead, 1) or (self.bodies.opening(phrase.lead) if lead == "its" else "")
        inner = outside.find("z", first, phrase.head)
        if inner < 0 and outside[first] == "O" and first < phrase.head and lexicon[words[first].lower()] == "z":
            inner = first  # Hospital spokesman Ole Vane
        if inner >= 0:
            is_open = lead in {"a", "an"} and words[phrase.head].lower() not in english_words("roles", "held_in_body")
            return "" if is_open else self._inner(inner)  # a school bus driver is of none
        noun = words[phrase.head].lower()
        if lead in {"a", "an"}:
            is_alone = phrase.first == phrase.head and phrase.end == phrase.head + 1
            is_its = is_alone and noun in english_words("roles", "spokespeople") and outside[phrase.end] == ","
            return self.bodies.before(phrase.lead, 0) if is_its else ""  # a spokeswoman, Ada Bright, said
        if outside[first] in "NAP" and first < phrase.head:
            return ""  # the Dale professor is of another university
        house = self.bodies.housing(f"{words[phrase.head - 1].lower()} {noun}", phrase.lead)
        house = house or self.bodies.housing(noun, phrase.lead)
        return house if house or is_former else self._named_of_role(phrase) or self._topic(phrase, first)

    def _inner(self, at: int) -> str:
        """The body of a noun within a role: "a board spokesman"; in "Senate leader" it belongs to the office."""
        word = self.reading.tokens.words[at]
        return "" if word in english_words("roles", "chambers") else self._name_of(word, at)

    def _named_of_role(self, phrase: NounPhrase) -> str:
        """The body that the text has put such people in before: "administrators from Arden Hale", "the administrator"."""
        if phrase.lead == phrase.first or phrase.end > phrase.head + 1 or phrase.owner[0] < phrase.owner[1]:
            return ""
        noun = self.reading.tokens.words[phrase.head].lower()
        return next((self.words(*body) for at, body in self._bodies_of_roles.get(noun, ()) if at < phrase.lead), "")

    @cached_property
    def _bodies_of_roles(self) -> dict[str, list[tuple[int, tuple[int, int]]]]:
        """Where the text says in what body somebody is, by the noun in the singular."""
        tokens, found = self.reading.tokens, dict[str, list[tuple[int, tuple[int, int]]]]()
        for match in _ROLE_OF_BODY.finditer(tokens.outside):
            at, end = match.span()
            if tokens.words[at + 1] not in _SERVING or not tokens.words[at].endswith("s"):
                continue
            body, noun = read_body(tokens, end), tokens.words[at].lower().removesuffix("s")
            if english()[noun] != "r":
                continue
            is_served = noun in english_words("roles", "serving")
            if body is not None and not self.names_person(*body, is_likely=is_served):
                found.setdefault(noun, []).append((at, body))
        return found

    def _topic(self, phrase: NounPhrase, first: int) -> str:
        """The body that the text speaks of, for a role that is held in one: "chief executive Ada Bright"."""
        if phrase.owner[0] < phrase.owner[1]:
            return ""  # the county’s director of public health
        outside, words = self.reading.tokens.outside, self.reading.tokens.words
        is_definite = words[phrase.lead].lower() == "the" or phrase.lead == phrase.first
        if not is_definite or set(outside[first : phrase.head + 1]) <= {"T"}:
            return ""
        core = [word.lower() for word in words[first : phrase.head + 1]]
        complement = words[phrase.head + 1 : phrase.end]
        if not self._is_held(core, complement) or (complement and outside[phrase.end] not in _AFTER_ROLE):
            return ""
        if not _NAMING.isdisjoint(outside[phrase.head + 1 : phrase.end]):
            return ""  # president of entertainment at Arden
        is_strong = not {"chief", "managing", "finance", "executive"}.isdisjoint(core)
        return self.bodies.spoken_of(phrase.lead) or (self.bodies.opening(phrase.lead) if is_strong else "")

    @staticmethod
    def _is_held(core: list[str], complement: list[str]) -> bool:
        """Whether a role by its words is one that somebody has in a body, and the text’s own: "head of programming"."""
        held = english_words("roles", "held_in_body")
        if core[-1] not in held or (complement and core[-1] not in english_words("roles", "held_of_matter")):
            return False
        is_led = core[0] in {"chief", "vice"} or core[-1] in {"coach", "captain"}
        is_known = is_led or held.issuperset(core)
        return is_known and (bool(complement) or not english_words("roles", "of_state").issuperset(core))
