"""Who "she", "the minister" and "who" are: every mention of an article to a person or body, in one pass.

Recency decides, weighed by grammar: a subject outlasts an object, the last speaker outlasts both. What the text itself
shows of the pronoun it uses for a person (titles, "spokeswoman", an earlier chain without rivals) rules others out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from enrichment.quotations.attribution import Reading
from enrichment.quotations.lexicon import english_words
from enrichment.quotations.mentions import Mention
from enrichment.quotations.people import Entity, People

_REACH = 12  # sentences that a pronoun looks back
_MOST_NAMESAKES = 20
_HE_SHE = frozenset({"he", "she"})
_ROUNDS = 3  # learning passes; later ones change nothing
_DESCRIBED = 0.0  # salience from which "the witness" is the person just named
_UNNAMED = -2.2  # a source without a name is talked of less long than one with a name
_AGREEMENT = 0.9  # weight of agreement beside recency
_PLURAL_SPEAKERS = frozenset({"role", "body", "organization"})


@dataclass(slots=True)
class _Trace:
    """The last time an entity was met."""

    entity: Entity
    sentence: int
    paragraph: int
    weight: float
    doubt: float
    count: int = 1


class Coreference:
    """Entities of all mentions of one article."""

    def __init__(self, reading: Reading, people: People) -> None:
        self.reading = reading
        self.people = people
        self.resolved: dict[int, Entity] = dict(people.of_mention)
        self._speakers = {frame.subject.index for frame in reading.frames if frame.subject and frame.letter in "VGQ"}
        self._weights = [self._salience(mention) for mention in reading.mentions]
        self._chain = [
            mention
            for mention in reading.mentions
            if mention.head in _HE_SHE
            or ((entity := self.resolved.get(mention.index)) is not None and entity.is_person)
        ]
        self._by_noun = self._index_nouns()
        self._last_seen: dict[int, int] = {}
        self._votes: dict[int, float] = {}
        for _ in range(_ROUNDS):
            self._votes = self._pass(learning=True)
        self._pass(learning=False)

    def entity_of(self, mention: Mention | None) -> Entity | None:
        """Who a mention is, or None when the article does not say."""
        return self.resolved.get(mention.index) if mention is not None else None

    def _pass(self, *, learning: bool) -> dict[int, float]:
        """Resolve every mention in order; a learning pass gathers how much speaks for "he" or "she" of whom.

        The readings of all pronouns of an article support each other: whoever is surely "she" once is so elsewhere.
        """
        votes: dict[int, float] = {}
        traces: dict[int, _Trace] = {}
        for mention in self._chain if learning else self.reading.mentions:
            entity = self.people.of_mention.get(mention.index)
            if entity is None:
                entity = self._resolve(mention, traces, votes, learning=learning)
                if entity is None:
                    continue
                if not learning:
                    self.resolved[mention.index] = entity
            if not learning:
                self._last_seen[id(entity)] = mention.first
            if entity.is_person:
                self._trace(entity, mention, traces)
        return votes

    def _trace(self, entity: Entity, mention: Mention, traces: dict[int, _Trace]) -> None:
        weight = self._weights[mention.index]
        trace = traces.pop(id(entity), None)  # put back at the end: the latest is last
        if trace is None:
            traces[id(entity)] = _Trace(entity, mention.sentence, mention.paragraph, weight, self._doubt(entity))
            return
        traces[id(entity)] = trace
        if trace.sentence == mention.sentence:
            weight = max(weight, trace.weight)
        trace.sentence, trace.paragraph, trace.weight = mention.sentence, mention.paragraph, weight
        trace.count += 1

    def _salience(self, mention: Mention) -> float:
        """How prominent the grammar makes a mention."""
        outside = self.reading.tokens.outside
        before = outside[mention.first - 1] if mention.first else "¶"
        after = outside[mention.end] if mention.end < len(outside) else "¶"
        weight = 0.0
        if mention.index in self._speakers:
            weight += 1.6
        if before in '¶.,;:"cysj-' and after != "S":
            weight += 0.8
        if before in "oit" or after == "S":
            weight -= 0.9
        elif before in "VvkuBGgae":
            weight -= 0.4
        if mention.kind == "pronoun":
            weight += 0.5
        return weight

    def _resolve(
        self, mention: Mention, traces: dict[int, _Trace], votes: dict[int, float], *, learning: bool
    ) -> Entity | None:
        if mention.kind == "pronoun":
            if mention.head in _HE_SHE:
                return self._resolve_pronoun(mention, traces, votes if learning else None)
            if mention.head == "who":
                return self._antecedent(mention)
            return None if learning else self._resolve_body(mention)
        if mention.kind in {"role", "body", "document"} and not learning:
            return self._resolve_nominal(mention) or self._resolve_description(mention, traces)
        return None

    def _resolve_pronoun(
        self, mention: Mention, traces: dict[int, _Trace], votes: dict[int, float] | None
    ) -> Entity | None:
        wanted = 1 if mention.head == "he" else -1
        scored: list[tuple[float, Entity]] = []
        for trace in reversed(traces.values()):
            sentences = mention.sentence - trace.sentence
            if sentences > _REACH:
                break
            agreement = self._agreement(trace.entity) * wanted
            if agreement <= -2.0:
                continue
            score = trace.weight - 0.75 * (sentences if sentences < 8 else 8)
            score += 0.12 * (trace.count if trace.count < 6 else 6) - 0.35 * (mention.paragraph - trace.paragraph)
            scored.append((score + _AGREEMENT * agreement + trace.doubt, trace.entity))
        if not scored:
            return None
        best_score, best = max(scored, key=lambda pair: pair[0])
        if votes is not None:
            powers = [math.exp(score - best_score) for score, _ in scored]
            total = sum(powers)
            for power, (_, entity) in zip(powers, scored, strict=True):
                votes[id(entity)] = votes.get(id(entity), 0.0) + wanted * power / total
        return best

    def _agreement(self, entity: Entity) -> float:
        """Above zero the text calls this person he, below zero she: its own words first, then its other pronouns."""
        if entity.leaning:
            return 2.0 if entity.leaning > 0 else -2.0
        return max(-1.5, min(1.5, self._votes.get(id(entity), 0.0)))

    @staticmethod
    def _doubt(entity: Entity) -> float:
        """What speaks against a lone capitalised word being a person at all."""
        if entity.is_anonymous:
            return _UNNAMED
        if len(entity.names) > 1:
            return 0.0
        return 0.0 if entity.evidence >= 1.0 else -1.5

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

    def _resolve_description(self, mention: Mention, traces: dict[int, _Trace]) -> Entity | None:
        """Resolve "the witness", "the 57-year-old" to the person who was the subject just before."""
        words = self.reading.tokens.words
        if mention.kind != "role" or words[mention.first].lower() != "the" or mention.head.endswith("s"):
            return None
        if mention.head in english_words("roles", "spokespeople") or mention.name_first < mention.end:
            return None
        recent = []
        for trace in reversed(traces.values()):
            sentences = mention.sentence - trace.sentence
            if sentences > 2:
                break
            if sentences > 0 and trace.entity.leaning * self._leaning(mention.head) >= 0:
                recent.append((trace.weight - sentences, trace.entity))
        if not recent:
            return None
        score, entity = max(recent, key=lambda pair: pair[0])
        return entity if score > _DESCRIBED else None

    @staticmethod
    def _leaning(head: str) -> int:
        return (head in english_words("agreement", "he")) - (head in english_words("agreement", "she"))

    def _resolve_nominal(self, mention: Mention) -> Entity | None:
        """Resolve "the minister" to the person with that role, "the trust" to the body whose name ends so."""
        tokens = self.reading.tokens
        if tokens.words[mention.first].lower() != "the" or mention.end - mention.first > 4:
            return None
        named = self._by_noun.get((mention.kind == "role", mention.head), [])
        seen = [(self._last_seen[id(entity)], entity) for entity in named if id(entity) in self._last_seen]
        return max(seen, key=lambda pair: pair[0])[1] if seen else None

    def _index_nouns(self) -> dict[tuple[bool, str], list[Entity]]:
        """Who a noun can stand for: a person by role, an unnamed source by its own noun, a body by a word of its name.

        A few entities a noun are enough: the last one met counts, and no text may cost its square.
        """
        index: dict[tuple[bool, str], list[Entity]] = {}
        for entity in self.people.entities:
            if entity.is_anonymous:
                nouns = {entity.mentions[0].head}
            elif entity.is_person:
                nouns = {role.split()[-1].lower() for role, _ in entity.roles if role}
            else:
                nouns = {word.lower() for word in entity.names} if len(entity.names) > 1 else set()
            for noun in sorted(nouns):
                entities = index.setdefault((entity.is_person, noun), [])
                if len(entities) < _MOST_NAMESAKES:
                    entities.append(entity)
        return index
