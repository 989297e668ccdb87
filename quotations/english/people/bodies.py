"""The bodies an article names, and which of them "the council", "the firm" or "its director" speaks of."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from quotations.english.grammar.reading import Reading
from quotations.english.people.employers import Employers
from quotations.english.people.entities import Entity
from quotations.english.people.evidence import called
from quotations.english.people.people import People
from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.lexicon import english
from quotations.english.words.noun_phrases import printed, read_body
from quotations.english.words.rules import english_rules

_MOST_NAMESAKES = 20  # bodies of one noun; no text may cost its square
_REACH = 20  # bodies looked at backwards, for the same reason
_UNKNOWN, _UNKNOWN_FULL = 0.3, 0.6  # evidence to which a name may be anybody’s or anything’s
_PLACING = frozenset({"in", "near", "outside", "to", "around", "across"})
_SAINT = frozenset({"St", "St."})
_OPENING = 2  # paragraphs in which a text names what it is about
_TITLED = compile_pattern("<title> <name|initial>+ <genitive>? $")
_KNOWN = 2.5  # evidence of a person beyond what a firm that speaks may have
_LIKELY = 0.5
_BODY_LETTERS = frozenset(letters("org|acronym|&"))


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


def names_body(letters: str) -> bool:
    """Whether a name holds a noun of bodies, an acronym or an ampersand: what no person or place is called."""
    return not _BODY_LETTERS.isdisjoint(letters)


def is_kind(noun: str) -> bool:
    """Whether a common noun stands for a body."""
    return noun in english_rules().nouns.organizations or noun in english_rules().roles.organization_kinds


class Bodies:
    """Looks bodies up by a noun in their name, and by their place in the text."""

    def __init__(self, reading: Reading, people: People) -> None:
        self.reading = reading
        self._people = people
        self._workplaces = english_rules().roles.workplaces
        self._called = english_rules().roles.called
        self.employers = Employers(reading)

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
        return [entity for entity in self._people.entities if self._is_named_body(entity) or self.employers.has(entity)]

    @staticmethod
    def _is_named_body(entity: Entity) -> bool:
        is_other = entity.is_person or entity.is_anonymous or entity.is_word
        return not (is_other or all(one.kind == "place" for one in entity.mentions))

    def fullest(self, name: str) -> str:
        """The name of a body as the article gives it in full: "Rovers" is Arden Rovers, "Arden" is Arden Inc."""
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
    def _named(self) -> list[Body]:
        """Every mention of a body by name, in text order."""
        placed = [
            Body(one.first, entity.name, not entity.has_noun and not self.employers.has(entity), entity)
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
            is_itself = body.first + len(body.name.split()) >= at - 1  # Ada Bright, its founder
            plain = plain or ("" if is_itself else body.name)
        return plain

    def housing(self, role: str, at: int) -> str:
        """The body in which a role is held by its nature: a professor’s university."""
        workplaces = self._workplaces.get(role)
        if workplaces is None:
            return ""
        named = next((body.name for noun in workplaces if (body := self.named(noun, at)) is not None), "")
        return named or (self._saint if "church" in workplaces else "")

    @cached_property
    def _saint(self) -> str:
        """The church that is called after a saint and no more: "St Olave’s"."""
        tokens = self.reading.tokens
        places = [at for at, word in enumerate(tokens.words) if word in _SAINT] if tokens.vocabulary & _SAINT else []
        spans = [body for at in places if (body := read_body(tokens, at)) is not None]
        return next((printed(tokens, *body) for body in spans if tokens.outside[body[1] - 1] == "S"), "")

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
        others = english_rules().roles.not_firms - english_rules().roles.not_topics
        return not words.isdisjoint(others) and words.isdisjoint(english_rules().roles.not_topics)

    def _is_firm(self, entity: Entity) -> bool:
        """Whether a body may be a company or a club: by its name no council, court or hospital, or by who is in it."""
        others, lexicon = english_rules().roles.not_firms, english()
        if self.employers.is_shown(entity):
            return True
        if not entity.has_noun or not others.isdisjoint(word.lower() for word in entity.names):
            return False
        last = entity.names[-1]  # of a single word a firm’s is an acronym, a plural or a noun of bodies: no Pledge
        return len(entity.names) > 1 or last.endswith("s") or (lexicon[last] in "OA" and lexicon[last.lower()] != "f")

    def described(self, noun: str, at: int) -> Entity | None:
        """The body that "the company", "the club" stands for: its own noun, else the last that could be one."""
        own = self.named(noun, at)
        if own is not None:
            return own
        nouns = self._called.get(noun, ())
        alike = [body for word in nouns if (body := self.named(word, at)) is not None]
        if alike:
            return max(alike, key=lambda entity: _last_before(entity, at))
        last = self._firms[bisect_left(self._named, at, key=_first)][0]
        is_kind = noun in english_rules().roles.organization_kinds
        is_open = last is not None and noun not in english_rules().roles.not_plain_names and self._is_open(last)
        return last if is_kind or is_open else None

    @staticmethod
    def _is_open(entity: Entity) -> bool:
        """Whether a name tells nothing of the kind of its body: any noun may stand for it."""
        lexicon = english()
        return not any(lexicon[word] in "OA" for word in entity.names)

    def owning(self, noun: str, at: int) -> Entity | None:
        """The body that "the airline’s", "the club’s" stands for, be it only the name that the text opens with."""
        known = self.described(noun, at)
        if known is not None or noun in english_rules().roles.not_plain_names:
            return known
        if not (english()[noun] == "z" or noun in english_rules().roles.organization_kinds):
            return None
        return self._opening(at)

    def names_person(self, first: int, end: int, *, is_likely: bool = False) -> bool:
        """Whether tokens name somebody the text knows, or whom a title shows: no person is an organization."""
        tokens = self.reading.tokens
        letters = tokens.outside[first:end]
        if _TITLED.search(letters):
            return True
        person = self._people.person_named(tokens.words[end - 1 - (letters[-1] == "S")])
        if person is None or names_body(letters) or self.employers.has(person):
            return False
        return person.evidence > _KNOWN or (is_likely and (len(person.names) > 1 or person.evidence > _LIKELY))

    def name_of(self, noun: str, at: int) -> str:
        """The name of the body that owns something under a common noun; empty where the text has none."""
        entity = self.owning(noun.lower(), at)
        return entity.name if entity is not None else ""

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
        opening = [one for one in self._people.entities if one.mentions and one.mentions[0].paragraph < _OPENING]
        return [entity for entity in opening[:_MOST_NAMESAKES] if self._may_be_body(entity)]

    def _may_be_body(self, entity: Entity) -> bool:
        if entity.is_anonymous or entity.is_word or entity.leaning or entity.apposed:
            return False
        size = len(entity.names)  # no Ole Vane who later is Vane, no Mr Vane
        is_bare = all(one.kind == "person" and one.end - one.first == size for one in entity.mentions[:_REACH])
        is_placed = self.reading.tokens.words[entity.mentions[0].first - 1].lower() in _PLACING
        is_unknown = entity.evidence <= (_UNKNOWN_FULL if size > 1 else _UNKNOWN)
        return is_bare and is_unknown and not is_placed and not called(self.reading, entity)


def _first(body: Body) -> int:
    return body.first


def _last_before(entity: Entity, at: int) -> int:
    index = bisect_left(entity.mentions, at, key=lambda mention: mention.first)
    return entity.mentions[index - 1].first if index else -entity.mentions[0].first
