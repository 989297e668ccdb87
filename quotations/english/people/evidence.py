"""What all mentions of a name together tell: whether it is a person’s, and which pronoun the text uses for it."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import TYPE_CHECKING

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.bodies import body_evidence, known_name
from quotations.english.people.names import shows_name
from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.mentions import Mention
from quotations.english.words.rules import english_rules
from quotations.kinds import PLACE

if TYPE_CHECKING:
    from quotations.english.people.entities import Entity

_ENOUGH = 20  # mentions of one name that are asked for its title and pronoun
_BODY = -1.5  # evidence of a body that outweighs that somebody speaks
_PERSON = -0.5  # evidence above which a name is a person’s
_SHOWN = 0.7  # evidence from which a single word is somebody’s name, wherever it stands
_PLACING = frozenset({"at", "in"})  # before an organization or place
_RELATING = _PLACING | {"of", "from", "for"}  # before a single name these tell something too
_TELLING_BEHIND = frozenset(letters(",(|who|said|saying|person_noun|org_noun"))
_TELLING_BODY = frozenset(letters("aux|genitive|said|reported|thought|say|report|,"))
_GOVERNING = frozenset(letters("det|of|prep"))
_APPOSED_END = frozenset({",", ".", "who", "whose", "whom", "for", "of"})  # "Vane, who met Ms Rudge"
_FRONTED = frozenset(letters("noun|speaker_noun"))
# An age and an apposition skipped, then nobody else: "Otto Brandt, 51, a roofer from Hale, met his".
_TO_PRONOUN = compile_pattern(
    '(?:, <number> (?=,))? (?:, <det> <^¶.;:"()|initial|title|he_she|poss|who>{1,8}? (?=,))? '
    "<^name|title|initial|role|person_noun|¶>{0,20}? <he_she|poss>"
)
_CALLED = {"he": 1, "his": 1, "she": -1, "her": -1}


def weigh(analysis: Analysis, entity: Entity, tags: Set[str]) -> None:
    """Judge from all of its mentions whether a name is a person’s, and which pronoun the text uses for it.

    Organizations with plain names ("Arden Grain", "Bridgewatch") stand after prepositions and "the", own things, and
    are "it"; people carry titles and roles, are "who", and have two names.
    """
    is_full = len(entity.names) > 1
    has_noun = is_full and entity.names[-1].lower() in analysis.tokens.vocabulary
    evidence = (0.6 if is_full else 0.0) - (2.5 if has_noun else 0.0)  # "Arden Water", where the text has water
    titles_of_person = of_body = 0.0
    if tags and entity.name.lower() in tags:
        evidence += 1.0
    outside, words = analysis.tokens.outside, analysis.tokens.words
    for mention in entity.mentions:
        first, end = mention.first, mention.end
        before = outside[first - 1] if first else ""
        after = outside[end : end + 1]
        if after in _TELLING_BEHIND or before == "V":
            evidence += _behind(analysis, mention)
        if after in _TELLING_BODY:
            of_body += body_evidence(analysis, mention)
        if mention.name_first > first:
            titles = outside[first : mention.name_first]
            shown = 3.0 if "T" in titles else 2.0 if titles[-1] in "rR" else 0.0
            evidence += shown
            titles_of_person += shown
            entity.leaning += leaning_of(words[first : mention.name_first])
        elif before in _GOVERNING:
            found, is_definite = _governed(analysis, mention, is_full=is_full)
            evidence += found
            has_noun = has_noun or is_definite
        if after == ",":
            entity.leaning += _leaning_behind(words, end + 1)
    known = known_name(entity)
    evidence += of_body
    is_asked = of_body <= _BODY or known is not None  # of most names nothing tells a body
    is_shown = is_asked and (titles_of_person > 0 or _is_personal(analysis, entity))
    if of_body <= _BODY and not is_shown:
        evidence = min(evidence, -1.0)  # to speak, often even, is no evidence of a person then
    elif known is not None:
        evidence = titles_of_person - 3.0 if known.is_sure else evidence - 2.0 + (2.0 if is_shown else 0.0)
    elif evidence <= _PERSON and is_full and not has_noun and called(analysis, entity):
        evidence += 1.5
    entity.evidence = evidence
    is_unknown_word = known is None and not is_full
    entity.is_word = is_unknown_word and evidence < _SHOWN and not _is_shown(analysis, entity)
    entity.is_person = evidence > _PERSON and "&" not in entity.names and not entity.is_word
    is_body = known is not None and known.kind != PLACE
    entity.has_noun = not entity.is_person and (has_noun or "&" in entity.names or is_body)


def _is_personal(analysis: Analysis, entity: Entity) -> bool:
    """Return whether the text treats a name as people’s: by a surname alone, or by "he"."""
    size = len(entity.names)
    return any(mention.end - mention.name_first < size for mention in entity.mentions) or called(analysis, entity) != 0


def _behind(analysis: Analysis, mention: Mention) -> float:
    """Return what follows: "who", "which", a verb of speaking, another noun, an apposition."""
    outside = analysis.tokens.outside
    after = outside[mention.end : mention.end + 2]
    if after == ",y" and analysis.tokens.words[mention.end + 1] == "which":
        return -2.0  # Cobalt Row, which runs data centers
    first = after[:1]
    apposed = 0.5 if after == ",d" or first == "(" else 0.0
    if first == "w" or after == ",w":
        return 0.0 if mention.first and outside[mention.first - 1] in "oi" else 3.0  # an analyst at Arden who says
    if first in {"V", "G"} or (mention.first and outside[mention.first - 1] == "V"):
        return 0.7 + apposed
    return apposed - (0.4 if first in {"r", "z"} else 0.0)


def _governed(analysis: Analysis, mention: Mention, *, is_full: bool) -> tuple[float, bool]:
    """Return the evidence of a preposition or an article before a name.

    The second value says whether it is "the", which makes the name an organization's.
    """
    tokens = analysis.tokens
    if tokens.outside[mention.first - 1] == "d":
        is_front = is_full and mention.end - mention.first == 1 and tokens.outside[mention.end] in _FRONTED
        return (0.0, False) if is_front else (-1.5, True)  # "the Vane inquiry" says nothing of Ole Vane
    placing = _PLACING if is_full else _RELATING
    return -0.7 if tokens.words[mention.first - 1].lower() in placing else -0.1, False


def _leaning_behind(words: list[str], at: int) -> int:
    """Return what the apposition behind a name says of its pronoun."""
    apposed: list[str] = []
    for word in words[at : at + 5]:
        if word in _APPOSED_END:
            break
        apposed.append(word)
    return leaning_of(apposed)


def _is_shown(analysis: Analysis, entity: Entity) -> bool:
    return any(shows_name(analysis, mention) for mention in entity.mentions[:_ENOUGH])


def leaning_of(words: Iterable[str]) -> int:
    """Return a number above zero for words that go with "he" (Mr, spokesman), below zero for "she"."""
    he, she = english_rules().agreement.he, english_rules().agreement.she
    total = 0
    for word in words:
        total += (word in he) - (word in she)
    return (total > 0) - (total < 0)


def titled(analysis: Analysis, entity: Entity) -> int:
    """Return the leaning of the titles that the text gives to a name."""
    words = analysis.tokens.words
    return leaning_of(
        words[at] for mention in entity.mentions[:_ENOUGH] for at in range(mention.first, mention.name_first)
    )


def called(analysis: Analysis, entity: Entity) -> int:
    """Return a number above zero where "he" follows the name and nobody else is named between, below zero for "she"."""
    outside, words = analysis.tokens.outside, analysis.tokens.words
    total = sum(
        _CALLED.get(words[found.end() - 1].lower(), 0)
        for mention in entity.mentions[:_ENOUGH]
        if (found := _TO_PRONOUN.match(outside, mention.end)) is not None
    )
    return (total > 0) - (total < 0)
