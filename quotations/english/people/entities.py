"""A person or organization of one article."""

from __future__ import annotations

from dataclasses import dataclass, field

from quotations.english.words.mentions import Mention


@dataclass(slots=True)
class Entity:
    """A person or organization.

    Attributes:
        names: Name words of the fullest form met, without titles.
        is_person: What the evidence of the whole article says.
        mentions: Its name mentions, in text order.
        apposed: Noun phrases that its name is said of ("the harbour master, Ada Bright").
        evidence: What speaks for a person (above zero) or an organization (below).
        roles: Pairs of role and organization stated, either of them empty at times.
        is_anonymous: A source that is never named ("a former employee"); each is its own.
        has_noun: Whether a name is surely an organization’s: it holds a noun of organizations or an acronym, or stands
            with "the".
        is_word: Whether it is not a name at all, but a word that its place made a capital.
        leaning: Above zero the text calls this person he, below zero she; used for nothing but pronouns.
    """

    names: tuple[str, ...]
    is_person: bool = True
    mentions: list[Mention] = field(default_factory=list)
    apposed: list[Mention] = field(default_factory=list)
    leaning: int = 0
    evidence: float = 0.0
    roles: list[tuple[str, str]] = field(default_factory=list)
    is_anonymous: bool = False
    has_noun: bool = False
    is_word: bool = False

    @property
    def name(self) -> str:
        """The fullest form, words joined by one space."""
        return " ".join(self.names)
