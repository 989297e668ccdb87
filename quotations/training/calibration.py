"""How sure to be: learnt from what the engine gets right on articles that its weights have not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from quotations.english.grammar.analysis import Analysis, Quoted
from quotations.english.judging.confidence import confidence_features
from quotations.english.people.antecedents import Antecedents
from quotations.english.people.speakers import Speakers
from quotations.english.reader import decide, threshold
from quotations.english.reports.indirect import find_reports
from quotations.english.weights import Model
from quotations.ranking import GroupWeights
from quotations.training.antecedents import train_antecedents
from quotations.training.gold import GoldArticle, GoldItem, last_name
from quotations.training.learning import train_binary, train_ranking
from quotations.training.lessons import THRESHOLDS, analyse_gold, collect, item_of, mentions_of

FOLDS = 5


def calibrate(
    articles: Sequence[GoldArticle], pieces: Sequence[GoldArticle]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return weights of confidence, and the share of right indirect reports by shape, each from articles held out.

    Every article is read with weights trained on the other folds and on the pieces, so that what is learnt is how often
    the engine is right on text that it has not seen.
    """
    rows: list[tuple[str, ...]] = []
    labels: list[bool] = []
    right: Counter[str] = Counter()
    due: Counter[str] = Counter()
    for fold in range(FOLDS):
        others = [one for number, one in enumerate(articles) if number % FOLDS != fold] + list(pieces)
        detection_rows, detection_labels, groups = collect(others)
        model = Model(
            detection=train_binary(detection_rows, detection_labels),
            ranking=GroupWeights(train_ranking(groups)),
            confidence=GroupWeights({}),
            short_threshold=THRESHOLDS["short"],
            long_threshold=THRESHOLDS["long"],
            indirect={"other": 0.0},
            antecedents=train_antecedents(others),
            reasons={},
        )
        for one in articles[fold::FOLDS]:
            analysis, placed = analyse_gold(one)
            decide(analysis, placed, model)
            speakers = Speakers(analysis, one.article, Antecedents(analysis, model.antecedents))
            previous: Quoted | None = None
            for quoted in placed:
                if quoted.is_settled or quoted.probability < threshold(quoted, model):
                    continue
                item = item_of(one.items, quoted)
                if item is not None and (item.kind == "not_a_quotation" or item.speaker):
                    rows.append(confidence_features(quoted, previous))
                    labels.append(_is_right(speakers, quoted, item))
                previous = quoted
            _count_reports(one, analysis, placed, model, right, due)
    weights = train_binary(rows, labels, shrink=0.1)
    shares = {shape: round((right[shape] + 3) / (count + 6), 3) for shape, count in sorted(due.items())}
    shares["other"] = round(sum(right.values()) / max(1, sum(due.values())), 3)
    return weights, shares


def _is_right(speakers: Speakers, quoted: Quoted, item: GoldItem) -> bool:
    """Return whether the chosen mention is the annotated one, or another mention of the same speaker."""
    if item.kind == "not_a_quotation" or quoted.speaker is None:
        return False
    if mentions_of(speakers.analysis, [quoted.speaker], item)[0]:
        return True
    written = (item.speaker or "").lower().split()
    if quoted.speaker.kind != "pronoun" and written and quoted.speaker.head == written[-1]:
        return True
    entity = speakers.coreference.entity_of(quoted.speaker)
    name = item.fields.get("name")
    return entity is not None and bool(name) and last_name(entity.name) == last_name(name)


def _count_reports(
    one: GoldArticle, analysis: Analysis, placed: list[Quoted], model: Model, right: Counter[str], due: Counter[str]
) -> None:
    """Count the indirect reports found by shape, and those that the annotation knows."""
    items = [item for item in one.items if item.speech == "indirect"]
    chosen = [quoted for quoted in placed if quoted.probability >= threshold(quoted, model)]
    starts, ends = analysis.tokens.starts, analysis.tokens.ends
    for report in find_reports(analysis, chosen):
        if report.is_thought:
            continue  # not annotated, so that nothing can be counted
        spans = [(starts[first], ends[end - 1]) for first, end in report.spans]
        size = sum(last - first for first, last in spans)
        is_right = any(2 * _shared(item, spans) > size for item in items)
        for shape in (report.shape, f"{report.shape} {report.frame.letter}"):
            due[shape] += 1
            right[shape] += is_right


def _shared(item: GoldItem, spans: Sequence[tuple[int, int]]) -> int:
    """Return how many characters an item and a report have in common."""
    return sum(max(0, min(last, end) - max(first, start)) for start, end in item.spans for first, last in spans)
