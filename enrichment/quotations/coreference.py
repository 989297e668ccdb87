"""Who "she", "the minister" and "who" are: every mention of an article to a person or body, in one pass.

Recency decides, weighed by grammar: a subject outlasts an object, the last speaker outlasts both. What the text itself
shows of the pronoun it uses for a person (titles, "spokeswoman", an earlier chain without rivals) rules others out.
"""

from __future__ import annotations

from dataclasses import dataclass

from enrichment.quotations.attribution import Reading
from enrichment.quotations.mentions import Mention
from enrichment.quotations.people import Entity, People

_REACH = 12  # sentences that a pronoun looks back
_PLURAL_SPEAKERS = frozenset({"role", "body", "organization"})


@dataclass(slots=True)
class _Trace:
    """The last time an entity was met."""

    entity: Entity
    sentence: int
    paragraph: int
    weight: float
    count: int = 1


class Coreference:
    """Entities of all mentions of one article."""

    def __init__(self, reading: Reading, people: People) -> None:
        self.reading = reading
        self.people = people
        self.resolved: dict[int, Entity] = dict(people.of_mention)
        self._speakers = {frame.subject.index for frame in reading.frames if frame.subject and frame.letter in "VGQ"}
        self._pass(learning=True)
        self._pass(learning=False)

    def entity_of(self, mention: Mention | None) -> Entity | None:
        """Who a mention is, or None when the article does not say."""
        return self.resolved.get(mention.index) if mention is not None else None

    def _pass(self, *, learning: bool) -> None:
        """Resolve every mention in order; a learning pass only gathers which pronoun goes with whom."""
        traces: dict[int, _Trace] = {}
        for mention in self.reading.mentions:
            entity = self.people.of_mention.get(mention.index)
            if entity is None:
                entity = self._resolve(mention, traces, learning=learning)
                if entity is None:
                    continue
                if not learning:
                    self.resolved[mention.index] = entity
            if entity.is_person:
                self._trace(entity, mention, traces)

    def _trace(self, entity: Entity, mention: Mention, traces: dict[int, _Trace]) -> None:
        weight = self._salience(mention)
        trace = traces.get(id(entity))
        if trace is None:
            traces[id(entity)] = _Trace(entity, mention.sentence, mention.paragraph, weight)
            return
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

    def _resolve(self, mention: Mention, traces: dict[int, _Trace], *, learning: bool) -> Entity | None:
        if mention.kind == "pronoun":
            if mention.head in {"he", "she"}:
                return self._resolve_pronoun(mention, traces, learning=learning)
            if mention.head == "who":
                return self._antecedent(mention)
            return None if learning else self._resolve_body(mention)
        if mention.kind in {"role", "body", "document"} and not learning:
            return self._resolve_nominal(mention)
        return None

    def _resolve_pronoun(self, mention: Mention, traces: dict[int, _Trace], *, learning: bool) -> Entity | None:
        wanted = 1 if mention.head == "he" else -1
        best: Entity | None = None
        best_score = second = -99.0
        for trace in traces.values():
            sentences = mention.sentence - trace.sentence
            if sentences > _REACH:
                continue
            agreement = trace.entity.leaning * wanted
            if agreement < 0:
                continue
            paragraphs = mention.paragraph - trace.paragraph
            score = trace.weight - 0.75 * min(sentences, 8) - 0.35 * paragraphs + 0.12 * min(trace.count, 6)
            score += min(2, agreement) * 0.5
            if score > best_score:
                best, best_score, second = trace.entity, score, best_score
            elif score > second:
                second = score
        if best is not None and learning:
            if best_score - second > 1.2:
                best.leaning += wanted
            else:
                return None
        return best

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

    def _resolve_nominal(self, mention: Mention) -> Entity | None:
        """Resolve "the minister" to the person with that role, "the trust" to the body whose name ends so."""
        tokens = self.reading.tokens
        if tokens.words[mention.first].lower() != "the" or mention.end - mention.first > 3:
            return None
        head = mention.head
        found: Entity | None = None
        for entity in self.people.entities:
            if not entity.mentions or entity.mentions[0].first > mention.first:
                continue
            if mention.kind == "role":
                fits = (entity.is_person and (entity.is_anonymous and entity.mentions[0].head == head)) or any(
                    head == role.split()[-1].lower() for role, _ in entity.roles if role
                )
            else:
                fits = not entity.is_person and entity.names[-1].lower() == head and len(entity.names) > 1
            if fits:
                found = entity
        return found
