"""Who declined: the subject of a clause of declining, or whom a request went to that was left without an answer."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from quotations.english.grammar.analysis import Analysis
from quotations.english.reports.sources import phrase_before, phrase_mention
from quotations.english.words.classes import letters
from quotations.english.words.mentions import Mention
from quotations.english.words.rules import english_rules

_REQUEST_REACH = 16  # tokens from a request to the verb that it is the subject of
_OPENERS = '¶.,;:"cysj-'
_NAMED = frozenset({"person", "organization", "pronoun"})
_BODIES = frozenset({"organization", "body"})
_NOUNS = frozenset(
    letters(
        "det|poss|participle|number|noun|proper|calendar|title|role|nationality|initial|speaker_noun|suffix|&|genitive"
    )
)
_OWNERS = frozenset({"his", "her", "their"})  # of requests that are not the newspaper’s
_INVERTED = frozenset({"nor", "neither"})


def subject_of(analysis: Analysis, begin: int, first: int, end: int, *, denier: int | None) -> Mention | None:
    """Return the subject of a verb in the sentence that begins at a token.

    Args:
        analysis: Of the article.
        begin: First token of the sentence.
        first: First token of the clause, its verb.
        end: Code point after what makes it a clause of declining.
        denier: The token that makes the subject itself negative ("no one").
    """
    words = analysis.tokens.words
    if first > begin and words[first - 1].lower() in _INVERTED:
        following = analysis.mentions_between(first + 1, first + 3)
        return following[0] if following else None
    subject = _before(analysis, begin, first)
    if subject is None and words[begin] == "It":
        return what_it_is(analysis, begin)
    if subject is None:  # "There was no reply from the yard"
        after = analysis.mentions_between(first, bisect_left(analysis.tokens.starts, end) + 3)
        subject = next((one for one in after if words[one.first - 1].lower() in {"from", "at", "by"}), None)
    return subject if denier is None else _denied(analysis, denier, first, subject)


def _denied(analysis: Analysis, denier: int, first: int, subject: Mention | None) -> Mention | None:
    """Return who did not do what no one did.

    That is nobody in particular, unless the subject has a name or is one of a pair.
    """
    if subject is not None and subject.kind in _NAMED:
        return subject
    if subject is not None and "nor" in analysis.tokens.words[denier:first]:  # neither he nor his officers
        paired = analysis.mentions_between(denier, first)
        return next((one for one in paired if one.kind in _NAMED), subject)
    end = denier + 1 if subject is None or subject.end <= denier else subject.end
    nobody = phrase_mention(analysis, denier, end, first)
    return nobody and replace(nobody, kind="other", head="")


def _before(analysis: Analysis, begin: int, first: int) -> Mention | None:
    """Return the phrase straight before the verb.

    Where there is none, return the nearest mention that stands as a subject of a main clause.
    """
    subject = _opening(analysis, begin, first)
    words = analysis.tokens.words
    last = analysis.mentions_between(max(begin, first - 4), first)
    if last and last[-1].end == first and words[begin].lower() in english_rules().declined.question_words:
        return last[-1]  # whether the director was among them Hale would not say
    phrase = phrase_before(analysis, first)
    if (
        phrase is None
        or analysis.tokens.outside[phrase.first - 1] not in _OPENERS
        or words[phrase.first].lower() == "whose"
        or words[phrase.end - 1] == "far"  # has so far made no comment
        or (subject is not None and subject.first < phrase.end and phrase.first < subject.end)
    ):
        return subject or _before_comma(analysis, begin, first)
    return phrase


def _before_comma(analysis: Analysis, begin: int, first: int) -> Mention | None:
    """Return the phrase that opens a sentence, and whose verb stands behind an aside.

    For example: "the lender, whose lawyers wrote,".
    """
    comma = analysis.tokens.outside.find(",", begin, first)
    phrase = phrase_before(analysis, comma) if comma > 0 else None
    return phrase if phrase is not None and phrase.first == begin else None


def _opening(analysis: Analysis, begin: int, first: int) -> Mention | None:
    tokens = analysis.tokens
    outside = tokens.outside
    chosen: Mention | None = None
    for mention in reversed(analysis.mentions_between(begin, first)):
        before = outside[mention.first - 1] if mention.first else "¶"
        possesses = outside[mention.end : mention.end + 1] == "S"
        is_whose = "whose" in (tokens.words[mention.first].lower(), tokens.words[mention.first - 1].lower())
        if (
            before in "oit"
            or possesses
            or is_whose
            or mention.kind == "place"
            or mention.head == "it"
            or mention.end > first
        ):
            continue
        if before == "y" and outside[mention.end : first].count(",") % 2:
            continue  # of a clause that has ended: "Holt, who left when she came, did not reply"
        chosen = mention
        if before in _OPENERS:
            break
    return chosen and _named_beside(analysis, chosen, first)


def _named_beside(analysis: Analysis, mention: Mention, end: int) -> Mention:
    """Return the name that stands in apposition to a mention without one: "its regulator, the Audit Council,"."""
    outside = analysis.tokens.outside
    if mention.kind in _NAMED or outside[mention.end] != ",":
        return mention
    beside = analysis.mentions_between(mention.end + 1, min(mention.end + 3, end))
    is_named = bool(beside) and beside[0].kind in _NAMED and outside[beside[0].end] == ","
    return beside[0] if is_named else mention


def what_it_is(analysis: Analysis, begin: int) -> Mention | None:
    """Return what "it" stands for in the sentence that begins at a token.

    It stands for the first organization that the sentence before names.
    """
    tokens = analysis.tokens
    if begin == 0 or tokens.outside[begin - 1] == "¶":
        return None
    before = tokens.sentence_starts[tokens.sentence_of(begin - 1)]
    for mention in analysis.mentions_between(before, begin):
        one = _named_beside(analysis, mention, begin)
        if one.kind in _BODIES and tokens.outside[one.end] != "S" and tokens.outside[one.first - 1] not in "oit":
            return one
    return None


def request_before(analysis: Analysis, begin: int, first: int) -> int | None:
    """Return the token of the request that is the subject of a verb: "messages left with the firm", "calls"."""
    words = analysis.tokens.words
    for at in range(first - 1, max(begin, first - _REQUEST_REACH) - 1, -1):
        word = words[at].lower()
        if word in english_rules().declined.attempts:
            return at if _is_to_reach(analysis, at) else None
        if word in english_rules().declined.requests:
            return at if words[first] != "failed" and _may_be_answered(analysis, at, first) else None
    return None


def _may_be_answered(analysis: Analysis, at: int, first: int) -> bool:
    """Return whether a request asks somebody for words: not so "calls for calm", "requests to widen the road"."""
    words, outside = analysis.tokens.words, analysis.tokens.outside
    if words[at - 1].lower() in _OWNERS:
        return False
    if _is_for_words(analysis, at, first):
        return True
    follower = words[at + 1].lower()
    if words[at].lower().startswith("invitation") or _is_weak(analysis, first):
        return False
    if outside[at - 1] == "n" and words[at - 1].lower() not in english_rules().declined.kinds:
        return False  # an alarm call
    if at + 1 == first or follower == "about":
        return not words[first].startswith("remain")
    is_to_act = follower == "to" and outside[at + 2] not in "dhNAOTRJPI" and outside[at + 3] in "dh"
    return follower in english_rules().declined.put_to and not is_to_act


def _is_to_reach(analysis: Analysis, at: int) -> bool:
    """Return whether attempts are such to reach somebody, and no agreement or summit."""
    words = [word.lower() for word in analysis.tokens.words[at + 2 : at + 6]]
    return words[0] in english_rules().declined.reaching and english_rules().declined.out_of_reach.isdisjoint(words)


def _is_for_words(analysis: Analysis, at: int, first: int) -> bool:
    """Return whether a request asks for words: "a request for an interview", "interview requests"."""
    words = [word.lower() for word in analysis.tokens.words[max(0, at - 1) : min(at + 6, first)]]
    return not english_rules().declined.asking.isdisjoint(words)


def _is_weak(analysis: Analysis, first: int) -> bool:
    """Return whether a passive tells of requests of any kind: those to widen a road are refused as well."""
    words = analysis.tokens.words[first : first + 3]
    return not english_rules().declined.weak.isdisjoint(words)


def addressee(analysis: Analysis, request: int, first: int) -> Mention | None:
    """Return whom a request before the verb went to; of "the yard’s owner" the owner."""
    tokens = analysis.tokens
    is_attempt = tokens.words[request].lower() in english_rules().declined.attempts
    leads = english_rules().declined.reaching if is_attempt else english_rules().declined.towards
    for at in range(request + 1, first - 1):
        if tokens.words[at].lower() not in leads:
            continue
        end = at + 1
        while end < first and tokens.outside[end] in _NOUNS:
            end += 1
        mentions = [one for one in analysis.mentions_between(at + 1, end) if one.end <= first]
        owned = [one for one in mentions if tokens.outside[one.end] != "S"]
        if owned:
            return owned[0]
        if tokens.words[at + 1] == "it":
            begin = tokens.sentence_starts[tokens.sentence_of(request)]
            return what_it_is(analysis, begin)
        if end > at + 1 and not mentions and tokens.words[end - 1].lower() not in english_rules().declined.lines:
            return phrase_mention(analysis, at + 1, end, first)
    return None
