"""How sure a quotation and its speaker are: a share of right answers, learnt from articles held out of the training.

The ranking's own certainty is not enough: it does not know that a described object is often somebody else's, or that a
second pattern disagreed. A small logistic model of these does; what it says was right about that often on own articles
that its weights had not seen (`train`), and `docs/accuracy.md` shows how often on others.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from quotations.english.grammar.analysis import Quoted
from quotations.ranking import GroupWeights, logistic

_SHARES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_PROBABILITIES = (0.5, 0.7, 0.85, 0.93, 0.97, 0.99)


def method_of(quoted: Quoted, previous: Quoted | None) -> str:
    """Return what decided: the grammar's pattern, the speaker before, or the ranking against the grammar."""
    if quoted.speaker is None:
        return "no speaker"
    if quoted.speaker is quoted.pick:
        return quoted.pattern
    if previous is not None and quoted.speaker is previous.speaker:
        return "same speaker"
    return "ranked"


def confidence_features(quoted: Quoted, previous: Quoted | None) -> tuple[str, ...]:
    """Return what speaks for and against one decision."""
    return _features(
        bisect_left(_SHARES, quoted.speaker_share),
        bisect_left(_PROBABILITIES, quoted.probability),
        method_of(quoted, previous),
        "short" if quoted.words <= 4 else "long",
        quoted.frame.letter if quoted.frame is not None else "-",
        quoted.speaker.kind if quoted.speaker is not None else "none",
        0 if quoted.speaker is None else min(abs(quoted.paragraph - quoted.speaker.paragraph), 2),
    )


@lru_cache(maxsize=20_000)
def _features(
    shares: int, probabilities: int, method: str, size: str, letter: str, kind: str, distance: int
) -> tuple[str, ...]:
    # Bins add up, so that more certainty never means less confidence than the bins below it were worth.
    return (
        *(f"share>{edge}" for edge in _SHARES[:shares]),
        *(f"quotation>{edge}" for edge in _PROBABILITIES[:probabilities]),
        f"method={method}",
        f"method={method}|{size}",
        f"cue={letter}",
        f"kind={kind}",
        f"distance={distance}",
    )


def confidence_of(quoted: Quoted, previous: Quoted | None, weights: GroupWeights) -> float:
    """Return the confidence, 0 to 1, to three places."""
    if quoted.speaker is None:
        return 0.0
    score = weights[confidence_features(quoted, previous)] + weights.weights.get("bias", 0.0)
    return round(logistic(score), 3)
