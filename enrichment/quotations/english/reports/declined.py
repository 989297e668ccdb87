"""Declined comments: somebody was asked, and did not answer.

They are rows of their own, because "who would not talk to us" is a question about sourcing; they count as nobody's
quotation. How English prose says it is a small grammar in the section `declined` of the rules: clauses, made of pieces
such as negated auxiliaries, verbs of answering and words for requests. Who declined is read by `decliners`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import compress, count

from enrichment.quotations.english.grammar.reading import Reading
from enrichment.quotations.english.reports.decliners import addressee, request_before, subject_of
from enrichment.quotations.english.words.lexicon import english, english_words, verb_forms
from enrichment.quotations.english.words.mentions import Mention

_SUBJECT_REACH = 12  # tokens from what denies a subject to its verb
_PAIR_REACH = 24  # the same of "neither", whose pair may have asides: "neither the firm, Hale, nor he answered"
_PIECE = re.compile(r"\{([a-z_]+)\}")
_VERB = re.compile(r"<([a-z][a-z/ ]*)>")
_NO_OPENERS = frozenset('.¶",;:-()SpqwsotidhcmNIAOPJRTC0*&')  # with what no verb begins
_NOT_IN_SUBJECT = frozenset('.¶",;:-(pqyG')
_NOT_IN_PAIR = frozenset('.¶";:(yG')
_VERBS = frozenset("xVvkae")
_LIST = re.compile(r"(?:,[^.,;:¶\"()cxpq-]{1,4}?){1,4},?c")
_ASIDE = re.compile(r",[^.,;:¶\"()-]{1,10},")
_UP_TO_STOP = re.compile(r"[^.,;:¶()-]{1,20}")
_STOPS = frozenset(".;:¶-()")
_MARKS_STOP = frozenset(".,!?")  # “late,” she said: what closes a clause may stand within marks
_NEAR = 8  # tokens from the start of a sentence to a verb of its main clause
_BY_SOMEBODY = frozenset({"answerable", "gestured"})
_PERFECT = frozenset({"had", "has", "have", "stopped", "ceased", "never"})
_NOT_REPORTED = frozenset('¶.,;:"wyVc')
_SPEAKS = frozenset('",:VG')
_ELLIPTIC = frozenset({"also", "nor"})
_ANSWERABLE = frozenset({"person", "role", "organization", "body", "pronoun"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """One declined comment: code points of its clause, and who declined."""

    start: int
    end: int
    subject: Mention | None


@dataclass(frozen=True, slots=True)
class _Clause:
    """Where a clause of declining may stand: its kind, its first token, code points of what makes it one.

    And the token of the negative word whose verb it is: "no one answered".
    """

    kind: str
    first: int
    start: int
    end: int
    denier: int | None = None


def find_refusals(reading: Reading) -> list[Refusal]:
    """Return the declined comments outside quotation marks, in text order."""
    tokens = reading.tokens
    anchors = english_words("declined", "anchors")
    found: list[Refusal] = []
    end = 0
    for at in compress(count(), map(anchors.__contains__, tokens.words)):
        if tokens.outside[at] == '"' or tokens.ends[at] <= end:
            continue
        begin = tokens.sentence_starts[tokens.sentence_of(at)]
        for clause in _clauses_at(reading, at, begin):
            if clause.start < end:
                continue
            refusal = _refusal(reading, clause, begin, found)
            if refusal is not None:
                end = refusal.end
                found.append(refusal)
                break
    return found


@cache
def _grammar() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The ways of declining, and those that are one only behind a negative subject. A group's name is its kind."""
    rules = english().rules["declined"]
    pieces: dict[str, str] = {}
    for name, piece in rules["pieces"].items():
        pieces[name] = _filled(piece if isinstance(piece, str) else f"(?:{'|'.join(piece)})", pieces)
    kinds = {kind: _filled("|".join(clauses), pieces) for kind, clauses in rules["clauses"].items()}
    denied = re.compile(rf"(?P<denied>{kinds.pop('denied')})(?!\w)")
    return re.compile(rf"(?:{'|'.join(f'(?P<{kind}>{clauses})' for kind, clauses in kinds.items())})(?!\w)"), denied


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    return _PIECE.sub(lambda match: pieces[match[1]], _VERB.sub(_in_all_forms, pattern))


def _in_all_forms(verbs: re.Match[str]) -> str:
    forms: list[str] = []
    for verb in verbs[1].split():
        lemma, *irregular = verb.split("/")
        finite, base, ing = verb_forms(lemma)
        forms += [lemma, lemma + "s", *irregular] if irregular else [*finite, base, ing]
    return f"(?:{'|'.join(sorted(forms, reverse=True))})"


@cache
def _leads() -> dict[str, re.Pattern[str]]:
    """By kind of clause, what must stand before it in its sentence: a question, or a request to say something."""
    rules = english().rules["declined"]
    questions = re.compile(rf"(?:{'|'.join(rules['questions'])}).*?{rules['closing']}|{rules['topics']}")
    return {"invited": questions, "gestured": questions, "bidden": re.compile(rules["bidding"])}


def _clauses_at(reading: Reading, at: int, begin: int) -> Iterator[_Clause]:
    """Clauses that a telling word is part of, or whose subject it makes negative."""
    tokens = reading.tokens
    declining, denied = _grammar()
    for first in range(max(begin, at - 2), min(at + 2, len(tokens.starts))):
        may_open = first == at or tokens.outside[first] not in _NO_OPENERS
        if may_open and (match := declining.match(tokens.text, tokens.starts[first])):
            yield _Clause(match.lastgroup or "", first, *match.span())
    if tokens.words[at] in english_words("declined", "denying"):
        is_pair = tokens.words[at].lower() == "neither"
        reach, closing = (_PAIR_REACH, _NOT_IN_PAIR) if is_pair else (_SUBJECT_REACH, _NOT_IN_SUBJECT)
        for first in range(at + 1, min(at + reach, len(tokens.starts))):
            letter = tokens.outside[first]
            if letter not in _NO_OPENERS and (match := denied.match(tokens.text, tokens.starts[first])):
                yield _Clause("denied", first, *match.span(), denier=at)
            if letter in closing:
                return


def _refusal(reading: Reading, clause: _Clause, begin: int, found: list[Refusal]) -> Refusal | None:
    """The declined comment of a clause; None where the sentence that begins at a token tells of something else.

    A refusal to act is none, and neither is what no question was put to.
    """
    tokens, first = reading.tokens, clause.first
    if clause.kind == "passive":
        request = request_before(reading, begin, first)
        if request is None:
            return None
        subject = addressee(reading, request, first)
    else:
        if first > begin and tokens.words[first - 1].lower() in english_words("declined", "mute"):
            return None
        if not _is_led(reading, clause, begin) or (clause.kind == "gestured" and not _is_all(reading, clause)):
            return None
        if clause.kind in _ELLIPTIC and not (found and tokens.sentence_of(first) - _sentence(reading, found[-1]) <= 1):
            return None
        if clause.kind == "plain" and _is_complaint(reading, begin, first):
            return None
        subject = subject_of(reading, begin, first, clause.end, denier=clause.denier)
        if clause.kind == "nor" and (subject is None or tokens.ends[subject.end - 1] < clause.end):
            return None
        if clause.kind in _BY_SOMEBODY and (subject is None or subject.kind not in _ANSWERABLE):
            return None
    return Refusal(clause.start, _end_of(reading, clause), subject)


def _is_led(reading: Reading, clause: _Clause, begin: int) -> bool:
    """Whether what must stand before a clause does, in its sentence or as the whole of the sentence before."""
    tokens = reading.tokens
    lead = _leads().get(clause.kind)
    if lead is None:
        return True
    led = _asks(reading, lead, begin, clause.first)
    if not led and begin and tokens.outside[begin - 1] != "¶" and clause.first - begin < _NEAR:
        before = tokens.sentence_starts[tokens.sentence_of(begin - 1)]
        led = tokens.words[begin - 1] == "?" != tokens.outside[begin - 1] or _asks(reading, lead, before, begin)
    return led


def _asks(reading: Reading, lead: re.Pattern[str], first: int, end: int) -> bool:
    """Whether tokens put a question, and do not go on to say what was answered."""
    tokens = reading.tokens
    start = tokens.starts[first]
    match = lead.search(tokens.text[start : tokens.starts[end]])
    return match is not None and '"' not in tokens.outside[bisect_left(tokens.starts, start + match.end()) : end]


def _is_complaint(reading: Reading, begin: int, first: int) -> bool:
    """Whether somebody says it of somebody else: "Vane said the yard had not replied"."""
    tokens = reading.tokens
    if tokens.words[first] not in _PERFECT:
        return False
    at = first
    while at > begin and tokens.outside[at - 1] not in _NOT_REPORTED:
        at -= 1
    return at > begin and tokens.outside[at - 1] == "V" and first - at > 0 and tokens.outside[first - 1] not in "pq"


def _is_all(reading: Reading, clause: _Clause) -> bool:
    """Whether a gesture is all the answer there is: no words go with it or follow."""
    tokens = reading.tokens
    end = tokens.sentence_end(tokens.sentence_of(clause.first))
    behind = bisect_left(tokens.starts, clause.end)
    speaks = _SPEAKS.isdisjoint(tokens.outside[behind:end]) and english_words("declined", "anchors").isdisjoint(
        tokens.words[behind:end]
    )
    while tokens.outside[end : end + 1] == "¶":
        end += 1
    return speaks and tokens.outside[end : end + 1] != '"'


def _sentence(reading: Reading, refusal: Refusal) -> int:
    return reading.tokens.sentence_of(bisect_left(reading.tokens.starts, refusal.start))


def _end_of(reading: Reading, clause: _Clause) -> int:
    """Where a clause ends: before the next clause, comma or stop.

    Lists run on (letters, emails or calls), and so does what one will not tell (when Holt, the leader, will go).
    """
    tokens = reading.tokens
    first = at = bisect_left(tokens.starts, clause.end)
    limit = tokens.sentence_end(tokens.sentence_of(clause.first))
    is_open = False  # whether a question that is not answered has no verb yet
    while at < limit:
        letter = tokens.outside[at]
        if letter == ",":
            behind = _behind_comma(reading, at, is_open=is_open)
            if not at < behind <= limit:
                break
            at = behind
            continue
        asks = tokens.words[at].lower() in english_words("declined", "wh")
        asks = asks and (at == first or tokens.outside[at - 1] in "ioct,")
        is_open = asks or (is_open and letter not in _VERBS)
        if not asks and _closes(reading, at):
            break
        at += 1
    return max(tokens.ends[at - 1], clause.end)


def _behind_comma(reading: Reading, comma: int, *, is_open: bool) -> int:
    """The token at which a clause goes on behind a comma, 0 where it ends there.

    A comma may be one of a number or a list (letters, emails or a visit), or open an aside (would not say, today, why).
    """
    tokens = reading.tokens
    words, outside = tokens.words, tokens.outside
    if tokens.ends[comma] == tokens.starts[min(comma + 1, len(words) - 1)]:
        return comma + 1
    aside = _ASIDE.match(outside, comma)
    if aside and (is_open or words[aside.end()].lower() in english_words("declined", "behind_aside")):
        return aside.end()
    listed = _LIST.match(outside, comma)
    if listed is None or words[comma + 1].endswith("ing"):
        return 0
    last = words[listed.end() - 1]
    return comma + 1 if last == "or" or (last == "and" and not _has_verb(outside, listed.end())) else 0


def _has_verb(outside: str, at: int) -> bool:
    """Whether a verb follows before the next stop."""
    following = _UP_TO_STOP.match(outside, at)
    return following is None or not _VERBS.isdisjoint(following.group())


def _closes(reading: Reading, at: int) -> bool:
    """Whether the clause that goes up to a token, no comma, ends before it."""
    tokens = reading.tokens
    words, outside = tokens.words, tokens.outside
    if outside[at - 1] == '"' != outside[at] and words[at - 2] in _MARKS_STOP:
        return True
    word = words[at].lower()
    if outside[at] == '"' or word not in english_words("declined", "ends"):
        return outside[at] in _STOPS
    if word == "and":
        goes_on = words[at + 1].lower() in english_words("declined", "goes_on")
    else:
        goes_on = not english_words("declined", "asked").isdisjoint(words[at + 1 : at + 4])
    return not goes_on and _has_verb(outside, at + 1)
