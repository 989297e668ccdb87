"""From the mention that was chosen to the speaker that is recorded: extent, name, type, role, organization."""

from __future__ import annotations

from bisect import bisect_left

from quotations.drafts import Speaker
from quotations.english.grammar.analysis import Analysis
from quotations.english.grammar.cues import CueFrame
from quotations.english.grammar.extents import extent_of
from quotations.english.people.antecedents import Antecedents
from quotations.english.people.bodies import kind_of_body
from quotations.english.people.coreference import Coreference
from quotations.english.people.entities import Entity
from quotations.english.people.organizations import Organizations
from quotations.english.people.people import People
from quotations.english.people.roles import Roles
from quotations.english.people.statements import Statements
from quotations.english.words.classes import compile_pattern
from quotations.english.words.lexicon import english
from quotations.english.words.mentions import Mention
from quotations.english.words.noun_phrases import read_phrase
from quotations.english.words.rules import english_rules
from quotations.kinds import ORGANIZATION, PERSON, PUBLICATION, THING, kinds_in
from quotations.model import Article

_ORGANIZATION_PHRASE = compile_pattern(
    "<det|poss>{0,2} (?P<noun><noun|proper|nationality|role|title|org_noun|participle|calendar|&>{1,6})"
)


class Speakers:
    """Describes mentions of one article as speakers."""

    def __init__(self, analysis: Analysis, article: Article, antecedents: Antecedents) -> None:
        self.analysis = analysis
        self.people = People(analysis, article.tag_names, article.author_names)
        self.organizations = Organizations(analysis, self.people)
        self.statements = Statements(analysis, self.people, self.organizations)
        self.roles = Roles(analysis, self.people, self.statements)
        self.coreference = Coreference(analysis, self.people, antecedents)
        self.roles.learn(self.coreference)
        self._extents: dict[int, tuple[int, int]] = {}
        self._described: dict[int, Speaker] = {}  # the entities described so far, wherever they speak

    def note(self, mention: Mention, frame: CueFrame | None, *, runs_on: bool) -> None:
        """Remember how far a mention reaches where it is the grammar's own subject: later quotations chain to it."""
        first, end = extent_of(self.analysis, mention, frame, runs_on=runs_on)
        known = self._extents.get(mention.index)
        if known is None or end - first > known[1] - known[0]:
            self._extents[mention.index] = (first, end)

    def describe(self, mention: Mention | None) -> Speaker:
        """Return the speaker that a mention stands for."""
        if mention is None:
            return Speaker()
        tokens = self.analysis.tokens
        first, end = self._extents.get(mention.index, (mention.first, mention.end))
        start, end = tokens.starts[first], tokens.ends[end - 1]
        owner = self._owner(mention) if mention.kind == "document" else None
        entity = self.coreference.entity_of(owner or mention)
        if entity is None and owner is None and mention.kind == "document":
            at = tokens.outside.rfind("S", mention.first + 1, mention.end)
            entity = self.people.person_named(tokens.words[at - 1]) if at > 0 else None  # "Ada Holt’s letter"
        if entity is None:
            speaker = Speaker(start, end)
            self._from_phrase(speaker, owner or mention)
            return speaker
        known = self._described.get(id(entity))
        if known is None:
            known = self._described[id(entity)] = self._of_entity(entity)
        return Speaker(start, end, known.name, known.type, known.role, known.organization, known.kind)

    def _owner(self, document: Mention) -> Mention | None:
        """Return whose a document is: the department speaks in "the department’s letter"."""
        if self.analysis.tokens.outside[document.first - 1 : document.first] != "S":
            return None
        # By its place: the source of a report may be none of the article's mentions.
        at = bisect_left(self.analysis.mention_starts, document.first)
        before = self.analysis.mentions[at - 1] if at else None
        return before if before is not None and before.end == document.first - 1 else None

    def _of_entity(self, entity: Entity) -> Speaker:
        speaker = Speaker()
        if entity.is_anonymous:
            self._from_source(speaker, entity.mentions[0])
        elif entity.is_word or all(len(name.rstrip(".")) == 1 for name in entity.names):
            # "Marchers said": a noun that no list knows, where a sentence begins. A letter that a court gives.
            speaker.type = "anonymous"
        else:
            speaker.name, speaker.type, speaker.kind = entity.name, "person", PERSON
            if not entity.is_person:
                speaker.name, speaker.type = self.organizations.fullest(entity.name), "organization"
                speaker.kind = kind_of_body(self.analysis, entity)
            else:
                speaker.role, speaker.organization = self.roles.best(entity)
        return speaker

    def _from_phrase(self, speaker: Speaker, mention: Mention) -> None:
        """A phrase that names nobody: a source without a name, an organization, or what an organization issued."""
        is_organization = mention.kind == "role" and english()[mention.head] == "z"  # "Police said"
        if mention.kind == "role" and not is_organization:
            self._from_source(speaker, mention)
        elif mention.kind in {"body", "document"} or is_organization:
            speaker.type, speaker.name = "organization", self._organization_of(mention)
            speaker.kind = self._kind_of(mention, speaker.name)
        elif mention.kind in {"organization", "place"}:
            speaker.type = "organization"
        elif mention.kind == "person":
            speaker.type = "person"
        elif mention.kind == "other":
            organization = self.organizations.named(mention.head, mention.first) if self._is_definite(mention) else None
            speaker.type = "organization" if organization is not None else "anonymous"
            speaker.name = organization.name if organization is not None else None
        elif mention.head in {"he", "she", "they", "who"}:
            speaker.type = "anonymous"

    def _kind_of(self, mention: Mention, name: str) -> str:
        """Return the kind of what a phrase names: a report or a sign is a thing, unless who issued it is named."""
        known = kinds_in("en").of(name)
        if known is not None:
            return known.kind
        words = self.analysis.tokens.words
        if mention.head in english_rules().bodies.publications:
            return PUBLICATION
        is_issued = name and name.rsplit(maxsplit=1)[-1].lower() != words[mention.end - 1].lower()
        return THING if mention.kind == "document" and not is_issued else ORGANIZATION

    def _is_definite(self, mention: Mention) -> bool:
        return self.analysis.tokens.words[mention.first].lower() in {"the", "its", "their"}

    def _organization_of(self, mention: Mention) -> str:
        """Return the fullest name of an organization that is called by a noun ("the trust").

        Return the noun phrase itself where it has no name.
        """
        tokens = self.analysis.tokens
        first = mention.first
        if mention.kind == "body" and self._is_definite(mention):
            entity = self.organizations.described(mention.head, mention.first)
            if entity is not None:
                return entity.name
        if mention.kind == "document" and tokens.words[first].lower() in {"its", "their"}:
            issuer = self.organizations.before(first, 1)
            if issuer:
                return issuer
        end = mention.end
        if mention.kind == "document" and (owner := tokens.outside.rfind("S", first + 1, end)) > 0:
            end = owner  # "the Arden Trust’s letter"
            entity = self.organizations.described(tokens.words[end - 1].lower(), first)
            if entity is not None:
                return entity.name
        if tokens.outside[first] == "d" and first + 1 < end:
            first += 1
        return " ".join(tokens.words[first:end])

    def _from_source(self, speaker: Speaker, mention: Mention) -> None:
        """A source without a name; one who speaks for an organization that is named is the organization."""
        speaker.type = "anonymous"
        if mention.head in english_rules().roles.spokespeople:
            organization = self._spoken_for(mention)
            if organization:
                speaker.type, speaker.name = "organization", organization
            else:
                speaker.role = mention.head
            return
        speaker.role = self.statements.of_source(read_phrase(self.analysis.tokens, mention.first, mention.end))

    def _spoken_for(self, mention: Mention) -> str:
        """Return the organization of "a council spokesman", "a spokeswoman for the trust".

        Return None when none is named.
        """
        tokens, mentions = self.analysis.tokens, self.analysis.mentions
        outside, words = tokens.outside, tokens.words
        if outside[mention.end : mention.end + 1] in {"o", "i"}:
            at = mention.end + 1
            if words[at : at + 1] == ["it"]:
                return self.organizations.before(at, 1)
            other = next((one for one in mentions[mention.index + 1 : mention.index + 3] if one.first == at), None)
            entity = self.coreference.entity_of(other)
            if entity is not None and not entity.is_anonymous:
                return entity.name
            match = _ORGANIZATION_PHRASE.match(outside, at)
            first, end = match.span("noun") if match else (at, at)
        else:
            first, end = mention.first, mention.end - 1
            while first < end and outside[first] in "dh0":
                first += 1
            while end > first and outside[end - 1] in "S":
                end -= 1
        if first >= end:
            return ""
        if outside[end - 1] in "nz":
            entity = self.organizations.described(words[end - 1].lower(), mention.first)
            if entity is not None:
                return entity.name
        is_organization = outside[end - 1] == "z" or any(letter in "NAOPJ" for letter in outside[first:end])
        return " ".join(words[first:end]) if is_organization else ""
