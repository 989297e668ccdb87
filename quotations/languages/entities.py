"""Who is meant, in an article of another language than English: surnames, roles and pronouns to people.

Agreement is what the text shows: a title, an article before a role, a role that has two forms. No name is taken
to tell anything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from quotations.drafts import Speaker
from quotations.languages.chunks import Chunks, Phrase, is_apposition
from quotations.languages.grammars import Grammar
from quotations.languages.names import Names
from quotations.languages.word_classes import normal

_BACK = 14  # phrases looked at for what a pronoun stands for
_SENTENCES_BACK = 5


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or some organization that an article speaks of."""

    type: str
    name: str | None = None
    role: str | None = None
    organization: str | None = None
    agreement: set[str] = field(default_factory=set)
    leaning: set[str] = field(default_factory=set)  # of a role that may be said of anybody: "le lieutenant", elle


class Entities:
    """The people and organizations of one article, as its phrases name them one after another."""

    def __init__(self, chunks: Chunks, grammar: Grammar) -> None:
        self._chunks = chunks
        self._grammar = grammar
        self._names = Names(chunks, grammar)
        self._people: dict[str, Entity] = {}
        self._named_last: dict[str, int] = {}
        self._roles: dict[str, Entity] = {}  # word of a role to who was last said to hold it
        self._organizations: dict[
            str, Entity
        ] = {}  # name, head word or last word of an organization to the organization
        self._speaking = {id(cue.subject) for cue in chunks.cues}
        self._entities: dict[int, Entity | None] = {}
        self._line: list[tuple[Phrase, Entity]] = []  # who can be meant by a pronoun, in text order
        self._line_chunks: list[int] = []
        for phrase in chunks.phrases:
            entity = self._identify(phrase)
            self._entities[phrase.chunk] = entity
            if entity is not None and self._can_be_meant(phrase, entity):
                self._line.append((phrase, entity))
                self._line_chunks.append(phrase.chunk)

    def _can_be_meant(self, phrase: Phrase, entity: Entity) -> bool:
        """Return whether a pronoun can stand for a phrase.

        It cannot for a lone capital that may be a place, nor for a thing.
        """
        if entity.type == "anonymous":
            words = self._agreement(phrase.first + 1, phrase.end)
            return id(phrase) in self._speaking and (self._chunks.tags[phrase.first] in "u0" or bool(words))
        if phrase.kind == "proper" or (entity.type == "person" and entity.name is not None and " " not in entity.name):
            return id(phrase) in self._speaking
        return True

    def entity_of(self, phrase: Phrase) -> Entity | None:
        """Return whom a phrase means, or None."""
        return self._entities.get(phrase.chunk)

    def describe(self, phrase: Phrase) -> Speaker:
        """Return the speaker that a phrase stands for, as written and as resolved."""
        first, end = phrase.first, phrase.end
        if phrase.kind == "person" and phrase.name is not None:
            first, end = phrase.name
        start, stop = self._chunks.starts[first], self._chunks.ends[end - 1]
        if self._chunks.words[first][0] == "-":
            start += self._chunks.words[first].rfind("-") + 1
        entity = self.entity_of(phrase)
        if entity is None:
            return Speaker(start, stop, None, "unknown" if phrase.kind == "pronoun" else "anonymous")
        return Speaker(start, stop, entity.name, entity.type, entity.role, entity.organization)

    def focus(self, chunk: int, begin: int) -> Phrase | None:
        """Return who stood last as a subject between two chunks, or was last named there: who goes on speaking."""
        nearest: Phrase | None = None
        last = bisect_left(self._line_chunks, chunk) - 1
        for at in range(last, max(last - _BACK, -1), -1):
            phrase, entity = self._line[at]
            if phrase.chunk < begin:
                break
            if entity.type in {"person", "anonymous"}:
                if phrase.is_subject:
                    return phrase
                nearest = nearest or phrase
        return nearest

    def _agreement(self, first: int, end: int) -> set[str]:
        """Return what the words of a phrase show: masculine, feminine, plural, or nothing."""
        shown: set[str] = set()
        for word in self._chunks.words[first:end]:
            key = normal(word)
            grammar = self._grammar
            if word in grammar.masculine or key in grammar.masculine:
                shown.add("m")
            if word in grammar.feminine or key in grammar.feminine or key.endswith(grammar.feminine_endings or ("\n",)):
                shown.add("f")
            if key in grammar.plural:
                shown.add("plural")
        return shown

    def _identify(self, phrase: Phrase) -> Entity | None:
        """Return whom one phrase means, all phrases before it being known."""
        if phrase.role is not None and is_apposition(self._chunks, phrase):
            entity = self._entities.get(phrase.chunk - 2)
            if entity is not None and entity.type == "person":
                self._take_role(entity, phrase.role, phrase.organization)
                return entity
        if phrase.kind == "pronoun":
            entity = self._antecedent(phrase)
            self._take_role_before(phrase, entity)
        elif phrase.name is not None:
            entity = self._named(phrase, phrase.name)
        elif phrase.kind == "organization":
            entity = self._organization(phrase.first, phrase.end)
        elif phrase.role is not None:
            entity = self._role_holder(phrase, phrase.role)
        elif self._names.ending_with(self._chunks.written(phrase.first, phrase.end)):  # a surname spelt like a noun
            entity = self._named(phrase, (phrase.first, phrase.end))
        else:
            entity = Entity("anonymous", agreement=self._agreement(phrase.first, phrase.first + 2))
        return entity

    def _named(self, phrase: Phrase, span: tuple[int, int]) -> Entity | None:
        words = self._names.words_of(span)
        if not words:
            return None
        name = " ".join(words)
        shown = self._agreement(span[0], span[0] + 1) if self._chunks.tags[span[0]] == "T" else set[str]()
        if len(words) == 1:
            if self._names.is_common(phrase, name):
                return None
            organization = self._organizations.get(name.lower())
            if organization is not None and not self._names.ending_with(name):
                return organization
            name = self._fuller(name, shown)
        else:
            name = next((one for one in self._names.ending_with(words[-1]) if one.endswith(f" {name}")), name)
        is_organization = phrase.kind == "proper" or (name.isupper() and len(name) > 1)
        entity = self._people.setdefault(name, Entity("organization" if is_organization else "person", name))
        self._named_last[name] = phrase.chunk
        if phrase.kind == "proper":
            return entity
        if phrase.role is not None:
            shown |= self._appointed(phrase, phrase.role, entity)
        if shown in ({"m"}, {"f"}):
            entity.agreement |= shown
        return entity

    def _appointed(self, phrase: Phrase, role: tuple[int, int], entity: Entity) -> set[str]:
        """Note the role that stands beside a name, and return what agreement it shows for certain."""
        is_new = entity.role is None
        self._take_role(entity, role, phrase.organization)
        if is_new and phrase.organization is None and self._chunks.tags[role[0] - 1] == "h":  # its president, Ada Holt
            organization = self._nearest(phrase, set(), _is_organization)
            entity.organization = organization.name if organization is not None else None
        shown = self._agreement(max(role[0] - 1, phrase.first), role[1])
        if "f" in shown:
            return {"f"}
        entity.leaning |= shown
        return set()

    def _fuller(self, name: str, shown: set[str]) -> str:
        """Return the full name that a single one stands for.

        Of two namesakes return the one that agrees and was named last.
        """
        names = self._names.ending_with(name) or [name]
        known = sorted((one for one in names if one in self._people), key=self._named_last.__getitem__)
        agreeing = [one for one in known if _agrees(shown, self._people[one].agreement)]
        return (agreeing or known or names[:1])[-1]

    def _take_role(self, entity: Entity, role: tuple[int, int], organization: tuple[int, int] | None) -> None:
        """Note the role of somebody, and the organization it is held in; what was said first stays."""
        chunks = self._chunks
        if entity.role is None:
            entity.role = chunks.written(*role)
            entity.organization = chunks.written(*organization) if organization is not None else None
        for token in range(*role):
            if chunks.tags[token] in "RC":
                self._roles[normal(chunks.words[token])] = entity

    def _take_role_before(self, pronoun: Phrase, entity: Entity | None) -> None:
        """Read "A sailor, she ...": a role without article is that of the pronoun it stands before."""
        chunks = self._chunks
        other = chunks.phrase_at.get(pronoun.chunk - 2)
        if entity is None or entity.type != "person" or other is None or other.role is None:
            return
        if chunks.shape[pronoun.chunk - 1] == "," and other.kind == "role" and chunks.tags[other.first] not in "dhu":
            self._take_role(entity, other.role, other.organization)

    def _role_holder(self, phrase: Phrase, role: tuple[int, int]) -> Entity:
        """Return whom "the mayor" means: who was last said to be it; with an indefinite article, nobody named."""
        chunks = self._chunks
        heads = [normal(chunks.words[token]) for token in range(*role) if chunks.tags[token] in "RC"]
        shown = self._agreement(phrase.first, role[1])
        if chunks.tags[phrase.first] != "u" and "plural" not in shown:
            for head in heads:
                if head in self._roles:
                    return self._roles[head]
            holder = self._nearest(phrase, shown, _nobody_yet) if phrase.organization is None else None
            is_near = bool(self._line) and self._line[-1][0].paragraph == phrase.paragraph
            if holder is not None and is_near and chunks.tags[phrase.first] == "d":
                self._take_role(holder, role, None)
                return holder
        if phrase.organization is not None and self._grammar.spokespeople.intersection(heads):
            return self._organization(*phrase.organization)
        return Entity("anonymous", role=chunks.written(*role), agreement=shown)

    def _organization(self, first: int, end: int) -> Entity:
        """Return the organization that a phrase names: "the group" is the group last named in full."""
        chunks, tags = self._chunks, self._chunks.tags
        while first < end - 1 and tags[first] in "dhu":
            first += 1
        name = chunks.written(first, end)
        key = name.lower()
        known = self._organizations.get(key)
        if known is not None:
            return known
        entity = Entity("organization", name)
        keys = {key}
        if any(tag in "N" for tag in tags[first:end]):
            keys |= {chunks.words[token].lower() for token in range(first, end) if tags[token] in "zN"}
        for word in keys:
            self._organizations[word] = entity
        return entity

    def _antecedent(self, phrase: Phrase) -> Entity | None:
        """Return whom a pronoun means: near, a subject, a person, and in agreement with it."""
        tag = self._chunks.tags[phrase.end - 1]
        shown = self._agreement(phrase.first, phrase.end)
        if tag in "ou" or "plural" in shown:
            return Entity("anonymous", agreement=shown)
        found = self._nearest(phrase, shown, _anybody)
        if found is not None and shown and shown == found.leaning:
            found.agreement |= shown
        return found

    def _nearest(self, phrase: Phrase, shown: set[str], fits: Callable[[Entity], bool]) -> Entity | None:
        """Return the entity before a phrase that costs least: near, a subject, a person, and in agreement with it."""
        best: Entity | None = None
        least = float("inf")
        for other, entity in self._line[: -_BACK - 1 : -1]:
            distance = phrase.sentence - other.sentence
            if distance > _SENTENCES_BACK:
                break
            if "plural" in entity.agreement or not _agrees(shown, entity.agreement) or not fits(entity):
                continue
            cost = distance + (0 if other.is_subject else 1.8)
            if entity.type == "organization":
                cost += 0.7 if id(other) in self._speaking else 2
            elif entity.type == "anonymous":
                cost += 0.8 if other.paragraph == phrase.paragraph else 3
            cost -= 0.5 if shown & (entity.agreement or entity.leaning) else 0
            if cost < least:
                best, least = entity, cost
        return best


def _anybody(_: Entity) -> bool:
    return True


def _nobody_yet(entity: Entity) -> bool:
    """Return whether somebody is named and has no role so far."""
    return entity.type == "person" and entity.role is None


def _is_organization(entity: Entity) -> bool:
    return entity.type == "organization"


def _agrees(one: set[str], other: set[str]) -> bool:
    return not one or not other or bool(one & other)
