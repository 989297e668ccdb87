"""Who has died, by what the article says: the words of the living are easily given to them."""

from __future__ import annotations

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.entities import Entity
from quotations.english.words.classes import compile_pattern
from quotations.english.words.rules import english_rules

_MOST_MENTIONS = 20
_OTHERS = frozenset({"late", "dead"})
# "Marek Dolan, the violinist, has died", "who died in May", "was found dead", "Dolan’s funeral".
_DIED = compile_pattern(
    '(?:, <^.;:¶"()>{1,14}? ,)? (?:,? <who>)? <aux>{0,2} <adverb>? (?P<verb><verb|participle|noun|reported|thought>) '
    "(?P<state><noun|participle>)?"
)
_OWNED = compile_pattern("<genitive> (?P<noun><noun|person_noun>)")


def tells_of_deaths(analysis: Analysis) -> bool:
    """Return whether any word of an article may say that somebody has died: most articles have none."""
    rules = english_rules().bodies
    return any(
        not words.isdisjoint(analysis.tokens.vocabulary)
        for words in (rules.died, rules.killed, rules.of_the_dead, _OTHERS)
    )


def is_dead(analysis: Analysis, entity: Entity) -> bool:
    """Return whether an article says of somebody it names that they have died."""
    tokens, rules = analysis.tokens, english_rules().bodies
    words, outside = tokens.words, tokens.outside
    for mention in entity.mentions[:_MOST_MENTIONS]:
        if (
            mention.first
            and words[mention.first - 1] == "late"
            and outside[mention.first - 2 : mention.first - 1] in {"d", "h"}
        ):
            return True
        owned = _OWNED.match(outside, mention.end)
        if owned is not None:
            if words[owned.start("noun")] in rules.of_the_dead:
                return True
            continue
        died = _DIED.match(outside, mention.end)
        if died is None:
            continue
        verb = words[died.start("verb")]
        is_passive = outside[died.start("verb") - 1] == "x"
        if verb in rules.died or (is_passive and verb in rules.killed):
            return True
        if verb == "found" and died["state"] and words[died.start("state")] == "dead":
            return True
    return False
