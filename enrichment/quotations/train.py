"""Train the weights on this project's own articles: `python -m enrichment.quotations.train`.

Reads what is committed, writes `weights/en.json`, and gives the same bytes every time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from enrichment.quotations.attribution import Quoted, Reading
from enrichment.quotations.candidates import features_of, find_candidates
from enrichment.quotations.detection import detection_features
from enrichment.quotations.display import set_apart
from enrichment.quotations.english import analyse
from enrichment.quotations.gold import GoldArticle, GoldItem, read_gold
from enrichment.quotations.learning import Group, train_binary, train_ranking
from enrichment.quotations.lexicon import english
from enrichment.quotations.marks import find_stretches
from enrichment.quotations.mentions import Mention
from enrichment.quotations.pieces import read_pieces

WEIGHTS = Path(__file__).parent / "weights" / "en.json"


def item_of(items: Sequence[GoldItem], quoted: Quoted) -> GoldItem | None:
    """The annotated item that a stretch belongs to: an outer item before one nested in it."""
    start, end = quoted.stretch.start, quoted.stretch.end
    for item in items:
        if item.is_nested or item.speech in {"indirect", "declined"}:
            continue
        for first, last in item.spans:
            if min(last, end) - max(first, start) > 0.5 * (end - start):
                return item
    return None


def mentions_of(reading: Reading, candidates: Sequence[Mention], quoted: Quoted, item: GoldItem) -> list[bool]:
    """Which candidates are the annotated speaker: the nearest one written as annotated."""
    text = reading.tokens.text
    written = item.speaker
    if not written:
        return [False] * len(candidates)
    places, start = [], text.find(written)
    while start >= 0:
        places.append((start, start + len(written)))
        start = text.find(written, start + 1)
    first, last = item.spans[0][0], item.spans[-1][1]
    outside_marks = [place for place in places if not any(a <= place[0] < b for a, b in item.spans)]
    if not outside_marks:
        return [False] * len(candidates)
    near = min(outside_marks, key=lambda place: max(first - place[1], place[0] - last, 0))
    del quoted
    starts, ends = reading.tokens.starts, reading.tokens.ends
    return [starts[m.first] < near[1] and ends[m.end - 1] > near[0] for m in candidates]


def collect(gold: Iterable[GoldArticle]) -> tuple[list[list[str]], list[bool], list[Group]]:
    """Return detection rows with labels, and groups of candidates with the right ones marked."""
    rows: list[list[str]] = []
    labels: list[bool] = []
    groups: list[Group] = []
    for one in gold:
        stretches = set_apart(one.article.text, one.article.blocks, find_stretches(one.article.text))
        reading, placed = analyse(one.article.text, stretches, english())
        previous: Quoted | None = None
        for quoted in placed:
            item = item_of(one.items, quoted)
            if item is None or item.kind == "pull":
                continue
            is_quotation = item.kind != "not_a_quotation"
            if not quoted.is_block:
                rows.append(detection_features(reading, quoted, previous))
                labels.append(is_quotation)
            quoted.probability = float(is_quotation)
            if not is_quotation:
                continue
            candidates = find_candidates(reading, quoted, previous)
            right = mentions_of(reading, candidates, quoted, item)
            if any(right):
                groups.append((features_of(reading, quoted, previous, candidates), right))
                quoted.speaker = candidates[right.index(True)]
            elif previous is not None and item.kind == "continued":
                quoted.speaker = previous.speaker
            previous = quoted
    return rows, labels, groups


def train(gold: Sequence[GoldArticle]) -> dict[str, Any]:
    """Return the whole content of the weights file."""
    rows, labels, groups = collect(gold)
    return {
        "trained_on": {"articles": len(gold), "stretches": len(rows), "speakers": len(groups)},
        "thresholds": {"short": 0.4, "long": 0.4},
        "indirect": {"other": 0.6},
        "calibration": [[0.0, 0.0], [1.0, 1.0]],
        "detection": train_binary(rows, labels),
        "ranking": train_ranking(groups),
    }


def main() -> int:
    """Train and write the weights."""
    gold = [one for one in read_gold() if one.is_for_training] + list(read_pieces())
    content = train(gold)
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")
    sys.stdout.write(f"{content['trained_on']} -> {WEIGHTS} ({WEIGHTS.stat().st_size / 1000:.0f} kB)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
