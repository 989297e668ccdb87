"""Names at the beginning of an article that may be those of organizations."""

from __future__ import annotations

from functools import cached_property

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.entities import Entity
from quotations.english.people.evidence import called
from quotations.english.people.people import People

_MOST_NAMES = 20  # names and mentions looked at; no text may cost its square
_OPENING = 2  # paragraphs in which a text names its subject
_UNKNOWN, _UNKNOWN_FULL = 0.3, 0.6  # evidence of a person below which a name may denote anything
_PLACING = frozenset({"in", "near", "outside", "to", "around", "across"})


class OpeningNames:
    """Finds the name with which a text opens, if nothing shows that it is a person or a place."""

    def __init__(self, analysis: Analysis, people: People) -> None:
        self._analysis = analysis
        self._people = people

    def before(self, at: int) -> Entity | None:
        """Return the one mentioned most of those that are first mentioned before a token."""
        known = [entity for entity in self._possible if entity.mentions[0].first < at]
        return max(known, key=lambda entity: len(entity.mentions)) if known else None

    @cached_property
    def _possible(self) -> list[Entity]:
        opening = [one for one in self._people.entities if one.mentions and one.mentions[0].paragraph < _OPENING]
        return [entity for entity in opening[:_MOST_NAMES] if self._may_be_organization(entity)]

    def _may_be_organization(self, entity: Entity) -> bool:
        if entity.is_anonymous or entity.is_word or entity.leaning or entity.apposed:
            return False
        size = len(entity.names)  # excludes "Ole Vane" who later is "Vane", and "Mr Vane"
        is_bare = all(one.kind == "person" and one.end - one.first == size for one in entity.mentions[:_MOST_NAMES])
        is_placed = self._analysis.tokens.words[entity.mentions[0].first - 1].lower() in _PLACING
        is_unknown = entity.evidence <= (_UNKNOWN_FULL if size > 1 else _UNKNOWN)
        return is_bare and is_unknown and not is_placed and not called(self._analysis, entity)
