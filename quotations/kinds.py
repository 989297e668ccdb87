"""What kind of thing a name is of, by the name alone: a place, a publication, another organization.

One list for all languages (`rules/bodies.toml`), since bodies keep their names abroad, and the names of places in each
(`rules/places.toml`). A name that neither knows has no kind here; what the text says of it is weighed elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from quotations.bounded_cache import BoundedCache
from quotations.drafts import Draft
from quotations.rule_files import RULES, load_rules

PERSON, ORGANIZATION, PLACE, PUBLICATION, THING = "person", "organization", "place", "publication", "thing"
# Articles before names of bodies, in all languages: a name is looked up with its first word, then without.
_ARTICLES = frozenset(
    {"the", "der", "die", "das", "le", "la", "les", "el", "los", "las", "il", "lo", "gli", "i", "o", "a"}
)


class Known(NamedTuple):
    """What a name tells: the kind, and whether a person of that name is unlikely."""

    kind: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class BodyRules:
    """`rules/bodies.toml`."""

    organizations: list[str]
    namesakes: list[str]
    publications: list[str]
    places: list[str]
    first_words: frozenset[str]
    last_words: frozenset[str]
    publication_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """One language of `rules/places.toml`."""

    territories: list[str]
    cities: list[str]


@dataclass(frozen=True, slots=True)
class AllPlaces:
    """`rules/places.toml`."""

    en: PlaceRules
    de: PlaceRules
    fr: PlaceRules
    es: PlaceRules
    it: PlaceRules
    pt: PlaceRules
    ar: PlaceRules


class Kinds(BoundedCache[str, Known | None]):
    """The kinds of names in one language."""

    def __init__(self, language: str | None) -> None:
        super().__init__()
        bodies = _bodies()
        places: PlaceRules | None = getattr(_places(), language or "", None)
        self._bodies = bodies
        self._known: dict[str, Known] = {}
        local = [*places.territories, *places.cities] if places is not None else []
        for kind, names in (
            (ORGANIZATION, bodies.organizations),
            (PUBLICATION, bodies.publications),
            (PLACE, [*bodies.places, *local]),
        ):
            self._known.update((_key(name), Known(kind, is_sure=True)) for name in names)
        for name in bodies.namesakes:
            key = _key(name)
            self._known[key] = Known(self._known[key].kind if key in self._known else ORGANIZATION, is_sure=False)

    def of(self, name: str) -> Known | None:
        """Return what a name tells, or None where it could be anybody's."""
        return self[name]

    def compute(self, name: str) -> Known | None:
        """Look up a name that was not met before."""
        key = _key(name)
        known = self._known.get(key)
        words = name.split()
        if known is None and len(words) > 1 and words[0].lower() in _ARTICLES:
            known = self._known.get(key.partition(" ")[2])
        if known is not None or len(words) < 2:
            return known
        if not self._bodies.publication_words.isdisjoint((words[0], words[-1])):
            return Known(PUBLICATION, is_sure=False)
        if words[0] in self._bodies.first_words or words[-1] in self._bodies.last_words:
            return Known(ORGANIZATION, is_sure=True)
        return None


def _key(name: str) -> str:
    return name.lower().replace("'", "’")


@cache
def _bodies() -> BodyRules:
    return load_rules(RULES / "bodies.toml", BodyRules)


@cache
def _places() -> AllPlaces:
    return load_rules(RULES / "places.toml", AllPlaces)


@cache
def kinds_in(language: str | None) -> Kinds:
    """Return the kinds of names in a language, read once a process.

    Raises:
        RuleFileError: a file of rules does not fit its schema.
    """
    return Kinds(language)


def settle_kind(text: str, draft: Draft, language: str | None) -> None:
    """Give the speaker of a draft its kind, where whoever read the text has not, and set a known body right.

    Somebody with a role is a person, whatever the name; who is not known at all has no kind.
    """
    speaker = draft.speaker
    if speaker.kind is not None or speaker.type == "unknown":
        return
    name = speaker.name
    if speaker.type == "anonymous" and not name and speaker.start is not None:
        name = text[speaker.start : speaker.end]
    known = kinds_in(language).of(name) if name else None
    if speaker.type != "organization" and known is not None and known.is_sure and not speaker.role:
        speaker.type, speaker.name = "organization", name
    if speaker.type == "organization":
        speaker.kind = known.kind if known is not None else ORGANIZATION
    else:
        speaker.kind = PERSON
