"""Train the weights on this project's own articles: `python -m sample_newsroom.gold.train`.

Reads what is committed, writes `enrichment/quotations/weights/en.json`, and gives the same bytes every time.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from enrichment.quotations.antecedents import Antecedents
from enrichment.quotations.attribution import Quoted, Reading
from enrichment.quotations.candidates import candidate_rows, find_candidates
from enrichment.quotations.confidence import confidence_features
from enrichment.quotations.detection import detection_features
from enrichment.quotations.display import set_apart
from enrichment.quotations.english import Model, analyse, decide, runs_on, threshold
from enrichment.quotations.indirect import find_reports
from enrichment.quotations.lexicon import english
from enrichment.quotations.marks import find_stretches
from enrichment.quotations.mentions import Mention
from enrichment.quotations.ranking import GroupWeights
from enrichment.quotations.reasons import REASONS, reason_features, rows_of
from enrichment.quotations.speakers import Speakers
from sample_newsroom.gold.annotated import NEWSROOM, GoldArticle, GoldItem, read_gold
from sample_newsroom.gold.antecedents import train_antecedents
from sample_newsroom.gold.learning import Group, train_binary, train_ranking
from sample_newsroom.gold.measures import last_name
from sample_newsroom.gold.pieces import read_pieces

FOLDS = 5
# From which probability a stretch counts as a quotation. Short ones are judged where precision and recall meet.
THRESHOLDS = {"short": 0.4, "long": 0.4}
WEIGHTS = Path(__file__).parents[2] / "enrichment" / "quotations" / "weights" / "en.json"


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
    # Whole words: "he" is not in "the".
    places = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(written)}(?!\w)", text)]
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
        reading, placed = _analyse(one)
        previous: Quoted | None = None
        for quoted in placed:
            item = item_of(one.items, quoted)
            if item is None or item.kind == "pull" or quoted.is_settled:
                continue
            is_quotation = item.kind != "not_a_quotation"
            if not quoted.is_block:
                rows.append(detection_features(reading, quoted, previous))
                labels.append(is_quotation)
            quoted.probability = float(is_quotation)
            if not is_quotation:
                continue
            if previous is not None and not quoted.pattern and runs_on(reading, quoted, previous):
                quoted.pattern, quoted.pick = "runs on", previous.speaker
            candidates = find_candidates(reading, quoted, previous)
            right = mentions_of(reading, candidates, quoted, item)
            if any(right):
                made = candidate_rows(reading, quoted, previous, candidates)
                groups.append(([row.features() for row in made], right))
                quoted.speaker = candidates[right.index(True)]
            elif previous is not None and item.kind == "continued":
                quoted.speaker = previous.speaker
            previous = quoted
    return rows, labels, groups


def train_confidence(gold: Sequence[GoldArticle]) -> tuple[dict[str, float], dict[str, float]]:
    """Weights of confidence, and the share of right indirect reports by shape, each from articles held out.

    Every article is read with weights trained on the other folds, so that what is learnt is how often the engine is
    right on text that it has not seen.
    """
    rows: list[list[str]] = []
    labels: list[bool] = []
    right: Counter[str] = Counter()
    due: Counter[str] = Counter()
    for fold in range(FOLDS):
        others = [one for number, one in enumerate(gold) if number % FOLDS != fold]
        detection_rows, detection_labels, groups = collect(others)
        model = Model(
            detection=train_binary(detection_rows, detection_labels),
            ranking=GroupWeights(train_ranking(groups)),
            confidence={},
            short_threshold=THRESHOLDS["short"],
            long_threshold=THRESHOLDS["long"],
            indirect={"other": 0.0},
            antecedents=train_antecedents(others),
            reasons={},
        )
        for one in gold[fold::FOLDS]:
            reading, placed = _analyse(one)
            decide(reading, placed, model)
            speakers = Speakers(reading, one.article, Antecedents(reading, model.antecedents))
            previous: Quoted | None = None
            for quoted in placed:
                if quoted.is_settled or quoted.probability < threshold(quoted, model):
                    continue
                item = item_of(one.items, quoted)
                if item is not None and (item.kind == "not_a_quotation" or item.speaker):
                    rows.append(confidence_features(quoted, previous))
                    labels.append(_is_right(speakers, quoted, item))
                previous = quoted
            _count_reports(one, reading, placed, model, right, due)
    weights = train_binary(rows, labels, shrink=0.1)
    shares = {shape: round((right[shape] + 3) / (count + 6), 3) for shape, count in sorted(due.items())}
    shares["other"] = round(sum(right.values()) / max(1, sum(due.values())), 3)
    return weights, shares


def collect_reasons(gold: Iterable[GoldArticle]) -> list[Group]:
    """Return the stretches that quote nobody as groups: every reason a candidate, the annotated one right."""
    groups: list[Group] = []
    for one in gold:
        reading, placed = _analyse(one)
        previous: tuple[Quoted, str] | None = None
        for quoted in placed:
            item = item_of(one.items, quoted)
            if item is None or item.kind != "not_a_quotation" or quoted.is_settled:
                continue
            reason = item.fields["reason"]
            rows = rows_of(reason_features(reading, quoted, previous))
            groups.append((rows, [known == reason for known in REASONS]))
            previous = quoted, reason
    return groups


def train_reasons(gold: Iterable[GoldArticle]) -> dict[str, float]:
    """Weights under which the annotated reason gets the largest share."""
    return train_ranking(collect_reasons(gold), rounds=10, rate=0.1, shrink=0.03, least=3)


def _analyse(one: GoldArticle) -> tuple[Reading, list[Quoted]]:
    text = one.article.text
    return analyse(text, set_apart(text, one.article.blocks, find_stretches(text)), english())


def _is_right(speakers: Speakers, quoted: Quoted, item: GoldItem) -> bool:
    """Whether the chosen mention is the annotated one, or another mention of the same speaker."""
    if item.kind == "not_a_quotation" or quoted.speaker is None:
        return False
    if mentions_of(speakers.reading, [quoted.speaker], quoted, item)[0]:
        return True
    written = (item.speaker or "").lower().split()
    if quoted.speaker.kind != "pronoun" and written and quoted.speaker.head == written[-1]:
        return True
    entity = speakers.coreference.entity_of(quoted.speaker)
    name = item.fields.get("name")
    return entity is not None and bool(name) and last_name(entity.name) == last_name(name)


def _count_reports(
    one: GoldArticle, reading: Reading, placed: list[Quoted], model: Model, right: Counter[str], due: Counter[str]
) -> None:
    """Count the indirect reports found by shape, and those that the annotation knows."""
    items = [item for item in one.items if item.speech == "indirect"]
    if not items:
        return  # the pieces annotate marks only
    chosen = [quoted for quoted in placed if quoted.probability >= threshold(quoted, model)]
    starts, ends = reading.tokens.starts, reading.tokens.ends
    for report in find_reports(reading, chosen):
        if report.is_thought:
            continue  # not annotated, so that nothing can be counted
        spans = [(starts[first], ends[end - 1]) for first, end in report.spans]
        size = sum(last - first for first, last in spans)
        is_right = any(2 * _shared(item, spans) > size for item in items)
        for shape in (report.shape, f"{report.shape} {report.frame.letter}"):
            due[shape] += 1
            right[shape] += is_right


def _shared(item: GoldItem, spans: Sequence[tuple[int, int]]) -> int:
    """How many characters an item and a report have in common."""
    return sum(max(0, min(last, end) - max(first, start)) for start, end in item.spans for first, last in spans)


def train(gold: Sequence[GoldArticle]) -> dict[str, Any]:
    """Return the whole content of the weights file."""
    rows, labels, groups = collect(gold)
    confidence, indirect = train_confidence(gold)
    return {
        "trained_on": {"articles": len(gold), "stretches": len(rows), "speakers": len(groups)},
        "thresholds": THRESHOLDS,
        "confidence": confidence,
        "indirect": indirect,
        "detection": train_binary(rows, labels),
        "ranking": train_ranking(groups),
        "antecedents": train_antecedents(gold),
        "reasons": train_reasons(gold),
    }


def main(newsroom: Path = NEWSROOM) -> int:
    """Train on the articles of a newsroom and on the pieces, and write the weights."""
    gold = [one for one in read_gold(newsroom) if one.is_for_training] + list(read_pieces())
    content = train(gold)
    WEIGHTS.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")
    sys.stdout.write(f"{content['trained_on']} -> {WEIGHTS} ({WEIGHTS.stat().st_size / 1000:.0f} kB)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
