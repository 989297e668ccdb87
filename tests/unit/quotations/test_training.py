from pathlib import Path

import orjson
import pytest

from quotations.english.weights import WEIGHTS
from quotations.training.__main__ import main
from quotations.training.gold import GoldFileError, read_gold_file, write_gold
from quotations.training.pieces import PieceUnreadableError, read_piece, read_pieces
from quotations.training.train import train
from sample_newsroom.gold import PIECES, read_gold


def test_training_twice_gives_the_same_bytes() -> None:
    pieces = list(read_pieces(PIECES))[:12]

    assert train(pieces[:6], pieces[6:]) == train(pieces[:6], pieces[6:])


def test_the_committed_weights_were_trained_on_as_many_articles_as_are_committed() -> None:
    trained = orjson.loads(WEIGHTS.read_bytes())["trained_on"]
    articles = sum(one.is_for_training for one in read_gold()) + len(list(read_pieces(PIECES)))

    assert trained["articles"] == articles, "run `make train-quotations`"


def test_the_weights_stay_small() -> None:
    assert len(WEIGHTS.read_bytes()) < 200_000


def test_piece_yields_text_and_offsets_of_each_span() -> None:
    piece = read_piece("one", "{“It leaked,”|f|she} she said.{+“Twice.”} The {“summer”|n|scare} fair.")

    assert piece.article.text == "“It leaked,” she said.“Twice.” The “summer” fair."
    assert [item.spans for item in piece.items] == [((0, 12), (22, 30)), ((35, 43),)]
    assert [item.kind for item in piece.items] == ["full", "not_a_quotation"]


def test_a_piece_with_a_stray_brace_is_refused() -> None:
    with pytest.raises(PieceUnreadableError, match="brace"):
        read_piece("one", "{“It leaked,”|x|she} she said.")


def test_piece_may_name_the_referent_of_a_pronoun() -> None:
    piece = read_piece("one", "{“It leaked,”|f|she=Ada Holt} she said. {“Late,”|f|he=} he said. {“No,”|f|he} he said.")

    assert [(item.speaker, item.name) for item in piece.items] == [("she", "Ada Holt"), ("he", ""), ("he", None)]


def test_annotated_articles_are_read_from_a_file_as_they_were_written(tmp_path: Path) -> None:
    articles = [*read_gold(), *read_gold(language="fr")]
    write_gold(tmp_path / "first.jsonl", articles)

    read = read_gold_file(tmp_path / "first.jsonl")
    write_gold(tmp_path / "second.jsonl", read)

    assert (tmp_path / "second.jsonl").read_bytes() == (tmp_path / "first.jsonl").read_bytes()
    assert [(one.name, one.items, one.pronouns) for one in read] == [
        (one.name, one.items, one.pronouns) for one in articles
    ]
    assert [one.article.text for one in read] == [one.article.text for one in articles]


@pytest.mark.parametrize(
    ("content", "message"),
    [("", "holds no annotated article"), ("{}\n", "line 1 is not an annotated article"), ("{", "line 1 is not")],
)
def test_file_without_annotated_article_is_refused(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text(content)

    with pytest.raises(GoldFileError, match=message):
        read_gold_file(tmp_path / "articles.jsonl")


def test_weights_are_not_overwritten_when_there_are_no_pieces(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_gold(tmp_path / "articles.jsonl", list(read_gold())[:1])
    options = ["--pieces", str(tmp_path), "--weights", str(tmp_path / "en.json")]

    assert main([str(tmp_path / "articles.jsonl"), *options]) == 2
    assert "holds no training piece" in capsys.readouterr().err
    assert not (tmp_path / "en.json").exists()
