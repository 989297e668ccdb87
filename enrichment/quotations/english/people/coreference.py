"""Who "she", "the minister" and "who" are: every mention of an article to a person or body, in one pass.

Names are known beforehand (`people`). He and she choose among the people met so far (`antecedents`); nouns and "who"
follow rules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from enrichment.quotations.english.grammar.reading import Reading
from enrichment.quotations.english.people.antecedents import HE_SHE, Antecedents
from enrichment.quotations.english.people.entities import Entity
from enrichment.quotations.english.people.evidence import leaning_of
from enrichment.quotations.english.people.people import People
from enrichment.quotations.english.words.lexicon import english, english_words
from enrichment.quotations.english.words.mentions import INDEFINITE, Mention

_MOST_NAMESAKES = 20
_DESCRIBED = 2  # sentences after which "the witness" is not the speaker before any more
_AROUND = 6  # sentences in which the only person there is may be the one described
_ACT = re.compile(r",?wx{0,2}j?.")
_NARROWED = frozenset("ioe")  # "the man at the next table" is somebody new
_NAME_FOLLOWS = frozenset({",N", ",T"})
_ONE_OF = (["one", "of"], ["One", "of"], ["another", "of"], ["Another", "of"])
_NOMINAL = frozenset({"role", "body", "document"})
_PLURAL_SPEAKERS = frozenset({"role", "body", "organization"})


class Coreference:
    """Entities of all mentions of one article."""

    def __init__(self, reading: Reading, people: People, antecedents: Antecedents) -> None:
        self.reading = reading
        self.people = people
        self.antecedents = antecedents
        self.resolved: dict[int, Entity] = dict(people.of_mention)
        self._by_noun = self._index_nouns()
        self._by_body = self._index_bodies()
        self._last_seen: dict[int, int] = {}
        for mention in reading.mentions:
            entity = people.of_mention.get(mention.index)
            if entity is None:
                entity = self._resolve(mention) or self._introduce(mention)
                if entity is None:
                    continue
                self.resolved[mention.index] = entity
            self._last_seen[id(entity)] = mention.first
            if entity.is_person:
                antecedents.meet(entity, mention)

    def entity_of(self, mention: Mention | None) -> Entity | None:
        """Who a mention is, or None when the article does not say."""
        return self.resolved.get(mention.index) if mention is not None else None

    def _resolve(self, mention: Mention) -> Entity | None:
        if mention.kind == "pronoun":
            if mention.head in HE_SHE:
                return self.antecedents.choose(mention) or self._named_later(mention)
            return self._antecedent(mention) if mention.head == "who" else self._resolve_body(mention)
        if self.reading.tokens.words[mention.first].lower() == "the":
            known = self._resolve_nominal(mention) if mention.kind in _NOMINAL else None
            return known or self._resolve_description(mention)
        if mention.kind == "role" and self._is_owned(mention):
            named = [entity for entity in self._by_noun.get((True, mention.head), ()) if not entity.is_anonymous]
            return self._resolve_nominal(mention) if len(named) == 1 else None  # his wife, where she was named
        return None

    def _introduce(self, mention: Mention) -> Entity | None:
        """Take in somebody who is not named: "a neighbour", "his neighbour", "one of the neighbours", "the man"."""
        words, outside, first = self.reading.tokens.words, self.reading.tokens.outside, mention.first
        if mention.kind != "role" or mention.name_first < mention.end or english()[mention.head] == "z":
            return None
        is_one = not mention.head.endswith("s") or words[max(0, first - 2) : first] in _ONE_OF
        is_said_of = outside[first - 1 : first] == "x" or words[first - 1] == "as"  # she is his deputy; as his deputy
        is_new = words[first].lower() in INDEFINITE or (is_one and self._is_owned(mention))
        if not is_new or is_said_of or outside[mention.end : mention.end + 2] in _NAME_FOLLOWS:
            return None
        entity = Entity((), is_anonymous=True, leaning=leaning_of([mention.head]))
        entity.mentions.append(mention)
        known = self._by_noun.setdefault((True, mention.head), [])
        if len(known) < _MOST_NAMESAKES:
            known.append(entity)
        return entity

    def _is_owned(self, mention: Mention) -> bool:
        """Whether a phrase says whose somebody is: "his neighbour", "Vane’s agent"."""
        phrase = self.reading.tokens.outside[mention.first : mention.end]
        return phrase[0] == "h" or "S" in phrase

    def _named_later(self, mention: Mention) -> Entity | None:
        """Whom the main clause names where nobody was named before: "When she left, Ada Holt said"."""
        outside = self.reading.tokens.outside
        for other in self.reading.mentions[mention.index + 1 : mention.index + 5]:
            entity = self.resolved.get(other.index)
            if other.sentence != mention.sentence:
                return None
            if entity is not None and entity.is_person and outside[other.first - 1] == ",":
                return entity
        return None

    def _antecedent(self, mention: Mention) -> Entity | None:
        """The person right before "who", an apposition between them skipped."""
        index = mention.index - 1
        while index >= 0 and self.reading.mentions[index].sentence == mention.sentence:
            other = self.reading.mentions[index]
            entity = self.resolved.get(index)
            if entity is not None and entity.is_person:
                return entity
            if entity is None and other.kind == "role" and mention.first - other.end <= 1:
                return None
            index -= 1
        return None

    def _resolve_body(self, mention: Mention) -> Entity | None:
        """Resolve "it" and "they" to the last body or group that stands where a subject stands."""
        if mention.head not in {"it", "they"}:
            return None
        index = mention.index - 1
        outside = self.reading.tokens.outside
        while index >= 0 and mention.sentence - self.reading.mentions[index].sentence <= 3:
            other = self.reading.mentions[index]
            index -= 1
            before = outside[other.first - 1] if other.first else "¶"
            if other.kind not in _PLURAL_SPEAKERS or before in "oit" or outside[other.end : other.end + 1] == "S":
                continue
            entity = self.resolved.get(other.index)
            if mention.head == "they" or (entity is not None and not entity.is_person):
                return entity
        return None

    def _resolve_description(self, mention: Mention) -> Entity | None:
        """Resolve "the witness", "the 57-year-old" to the person who spoke just before, or whom the text was about."""
        outside, words = self.reading.tokens.outside, self.reading.tokens.words
        is_many = mention.head.endswith("s") or mention.head in english_words("indirect", "plurals")
        if mention.kind != "role" or is_many or mention.name_first < mention.end:
            return None
        is_other = not english_words("roles", "others").isdisjoint(words[mention.first : mention.end])
        if (
            is_other
            or outside[mention.end : mention.end + 1] in _NARROWED
            or mention.index not in self.antecedents.speaking
        ):
            return None
        if mention.head in english_words("roles", "spokespeople"):
            return None
        is_trade = mention.head in english_words("roles", "trades")
        around: list[Entity] = []
        for trace in reversed(self.antecedents.traces.values()):
            sentences = mention.sentence - trace.sentence
            if sentences > _AROUND:
                break
            if trace.entity.leaning * self._leaning(mention.head) < 0 or trace.entity.is_anonymous:
                continue
            if is_trade and trace.entity.roles:
                continue  # who is called the mayor is no goalkeeper
            if 0 < sentences <= _DESCRIBED and trace.role == "speaker":
                return trace.entity
            if sentences == 1 and trace.role == "subject" and trace.paragraph == mention.paragraph:
                return trace.entity
            around.append(trace.entity)
        return around[0] if len(around) == 1 else None

    @staticmethod
    def _leaning(head: str) -> int:
        return (head in english_words("agreement", "he")) - (head in english_words("agreement", "she"))

    def _resolve_nominal(self, mention: Mention) -> Entity | None:
        """Resolve "the minister" to the person with that role, "the trust" to the body whose name ends so."""
        named = self._by_noun.get((mention.kind == "role", mention.head), [])
        if mention.kind == "role":
            named = self._of_its_body(mention, named)
        if not named or mention.end - mention.first > 4:
            return None
        seen = [(self._last_seen[id(entity)], entity) for entity in named if id(entity) in self._last_seen]
        return max(seen, key=lambda pair: pair[0])[1] if seen else None

    def _of_its_body(self, mention: Mention, named: list[Entity]) -> list[Entity]:
        """Those who belong to the body that a description names: "the Arden First leader" is of no other party."""
        stated = {word for word in self.reading.tokens.words[mention.first + 1 : mention.end - 1] if word[0].isupper()}
        if not stated:
            return named
        members = [entity for word in sorted(stated) for entity in self._by_body.get(word, ())]
        known = [entity for entity in named if any(entity is member for member in members)]
        return known or members[:1] or [entity for entity in named if not any(body for _, body in entity.roles)]

    def _said_of(self, name: Mention) -> Iterator[str]:
        """Yield what a later description may repeat: the noun of "his daughter Ada Bright", the age of "Ada Bright, 41,"."""
        words, outside = self.reading.tokens.words, self.reading.tokens.outside
        if name.name_first > name.first:
            yield words[name.name_first - 1].lower()
        if outside[name.end : name.end + 3] in {",0,", ",0."}:
            yield f"{words[name.end + 1]}-year-old"
        act = _ACT.match(outside, name.end)
        if act is not None:
            yield english().rules["roles"]["acts"].get(words[act.end() - 1], "")

    def _index_bodies(self) -> dict[str, list[Entity]]:
        """People by the words of the bodies they are said to belong to."""
        index: dict[str, list[Entity]] = {}
        for entity in self.people.entities:
            for word in {word for _, body in entity.roles for word in body.split() if word[0].isupper()}:
                members = index.setdefault(word, [])
                if len(members) < _MOST_NAMESAKES:
                    members.append(entity)
        return index

    def _index_nouns(self) -> dict[tuple[bool, str], list[Entity]]:
        """Who a noun can stand for: a person by role, a body by a word of its name; the unnamed are added as they come.

        A few entities a noun are enough: the last one met counts, and no text may cost its square.
        """
        index: dict[tuple[bool, str], list[Entity]] = {}
        for entity in self.people.entities:
            if entity.is_person:
                nouns = {role.split()[-1].lower() for role, _ in entity.roles if role}
                nouns.update(noun for mention in entity.mentions[:_MOST_NAMESAKES] for noun in self._said_of(mention))
                nouns.update(noun.head for noun in entity.apposed)
            else:
                nouns = {word.lower() for word in entity.names} if len(entity.names) > 1 else set()
            for noun in sorted(nouns):
                entities = index.setdefault((entity.is_person, noun), [])
                if len(entities) < _MOST_NAMESAKES:
                    entities.append(entity)
        return index
