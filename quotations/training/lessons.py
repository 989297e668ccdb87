"""What the annotated articles teach about every quoted span: whether it is a quotation, and which mention speaks it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from quotations.english.grammar.analysis import Analysis, Quoted
from quotations.english.judging.candidates import candidate_rows, find_candidates
from quotations.english.judging.detection import detection_features
from quotations.english.reader import analyse, note_previous
from quotations.english.words.lexicon import english
from quotations.english.words.mentions import Mention
from quotations.layout.display import set_apart
from quotations.layout.marks import find_quoted_spans
from quotations.ranking import features_of
from quotations.training.gold import GoldArticle, GoldItem
from quotations.training.learning import Group

# From which probability a quoted span counts as a quotation. A few words are as soon nobody's; to take a sentence that
# somebody said for nobody's is the worse error.
THRESHOLDS = {"short": 0.5, "long": 0.4}


def analyse_gold(one: GoldArticle) -> tuple[Analysis, list[Quoted]]:
    """Read an annotated article as the engine reads it, up to the point where it would judge."""
    text = one.article.text
    return analyse(text, set_apart(text, one.article.blocks, find_quoted_spans(text)), english())


def item_of(items: Sequence[GoldItem], quoted: Quoted) -> GoldItem | None:
    """Return the annotated item that a quoted span belongs to: an outer item before one nested in it."""
    start, end = quoted.quoted_span.start, quoted.quoted_span.end
    for item in items:
        if item.is_nested or item.speech in {"indirect", "declined"}:
            continue
        for first, last in item.spans:
            if min(last, end) - max(first, start) > 0.5 * (end - start):
                return item
    return None


def mentions_of(analysis: Analysis, candidates: Sequence[Mention], item: GoldItem) -> list[bool]:
    """Return which candidates are the annotated speaker: the nearest one written as annotated."""
    text = analysis.tokens.text
    written = item.speaker
    if not written:
        return [False] * len(candidates)
    # Whole words: "he" is not in "the".
    places = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(written)}(?!\w)", text)]
    first, last = item.spans[0][0], item.spans[-1][1]
    outside_marks = [place for place in places if not any(a <= place[0] < b for a, b in item.spans)]
    if not outside_marks:
        return [False] * len(candidates)
    near = min(outside_marks, key=lambda place: max(first - place[1], place[0] - last, 0))
    starts, ends = analysis.tokens.starts, analysis.tokens.ends
    return [starts[m.first] < near[1] and ends[m.end - 1] > near[0] for m in candidates]


def collect(gold: Iterable[GoldArticle]) -> tuple[list[list[str]], list[bool], list[Group]]:
    """Return detection rows with labels, and groups of candidates with the right ones marked."""
    rows: list[list[str]] = []
    labels: list[bool] = []
    groups: list[Group] = []
    for one in gold:
        analysis, placed = analyse_gold(one)
        previous: Quoted | None = None
        for quoted in placed:
            item = item_of(one.items, quoted)
            if item is None or item.kind == "pull" or quoted.is_settled:
                continue
            is_quotation = item.kind != "not_a_quotation"
            if not quoted.is_block:
                rows.append(detection_features(analysis, quoted, previous))
                labels.append(is_quotation)
            quoted.probability = float(is_quotation)
            if not is_quotation:
                continue
            note_previous(analysis, quoted, previous)
            candidates = find_candidates(analysis, quoted, previous)
            right = mentions_of(analysis, candidates, item)
            if any(right):
                made = candidate_rows(analysis, quoted, previous, candidates)
                groups.append(([features_of(row) for row in made], right))
                quoted.speaker = candidates[right.index(True)]
            elif previous is not None and item.kind == "continued":
                quoted.speaker = previous.speaker
            previous = quoted
    return rows, labels, groups
