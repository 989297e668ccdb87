"""Who may have spoken a quoted span, and what speaks for each of them, as named features.

Features are short strings so that the trained weights can be read by a person: `rule=inverted` is one.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter

from quotations.english.grammar.analysis import Analysis, Quoted
from quotations.english.grammar.standings import Standing
from quotations.english.words.mentions import Mention
from quotations.ranking import GroupWeights, linear

_BEFORE, _AFTER = 8, 4  # mentions looked at on each side; more change nothing
_PARAGRAPHS = 2
_RANKS = 6  # mentions further off are alike
_SOURCES = 4  # frames looked back for the latest source
_TAIL = 40  # tokens behind a quoted span that tell whether its sentence goes on
_TURNS, _CONVERSATION = 4, 4  # quoted spans and paragraphs looked back for who else takes part in a conversation
_BINS = (0, 1, 2, 3, 5, 8, 12, 20, 35, 60)
_GAPS = {side: [(f"words={side}{number}",) for number in range(len(_BINS) + 1)] for side in "ba"}
_FIRST = attrgetter("first")


def find_candidates(analysis: Analysis, quoted: Quoted, previous: Quoted | None) -> list[Mention]:
    """Return the mentions near a quoted span, and the speaker of the quoted span before it, in text order."""
    starts, mentions = analysis.mention_starts, analysis.mentions
    left = bisect_left(starts, quoted.first)
    right = bisect_left(starts, quoted.end)
    earliest, latest = quoted.paragraph - 2 * _PARAGRAPHS, quoted.paragraph + _PARAGRAPHS
    chosen = [one for one in mentions[max(0, left - _BEFORE) : left] if one.paragraph >= earliest]
    last = previous.speaker if previous is not None and previous.paragraph >= earliest else None
    if last is not None and last.first < quoted.first and last not in chosen:
        chosen.insert(0, last)
    end = quoted.sentence_end
    chosen += [one for one in mentions[right : right + _AFTER] if one.first < end or one.paragraph <= latest]
    for known in (quoted.pick, partner_of(quoted, previous)):
        if known is not None and known not in chosen:
            insort(chosen, known, key=_FIRST)
    return chosen


def surroundings(analysis: Analysis, quoted: Quoted) -> str:
    """Return how a quoted span stands in its sentence: alone, opening it, closing it, or inside."""
    outside = analysis.tokens.outside
    leads = quoted.first > quoted.sentence_first
    tail = outside[quoted.end : min(quoted.sentence_end, quoted.end + _TAIL)].strip('.¶",')
    if leads:
        return "inside" if tail else "closing"
    return "opening" if tail else "alone"


# The features of one candidate: those of its place, of its gap and of its neighbours, and what is its own. The first
# three recur from quoted span to quoted span: they are made once and weighed once (`GroupWeights`), and are most of
# all.
Row = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], Sequence[str]]


def scores_of(rows: list[Row], weights: GroupWeights) -> list[float]:
    """Return the sums of the weights of the candidates’ features."""
    known = weights.weights
    return [
        weights[place] + weights[gap] + weights[neighbours] + (linear(known, own) if own else 0.0)
        for place, gap, neighbours, own in rows
    ]


def candidate_rows(analysis: Analysis, quoted: Quoted, previous: Quoted | None, candidates: list[Mention]) -> list[Row]:
    """Return the features of every candidate of one quoted span."""
    tokens, words, outside = analysis.tokens, analysis.tokens.words, analysis.tokens.outside
    where, rule = surroundings(analysis, quoted), quoted.pattern or "none"
    colon = "colon" if quoted.first and outside[quoted.first - 1] == ":" else "plain"
    first_sentence, last_sentence = tokens.sentence_of(quoted.first), tokens.sentence_of(quoted.end - 1)
    ties = _Ties(analysis, quoted, previous, where, rule)
    tied, within, around = ties.tied, ties.within, _frame_features(quoted)
    standings = analysis.standings
    rows: list[Row] = []
    before = bisect_left(candidates, quoted.first, key=_FIRST)
    for order, mention in enumerate(candidates):
        if order < before:
            rank, side, gap = before - 1 - order, "b", quoted.first - mention.end
            sentences = first_sentence - mention.sentence
        else:
            rank, side, gap = order - before, "a", mention.first - quoted.end
            sentences = mention.sentence - last_sentence
        near = _near(side, sentences, quoted.paragraph - mention.paragraph)
        standing = standings[mention.index]
        own: Sequence[str] = ()
        if mention.index in tied or (mention.kind == "person" and words[mention.end - 1] in within):
            own = ties.of(mention, standing.kind)
        if mention.index in around:
            own = [*own, *around[mention.index]]
        rows.append(
            (
                _place_features(near, rank if rank < _RANKS else _RANKS, where, rule, colon),
                _GAPS[side][bisect_left(_BINS, gap)],
                _neighbour_features(standing, near, where),
                own,
            )
        )
    return rows


@lru_cache(maxsize=20_000)
def _near(side: str, sentences: int, paragraphs: int) -> str:
    return f"{side}{min(sentences, 3)}{min(abs(paragraphs), 2)}"


@lru_cache(maxsize=20_000)
def _place_features(near: str, rank: int, where: str, rule: str, colon: str) -> tuple[str, ...]:
    return (
        f"near={near}|{where}",
        f"near={near}|{rule}",
        f"near={near}|{colon}",
        f"rank={near[0]}{rank}",
    )


@lru_cache(maxsize=20_000)
def _neighbour_features(standing: Standing, near: str, where: str) -> tuple[str, ...]:
    row = (
        f"kind={standing.kind}",
        f"pre={standing.before}",
        f"post={standing.after}",
    )
    return (*row, f"subject|{near}", f"subject|{where}") if standing.is_subject else row


class _Ties:
    """The ties of a candidate to the grammar's pick, to the speaker before, and to the latest source."""

    def __init__(self, analysis: Analysis, quoted: Quoted, previous: Quoted | None, where: str, rule: str) -> None:
        self.where, self.rule = where, rule
        self.pick, self.partner = quoted.pick, partner_of(quoted, previous)
        self.speaker = previous.speaker if previous is not None else None
        # Whether the quoted span before lies between: “...” Holt said. “...” or Holt said “...”. “...”
        self.is_across = self.speaker is not None and previous is not None and self.speaker.first < previous.first
        distance = quoted.paragraph - previous.paragraph if previous is not None else 9
        self.gap = f"p{min(distance, 2)}"
        self.turn = _turn(analysis, quoted, previous)
        self.words = analysis.tokens.words
        self.within = frozenset(self.words[quoted.first : quoted.end])
        self.source, self.source_gap = _latest_source(analysis, quoted)
        ends = (self.pick, self.speaker, self.source, self.partner)
        self.tied = {mention.index for mention in ends if mention is not None}

    def is_named(self, mention: Mention) -> bool:
        """Return whether the words in marks name a person: “Vane never came” is as a rule not said by Vane."""
        return mention.kind == "person" and self.words[mention.end - 1] in self.within

    def of(self, mention: Mention, kind: str) -> list[str]:
        """Return the features of one candidate."""
        where, rule, gap, row = self.where, self.rule, self.gap, []
        if mention is self.pick:
            row += [f"rule={rule}", f"rule={rule}|{kind}", f"rule={rule}|{where}"]
        if mention is self.speaker:
            row += [f"previous={gap}|{where}", f"previous={gap}|{rule}", f"previous|{self.is_across}"]
            row.append(f"previous|{self.turn}|{where}")
        if mention is self.partner:
            row.append(f"partner|{self.turn}|{where}")
        if self.is_named(mention):
            row.append(f"named within|{mention is self.pick}")
        if mention is self.source:
            gap = self.source_gap
            row += [f"source={gap}|{where}", f"source={gap}|{rule}", f"source|{mention is self.speaker}"]
        return row


def partner_of(quoted: Quoted, previous: Quoted | None) -> Mention | None:
    """Return who last spoke before the last speaker did.

    In “...,” Holt said. / “...,” Vane said. / “...” it is Holt again.
    """
    if previous is None or previous.speaker is None:
        return None
    earlier = previous.follows
    for _ in range(_TURNS):
        if earlier is None or earlier.speaker is None or quoted.paragraph - earlier.paragraph > _CONVERSATION:
            return None
        if earlier.speaker.head != previous.speaker.head:
            return earlier.speaker if earlier.speaker.first < quoted.first else None
        earlier = earlier.follows
    return None


def _turn(analysis: Analysis, quoted: Quoted, previous: Quoted | None) -> str:
    """Return how a quoted span takes its turn: in the paragraph of the one before, at the head of the next.

    Or as an answer.

    An answer comes where the two paragraphs before it were speech already, a line to each.
    """
    if previous is None or quoted.paragraph - previous.paragraph > 1:
        return "apart"
    if quoted.paragraph == previous.paragraph:
        return "same"
    outside, earlier = analysis.tokens.outside, previous.follows
    if outside[quoted.first - 1] != "¶":
        return "next"
    is_answered = earlier is not None and previous.paragraph - earlier.paragraph == 1
    return "answer" if is_answered and outside[previous.first - 1] == "¶" else "head"


def _latest_source(analysis: Analysis, quoted: Quoted) -> tuple[Mention | None, str]:
    """Return who was last said to say anything before the sentence of a quoted span, marks or none.

    And how far that is.

    Speech without a cue of its own often goes on from a report: Holt said the yard would close. “There is no work.”
    """
    at = bisect_left(analysis.frame_cues, quoted.sentence_first)
    for frame in reversed(analysis.frames[max(0, at - _SOURCES) : at]):
        if frame.letter in "VBQ" and frame.subject is not None and frame.way != "passive":
            distance = quoted.paragraph - frame.subject.paragraph
            return (frame.subject, f"p{distance}") if distance <= _PARAGRAPHS else (None, "")
    return None, ""


def _frame_features(quoted: Quoted) -> dict[int, list[str]]:
    """Return whose cues stand around a quoted span, and how far off: features by the index of the subject."""
    found: dict[int, list[str]] = {}
    count = len(quoted.reporters)
    for order, reporter in enumerate(quoted.reporters):
        if reporter.subject is not None:
            place = "only" if count == 1 else "outer" if order == 0 else "inner"
            row = found.setdefault(reporter.subject.index, [])
            row += [f"reporter={place}", f"reporter={quoted.report}"]
    for order, frame in enumerate(quoted.after[:3]):
        if frame.subject is not None:
            row = found.setdefault(frame.subject.index, [])
            row += [
                f"cue after={frame.letter}|{min(order, 1)}",
                f"cue after|{frame.way}|{bisect_left(_BINS, frame.cue - quoted.end)}",
            ]
    return found
