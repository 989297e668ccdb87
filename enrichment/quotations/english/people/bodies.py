"""The bodies an article names, and which of them "the council", "the firm" or "its director" speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from enrichment.quotations.english.grammar.reading import Reading
from enrichment.quotations.english.people.entities import Entity
from enrichment.quotations.english.people.evidence import called
from enrichment.quotations.english.people.people import People
from enrichment.quotations.english.words.lexicon import english, english_words
from enrichment.quotations.english.words.mentions import Mention

_MOST_NAMESAKES = 20  # bodies of one noun; no text may cost its square
_REACH = 20  # bodies looked at backwards, for the same reason
_STAFF = re.compile(r"(?<![NAOPTIJ&S])(?P<name>N{1,2})(?P<noun>[nrz])(?![nrz])")
_APPOSED_KIND = re.compile(r"(?<![NAOPTI&])(?P<name>N{1,3}),d[neJNP]{0,4}(?P<noun>[nz])(?=[,.ioyw])")
_SURE = 2.5  # evidence of a person beyond what a firm that speaks may have
_SAID_OF_THINGS = -1.9  # evidence from which a plain name is surely a body’s: "Arden, which"
_UNKNOWN, _UNKNOWN_FULL = 0.3, 0.6  # evidence to which a name may be anybody’s or anything’s
_PLACING = frozenset({"in", "near", "outside", "to", "around", "across"})
_OPENING = 2  # paragraphs in which a text names what it is about
# Who is in a body, behind its name and before it: "Arden’s former chief executive", "captain of Arden", "executives at".
_OFFICER_BEHIND = re.compile(r"(?<![NAOPTI&])(?P<name>N{1,3})S[ej0]{0,2}(?P<noun>[nrez]{0,3}[rnz])(?![nrz])")
_OFFICER_BEFORE = re.compile(r"(?P<noun>[rn])(?:[oi]|on[oi])(?P<name>N{1,3})(?![NOA&])")


@dataclass(frozen=True, slots=True)
class Body:
    """A body where it is spoken of.

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


class Bodies:
    """Looks bodies up by a noun in their name, and by their place in the text."""

    def __init__(self, reading: Reading, people: People) -> None:
        self.reading = reading
        self._people = people
        self._houses: dict[str, str] = english().rules["roles"]["houses"]
        self._called: dict[str, str] = english().rules["roles"]["called"]
        self._employing: dict[int, bool] = {}

    @cached_property
    def _by_noun(self) -> dict[str, list[Entity]]:
        """Bodies by every word of their names."""
        index: dict[str, list[Entity]] = {}
        for entity in self._bodies:
            for noun in {word.lower() for word in entity.names} if len(entity.names) > 1 or entity.has_noun else ():
                entities = index.setdefault(noun, [])
                if len(entities) < _MOST_NAMESAKES:
                    entities.append(entity)
        return index

    @cached_property
    def _bodies(self) -> list[Entity]:
        return [
            entity
            for entity in self._people.entities
            if not entity.is_anonymous
            and not (entity.is_person or entity.is_word or all(one.kind == "place" for one in entity.mentions))
            or self.employs(entity)
        ]

    def fullest(self, name: str) -> str:
        """The name of a body as the article gives it in full: "Rovers" is Arden Rovers, "Arden" is Arden Inc."""
        words = tuple(name.split())
        is_common = english()[words[-1]] == "O" or english()[words[-1].lower()] in "zf"  # Rovers, the Post
        alike = [one for word in {words[0], words[-1]} for one in self._by_noun.get(word.lower(), ())]
        full = {
            one.name
            for one in alike
            if len(one.names) > len(words)
            and ((one.names[-len(words) :] == words and is_common) or (one.names[:-1] == words and one.names[-1] in english_words("roles", "legal_forms")))
        }
        return full.pop() if len(full) == 1 else name

    @cached_property
    def _named(self) -> list[Body]:
        """Every mention of a body by name, in text order."""
        placed = [
            Body(one.first, entity.name, not entity.has_noun and not self.employs(entity), entity)
            for entity in self._bodies
            for one in entity.mentions
        ]
        return sorted(placed, key=lambda body: body.first)

    @cached_property
    def _placed(self) -> list[Body]:
        """Every mention of a body by name or noun, in text order."""
        mentions = [mention for mention in self.reading.mentions if mention.kind == "body"]
        nouns = [body for mention in mentions if (body := self._noun(mention.first, mention.end)) is not None]
        return sorted([*self._named, *nouns], key=lambda body: body.first)

    def _noun(self, first: int, end: int) -> Body | None:
        """A definite noun phrase for a body: "the city council"."""
        words = self.reading.tokens.words
        if words[first].lower() != "the":
            return None
        head = words[end - 1].lower()
        entity = self.described(head, first)
        name = entity.name if entity is not None else " ".join(words[first + 1 : end])
        return Body(first, name, is_plain=False, entity=entity)

    def named(self, noun: str, at: int) -> Entity | None:
        """The body in whose name a noun stands ("the trust"): of several, the one named last before a token."""
        known = self._by_noun.get(noun.lower())
        return max(known, key=lambda entity: _last_before(entity, at)) if known else None

    def before(self, at: int, paragraphs: int) -> str:
        """The body spoken of last before a token, in its paragraph or so many before; a plain name is second choice."""
        tokens = self.reading.tokens
        paragraph = tokens.paragraph_of(at)
        index = bisect_left(self._placed, at, key=_first)
        plain = ""
        for body in reversed(self._placed[max(0, index - _REACH) : index]):
            if paragraph - tokens.paragraph_of(body.first) > paragraphs:
                break
            if not body.is_plain:
                return body.name
            plain = plain or body.name
        return plain

    def housing(self, role: str, at: int) -> str:
        """The body in which a role is held by its nature: a professor’s university."""
        houses = self._houses.get(role)
        if houses is None:
            return ""
        return next((body.name for noun in houses.split() if (body := self.named(noun, at)) is not None), "")

    @cached_property
    def _firms(self) -> list[tuple[Entity | None, str, str]]:
        """After each named body: the last firm or club so far; of these and of other bodies the one named most."""
        counts: dict[str, int] = {}
        last, most, other = None, "", ""
        firms: list[tuple[Entity | None, str, str]] = [(None, "", "")]
        for body in self._named:
            if body.entity is not None:
                counts[body.name] = counts.get(body.name, 0) + 1
                if self._is_firm(body.entity):
                    last = body.entity
                    most = body.name if counts[body.name] > counts.get(most, 0) else most
                elif body.entity.has_noun and self._is_institution(body.entity):
                    other = body.name if counts[body.name] > counts.get(other, 0) else other
            firms.append((last, most, other))
        return firms

    def spoken_of(self, at: int) -> str:
        """The firm or club that the text before a token speaks of most, else the school, hospital or authority."""
        _, firm, other = self._firms[bisect_left(self._named, at, key=_first)]
        return firm or other

    @staticmethod
    def _is_institution(entity: Entity) -> bool:
        words = {word.lower() for word in entity.names}
        others = english_words("roles", "never_a_firm") - english_words("roles", "never_a_topic")
        return not words.isdisjoint(others) and words.isdisjoint(english_words("roles", "never_a_topic"))

    def employs(self, entity: Entity) -> bool:
        """Whether the text gives a plain name somebody that only a body has: "Arden’s chief executive"."""
        is_plain = not (entity.is_anonymous or entity.is_word or entity.has_noun) and entity.evidence < _SURE
        return is_plain and bool(entity.mentions) and entity.name in self._employers

    @cached_property
    def _employers(self) -> frozenset[str]:
        """All plain names that have an officer or a staff, or that the text says are a firm or a club."""
        words, outside = self.reading.tokens.words, self.reading.tokens.outside
        only, owned = english_words("roles", "only_of_body"), english_words("roles", "owned_by_body")
        found: set[str] = set()
        for pattern, telling in (
            (_OFFICER_BEHIND, only | owned),
            (_OFFICER_BEFORE, only),
            (_STAFF, owned),
            (_APPOSED_KIND, english_words("roles", "kinds_of_body")),
        ):
            for match in pattern.finditer(outside):
                nouns = words[slice(*match.span("noun"))]
                if nouns[-1] in telling or (nouns[0] == "chief" and nouns[-1] == "officer"):
                    found.add(" ".join(words[slice(*match.span("name"))]))
        return frozenset(found)

    def _is_firm(self, entity: Entity) -> bool:
        """Whether a body may be a company or a club: by its name no council, court or hospital, or by who is in it."""
        others, lexicon = english_words("roles", "never_a_firm"), english()
        last = entity.names[-1]
        is_called = entity.has_noun and (len(entity.names) > 1 or last.endswith("s") or lexicon[last] in "OA")
        is_called = is_called and (len(entity.names) > 1 or lexicon[last.lower()] != "f")  # no Pledge
        return (is_called and others.isdisjoint(word.lower() for word in entity.names)) or self._is_shown(entity)

    def _is_shown(self, entity: Entity) -> bool:
        return self.employs(entity) or (not entity.is_person and entity.evidence <= _SAID_OF_THINGS)

    def described(self, noun: str, at: int) -> Entity | None:
        """The body that "the company", "the club" stands for: its own noun, else the last that could be one."""
        own = self.named(noun, at)
        if own is not None:
            return own
        called = self._called.get(noun, "").split()
        alike = [body for word in called if (body := self.named(word, at)) is not None]
        if alike:
            return max(alike, key=lambda entity: _last_before(entity, at))
        last = self._firms[bisect_left(self._named, at, key=_first)][0]
        is_kind = noun in english_words("roles", "kinds_of_body")
        is_open = last is not None and noun not in english_words("roles", "never_plain") and self._is_open(last)
        return last if is_kind or is_open else None

    @staticmethod
    def _is_open(entity: Entity) -> bool:
        """Whether a name tells nothing of the kind of its body: any noun may stand for it."""
        lexicon = english()
        return not any(lexicon[word] in "OA" for word in entity.names)

    def owning(self, noun: str, at: int) -> Entity | None:
        """The body that "the airline’s", "the club’s" stands for, be it only the name that the text opens with."""
        known = self.described(noun, at)
        if known is not None or noun in english_words("roles", "never_plain"):
            return known
        if not (english()[noun] == "z" or noun in english_words("roles", "kinds_of_body")):
            return None
        return self._opening(at)

    def is_employer(self, word: str) -> bool:
        """Whether a single name is one of which the text says who is in it."""
        return any(self.employs(entity) for entity in self._bodies if entity.names == (word,))

    def opening(self, at: int) -> str:
        """The name the text opens with, where nothing tells that it is a person’s or a place’s."""
        entity = self._opening(at)
        return entity.name if entity is not None else ""

    def _opening(self, at: int) -> Entity | None:
        known = [entity for entity in self._possible if entity.mentions[0].first < at]
        return max(known, key=lambda entity: len(entity.mentions)) if known else None

    @cached_property
    def _possible(self) -> list[Entity]:
        """Names in the first two paragraphs that nothing shows to be a person’s or a place’s."""
        words = self.reading.tokens.words
        return [
            entity
            for entity in self._people.entities
            if entity.mentions
            and not (entity.is_anonymous or entity.is_word or entity.leaning or entity.apposed)
            and entity.mentions[0].paragraph < _OPENING
            and all(one.kind == "person" and one.name_first == one.first for one in entity.mentions[:_REACH])
            and entity.evidence <= (_UNKNOWN_FULL if len(entity.names) > 1 else _UNKNOWN)
            and all(one.end - one.first == len(entity.names) for one in entity.mentions[:_REACH])  # no Ole Vane, Vane
            and words[entity.mentions[0].first - 1].lower() not in _PLACING
            and not called(self.reading, entity)
        ]


def _first(body: Body) -> int:
    return body.first


def _last_before(entity: Entity, at: int) -> int:
    index = bisect_left(entity.mentions, at, key=lambda mention: mention.first)
    return entity.mentions[index - 1].first if index else -entity.mentions[0].first
