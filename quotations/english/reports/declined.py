"""Declined comments: somebody was asked, and did not answer.

They are rows of their own, because "who would not talk to us" is a question about sourcing; they count as nobody's
quotation. Where a clause of declining may stand is read by `declining`, whose grammar is the section `declined` of the
rules; how far it goes by `refusal_extents`, and who declined by `decliners`. Here it is decided whether it is one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import compress, count

from quotations.english.grammar.analysis import Analysis
from quotations.english.reports.decliners import addressee, request_before, subject_of
from quotations.english.reports.declining import Clause, clauses_at
from quotations.english.reports.refusal_extents import refusal_end
from quotations.english.words.classes import letters
from quotations.english.words.mentions import Mention
from quotations.english.words.rules import english_rules
from quotations.rule_files import compile_rule

_NEAR = 8  # tokens from the start of a clause to its verb
_QUESTION_REACH = 80  # tokens from a question to what was done instead of answering it
_BY_SOMEBODY = frozenset({"answerable", "gestured"})
_PERFECT = frozenset({"had", "has", "have", "stopped", "ceased", "never"})
_NOT_REPORTED = frozenset(letters('¶.,;:"|who|subordinator|said|saying|conj'))
_SPEAKS = frozenset(letters('",:|said|saying'))
_ANSWERABLE = frozenset({"person", "role", "organization", "body", "pronoun"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """One declined comment: code points of its clause, and who declined."""

    start: int
    end: int
    subject: Mention | None


def find_refusals(analysis: Analysis) -> list[Refusal]:
    """Return the declined comments outside quotation marks, in text order."""
    tokens = analysis.tokens
    anchors, gestures, questioning = _watched()
    found: list[Refusal] = []
    end, asked = 0, -2
    for at in compress(count(), map(_all_watched().__contains__, tokens.words)):
        if tokens.outside[at] == '"' or tokens.ends[at] <= end:
            continue
        sentence = tokens.sentence_of(at)
        word = tokens.words[at]
        if word in questioning:
            asked = sentence
        is_led = sentence - asked <= 1
        if not (word in anchors or (is_led and word in gestures)):
            continue
        begin = tokens.sentence_starts[sentence]
        for clause in clauses_at(analysis, at, begin, is_led=is_led):
            if clause.start < end:
                continue
            refusal = _refusal(analysis, clause, begin, found)
            if refusal is not None:
                end = refusal.end
                found.append(refusal)
                break
    return found


def _watched() -> tuple[frozenset[str], ...]:
    """Return words at which a text is looked at: always, behind a question, and those that may put one."""
    rules = english_rules().declined
    return rules.anchors, rules.gestures, rules.questioning


@cache
def _all_watched() -> frozenset[str]:
    return frozenset().union(*_watched())


@cache
def _leads() -> dict[str, re.Pattern[str]]:
    """Return, by kind of clause, what must stand before it in its sentence.

    It is a question, or a request to say something.
    """
    rules = english_rules().declined
    questions = rf"(?:{'|'.join(rules.questions)}).*?{rules.closing}|{rules.topics}"
    asked = compile_rule(questions, "en.toml: `declined.questions`, `closing` or `topics`")
    return {"invited": asked, "gestured": asked, "bidden": compile_rule(rules.bidding, "en.toml: `declined.bidding`")}


def _refusal(analysis: Analysis, clause: Clause, begin: int, found: list[Refusal]) -> Refusal | None:
    """Return the declined comment of a clause; None where the sentence that begins at a token tells of something else.

    A refusal to act is none, and neither is what no question was put to.
    """
    if not _is_of_words(analysis, clause, begin, found):
        return None
    tokens, first = analysis.tokens, clause.first
    if clause.kind == "passive":
        request = request_before(analysis, begin, first)
        if request is None:
            return None
        subject = addressee(analysis, request, first)
    else:
        subject = subject_of(analysis, begin, first, clause.end, denier=clause.denier)
    if clause.kind in _BY_SOMEBODY and (subject is None or subject.kind not in _ANSWERABLE):
        return None
    if clause.kind == "away" and (subject is None or not subject.head.startswith("spokes")):
        return None
    if clause.kind == "nor" and (subject is None or tokens.ends[subject.end - 1] < clause.end):
        return None
    return Refusal(clause.start, refusal_end(analysis, first, clause.end), subject)


def _is_of_words(analysis: Analysis, clause: Clause, begin: int, found: list[Refusal]) -> bool:
    """Return whether a clause has around it what one of its kind must have."""
    tokens, first = analysis.tokens, clause.first
    match clause.kind:
        case "passive":
            return True
        case "also" | "nor":
            holds = bool(found) and tokens.sentence_of(first) - _sentence(analysis, found[-1]) <= 1
        case "barred":
            holds = _is_reported(analysis, begin, first)
        case "plain":
            holds = not _is_complaint(analysis, clause, begin)
        case "gestured":
            holds = _is_led(analysis, clause, begin) and _is_all(analysis, clause)
        case _:
            holds = _is_led(analysis, clause, begin)
    return holds and (first == begin or tokens.words[first - 1].lower() not in english_rules().declined.mute)


def _is_led(analysis: Analysis, clause: Clause, begin: int) -> bool:
    """Return whether what must stand before a clause does, in its sentence or as the whole of the sentence before."""
    tokens = analysis.tokens
    lead = _leads().get(clause.kind)
    if lead is None:
        return True
    led = _asks(analysis, lead, begin, clause.first)
    if not led and begin and tokens.outside[begin - 1] != "¶" and clause.first - begin < _NEAR:
        before = tokens.sentence_starts[tokens.sentence_of(begin - 1)]
        asks = tokens.words[begin - 1] == "?" and tokens.outside[begin - 1] != '"'
        led = asks or _asks(analysis, lead, before, begin)
    return led


def _asks(analysis: Analysis, lead: re.Pattern[str], first: int, end: int) -> bool:
    """Return whether tokens put a question, and do not go on to say what was answered."""
    tokens = analysis.tokens
    start = tokens.starts[max(first, end - _QUESTION_REACH)]
    match = lead.search(tokens.text[start : tokens.starts[end]])
    return match is not None and '"' not in tokens.outside[bisect_left(tokens.starts, start + match.end()) : end]


def _is_complaint(analysis: Analysis, clause: Clause, begin: int) -> bool:
    """Return whether somebody says it of somebody else: "Vane said the yard had not replied"."""
    tokens, first = analysis.tokens, clause.first
    if tokens.words[first] not in _PERFECT or "comment" in tokens.text[clause.start : clause.end]:
        return False
    return tokens.outside[first - 1] not in "pq" and _is_reported(analysis, begin, first)


def _is_reported(analysis: Analysis, begin: int, first: int) -> bool:
    """Return whether the subject of a verb stands right behind a verb of speaking: "said the yard had not replied"."""
    outside = analysis.tokens.outside
    at = first
    while at > max(begin, first - _NEAR) and outside[at - 1] not in _NOT_REPORTED:
        at -= 1
    return begin < at < first and outside[at - 1] in "VG"


def _is_all(analysis: Analysis, clause: Clause) -> bool:
    """Return whether a gesture is all the answer there is: no words go with it or follow."""
    tokens = analysis.tokens
    end = tokens.sentence_end(tokens.sentence_of(clause.first))
    behind = bisect_left(tokens.starts, clause.end)
    is_mute = _SPEAKS.isdisjoint(tokens.outside[behind:end])
    is_mute = is_mute and english_rules().declined.anchors.isdisjoint(tokens.words[behind:end])
    while tokens.outside[end : end + 1] == "¶":
        end += 1
    return is_mute and tokens.outside[end : end + 1] != '"'


def _sentence(analysis: Analysis, refusal: Refusal) -> int:
    return analysis.tokens.sentence_of(bisect_left(analysis.tokens.starts, refusal.start))
