"""Linear models in named features: sums of weights, and the probabilities and shares that they make."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from quotations.bounded_cache import BoundedCache

Weights = Mapping[str, float]


def linear(weights: Weights, features: Sequence[str]) -> float:
    """Return the sum of the weights of the features that have one."""
    return sum(map(weights.get, features, repeat(0.0)))


class GroupWeights(BoundedCache[tuple[str, ...], float]):
    """Weights of groups of features that recur together, each group summed once."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.weights = weights

    def compute(self, group: tuple[str, ...]) -> float:
        """Return the sum of the weights of a group."""
        return linear(self.weights, group)


def features_of(row: Iterable[Sequence[str]]) -> list[str]:
    """Return all features of a row of groups, as training wants them."""
    return [feature for group in row for feature in group]


def logistic(score: float) -> float:
    """Return the probability of a score, safe at both ends."""
    if score < -30.0:
        return 0.0
    return 1.0 / (1.0 + math.exp(-min(score, 30.0)))


def shares(scores: Sequence[float]) -> list[float]:
    """Return scores to shares that sum to one (softmax)."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
