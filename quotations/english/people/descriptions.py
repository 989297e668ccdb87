"""Whom a description means: "the minister", "the trust", "his wife", "the witness", "the 43-year-old".

Persons go by their roles, their age, what they are to others and what they do; organizations by a word of their name.
Whoever the text never names is added when it brings them in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TypeVar

from quotations.english.grammar.analysis import Analysis
from quotations.english.grammar.subjects import is_contact_clause
from quotations.english.people.antecedents import Antecedents
from quotations.english.people.entities import Entity
from quotations.english.people.evidence import leaning_of
from quotations.english.people.people import People
from quotations.english.words.classes import compile_pattern
from quotations.english.words.lexicon import english
from quotations.english.words.mentions import INDEFINITE, Mention
from quotations.english.words.rules import english_rules

Key = TypeVar("Key")

_MOST_NAMESAKES = 20
_LONGEST = 4  # tokens of a description that a role or a name is looked for in
_DESCRIBED = 2  # sentences after which "the witness" is not the speaker before any more
_AROUND = 6  # sentences in which the only person there is may be the one described
_ACT = compile_pattern(
    "(?:,? <who>)? <aux>{0,2} <adverb>? "
    "(?P<verb><verb|participle|noun|reported|report|say|said|thought|aux|saying|thinking>)"
)
# "the man at the next table" is somebody new, the MP for Dale need not be
_NARROWED = compile_pattern("<participle> | <prep|of> (?!<proper|nationality>)")
_NAME_FOLLOWS = frozenset({",N", ",T"})
_ONE = frozenset({"one", "another"})  # of many
_ONE_OF = (["one", "of"], ["One", "of"], ["another", "of"], ["Another", "of"])
_NOMINAL = frozenset({"role", "body", "document"})


class Descriptions:
    """Resolves the descriptions of one article; mentions come in text order."""

    def __init__(self, analysis: Analysis, people: People, antecedents: Antecedents) -> None:
        self.analysis = analysis
        self.antecedents = antecedents
        self._people = people
        self._by_noun: dict[tuple[bool, str], list[Entity]] = {}
        self._by_organization: dict[str, list[Entity]] = {}
        self._last_seen: dict[int, int] = {}
        self._acts: dict[str, str] = english_rules().roles.acts
        for entity in people.entities:
            self._index(entity)

    def meet(self, entity: Entity, mention: Mention) -> None:
        """Remember that a mention is this person or organization: of namesakes the one met last counts."""
        self._last_seen[id(entity)] = mention.first

    def resolve(self, mention: Mention) -> Entity | None:
        """Return whom the text has named and now describes, or None."""
        if mention.index == 0:
            return self._named_next(mention)
        if self.analysis.tokens.words[mention.first].lower() == "the":
            known = self._with_noun(mention) if mention.kind in _NOMINAL else None
            return known or self._spoken_of(mention)
        if mention.kind == "role" and self._is_owned(mention):
            named = [entity for entity in self._by_noun.get((True, mention.head), ()) if not entity.is_anonymous]
            return self._with_noun(mention) if len(named) == 1 else None  # his wife, where she was named
        return None

    def _named_next(self, mention: Mention) -> Entity | None:
        """Return whom the second paragraph begins with, where the first begins with a description that may be of them.

        "A farmer has said that he is sorry." is of Ole Vane when the next words are "Ole Vane, 51, said".
        """
        tokens, starts = self.analysis.tokens, self.analysis.tokens.paragraph_starts
        is_one = not mention.head.endswith("s") and "c" not in tokens.outside[mention.first : mention.end + 1]
        if mention.kind != "role" or not is_one or mention.first > 0 or len(starts) < 2:
            return None
        at = bisect_left(self.analysis.mention_starts, starts[1])
        name = self.analysis.mentions[at] if at < len(self.analysis.mentions) else None
        person = self._people.of_mention.get(at)
        if name is None or name.first > starts[1] or person is None or len(person.names) < 2 or not person.is_person:
            return None
        nouns = {role.split()[-1].lower() for role, _ in person.roles if role}
        is_anybody = mention.head in english_rules().roles.kin or mention.head.endswith("-year-old")
        return person if is_anybody or not nouns or mention.head in nouns else None

    def introduce(self, mention: Mention) -> Entity | None:
        """Take in somebody who is not named: "a neighbour", "his neighbour", "one of the neighbours"."""
        if mention.kind != "role" or mention.name_first < mention.end or english()[mention.head] == "z":
            return None
        words, outside, first = self.analysis.tokens.words, self.analysis.tokens.outside, mention.first
        is_one = not mention.head.endswith("s") or words[max(0, first - 2) : first] in _ONE_OF
        is_said_of = outside[first - 1 : first] == "x" or words[first - 1] == "as"  # she is his deputy; as his deputy
        is_new = words[first].lower() in INDEFINITE or self._is_owned(mention)
        is_one = is_one or words[first].lower() in _ONE
        if not (is_new and is_one) or is_said_of or outside[mention.end : mention.end + 2] in _NAME_FOLLOWS:
            return None
        entity = Entity((), is_anonymous=True, leaning=leaning_of([mention.head]))
        entity.mentions.append(mention)
        _add(self._by_noun, (True, mention.head), entity)
        return entity

    def _is_owned(self, mention: Mention) -> bool:
        """Return whether a phrase says whose somebody is: "his neighbour", "Vane’s agent"."""
        phrase = self.analysis.tokens.outside[mention.first : mention.end]
        return phrase[0] == "h" or "S" in phrase

    def _spoken_of(self, mention: Mention) -> Entity | None:
        """Return whom a description means that repeats no role.

        That is who spoke just before, whom the sentence before was about, or the only person nearby.
        """
        if not self._may_be_known(mention):
            return None
        is_trade = mention.head in english_rules().roles.trades
        leaning = leaning_of([mention.head])
        is_age = mention.head.endswith("-year-old")
        around: list[Entity] = []
        just_named: list[Entity] = []
        subjects: list[Entity] = []
        for trace in reversed(self.antecedents.traces.values()):
            sentences = mention.sentence - trace.sentence
            if sentences > _AROUND:
                break
            if trace.entity.is_anonymous or trace.entity.leaning * leaning < 0:
                continue
            if is_trade and trace.entity.roles:
                continue  # who is called the mayor is not a goalkeeper
            if 0 < sentences <= _DESCRIBED and trace.role == "speaker":
                return trace.entity
            if sentences == 1 and trace.paragraph == mention.paragraph:
                if trace.role == "subject" and not (trace.called and just_named):
                    return trace.entity
                if not trace.called:
                    just_named.append(trace.entity)
            if 0 < sentences <= _DESCRIBED and trace.role == "subject":
                subjects.append(trace.entity)
            around.append(trace.entity)
        known = subjects if is_age and len(subjects) == 1 else just_named or around
        return known[0] if len(known) == 1 else None

    def _may_be_known(self, mention: Mention) -> bool:
        """Return whether a description speaks, is of one person, and of nobody new: not "the next caller"."""
        words, outside = self.analysis.tokens.words, self.analysis.tokens.outside
        if mention.kind != "role" or mention.name_first < mention.end or not self._is_told(mention):
            return False
        if mention.head.endswith(("s", "men")) or mention.head in english_rules().indirect.plurals:
            return False
        if is_contact_clause(self.analysis.tokens, mention.first):
            return False
        is_other = not english_rules().roles.others.isdisjoint(words[mention.first : mention.end])
        is_narrowed = _NARROWED.match(outside, mention.end) is not None
        return not is_other and not is_narrowed and mention.head not in english_rules().roles.spokespeople

    def _is_told(self, mention: Mention) -> bool:
        """Return whether a mention is what its sentence is about.

        It speaks, or it is the first of its sentence and a verb follows.
        """
        tokens = self.analysis.tokens
        opens = mention.first == tokens.sentence_starts[mention.sentence] and tokens.words[mention.first + 1] != "new"
        return mention.index in self.antecedents.speaking or (
            opens and tokens.outside[mention.end : mention.end + 1] in {"x", "a", "e", "V", "v", "u"}
        )

    def _with_noun(self, mention: Mention) -> Entity | None:
        """Resolve "the minister" to the person with that role, "the trust" to the organization whose name ends so."""
        named = self._by_noun.get((mention.kind == "role", mention.head), [])
        if mention.kind == "role":
            named = self._of_its_organization(mention, named)
        if not named or mention.end - mention.first > _LONGEST:
            return None
        seen = [(self._last_seen[id(entity)], entity) for entity in named if id(entity) in self._last_seen]
        return max(seen, key=lambda pair: pair[0])[1] if seen else None

    def _of_its_organization(self, mention: Mention, named: list[Entity]) -> list[Entity]:
        """Return those who belong to the organization that a description names.

        For example: "the Arden First leader" is of no other party.
        """
        stated = {word for word in self.analysis.tokens.words[mention.first + 1 : mention.end - 1] if word[0].isupper()}
        if not stated:
            return named
        members = [entity for word in sorted(stated) for entity in self._by_organization.get(word, ())]
        known = [entity for entity in named if any(entity is member for member in members)]
        return (
            known
            or members[:1]
            or [entity for entity in named if not any(organization for _, organization in entity.roles)]
        )

    def _said_of(self, name: Mention) -> Iterator[str]:
        """Yield what a description may repeat: the noun of "his daughter Ada Bright", the age of "Ada Bright, 41,"."""
        words, outside = self.analysis.tokens.words, self.analysis.tokens.outside
        if name.name_first > name.first:
            yield words[name.name_first - 1].lower()
        after = outside[name.end : name.end + 3]
        if after in {",0,", ",0."}:
            yield f"{words[name.end + 1]}-year-old"
        act = _ACT.match(outside, name.end)
        if act is not None and (verb := words[act.start("verb")]) in self._acts:
            yield self._acts[verb]

    def _index(self, entity: Entity) -> None:
        """List an entity under what can stand for it. A few a noun are enough, and no text may cost its square."""
        if entity.is_person:
            nouns = {role.split()[-1].lower() for role, _ in entity.roles if role}
            nouns.update(noun for mention in entity.mentions[:_MOST_NAMESAKES] for noun in self._said_of(mention))
            nouns.update(noun.head for noun in entity.apposed)
        else:
            nouns = {word.lower() for word in entity.names} if len(entity.names) > 1 else set()
        for noun in nouns:
            _add(self._by_noun, (entity.is_person, noun), entity)
        for word in {word for _, organization in entity.roles for word in organization.split() if word[0].isupper()}:
            _add(self._by_organization, word, entity)


def _add(index: dict[Key, list[Entity]], key: Key, entity: Entity) -> None:
    entities = index.setdefault(key, [])
    if len(entities) < _MOST_NAMESAKES:
        entities.append(entity)
