"""Who is meant, in an article of another language than English: surnames, offices and pronouns to people.

Agreement is what the text shows: a title, an article before an office, an office that has two forms. No name is taken
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
    """Somebody or some body that an article speaks of."""

    type: str
    name: str | None = None
    role: str | None = None
    organization: str | None = None
    agreement: set[str] = field(default_factory=set)
    leaning: set[str] = field(default_factory=set)  # of an office that may be said of anybody: "le lieutenant", elle


class Entities:
    """The people and bodies of one article, as its phrases name them one after another."""

    def __init__(self, chunks: Chunks, grammar: Grammar) -> None:
        self._chunks = chunks
        self._grammar = grammar
        self._names = Names(chunks, grammar)
        self._people: dict[str, Entity] = {}
        self._named_last: dict[str, int] = {}
        self._offices: dict[str, Entity] = {}  # word of an office to who was last said to hold it
        self._bodies: dict[str, Entity] = {}  # name, head word or last word of a body to the body
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
        """Whether a pronoun can stand for a phrase: not for a lone capital that may be a place, nor for a thing."""
        if entity.type == "anonymous":
            words = self._agreement(phrase.first + 1, phrase.end)
            return id(phrase) in self._speaking and (self._chunks.tags[phrase.first] in "u0" or bool(words))
        if phrase.kind == "proper" or (entity.type == "person" and entity.name is not None and " " not in entity.name):
            return id(phrase) in self._speaking
        return True

    def entity_of(self, phrase: Phrase) -> Entity | None:
        """Whom a phrase means, or None."""
        return self._entities.get(phrase.chunk)

    def describe(self, phrase: Phrase) -> Speaker:
        """The speaker that a phrase stands for, as written and as resolved."""
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
        """Who stood last as a subject between two chunks, or was last named there: who goes on speaking."""
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
        """What the words of a phrase show: masculine, feminine, plural, or nothing."""
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
        """Whom one phrase means, all phrases before it being known."""
        if phrase.office is not None and is_apposition(self._chunks, phrase):
            entity = self._entities.get(phrase.chunk - 2)
            if entity is not None and entity.type == "person":
                self._take_office(entity, phrase.office, phrase.body)
                return entity
        if phrase.kind == "pronoun":
            entity = self._antecedent(phrase)
            self._take_office_before(phrase, entity)
        elif phrase.name is not None:
            entity = self._named(phrase, phrase.name)
        elif phrase.kind == "organization":
            entity = self._body(phrase.first, phrase.end)
        elif phrase.office is not None:
            entity = self._office_holder(phrase, phrase.office)
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
            body = self._bodies.get(name.lower())
            if body is not None and not self._names.ending_with(name):
                return body
            name = self._fuller(name, shown)
        else:
            name = next((one for one in self._names.ending_with(words[-1]) if one.endswith(f" {name}")), name)
        is_body = phrase.kind == "proper" or (name.isupper() and len(name) > 1)
        entity = self._people.setdefault(name, Entity("organization" if is_body else "person", name))
        self._named_last[name] = phrase.chunk
        if phrase.kind == "proper":
            return entity
        if phrase.office is not None:
            shown |= self._appointed(phrase, phrase.office, entity)
        if shown in ({"m"}, {"f"}):
            entity.agreement |= shown
        return entity

    def _appointed(self, phrase: Phrase, office: tuple[int, int], entity: Entity) -> set[str]:
        """Note the office that stands beside a name, and return what agreement it shows for certain."""
        is_new = entity.role is None
        self._take_office(entity, office, phrase.body)
        if is_new and phrase.body is None and self._chunks.tags[office[0] - 1] == "h":  # its president, Ada Holt
            body = self._nearest(phrase, set(), _is_body)
            entity.organization = body.name if body is not None else None
        shown = self._agreement(max(office[0] - 1, phrase.first), office[1])
        if "f" in shown:
            return {"f"}
        entity.leaning |= shown
        return set()

    def _fuller(self, name: str, shown: set[str]) -> str:
        """The full name that a single one stands for: of two namesakes the one that agrees and was named last."""
        names = self._names.ending_with(name) or [name]
        known = sorted((one for one in names if one in self._people), key=self._named_last.__getitem__)
        agreeing = [one for one in known if _agrees(shown, self._people[one].agreement)]
        return (agreeing or known or names[:1])[-1]

    def _take_office(self, entity: Entity, office: tuple[int, int], body: tuple[int, int] | None) -> None:
        """Note the role of somebody, and the body it is held in; what was said first stays."""
        chunks = self._chunks
        if entity.role is None:
            entity.role = chunks.written(*office)
            entity.organization = chunks.written(*body) if body is not None else None
        for token in range(*office):
            if chunks.tags[token] in "RC":
                self._offices[normal(chunks.words[token])] = entity

    def _take_office_before(self, pronoun: Phrase, entity: Entity | None) -> None:
        """Read "A sailor, she ...": an office without article is that of the pronoun it stands before."""
        chunks = self._chunks
        other = chunks.phrase_at.get(pronoun.chunk - 2)
        if entity is None or entity.type != "person" or other is None or other.office is None:
            return
        if chunks.shape[pronoun.chunk - 1] == "," and other.kind == "role" and chunks.tags[other.first] not in "dhu":
            self._take_office(entity, other.office, other.body)

    def _office_holder(self, phrase: Phrase, office: tuple[int, int]) -> Entity:
        """Whom "the mayor" means: who was last said to be it; with an indefinite article, nobody named."""
        chunks = self._chunks
        heads = [normal(chunks.words[token]) for token in range(*office) if chunks.tags[token] in "RC"]
        shown = self._agreement(phrase.first, office[1])
        if chunks.tags[phrase.first] != "u" and "plural" not in shown:
            for head in heads:
                if head in self._offices:
                    return self._offices[head]
            holder = self._nearest(phrase, shown, _nobody_yet) if phrase.body is None else None
            is_near = bool(self._line) and self._line[-1][0].paragraph == phrase.paragraph
            if holder is not None and is_near and chunks.tags[phrase.first] == "d":
                self._take_office(holder, office, None)
                return holder
        if phrase.body is not None and self._grammar.spokespeople.intersection(heads):
            return self._body(*phrase.body)
        return Entity("anonymous", role=chunks.written(*office), agreement=shown)

    def _body(self, first: int, end: int) -> Entity:
        """The body that a phrase names: "the group" is the group last named in full."""
        chunks, tags = self._chunks, self._chunks.tags
        while first < end - 1 and tags[first] in "dhu":
            first += 1
        name = chunks.written(first, end)
        key = name.lower()
        known = self._bodies.get(key)
        if known is not None:
            return known
        entity = Entity("organization", name)
        keys = {key}
        if any(tag in "N" for tag in tags[first:end]):
            keys |= {chunks.words[token].lower() for token in range(first, end) if tags[token] in "zN"}
        for word in keys:
            self._bodies[word] = entity
        return entity

    def _antecedent(self, phrase: Phrase) -> Entity | None:
        """Whom a pronoun means: near, a subject, a person, and in agreement with it."""
        tag = self._chunks.tags[phrase.end - 1]
        shown = self._agreement(phrase.first, phrase.end)
        if tag in "ou" or "plural" in shown:
            return Entity("anonymous", agreement=shown)
        found = self._nearest(phrase, shown, _anybody)
        if found is not None and shown and shown == found.leaning:
            found.agreement |= shown
        return found

    def _nearest(self, phrase: Phrase, shown: set[str], fits: Callable[[Entity], bool]) -> Entity | None:
        """The entity before a phrase that costs least: near, a subject, a person, and in agreement with it."""
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
    """Whether somebody is named and has no role so far."""
    return entity.type == "person" and entity.role is None


def _is_body(entity: Entity) -> bool:
    return entity.type == "organization"


def _agrees(one: set[str], other: set[str]) -> bool:
    return not one or not other or bool(one & other)
