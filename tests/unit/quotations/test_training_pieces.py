"""What a piece annotates can be learnt: a slip in a speaker or a forgotten quoted span teaches the engine nonsense."""

import re

from quotations.layout.marks import find_quoted_spans
from quotations.training.gold import GoldArticle
from quotations.training.pieces import read_piece, read_pieces
from sample_newsroom.gold import PIECES


def unannotated(piece: GoldArticle) -> list[str]:
    """The quoted spans that no item of a piece covers."""
    spans = [span for item in piece.items for span in item.spans]
    text = piece.article.text
    return [
        text[one.start : one.end]
        for one in find_quoted_spans(text)
        if not any(start <= one.start and one.end <= end for start, end in spans)
    ]


def outside_marks(piece: GoldArticle) -> str:
    """The text of a piece with a line of dashes for every annotated quoted span."""
    text = piece.article.text
    for item in piece.items:
        for start, end in item.spans:
            text = text[:start] + "—" * (end - start) + text[end:]
    return text


def absent_speakers(piece: GoldArticle) -> list[str]:
    """The annotated speakers that the text of a piece never mentions as whole words outside marks."""
    text = outside_marks(piece)
    speakers = [item.speaker for item in piece.items if item.speaker]
    return [one for one in speakers if not re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text)]


def test_every_quoted_span_is_annotated() -> None:
    slips = {piece.name: unannotated(piece) for piece in read_pieces(PIECES)}

    assert {name: quoted_spans for name, quoted_spans in slips.items() if quoted_spans} == {}


def test_every_speaker_is_mentioned_outside_marks() -> None:
    slips = {piece.name: absent_speakers(piece) for piece in read_pieces(PIECES)}

    assert {name: speakers for name, speakers in slips.items() if speakers} == {}


def test_missing_annotation_is_reported() -> None:
    piece = read_piece("one", "{“It leaked,”|f|she} she said. The “summer” fair.")

    assert unannotated(piece) == ["“summer”"]


def test_speaker_only_inside_longer_word_or_marks_is_reported() -> None:
    piece = read_piece("one", "{“Holt leaked,”|f|he} the engineers said, {“twice.”|f|Holt}")

    assert absent_speakers(piece) == ["he", "Holt"]
