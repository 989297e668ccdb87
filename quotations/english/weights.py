"""The trained weights of English, read once a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import orjson

from quotations.ranking import GroupWeights, Weights

WEIGHTS = files("quotations") / "weights" / "en.json"


@dataclass(frozen=True, slots=True)
class Model:
    """The trained weights: `weights/en.json`."""

    detection: Weights
    ranking: GroupWeights
    confidence: GroupWeights
    short_threshold: float
    long_threshold: float
    indirect: Weights
    antecedents: Weights
    reasons: Weights


@cache
def load_model() -> Model:
    """Return the weights of the package, read once a process."""
    data = orjson.loads(WEIGHTS.read_bytes())
    return Model(
        detection=data["detection"],
        ranking=GroupWeights(data["ranking"]),
        confidence=GroupWeights(data["confidence"]),
        short_threshold=data["thresholds"]["short"],
        long_threshold=data["thresholds"]["long"],
        indirect=data["indirect"],
        antecedents=data["antecedents"],
        reasons=data["reasons"],
    )
