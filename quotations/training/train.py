"""From annotated articles and pieces to the content of the weights file: the same content every time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from quotations.english.grammar.analysis import Quoted
from quotations.english.judging.reasons import REASONS, reason_features, rows_of
from quotations.training.antecedents import train_antecedents
from quotations.training.calibration import calibrate
from quotations.training.gold import GoldArticle
from quotations.training.learning import Group, train_binary, train_ranking
from quotations.training.lessons import THRESHOLDS, analyse_gold, collect, item_of

# Pieces that teach whom "he" and "she" mean and nothing else: all that they quote is plain, which news is not.
OF_PRONOUNS = "who_is_meant"


def collect_reasons(gold: Iterable[GoldArticle]) -> list[Group]:
    """Return the quoted spans that quote nobody as groups: every reason a candidate, the annotated one right."""
    groups: list[Group] = []
    for one in gold:
        analysis, placed = analyse_gold(one)
        previous: tuple[Quoted, str] | None = None
        for quoted in placed:
            item = item_of(one.items, quoted)
            if item is None or item.kind != "not_a_quotation" or quoted.is_settled:
                continue
            reason = item.fields["reason"]
            rows = rows_of(reason_features(analysis, quoted, previous))
            groups.append((rows, [known == reason for known in REASONS]))
            previous = quoted, reason
    return groups


def train_reasons(gold: Iterable[GoldArticle]) -> dict[str, float]:
    """Return weights under which the annotated reason gets the largest share."""
    return train_ranking(collect_reasons(gold), rounds=10, rate=0.1, shrink=0.03, least=3)


def train(articles: Sequence[GoldArticle], pieces: Sequence[GoldArticle]) -> dict[str, Any]:
    """Return the whole content of the weights file.

    Pieces show what is rare, and are harder than news: they teach everything but how sure to be.
    """
    gold = [*articles, *pieces]
    varied = [one for one in pieces if not one.name.startswith(OF_PRONOUNS)]
    rows, labels, groups = collect([*articles, *varied])
    confidence, indirect = calibrate(articles, varied)
    return {
        "trained_on": {"articles": len(gold), "stretches": len(rows), "speakers": len(groups)},
        "thresholds": THRESHOLDS,
        "confidence": confidence,
        "indirect": indirect,
        "detection": train_binary(rows, labels),
        "ranking": train_ranking(groups),
        "antecedents": train_antecedents(gold),
        "reasons": train_reasons([*articles, *varied]),
    }
