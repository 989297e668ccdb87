"""Speech that is printed as a dialogue: turns under the speakers' labels, or answers under emphasised questions.

Nothing is in marks there; layout tells what is spoken, and by whom. What the paper asks is not a quotation. The first
paragraph of a turn is `block`, its further ones are `continued`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise

from quotations.drafts import Draft, Speaker
from quotations.layout.lines import (
    FULL_NAME,
    LABEL_REACH,
    OPENING,
    Line,
    Span,
    is_own,
    key_of,
    read_lines,
    turn_rules,
)
from quotations.layout.marks import QuotedSpan, Turn
from quotations.layout.voices import find_voices
from quotations.model import TextBlock

_FEWEST_TURNS = 3  # of two speakers, one of whom speaks twice
_FEWEST_QUESTIONS = 3
_MOST_NAMES = 20  # looked at for who is interviewed
_CERTAINTY = 0.9
_HEAD = re.compile(rf"\n(?:[^\n:]{{1,{LABEL_REACH}}}:|[QA]\.)(?=\s)")  # of a line with a label, roughly
_ASKS = re.compile(r"[?؟][)”\"’»]?$")


def find_turns(text: str, blocks: Sequence[TextBlock], authors: Sequence[str] = ()) -> list[QuotedSpan]:
    """Return the turns of a dialogue as quoted spans, in text order; none when the text is not printed as one."""
    heads = sum(1 for _ in islice(_HEAD.finditer("\n" + text), _FEWEST_TURNS))
    asking = sum(1 for block in blocks if block.emphasised or block.kind == "heading")
    if heads < _FEWEST_TURNS and asking < _FEWEST_QUESTIONS:
        return []  # most articles, and they cost nothing
    lines = list(read_lines(text, blocks))
    labelled = [line for line in lines if line.label is not None]
    if len(labelled) >= _FEWEST_TURNS:
        cast = _cast(text, labelled, authors)
        if cast is not None:
            return list(_labelled_turns(text, lines, cast))
    asked = _questions(text, lines)
    answers = list(_answers(text, lines, asked, authors)) if len(asked) >= _FEWEST_QUESTIONS else []
    return answers or list(find_voices(text, lines))


def _full_names(text: str, end: int | None = None) -> dict[str, Span]:
    """Return, by last word, where each full name of the text stands first.

    Of several names under one last word, return the one printed most often.
    """
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Span] = {}
    for match in FULL_NAME.finditer(text, 0, len(text) if end is None else end):
        name = (key_of(text, match.span()), match.group())
        counts[name] += 1
        first.setdefault(name, match.span())
    names: dict[str, Span] = {}
    for name, _ in counts.most_common():
        names.setdefault(name[0], first[name])
    return names


def _cast(text: str, labelled: Sequence[Line], authors: Sequence[str]) -> dict[str, tuple[Span, ...]] | None:
    """Return who speaks under which label, and where the text names them in full.

    None when the labels make no dialogue.

    A label is a speaker's when the text names somebody so, or when it is in capitals, as transcripts print them. One
    that is neither is the paper's own ("Courier:").
    """
    labels = [line.label for line in labelled if line.label is not None]
    turns = Counter([key_of(text, label) for label in labels])
    personal = sum(_is_own(text, line) or _ASKS.search(text, line.start, line.end) is not None for line in labelled)
    if len(turns) < 2 or max(turns.values()) < 2 or 4 * personal < len(labelled):
        return None
    names = _full_names(text)
    in_capitals = [text[start:end].isupper() for start, end in labels]
    is_asked = not turns.keys().isdisjoint(turn_rules().questions)
    is_transcript = 2 * sum(in_capitals) > len(labels) and not is_asked
    written = {author.split()[-1].casefold() for author in authors if author.strip()}
    cast: dict[str, tuple[Span, ...]] = {}
    for label, is_capital in zip(labels, in_capitals, strict=True):
        key = key_of(text, label)
        if key in cast or key in turn_rules().questions or key in written or (is_transcript and not is_capital):
            continue
        if key in turn_rules().answers:
            cast[key] = tuple(_interviewed(text, labelled[0].start, authors))
        elif key in names:
            cast[key] = (names[key],)
        elif is_transcript or key in turn_rules().unnamed:
            cast[key] = ()
    return cast if is_transcript or is_asked or any(cast.values()) else None


def _interviewed(text: str, begin: int, authors: Sequence[str]) -> list[Span]:
    """Return where somebody is named in full who may be interviewed.

    Return the person whom the text names most often before the interview begins.
    """
    written = {author.casefold() for author in authors}
    lead = text[:begin].casefold()
    named = [
        (-lead.count(key), span)
        for key, span in _full_names(text, begin).items()
        if text[span[0] - 1 : span[0]] not in OPENING and text[span[0] : span[1]].casefold() not in written
    ]
    return [span for _, span in sorted(named[:_MOST_NAMES])]


def _is_own(text: str, line: Line) -> bool:
    return is_own(text, line.start, line.end)


def _turn(line: Line, named: tuple[Span, ...], *, continues: bool = False, role: Span | None = None) -> QuotedSpan:
    turn = Turn(line.label, named, continues=continues, role=role)
    return QuotedSpan(line.spoken, line.end, is_closed=False, set_apart="turn", turn=turn)


def _labelled_turns(text: str, lines: Sequence[Line], cast: dict[str, tuple[Span, ...]]) -> Iterator[QuotedSpan]:
    speaking: tuple[str, Line] | None = None
    roles = {key_of(text, line.label): line.role for line in lines if line.label is not None and line.role is not None}
    for line in lines:
        if line.label is not None:
            key = key_of(text, line.label)
            speaking = (key, line) if key in cast else None
            if speaking is not None:
                yield _turn(line, cast[key], role=roles.get(key))
        elif speaking is not None:
            key, head = speaking
            is_speech = line.kind == head.kind and not line.is_emphasised and _is_own(text, line)
            if is_speech and key not in text[line.start : line.end].casefold():
                yield _turn(line, cast[key], continues=True, role=roles.get(key))
            else:
                speaking = None


def _questions(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the questions of an interview without labels.

    They are its emphasised lines from the first that asks, else its headings.
    """
    headings = [line for line in lines if line.kind == "heading"]
    for asked in ([line for line in lines if line.is_emphasised and line.kind != "heading"], headings):
        asking = [line for line in asked if _ASKS.search(text, line.start, line.end)]
        if len(asking) >= _FEWEST_QUESTIONS - 1 and len(asked) <= 3 * len(asking):
            return [line for line in asked if line.start >= asking[0].start and text[line.start] != "("]
    return []


def _answers(text: str, lines: Sequence[Line], asked: Sequence[Line], authors: Sequence[str]) -> Iterator[QuotedSpan]:
    """Yield the lines under the questions, if they are somebody's own words and the introduction names somebody.

    Behind the last answer the paper may speak again: there only what is plainly the speaker's own is taken.
    """
    questions = {line.start for line in asked}
    told = [line for line in lines if line.kind != "heading" or line.start in questions]
    told = [line for line in told if line.start >= asked[0].start]
    first = [after for line, after in pairwise(told) if line.start in questions]
    first = [line for line in first if not line.is_emphasised and line.start not in questions]
    own = sum(_is_own(text, line) for line in first)
    named = tuple(_interviewed(text, asked[0].start, authors)) if first and 2 * own >= len(first) else ()
    if not named:
        return
    key = key_of(text, named[0])
    is_fresh = is_last = False
    for line in told:
        if line.start in questions or line.is_emphasised:
            is_fresh, is_last = True, line.start >= asked[-1].start
        elif (not is_last or is_fresh or _is_own(text, line)) and key not in text[line.start : line.end].casefold():
            yield _turn(line, named, continues=not is_fresh)
            is_fresh = False


def draft_turns(
    text: str, quoted_spans: Sequence[QuotedSpan], describe: Callable[[Span], Speaker | None]
) -> list[Draft]:
    """Return the drafts of the turns among the quoted spans.

    Args:
        text: The article's text.
        quoted_spans: Its quoted spans, turns among them.
        describe: Gives the speaker whose name stands at a place, or None when nobody is seen to be named there.
    """
    drafts = []
    for quoted_span in quoted_spans:
        if (turn := quoted_span.turn) is not None:
            speaker = _speaker(text, turn, describe)
            speaker.start, speaker.end = turn.label or (None, None)
            if speaker.role is None and turn.role is not None:
                role = text[slice(*turn.role)]
                speaker.role = role.lower() if role.isupper() else role
            kind = "continued" if turn.continues else "block"
            method = "credit" if turn.is_credit else "dialogue"
            drafts.append(Draft([(quoted_span.start, quoted_span.end)], kind, "direct", _CERTAINTY, method, speaker))
    return drafts


def _speaker(text: str, turn: Turn, describe: Callable[[Span], Speaker | None]) -> Speaker:
    known = [speaker for span in turn.named if (speaker := describe(span)) is not None]
    person = next((speaker for speaker in known if speaker.type == "person"), None)
    if person is not None or (known and turn.is_credit):
        return person or known[0]
    span = turn.named[0] if turn.named else turn.label
    written = text[span[0] : span[1]] if span is not None else ""
    if turn.is_credit and not FULL_NAME.fullmatch(written):
        return Speaker()
    last = written.casefold().split()[-1:]
    if not last or last[0] in turn_rules().answers:
        return Speaker()
    if last[0] in turn_rules().unnamed:
        return Speaker(type="anonymous")
    return Speaker(name=written.title() if written.isupper() else written, type="person")
