"""The organizations an article names, and which of them "the council", "the firm" or "its director" speaks of."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.bodies import known_name
from quotations.english.people.employers import Employers
from quotations.english.people.entities import Entity
from quotations.english.people.opening_names import OpeningNames
from quotations.english.people.people import People
from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.lexicon import english
from quotations.english.words.noun_phrases import SERVING, printed, read_organization
from quotations.english.words.rules import english_rules

_MOST_NAMESAKES = 20  # organizations of one noun; no text may cost its square
_REACH = 20  # organizations looked at backwards, for the same reason
_SAINT = frozenset({"St", "St."})
_TITLED = compile_pattern("<title> <name|initial>+ <genitive>? $")
_KNOWN = 2.5  # evidence of a person beyond what a firm that speaks may have
_LIKELY = 0.5
_ORGANIZATION_LETTERS = frozenset(letters("org|acronym|&"))


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization where it is spoken of.

    Attributes:
        first: First token of the mention.
        name: Its fullest name in the article; the noun itself where it has no name ("council").
        is_plain: Whether it is a plain name, which may be a place: nothing but its grammar tells it from one.
        entity: What it resolves to; none for a noun.
    """

    first: int
    name: str
    is_plain: bool
    entity: Entity | None


def names_organization(letters: str) -> bool:
    """Return whether a name holds a noun of organizations, an acronym or an ampersand.

    No person or place is called so.
    """
    return not _ORGANIZATION_LETTERS.isdisjoint(letters)


def is_kind(noun: str) -> bool:
    """Return whether a common noun stands for an organization."""
    return noun in english_rules().nouns.organizations or noun in english_rules().roles.organization_kinds


class Organizations:
    """Looks organizations up by a noun in their name, and by their place in the text."""

    def __init__(self, analysis: Analysis, people: People) -> None:
        self.analysis = analysis
        self._people = people
        self._workplaces = english_rules().roles.workplaces
        self._called = english_rules().roles.called
        self.employers = Employers(analysis)
        self._opening_names = OpeningNames(analysis, people)

    @cached_property
    def _by_noun(self) -> dict[str, list[Entity]]:
        """Organizations by every word of their names."""
        index: dict[str, list[Entity]] = {}
        for entity in self._organizations:
            for noun in {word.lower() for word in entity.names} if len(entity.names) > 1 or entity.has_noun else ():
                entities = index.setdefault(noun, [])
                if len(entities) < _MOST_NAMESAKES:
                    entities.append(entity)
        return index

    @cached_property
    def _organizations(self) -> list[Entity]:
        return [
            entity
            for entity in self._people.entities
            if self._is_named_organization(entity) or self.employers.has(entity)
        ]

    @staticmethod
    def _is_named_organization(entity: Entity) -> bool:
        is_other = entity.is_person or entity.is_anonymous or entity.is_word
        return not (is_other or all(one.kind == "place" for one in entity.mentions))

    def fullest(self, name: str) -> str:
        """Return the name of an organization as the article gives it in full.

        For example: "Rovers" is Arden Rovers, "Arden" is Arden Inc.
        """
        words = tuple(name.split())
        is_common = english()[words[-1]] == "O" or english()[words[-1].lower()] in "zf"  # Rovers, the Post
        is_common = is_common and not (len(words) == 1 and words[0].lower() in english_rules().roles.not_topics)
        forms = english_rules().roles.legal_forms
        full = {
            one.name
            for word in {words[0].lower(), words[-1].lower()}
            for one in self._by_noun.get(word, ())
            if (is_common and one.names[-len(words) :] == words) or (one.names[:-1] == words and one.names[-1] in forms)
        } - {name}
        return full.pop() if len(full) == 1 else name

    @cached_property
    def _named(self) -> list[Organization]:
        """Every mention of an organization by name, in text order."""
        placed = [
            Organization(one.first, entity.name, not entity.has_noun and not self.employers.has(entity), entity)
            for entity in self._organizations
            for one in entity.mentions
        ]
        return sorted(placed, key=lambda organization: organization.first)

    @cached_property
    def _placed(self) -> list[Organization]:
        """Every mention of an organization by name or noun, in text order."""
        mentions = [mention for mention in self.analysis.mentions if mention.kind == "body"]
        nouns = [
            organization for mention in mentions if (organization := self._noun(mention.first, mention.end)) is not None
        ]
        return sorted([*self._named, *nouns], key=lambda organization: organization.first)

    def _noun(self, first: int, end: int) -> Organization | None:
        """Return a definite noun phrase for an organization: "the city council"."""
        words = self.analysis.tokens.words
        if words[first].lower() != "the":
            return None
        head = words[end - 1].lower()
        entity = self.described(head, first)
        name = entity.name if entity is not None else " ".join(words[first + 1 : end])
        return Organization(first, name, is_plain=False, entity=entity)

    def named(self, noun: str, at: int) -> Entity | None:
        """Return the organization in whose name a noun stands ("the trust").

        Where there are several, return the one named last before a token.
        """
        known = self._by_noun.get(noun.lower())
        return max(known, key=lambda entity: _last_before(entity, at)) if known else None

    def before(self, at: int, paragraphs: int) -> str:
        """Return the organization spoken of last before a token, in its paragraph or so many before.

        A plain name is second choice.
        """
        tokens = self.analysis.tokens
        paragraph = tokens.paragraph_of(at)
        index = bisect_left(self._placed, at, key=_first)
        plain = ""
        for organization in reversed(self._placed[max(0, index - _REACH) : index]):
            if paragraph - tokens.paragraph_of(organization.first) > paragraphs:
                break
            if not organization.is_plain:
                return organization.name
            is_itself = organization.first + len(organization.name.split()) >= at - 1  # Ada Bright, its founder
            plain = plain or ("" if is_itself else organization.name)
        return plain

    def housing(self, role: str, at: int) -> str:
        """Return the organization in which a role is held by its nature: a professor’s university."""
        workplaces = self._workplaces.get(role)
        if workplaces is None:
            return ""
        known = [organization for noun in workplaces if (organization := self.named(noun, at)) is not None]
        named = next((one.name for one in known if not self._is_somebodys(one)), "")
        return named or (self._saint if "church" in workplaces else "")

    def _is_somebodys(self, organization: Entity) -> bool:
        """Return whether an organization is named only to say whose somebody is: "Teri Alder of Fallow University"."""
        tokens = self.analysis.tokens
        for mention in organization.mentions:
            at = mention.first - 1 - (tokens.outside[mention.first - 1 : mention.first] == "d")
            if at < 1 or tokens.words[at] not in SERVING or tokens.outside[at - 1] != "N":
                return False
            if self._people.person_named(tokens.words[at - 1]) is None:
                return False
        return bool(organization.mentions)

    @cached_property
    def _saint(self) -> str:
        """The church that is called after a saint and no more: "St Olave’s"."""
        tokens = self.analysis.tokens
        places = [at for at, word in enumerate(tokens.words) if word in _SAINT] if tokens.vocabulary & _SAINT else []
        spans = [organization for at in places if (organization := read_organization(tokens, at)) is not None]
        return next(
            (printed(tokens, *organization) for organization in spans if tokens.outside[organization[1] - 1] == "S"), ""
        )

    @cached_property
    def _firms(self) -> list[tuple[Entity | None, str, str]]:
        """For each named organization, what the text has named up to there.

        The last firm or club, the firm or club named most, and the other organization named most.
        """
        counts: dict[str, int] = {}
        last, most, other = None, "", ""
        firms: list[tuple[Entity | None, str, str]] = [(None, "", "")]
        for organization in self._named:
            if organization.entity is not None:
                counts[organization.name] = counts.get(organization.name, 0) + 1
                if self._is_firm(organization.entity):
                    last = organization.entity
                    most = organization.name if counts[organization.name] > counts.get(most, 0) else most
                elif organization.entity.has_noun and self._is_institution(organization.entity):
                    other = organization.name if counts[organization.name] > counts.get(other, 0) else other
            firms.append((last, most, other))
        return firms

    def spoken_of(self, at: int) -> str:
        """Return the firm or club that the text speaks of most before a token.

        Where there is none, return the school, hospital or authority.
        """
        _, firm, other = self._firms[bisect_left(self._named, at, key=_first)]
        return firm or other

    @staticmethod
    def _is_institution(entity: Entity) -> bool:
        words = {word.lower() for word in entity.names}
        others = english_rules().roles.not_firms - english_rules().roles.not_topics
        return not words.isdisjoint(others) and words.isdisjoint(english_rules().roles.not_topics)

    def _is_firm(self, entity: Entity) -> bool:
        """Return whether an organization may be a company or a club.

        Its name is not that of a council, court or hospital, or it has people whom only a firm has.
        """
        others, lexicon = english_rules().roles.not_firms, english()
        if self.employers.is_shown(entity):
            return True
        if not entity.has_noun or not others.isdisjoint(word.lower() for word in entity.names):
            return False
        # A firm's name of a single word is an acronym, a plural or a noun of organizations; "Pledge" is none of these.
        last = entity.names[-1]
        return len(entity.names) > 1 or last.endswith("s") or (lexicon[last] in "OA" and lexicon[last.lower()] != "f")

    def described(self, noun: str, at: int) -> Entity | None:
        """Return the organization that "the company", "the club" stands for.

        Return the one with that noun in its name, else the last that could be called so.
        """
        own = self.named(noun, at)
        if own is not None:
            return own
        nouns = self._called.get(noun, ())
        alike = [organization for word in nouns if (organization := self.named(word, at)) is not None]
        if alike:
            return max(alike, key=lambda entity: _last_before(entity, at))
        last = self._firms[bisect_left(self._named, at, key=_first)][0]
        is_kind = noun in english_rules().roles.organization_kinds
        is_open = last is not None and noun not in english_rules().roles.not_plain_names and self._is_open(last)
        is_known = noun in english_rules().bodies.kinds_of_known and last is not None and known_name(last) is not None
        return last if is_kind or is_open or is_known else None

    @staticmethod
    def _is_open(entity: Entity) -> bool:
        """Return whether a name tells nothing of the kind of its organization: any noun may stand for it."""
        lexicon = english()
        return not any(lexicon[word] in "OA" for word in entity.names)

    def owning(self, noun: str, at: int) -> Entity | None:
        """Return the organization that "the airline’s", "the club’s" stands for.

        It may be no more than the name that the text opens with.
        """
        known = self.described(noun, at)
        if known is not None or noun in english_rules().roles.not_plain_names:
            return known
        if not (english()[noun] == "z" or noun in english_rules().roles.organization_kinds):
            return None
        return self._opening_names.before(at)

    def names_person(self, first: int, end: int, *, is_likely: bool = False) -> bool:
        """Return whether tokens name somebody the text knows, or whom a title shows: no person is an organization."""
        tokens = self.analysis.tokens
        letters = tokens.outside[first:end]
        if _TITLED.search(letters):
            return True
        person = self._people.person_named(tokens.words[end - 1 - (letters[-1] == "S")])
        if person is None or names_organization(letters) or self.employers.has(person):
            return False
        return person.evidence > _KNOWN or (is_likely and (len(person.names) > 1 or person.evidence > _LIKELY))

    def name_of(self, noun: str, at: int) -> str:
        """Return the name of the organization that owns something under a common noun.

        Return an empty name where the text has none.
        """
        entity = self.owning(noun.lower(), at)
        return entity.name if entity is not None else ""

    def opening(self, at: int) -> str:
        """Return the name the text opens with, where nothing tells that it is a person’s or a place’s."""
        entity = self._opening_names.before(at)
        return entity.name if entity is not None else ""


def _first(organization: Organization) -> int:
    return organization.first


def _last_before(entity: Entity, at: int) -> int:
    index = bisect_left(entity.mentions, at, key=lambda mention: mention.first)
    return entity.mentions[index - 1].first if index else -entity.mentions[0].first
