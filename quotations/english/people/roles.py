"""The role and organization that an article states for a person: before the name, after it, in brackets, or later.

What stands around each mention of a name is read by `around_names`; here the statements of one person meet.
"""

from __future__ import annotations

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.antecedents import HE_SHE
from quotations.english.people.around_names import AroundNames
from quotations.english.people.coreference import Coreference
from quotations.english.people.entities import Entity
from quotations.english.people.people import People
from quotations.english.people.statements import FORMER, GATHERED, Statement, Statements
from quotations.english.words.mentions import Mention
from quotations.english.words.noun_phrases import read_phrase


class Roles:
    """Finds what every person of an article is, and where."""

    def __init__(self, analysis: Analysis, people: People, statements: Statements) -> None:
        self.analysis = analysis
        self.people = people
        self.statements = statements
        self._around = around = AroundNames(analysis, people, statements)
        self._stated: dict[int, list[Statement]] = {}
        self._persons = [entity for entity in people.entities if entity.is_person and not entity.is_anonymous]
        for entity in self._persons:
            stated = [one for mention in entity.mentions for one in around.stated(mention)]
            phrases = [read_phrase(analysis.tokens, noun.first) for noun in entity.apposed]
            stated += [one for phrase in phrases if (one := statements.read(phrase)) is not None]
            stated.sort(key=lambda one: -one.strength)
            if not any(one.role for one in stated):
                stated += [one for mention in entity.mentions if (one := around.of_clause(mention)) is not None]
            self._stated[id(entity)] = stated
            entity.roles = [(one.noun, one.organization) for one in stated]

    def best(self, entity: Entity) -> tuple[str | None, str | None]:
        """Return the role that says most, and the organization stated with it, else the first stated at all."""
        stated = self._stated.get(id(entity), [])
        if not stated:
            return None, None
        role = next((one for one in stated if one.role), None)
        organizations = [one for one in stated if one.organization and (one.strength != FORMER or one is role)]
        if len(organizations) > 1:
            organizations.sort(key=lambda one: (one.is_implied, one is not role))
        organization = self.statements.organizations.fullest(organizations[0].organization) if organizations else None
        return role.role if role is not None else None, organization

    def learn(self, coreference: Coreference) -> None:
        """Take in what the text calls a person later: "the striker ran", "she is the district nurse"."""
        self._learn_from_lead(coreference)
        for mention in self.analysis.mentions:
            if mention.kind not in {"role", "pronoun"} or mention.index in self.people.of_mention:
                continue
            entity = coreference.entity_of(mention)
            if entity is not None and self._lacks_role(entity):
                statement = self._described(mention)
                if statement is not None:
                    organization = "" if statement.is_implied else statement.organization
                    self._stated[id(entity)].append(statement._replace(organization=organization, strength=GATHERED))

    def _lacks_role(self, entity: Entity) -> bool:
        stated = self._stated.get(id(entity))
        return stated is not None and not any(one.role for one in stated)

    def _learn_from_lead(self, coreference: Coreference) -> None:
        """Let the second paragraph name whom the first is about: "The chief executive of Arden Foods has resigned."."""
        first = self.analysis.mentions[0] if self.analysis.mentions else None
        if first is None or first.kind != "role" or first.sentence or first.name_first < first.end:
            return
        person = min(self._persons, key=lambda one: one.mentions[0].first, default=None)
        if person is None or person.mentions[0].paragraph != 1 or not self._lacks_role(person):
            return
        known = coreference.entity_of(first)
        statement = self.statements.read(read_phrase(self.analysis.tokens, first.first))
        if statement is None or not (known is None or known is person or known.is_anonymous):
            return
        opens = person.mentions[0].first == self.analysis.tokens.paragraph_starts[1]
        if opens or (statement.organization and not statement.is_implied):
            self._stated[id(person)].append(statement._replace(strength=GATHERED))

    def _described(self, mention: Mention) -> Statement | None:
        """Return what "the striker" says of whom it means, and what is said of "she": is the bosun, was made mayor."""
        tokens = self.analysis.tokens
        if mention.kind == "pronoun":
            return self._around.predicate(mention) if mention.head in HE_SHE else None
        is_whole = tokens.outside[mention.end : mention.end + 1] != "S"
        if tokens.words[mention.first] not in {"the", "The"} or not is_whole:
            return None
        return self.statements.read(read_phrase(tokens, mention.first, mention.end))
