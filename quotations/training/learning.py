"""Training of the linear models: averaged AdaGrad in plain Python, the same bytes on every machine.

No library: the data are some ten thousand rows of named features, and weights must be reproduced exactly; sums run in
one fixed order and weights are rounded before they are written.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from quotations.ranking import linear, logistic, shares

Group = tuple[list[list[str]], list[bool]]  # candidates of one quoted span, and which of them are right


class _Learner:
    """Weights with one step size a feature (AdaGrad), shrunk towards nothing, averaged over rounds."""

    def __init__(self, rate: float, shrink: float) -> None:
        self.rate = rate
        self.shrink = shrink
        self.weights: dict[str, float] = {}
        self._squares: dict[str, float] = {}
        self._sums: dict[str, float] = {}
        self._steps = 0

    def step(self, gradient: dict[str, float]) -> None:
        for feature, slope in gradient.items():
            weight = self.weights.get(feature, 0.0)
            shrunk = slope + self.shrink * weight
            square = self._squares.get(feature, 1e-6) + shrunk * shrunk
            self._squares[feature] = square
            self.weights[feature] = weight - self.rate * shrunk / math.sqrt(square)

    def remember(self) -> None:
        self._steps += 1
        for feature, weight in self.weights.items():
            self._sums[feature] = self._sums.get(feature, 0.0) + weight

    def averaged(self, smallest: float) -> dict[str, float]:
        means = {feature: total / self._steps for feature, total in self._sums.items()}
        return {feature: round(mean, 3) for feature, mean in sorted(means.items()) if abs(mean) >= smallest}


def frequent(rows: Sequence[Sequence[str]], least: int) -> frozenset[str]:
    """Return features seen in at least so many rows: what was seen once teaches nothing about the next article."""
    counts: dict[str, int] = {}
    for row in rows:
        for feature in row:
            counts[feature] = counts.get(feature, 0) + 1
    return frozenset(feature for feature, count in counts.items() if count >= least)


def train_binary(
    rows: Sequence[Sequence[str]],
    labels: Sequence[bool],
    *,
    rounds: int = 25,
    rate: float = 0.1,
    shrink: float = 0.03,
    least: int = 3,
) -> dict[str, float]:
    """Return weights that tell rows labelled true from the others (logistic regression)."""
    known = frequent(rows, least)
    data = [
        ([feature for feature in row if feature in known] + ["bias"], label)
        for row, label in zip(rows, labels, strict=True)
    ]
    learner = _Learner(rate, shrink)
    order = list(range(len(data)))
    shuffler = random.Random(1)  # noqa: S311 one fixed order of the data, nothing secret
    for _ in range(rounds):
        shuffler.shuffle(order)
        for index in order:
            row, label = data[index]
            slope = logistic(linear(learner.weights, row)) - label
            learner.step(dict.fromkeys(row, slope))
        learner.remember()
    return learner.averaged(0.01)


def train_ranking(
    groups: Sequence[Group], *, rounds: int = 40, rate: float = 0.2, shrink: float = 3.0, least: int = 2
) -> dict[str, float]:
    """Return weights under which the right candidates of each group get the largest share (conditional logit)."""
    known = frequent([row for rows, _ in groups for row in rows], least)
    data = [([[feature for feature in row if feature in known] for row in rows], right) for rows, right in groups]
    learner = _Learner(rate, shrink)
    order = list(range(len(data)))
    shuffler = random.Random(2)  # noqa: S311 one fixed order of the data, nothing secret
    for _ in range(rounds):
        shuffler.shuffle(order)
        for index in order:
            rows, right = data[index]
            parts = shares([linear(learner.weights, row) for row in rows])
            of_right = sum(part for part, is_right in zip(parts, right, strict=True) if is_right)
            gradient: dict[str, float] = {}
            for row, part, is_right in zip(rows, parts, right, strict=True):
                slope = part - (part / of_right if is_right and of_right > 0.0 else 0.0)
                if abs(slope) > 1e-4:
                    for feature in row:
                        gradient[feature] = gradient.get(feature, 0.0) + slope
            learner.step(gradient)
        learner.remember()
    return learner.averaged(0.01)
