import orjson
import pytest

from sample_newsroom.gold import train
from sample_newsroom.gold.annotated import read_gold
from sample_newsroom.gold.pieces import PieceUnreadableError, read_piece, read_pieces


def test_training_twice_gives_the_same_bytes() -> None:
    pieces = list(read_pieces())[:12]

    assert train.train(pieces[:6], pieces[6:]) == train.train(pieces[:6], pieces[6:])


def test_the_committed_weights_were_trained_on_as_many_articles_as_are_committed() -> None:
    trained = orjson.loads(train.WEIGHTS.read_bytes())["trained_on"]
    articles = sum(one.is_for_training for one in read_gold()) + len(list(read_pieces()))

    assert trained["articles"] == articles, "run `make train-quotations`"


def test_the_weights_stay_small() -> None:
    assert train.WEIGHTS.stat().st_size < 200_000


def test_a_piece_gives_back_its_text_and_where_each_stretch_stands() -> None:
    piece = read_piece("one", "{“It leaked,”|f|she} she said.{+“Twice.”} The {“summer”|n|scare} fair.")

    assert piece.article.text == "“It leaked,” she said.“Twice.” The “summer” fair."
    assert [item.spans for item in piece.items] == [((0, 12), (22, 30)), ((35, 43),)]
    assert [item.kind for item in piece.items] == ["full", "not_a_quotation"]


def test_a_piece_with_a_stray_brace_is_refused() -> None:
    with pytest.raises(PieceUnreadableError, match="brace"):
        read_piece("one", "{“It leaked,”|x|she} she said.")


def test_a_piece_may_say_whom_a_pronoun_stands_for() -> None:
    piece = read_piece("one", "{“It leaked,”|f|she=Ada Holt} she said. {“Late,”|f|he=} he said. {“No,”|f|he} he said.")

    assert [(item.speaker, item.name) for item in piece.items] == [("she", "Ada Holt"), ("he", ""), ("he", None)]
