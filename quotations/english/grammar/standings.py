"""How every mention stands in its own sentence, whatever is quoted around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotations.english.grammar.subjects import letter_before
from quotations.english.words.classes import letters
from quotations.english.words.mentions import Mention
from quotations.english.words.tokens import Tokens

# Classes of the neighbouring token worth a feature of their own.
_TELLING_BEFORE = frozenset(letters('of|prep|to|genitive|,"¶.|det|conj|said|reported|thought|adverb|according|(|who|:'))
_TELLING_AFTER = frozenset(letters('genitive|,.|of|prep|to|said|reported|thought|say|saying|aux|adverb|"¶:(|who'))
_GOVERNING = frozenset(letters("of|prep|to"))


class Standing(NamedTuple):
    """The kind of a mention, the classes of the tokens beside it (`*` for most), and whether it is a subject."""

    kind: str
    before: str
    after: str
    is_subject: bool


def find_standings(tokens: Tokens, mentions: Sequence[Mention]) -> list[Standing]:
    """Return the standing of every mention.

    The subject of a sentence is taken to be its first mention that no preposition governs and that possesses nothing.
    """
    outside, led = f"{tokens.outside}¶", -1
    standings: list[Standing] = []
    for mention in mentions:
        before, after = letter_before(outside, mention.first), outside[mention.end]
        kind = mention.kind if mention.kind != "pronoun" else mention.head
        if kind == "person" and mention.name_first == mention.end:
            kind = "role"
        is_subject = mention.sentence != led and after != "S" and before not in _GOVERNING
        if is_subject:
            led = mention.sentence
        before = before if before in _TELLING_BEFORE else "*"
        standings.append(Standing(kind, before, after if after in _TELLING_AFTER else "*", is_subject))
    return standings
