"""Where a clause of declining ends: "would not say, on Tuesday, whether it would pay"."""

from __future__ import annotations

from bisect import bisect_left

from quotations.english.grammar.analysis import Analysis
from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.rules import english_rules

_VERBS = frozenset(letters("finite"))
_LIST = compile_pattern('(?:, <^.,;:¶"()|conj|aux|he_she|pronoun|->{1,4}?){1,4} ,? <conj>')
_ASIDE = compile_pattern(', [^.,;:¶"()-]{1,10} ,')
_UP_TO_STOP = compile_pattern("[^.,;:¶()-]{1,20}")
_STOPS = frozenset(letters(".;:¶-()"))
_MARKS_STOP = frozenset(".,!?")  # “late,” she said: what closes a clause may stand within marks


def refusal_end(analysis: Analysis, verb: int, end: int) -> int:
    """Return the code point at which a clause ends: before the next clause, comma or stop.

    Lists run on (letters, emails or calls), and so does what one will not tell (when Holt, the leader, will go).

    Args:
        analysis: Of the article.
        verb: Token of its verb.
        end: Code point after what makes it a clause of declining.
    """
    tokens = analysis.tokens
    first = at = bisect_left(tokens.starts, end)
    limit = tokens.sentence_end(tokens.sentence_of(verb))
    is_open = False  # whether a question that is not answered has no verb yet
    while at < limit:
        letter = tokens.outside[at]
        if letter == ",":
            behind = _behind_comma(analysis, at, is_open=is_open)
            if not at < behind <= limit:
                break
            at = behind
            continue
        asks = tokens.words[at].lower() in english_rules().declined.question_words
        asks = asks and (at == first or tokens.outside[at - 1] in "ioct,")
        is_open = asks or (is_open and letter not in _VERBS)
        if not asks and _closes(analysis, at):
            break
        at += 1
    return max(tokens.ends[at - 1], end)


def _behind_comma(analysis: Analysis, comma: int, *, is_open: bool) -> int:
    """Return the token at which a clause goes on behind a comma, 0 where it ends there.

    A comma may be one of a number or a list (letters, emails or a visit), or open an aside (would not say, today, why).
    """
    tokens = analysis.tokens
    words, outside = tokens.words, tokens.outside
    if tokens.ends[comma] == tokens.starts[min(comma + 1, len(words) - 1)]:
        return comma + 1
    aside = _ASIDE.match(outside, comma)
    if aside and (is_open or words[aside.end()].lower() in english_rules().declined.behind_aside):
        return aside.end()
    listed = _LIST.match(outside, comma)
    if listed is None or words[comma + 1].endswith("ing"):
        return 0
    last = words[listed.end() - 1]
    return comma + 1 if last == "or" or (last == "and" and not _has_verb(outside, listed.end())) else 0


def _has_verb(outside: str, at: int) -> bool:
    """Return whether a verb follows before the next stop."""
    following = _UP_TO_STOP.match(outside, at)
    return following is None or not _VERBS.isdisjoint(following.group())


def _closes(analysis: Analysis, at: int) -> bool:
    """Return whether the clause that goes up to a token, no comma, ends before it."""
    tokens = analysis.tokens
    words, outside = tokens.words, tokens.outside
    if outside[at - 1] == '"' != outside[at] and words[at - 2] in _MARKS_STOP:
        return True
    word = words[at].lower()
    if outside[at] == '"' or word not in english_rules().declined.ends:
        return outside[at] in _STOPS
    if word == "and":
        goes_on = words[at + 1].lower() in english_rules().declined.goes_on
    else:
        goes_on = not english_rules().declined.asked.isdisjoint(words[at + 1 : at + 4])
    return not goes_on and _has_verb(outside, at + 1)
