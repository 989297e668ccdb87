"""From the mention that was chosen to the speaker that is recorded: extent, name, type, role, organization."""

from __future__ import annotations

from enrichment.quotations.antecedents import Antecedents
from enrichment.quotations.attribution import Reading
from enrichment.quotations.coreference import Coreference
from enrichment.quotations.cues import Frame
from enrichment.quotations.drafts import Speaker
from enrichment.quotations.extents import extent_of
from enrichment.quotations.lexicon import english_words
from enrichment.quotations.mentions import Mention
from enrichment.quotations.people import Entity, People
from enrichment.quotations.ranking import Weights
from enrichment.quotations.roles import Roles


class Speakers:
    """Describes mentions of one article as speakers."""

    def __init__(
        self, reading: Reading, he_words: frozenset[str], she_words: frozenset[str], antecedents: Weights
    ) -> None:
        self.reading = reading
        self.people = People(reading, he_words, she_words)
        self.roles = Roles(reading, self.people)
        self.coreference = Coreference(reading, self.people, Antecedents(reading, antecedents))
        self._extents: dict[int, tuple[int, int]] = {}

    def note(self, mention: Mention, frame: Frame | None, *, runs_on: bool) -> None:
        """Remember how far a mention reaches where it is the grammar's own subject: later quotations chain to it."""
        first, end = extent_of(self.reading, mention, frame, runs_on=runs_on)
        known = self._extents.get(mention.index)
        if known is None or end - first > known[1] - known[0]:
            self._extents[mention.index] = (first, end)

    def describe(self, mention: Mention | None) -> Speaker:
        """The speaker that a mention stands for."""
        if mention is None:
            return Speaker()
        tokens = self.reading.tokens
        first, end = self._extents.get(mention.index, (mention.first, mention.end))
        speaker = Speaker(tokens.starts[first], tokens.ends[end - 1])
        entity = self.coreference.entity_of(mention)
        if entity is not None:
            self._from_entity(speaker, entity)
        else:
            self._from_phrase(speaker, mention, first, end)
        return speaker

    def _from_entity(self, speaker: Speaker, entity: Entity) -> None:
        if entity.is_anonymous:
            speaker.type = "anonymous"
            self._spokesperson(speaker, entity.mentions[0])
            return
        speaker.name = entity.name
        speaker.type = "person" if entity.is_person else "organization"
        if entity.is_person:
            speaker.role, speaker.organization = self.roles.best(entity)

    def _from_phrase(self, speaker: Speaker, mention: Mention, first: int, end: int) -> None:
        """A phrase that names nobody: a source without a name, or a body."""
        del first, end
        if mention.kind == "role":
            speaker.type = "anonymous"
            self._spokesperson(speaker, mention)
        elif mention.kind in {"body", "organization", "place"}:
            speaker.type = "organization"
        elif mention.kind == "person":
            speaker.type = "person"
        elif mention.kind == "other" or mention.head in {"they"}:
            speaker.type = "anonymous"

    def _spokesperson(self, speaker: Speaker, mention: Mention) -> None:
        """Let "a spokeswoman for the trust" speak for the trust: the body is the speaker when it is named."""
        if mention.head not in english_words("roles", "spokespeople"):
            return
        mentions = self.reading.mentions
        outside = self.reading.tokens.outside
        speaker.role = mention.head
        for other in mentions[mention.index + 1 : mention.index + 3]:
            if other.first - mention.end <= 2 and outside[mention.end : mention.end + 1] in {"o", "i"}:
                entity = self.coreference.entity_of(other)
                if entity is not None and not entity.is_anonymous:
                    speaker.type, speaker.organization = "organization", entity.name
                    speaker.name = entity.name if not entity.is_person else None
                return
        inner = [at for at in range(mention.first, mention.end) if outside[at] in "NAOPJ"]
        if inner:
            words = self.reading.tokens.words[inner[0] : inner[-1] + 1]
            speaker.type, speaker.name = "organization", " ".join(words)
            speaker.organization = speaker.name
