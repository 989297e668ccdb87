"""Who "she", "the minister" and "who" are: every mention of an article to a person or organization, in one pass.

Names are known beforehand (`people`). He and she choose among the people met so far (`antecedents`), noun phrases
describe somebody (`descriptions`), and "who" and "it" follow rules of their own.
"""

from __future__ import annotations

from bisect import bisect_left

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.antecedents import HE_SHE, Antecedents
from quotations.english.people.descriptions import Descriptions
from quotations.english.people.entities import Entity
from quotations.english.people.people import People
from quotations.english.words.lexicon import english
from quotations.english.words.mentions import Mention
from quotations.english.words.rules import english_rules

_ISSUED = 40  # tokens from what was issued to "it"
_ISSUERS = frozenset({"subject", "speaker", "possessor"})
_PLURAL_SPEAKERS = frozenset({"role", "body", "organization"})


class Coreference:
    """Entities of all mentions of one article."""

    def __init__(self, analysis: Analysis, people: People, antecedents: Antecedents) -> None:
        self.analysis = analysis
        self.people = people
        self.antecedents = antecedents
        self.resolved: dict[int, Entity] = dict(people.of_mention)
        self.descriptions = Descriptions(analysis, people, antecedents)
        for mention in analysis.mentions:
            entity = people.of_mention.get(mention.index)
            if entity is None:
                entity = self._resolve(mention) or self.descriptions.introduce(mention)
                if entity is None:
                    continue
                self.resolved[mention.index] = entity
            self.descriptions.meet(entity, mention)
            if entity.is_person:
                antecedents.meet(entity, mention)

    def entity_of(self, mention: Mention | None) -> Entity | None:
        """Return who a mention is, or None when the article does not say."""
        return self.resolved.get(mention.index) if mention is not None else None

    def _resolve(self, mention: Mention) -> Entity | None:
        if mention.kind == "pronoun":
            if mention.head in HE_SHE:
                return self.antecedents.choose(mention) or self._named_later(mention)
            if mention.head == "who":
                return self._antecedent(mention)
            return self._resolve_organization(mention) or self._issuer(mention)
        return self.descriptions.resolve(mention)

    def _named_later(self, mention: Mention) -> Entity | None:
        """Return whom the main clause names where nobody was named before: "When she left, Ada Holt said"."""
        outside = self.analysis.tokens.outside
        for other in self.analysis.mentions[mention.index + 1 : mention.index + 5]:
            entity = self.resolved.get(other.index)
            if other.sentence != mention.sentence:
                return None
            if entity is not None and entity.is_person and outside[other.first - 1] == ",":
                return entity
        return None

    def _antecedent(self, mention: Mention) -> Entity | None:
        """Return the person right before "who", an apposition between them skipped."""
        index = mention.index - 1
        while index >= 0 and self.analysis.mentions[index].sentence == mention.sentence:
            other = self.analysis.mentions[index]
            entity = self.resolved.get(index)
            if entity is not None and entity.is_person:
                return entity
            if entity is None and other.kind == "role" and mention.first - other.end <= 1:
                return None
            index -= 1
        return None

    def _resolve_organization(self, mention: Mention) -> Entity | None:
        """Resolve "it" and "they" to the last organization or group that stands where a subject stands."""
        if mention.head not in {"it", "they"}:
            return None
        index = mention.index - 1
        outside = self.analysis.tokens.outside
        while index >= 0 and mention.sentence - self.analysis.mentions[index].sentence <= 3:
            other = self.analysis.mentions[index]
            index -= 1
            before = outside[other.first - 1] if other.first else "¶"
            if other.kind not in _PLURAL_SPEAKERS or before in "oit" or outside[other.end : other.end + 1] == "S":
                continue
            entity = self.resolved.get(other.index)
            if mention.head == "they" or (entity is not None and not entity.is_person):
                return entity
        return None

    def _issuer(self, mention: Mention) -> Entity | None:
        """Return who issued what "it" reads out: Holt in "Holt has pinned up a notice. “Shut,” it says."."""
        tokens = self.analysis.tokens
        if mention.head != "it" or tokens.outside[mention.end : mention.end + 1] not in {"V", "v"}:
            return None
        for at in range(mention.first - 1, max(0, mention.first - _ISSUED), -1):
            if tokens.outside[at] != '"' and self._is_document(at):
                break
        else:
            return None
        sentence = tokens.sentence_of(at)
        for index in range(bisect_left(self.analysis.mention_starts, at) - 1, -1, -1):
            other = self.analysis.mentions[index]
            if other.sentence != sentence:
                return None
            entity = self.resolved.get(index)
            if entity is not None and self.antecedents.role_of(other) in _ISSUERS:
                return None if entity.is_anonymous else entity
        return None

    def _is_document(self, at: int) -> bool:
        word = self.analysis.tokens.words[at].lower()
        return english()[word] == "f" or word in english_rules().nouns.notices
