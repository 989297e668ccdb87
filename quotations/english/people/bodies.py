"""What tells in the text that a name is a body's, and what kind of body: "Arden Grain, which", "Arden Grain have"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotations.english.grammar.analysis import Analysis
from quotations.english.words.classes import compile_pattern
from quotations.english.words.mentions import Mention
from quotations.english.words.rules import english_rules
from quotations.kinds import ORGANIZATION, PLACE, PUBLICATION, Known, kinds_in

if TYPE_CHECKING:
    from quotations.english.people.entities import Entity

_MOST_MENTIONS = 20  # of one name that are asked what kind of thing it is; no text may cost its square
# "said that it had", "said its": the subject of the clause is who speaks, unless "it" is the weather.
_SAYS_IT = compile_pattern(
    "<said|reported|report|say|thought> <that>? (?P<it><pronoun|poss>) <adverb>? "
    "(?P<verb><aux|said|reported|thought|verb|participle>)? <adverb>? (?P<state><^¶>)?"
)
_IT_ADDS = compile_pattern(
    "<^name|acronym|org|place|person_noun|org_noun|document|he_she|object|¶>{0,25}? [.] "
    "(?P<it><pronoun>) <adverb>? <said|reported>"
)
# ", a charity that", ", the newspaper,": no role follows the noun.
_APPOSED = compile_pattern(
    ", <det> <adverb|participle|noun|nationality|number|name|place>{0,3} (?P<noun><org_noun>) "
    "(?=[,.] | <that|who|subordinator|prep|of|participle|saying>)"
)
_DOES = frozenset({"had", "has", "does", "did"})
_OWNED = compile_pattern("<genitive> <participle|number>? (?P<noun><noun|person_noun|org_noun>)")


def body_evidence(analysis: Analysis, mention: Mention) -> float:
    """Return how much what stands behind a name tells that it is a body's: zero or less."""
    outside, words, end = analysis.tokens.outside, analysis.tokens.words, mention.end
    after = outside[end : end + 1]
    if after == "x":
        before = outside[mention.first - 1 : mention.first]
        is_plural = words[end] in english_rules().bodies.plural and before not in set(",cyx")
        return -1.5 if is_plural else 0.0
    if after == "S":
        owned = _OWNED.match(outside, end)
        is_telling = owned is not None and words[owned.start("noun")] in english_rules().bodies.owned
        return -0.8 if is_telling else 0.0
    found = 0.0
    if after in set("VvkBu"):
        found = _says_it(analysis, end)
        added = _IT_ADDS.match(outside, end)
        if added is not None and words[added.start("it")] == "It":
            found -= 1.5
    elif after == "," and _APPOSED.match(outside, end) is not None:
        found = -1.5
    return found


def _says_it(analysis: Analysis, at: int) -> float:
    """Return what the clause of a report tells by its subject: "it was surprised" much, "it had" and "its" little."""
    tokens, bodies = analysis.tokens, english_rules().bodies
    match = _SAYS_IT.match(tokens.outside, at)
    it = tokens.words[match.start("it")] if match is not None else ""
    if match is None or it == "its":
        return -0.5 if it else 0.0
    if it != "it" or match["verb"] is None:
        return 0.0
    verb = tokens.words[match.start("verb")]
    state = tokens.words[match.start("state")] if match["state"] else ""
    if verb in {"is", "was"}:
        return -2.0 if state in bodies.minded else 0.0
    is_anything = verb in bodies.of_weather or state in {"been", "to"}  # "it had been late", "it has to"
    return 0.0 if is_anything or (match["verb"] == "x" and verb not in _DOES) else -0.5


def kind_of_body(analysis: Analysis, entity: Entity) -> str:
    """Return the kind of something that is not a person: by its name, by what is said of it, else an organization."""
    known = known_name(entity)
    if known is not None:
        return known.kind
    outside, words = analysis.tokens.outside, analysis.tokens.words
    for mention in entity.mentions[:_MOST_MENTIONS]:
        apposed = _APPOSED.match(outside, mention.end)
        nouns = {words[mention.first - 1].lower()} if mention.first else set[str]()
        if mention.name_first > mention.first:
            nouns.add(words[mention.name_first - 1].lower())
        if apposed is not None:
            nouns.add(words[apposed.start("noun")])
        if not nouns.isdisjoint(english_rules().bodies.publications):
            return PUBLICATION
    capitals = english_rules().capitals
    first = entity.mentions[0] if entity.mentions else None
    is_placed = first is not None and first.kind == "place" and "A" not in outside[first.first : first.end]
    is_region = (
        entity.names[0] in capitals.before_place
        or entity.names[-1] in capitals.behind_place
        or (first is not None and set(outside[first.first : first.end]) <= {"P"})
    )
    return PLACE if is_placed and is_region else ORGANIZATION


def known_name(entity: Entity) -> Known | None:
    """Return what the lists know of a name."""
    return kinds_in("en").of(entity.name)
