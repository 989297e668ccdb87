"""What speaks for and against a quoted span being a quotation."""

import pytest

from quotations.english.judging.detection import detection_features
from tests.unit.quotations.analysed import placed_in


def features(text: str, probability: float = 0.0) -> set[str]:
    """The features of the last quoted span; `probability` is what was judged of the one before."""
    analysis, placed = placed_in(text)
    previous = placed[-2] if len(placed) > 1 else None
    if previous is not None:
        previous.probability = probability
    return set(detection_features(analysis, placed[-1], previous))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It leaked,” said Holt.", {"rule=inverted|short", "n1", "after=V|short", "cue=V|short|1", "cue word=said"}),
        ("“We have waited since the month of March,” said Holt.", {"first person|long", "verb=True|n5"}),
        ("The ship, called “Hopeful”, sank.", {"called"}),
        ("Ada “Sparky” Bright left.", {"nickname", "capital=True|short|inside"}),
        ("The novel “The Tin Roof” sold well.", {"works before", "title case=True|none", "name=False"}),
        ("Holt said that it was “late”.", {"report=yes|short", "report=that V|short", "where=closing|short"}),
        ("It was a “late” train.", {"report=none|short", "article=a|n"}),
        ("“Why?” asked Holt.", {"mark=?|short"}),
    ],
)
def test_span_has_features_of_its_words_and_context(text: str, expected: set[str]) -> None:
    assert expected <= features(text)


@pytest.mark.parametrize(("probability", "answer"), [(0.9, "yes"), (0.1, "no")])
def test_judgement_of_span_is_evidence_for_next_in_list(probability: float, answer: str) -> None:
    row = features("The roof was “late”, “old” and dear.", probability)

    assert {f"previous={answer}|short", f"list={answer}", "previous=p0|short"} <= row


def test_span_in_another_paragraph_is_not_in_the_list() -> None:
    row = features("The roof was “late”.\n\n“Old” it was.", 0.9)

    assert "previous=p1|short" in row
    assert not any(feature.startswith("list=") for feature in row)
