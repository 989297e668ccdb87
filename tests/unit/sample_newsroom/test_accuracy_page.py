"""docs/accuracy.md is written by `make score`; these fail when it lags behind the engine."""

import pytest

from sample_newsroom.gold.annotated import NEWSROOM
from sample_newsroom.gold.score import PAGE, load_scorer, own_rows, polnear_rows


def test_the_page_says_what_the_engine_gets_right_on_our_own_articles() -> None:
    page = PAGE.read_text(encoding="utf-8").splitlines()

    assert [row for row in own_rows(NEWSROOM) if row not in page] == [], "run `make score`"


def test_the_page_says_what_the_engine_gets_right_on_the_corpus() -> None:
    scorer = load_scorer()
    if scorer is None:
        pytest.skip("the shared folder is not beside the checkout")
    page = PAGE.read_text(encoding="utf-8").splitlines()

    assert [row for row in polnear_rows(scorer) if row not in page] == [], "run `make score`"
