from functools import cache

import pytest

from quotations.english.judging.reasons import REASONS, reason_of
from quotations.english.reader import analyse
from quotations.english.words.lexicon import english
from quotations.layout.display import set_apart
from quotations.layout.marks import find_quoted_spans
from quotations.ranking import Weights, linear
from quotations.training.pieces import read_pieces
from quotations.training.train import collect_reasons, train_reasons
from sample_newsroom.gold import PIECES, read_gold


@cache
def weights() -> Weights:
    return train_reasons([*(one for one in read_gold() if one.is_for_training), *read_pieces(PIECES)])


def reasons(text: str) -> list[str]:
    analysis, placed = analyse(text, set_apart(text, (), find_quoted_spans(text)), english())
    found: list[str] = []
    for at, quoted in enumerate(placed):
        previous = (placed[at - 1], found[-1]) if found else None
        found.append(reason_of(analysis, quoted, previous, weights()))
    return found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Her second novel, “The Tin Roof”, sold nine copies.", "title"),
        ("The song “Nobody Mends the Pier” was played twice.", "title"),
        ("Ada “Sparky” Bright, 61, was on the pier.", "nickname"),
        ("Outside, a dozen marchers held a banner reading “Mend It Now”.", "slogan"),
        ("The word “jetty” is older than the pier.", "term"),
        ("Under the code, a “level four” alert closes the harbour.", "term"),
        ("Then the “experts” came, and the pier fell down.", "scare"),
    ],
)
def test_words_in_marks_that_are_not_quotations_have_a_reason(text: str, reason: str) -> None:
    assert reasons(text) == [reason]


def test_the_members_of_a_list_have_one_reason() -> None:
    assert reasons("His plays, “The Tin Roof”, “Nine Piers” and “The Last Goat”, were long.") == ["title"] * 3


def test_reasons_learnt_from_articles_fit_pieces_that_were_not_read() -> None:
    learnt = train_reasons([one for one in read_gold() if one.is_for_training])
    groups = collect_reasons(read_pieces(PIECES))

    def is_right(rows: list[list[str]], right: list[bool]) -> bool:
        scores = [linear(learnt, row) for row in rows]
        return right[scores.index(max(scores))]

    hits = sum(is_right(rows, right) for rows, right in groups)
    commonest = max(sum(right[at] for _, right in groups) for at in range(len(REASONS)))
    assert hits > 1.2 * commonest
