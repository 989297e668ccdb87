"""The people and organizations of one article: which names belong together.

A person is a full name and what stands for it later: the surname or the first name. Two full
names that differ in their first names are two people. Nothing is looked up outside the article.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.appositions import noun_before_name, noun_behind_name
from quotations.english.people.entities import Entity
from quotations.english.people.evidence import called, leaning_of, titled, weigh
from quotations.english.people.names import (
    begin_name,
    ends_alike,
    is_coined,
    is_no_person,
    name_words,
    same_first,
    surname_of,
)
from quotations.english.words.classes import letters
from quotations.english.words.mentions import Mention
from quotations.kinds import kinds_in

_MOST_NAMESAKES = 20  # of one surname; no text may cost its square
_LONGEST_ACRONYM = 6
_ORGANIZATION_LETTERS = frozenset(letters("org|acronym|&"))


class People:
    """Entities of one article, and the entity of each name mention."""

    def __init__(
        self,
        analysis: Analysis,
        tag_names: Sequence[str] = (),
        author_names: Sequence[str] = (),
    ) -> None:
        self.analysis = analysis
        self._tags = {name.lower() for name in tag_names}
        self._authors = {name.lower() for name in author_names}
        self.entities: list[Entity] = []
        self.of_mention: dict[int, Entity] = {}
        self._by_last: dict[str, list[Entity]] = {}
        self._by_first: dict[str, list[Entity]] = {}
        self._organizations: dict[str, Entity] = {}
        self._by_first_word: dict[str, Entity] = {}
        self._add_names()
        self._complete(tag_names)
        self._link_appositions()
        for entity in self.entities:
            if len(entity.mentions) > 1:
                entity.mentions.sort(key=attrgetter("first"))
            if entity.is_person:
                weigh(analysis, entity, self._tags)

    def _add_names(self) -> None:
        """Full names first, then organizations, then single names, which may be short for either."""
        short: list[tuple[Mention, tuple[str, ...]]] = []
        organizations: list[Mention] = []
        for mention in self.analysis.mentions:
            if mention.kind == "person":
                if mention.end - mention.first == 1:
                    short.append((mention, (self.analysis.tokens.words[mention.first],)))
                    continue
                if is_no_person(self.analysis, mention) or self._is_called(mention):
                    mention.kind = "organization" if mention.name_first > mention.first else "place"
                    organizations.append(mention)
                    continue
                begin_name(self.analysis, mention)
                words = name_words(self.analysis, mention)
                if len(words) > 1:
                    self._add_full(mention, words)
                elif words:
                    short.append((mention, words))
            elif mention.kind in {"organization", "place"} or (mention.kind == "other" and self._is_proper(mention)):
                organizations.append(mention)
        for mention in organizations:
            if self._is_surname(mention):
                short.append((mention, (self.analysis.tokens.words[mention.first],)))
            else:
                self._add_organization(mention)
        short.sort(key=lambda pair: pair[0].first)
        for mention, words in short:
            self._add_short(mention, words)

    def _is_surname(self, mention: Mention) -> bool:
        """Return whether a word that may be a place ("Green", "Fields") is somebody's surname here."""
        tokens = self.analysis.tokens
        word = tokens.words[mention.first]
        is_place = mention.end - mention.first == 1 and tokens.outside[mention.first] == "P"
        return is_place and word.lower() in self._by_last and kinds_in("en").of(word) is None

    def _complete(self, tag_names: Sequence[str]) -> None:
        """Give a person the text knows by one name only the full name of a tag: "Vane" and the tag Ole Vane."""
        tags = [
            words for name in tag_names if len(words := name.split()) > 1 and all(word[0].isupper() for word in words)
        ]
        for words in tags:
            known = self._by_last.get(words[-1].lower(), ())
            if len(known) == 1 and len(known[0].names) == 1 and sum(tag[-1] == words[-1] for tag in tags) == 1:
                known[0].names = tuple(words)

    def _is_called(self, mention: Mention) -> bool:
        """Return whether a noun for an organization stands before the name.

        For example: "the website Bridgewatch", "the ferry firm Ole Vane".
        """
        at = mention.name_first
        return at > mention.first and self.analysis.tokens.outside[at - 1] == "z"

    def _link_appositions(self) -> None:
        """Let "its leader, Delia Rudge," be one person, whichever half is chosen as the speaker."""
        for noun, name in noun_before_name(self.analysis):
            entity = self.of_mention.get(name.index)
            if entity is not None and noun.index not in self.of_mention:
                self.of_mention[noun.index] = entity
                entity.apposed.append(noun)
        for noun, name in noun_behind_name(self.analysis):
            entity = self.of_mention.get(name.index)
            if entity is not None:
                self.of_mention[noun.index] = entity

    def person_named(self, word: str) -> Entity | None:
        """Return the person last met of a surname."""
        known = self._by_last.get(word.lower())
        return known[-1] if known and known[-1].is_person else None

    def is_organization(self, word: str) -> bool:
        """Return whether a single name is known as an organization, by all that the text says of it."""
        entity = self._by_first_word.get(word.lower()) or self._organizations.get(word.lower())
        known = self._by_last.get(word.lower())
        return entity is not None or (known is not None and not known[-1].is_person and known[-1].has_noun)

    def _attach(self, entity: Entity, mention: Mention) -> None:
        entity.mentions.append(mention)
        self.of_mention[mention.index] = entity

    def _add_full(self, mention: Mention, words: tuple[str, ...]) -> None:
        surname = surname_of(words)
        known = self._by_last.get(surname, ())[-_MOST_NAMESAKES:]
        match = next((other for other in known if same_first(other.names[0], words[0])), None)
        match = match or next((other for other in known if ends_alike(other.names, words)), None)
        if match is None:
            match = Entity(words)
            self.entities.append(match)
            if not self._authors or match.name.lower() not in self._authors:  # a surname alone is not the byline’s
                self._by_last.setdefault(surname, []).append(match)
                self._by_first.setdefault(words[0].lower(), []).append(match)
        elif len(words) > len(match.names) or (len(words) == len(match.names) and len(words[0]) > len(match.names[0])):
            match.names = words
        self._attach(match, mention)

    def _add_short(self, mention: Mention, words: tuple[str, ...]) -> None:
        key = words[0].lower()
        known = self._by_last.get(key) or self._by_first.get(key) or []
        title = self.analysis.tokens.words[mention.first] if mention.name_first > mention.first else ""
        wanted = leaning_of([title]) if title else 0
        if len(known) > 1:
            known = [self._most_likely(known[-_MOST_NAMESAKES:], mention, wanted)]
        if not known and not title and key in self._by_first_word:
            known = [self._by_first_word[key]]  # "Brightwater" for Brightwater Ferries
        if known and not (wanted and wanted * titled(self.analysis, known[0]) < 0):  # Mr is not Ms Vane
            self._attach(known[0], mention)
            return
        entity = Entity(words, is_person=bool(title) or not is_coined(words[0]))
        self.entities.append(entity)
        self._by_last.setdefault(key, []).append(entity)
        self._attach(entity, mention)

    def _most_likely(self, known: list[Entity], mention: Mention, wanted: int) -> Entity:
        """Return, of namesakes, the one whose title or pronoun agrees, else the one named most so far."""

        def rank(entity: Entity) -> tuple[int, bool, int, int, int]:
            title = titled(self.analysis, entity) if wanted else 0
            pronoun = called(self.analysis, entity) if wanted and not title else 0
            is_met = any(other.first < mention.first for other in entity.mentions[:_MOST_NAMESAKES])
            return wanted * title, is_met, wanted * pronoun, len(entity.mentions), entity.mentions[-1].first

        return max(known, key=rank)

    def _is_proper(self, mention: Mention) -> bool:
        """Return whether a phrase with a determiner is a name: "the Tarrow Harbour Authority", "the Moderates"."""
        letters = self.analysis.tokens.outside[mention.first + 1 : mention.end]
        return letters.isupper() and self.analysis.tokens.words[mention.first] in {"the", "The"}

    def _add_organization(self, mention: Mention) -> None:
        is_proper = mention.kind == "other"
        first = mention.name_first if mention.kind == "organization" else mention.first + is_proper
        words = self.analysis.tokens.words[first : mention.end]
        key = " ".join(words).lower()
        entity = self._organizations.get(key)
        if entity is None:
            entity = Entity(tuple(words), is_person=False)
            is_shouted = len(key) > _LONGEST_ACRONYM and " ".join(words).isupper()
            letters = self.analysis.tokens.outside[first : mention.end]
            entity.has_noun = is_proper or (not is_shouted and not _ORGANIZATION_LETTERS.isdisjoint(letters))
            self._organizations[key] = entity
            if len(words) > 1:
                initials = "".join(word[0] for word in words if word[0].isupper()).lower()
                self._organizations.setdefault(initials, entity)
                if mention.kind == "organization":
                    self._by_first_word.setdefault(words[0].lower(), entity)
            self.entities.append(entity)
        self._attach(entity, mention)
