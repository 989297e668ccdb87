"""How far a speaker reaches as written: each case gives the sentence, and the words of the record."""

import pytest

from quotations.english.grammar.extents import extent_of
from tests.unit.quotations.analysed import placed_in


def extent(text: str) -> str:
    """The words of the speaker that the grammar picks for the first quoted span."""
    analysis, (quoted, *_) = placed_in(text)
    assert quoted.pick is not None
    runs_on = quoted.pattern in {"inverted", "according", "credit"}
    first, end = extent_of(analysis, quoted.pick, quoted.frame, runs_on=runs_on)
    return text[analysis.tokens.starts[first] : analysis.tokens.ends[end - 1]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“It leaked,” said Holt.", "Holt"),
        ("“It leaked,” said Ada Holt, the harbour master.", "Ada Holt, the harbour master"),
        ("“It leaked,” said Ada Holt of Arden Labs.", "Ada Holt of Arden Labs"),
        ("“It leaked,” said Ada Holt in May.", "Ada Holt"),
        ("“It leaked,” said Ada Holt, laughing.", "Ada Holt"),
        ("“It leaked,” said Ada Holt, when asked.", "Ada Holt"),
        ("“It leaked,” said Ada Holt (Arden).", "Ada Holt (Arden)"),
        ("“It leaked,” said a spokesman for the yard.", "a spokesman for the yard"),
        ("“It leaked,” she said of the roof.", "she"),
    ],
)
def test_behind_its_cue_a_speaker_runs_on_to_origin_and_apposition(text: str, words: str) -> None:
    assert extent(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada Holt, the harbour master, said: “It leaked.”", "Ada Holt, the harbour master"),
        ("Ada Holt of Arden has said: “It leaked.”", "Ada Holt of Arden"),
        ("Ada Holt, speaking in May, said: “It leaked.”", "Ada Holt"),
        ("The former mayor Ada Holt said: “It leaked.”", "The former mayor Ada Holt"),
        ("Yesterday former mayor Ada Holt said: “It leaked.”", "former mayor Ada Holt"),
    ],
)
def test_before_its_cue_a_speaker_reaches_up_to_it(text: str, words: str) -> None:
    assert extent(text) == words
