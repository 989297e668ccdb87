"""docs/accuracy.md is written by `make score`; these fail when it lags behind the engine."""

from pathlib import Path

import pytest

from quotations.evaluation.__main__ import main
from quotations.evaluation.score import load_scorer, own_rows, polnear_rows, read_polnear
from quotations.evaluation.voices import voices_rows
from quotations.training.gold import write_gold
from sample_newsroom.gold import HELD_OUT, read_gold

ROOT = Path(__file__).parents[3]
VOICES = ROOT / "sample_newsroom" / "voices"
PAGE = ROOT / "docs" / "accuracy.md"
POLNEAR = ROOT.parent / "shared" / "data" / "quotes" / "polnear_dev_val.jsonl.gz"
SCORER = ROOT.parent / "shared" / "tools" / "score_quotes.py"


def test_the_page_says_what_the_engine_gets_right_on_our_own_articles() -> None:
    page = PAGE.read_text(encoding="utf-8").splitlines()
    measured = own_rows(list(read_gold()), list(read_gold(HELD_OUT)))

    assert [row for row in measured if row not in page] == [], "run `make score`"


def test_the_page_says_who_is_taken_for_whom_in_short_articles() -> None:
    page = PAGE.read_text(encoding="utf-8").splitlines()

    assert [row for row in voices_rows(VOICES) if row not in page] == [], "run `make score`"


def test_the_page_says_what_the_engine_gets_right_on_the_corpus() -> None:
    if not (POLNEAR.is_file() and SCORER.is_file()):
        pytest.skip("the shared folder is not beside the checkout")
    page = PAGE.read_text(encoding="utf-8").splitlines()

    measured = polnear_rows(load_scorer(SCORER), read_polnear(POLNEAR))
    assert [row for row in measured if row not in page] == [], "run `make score`"


@pytest.mark.parametrize("missing", ["articles.jsonl", "held_out.jsonl", "corpus.jsonl.gz", "scorer.py"])
def test_a_page_is_not_overwritten_when_something_it_reports_on_is_missing(
    missing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = list(read_gold(HELD_OUT))[:1]
    for name in ("articles.jsonl", "held_out.jsonl"):
        write_gold(tmp_path / name, gold)
    for name in ("corpus.jsonl.gz", "scorer.py", "page.md"):
        (tmp_path / name).write_text("")
    (tmp_path / "page.md").write_text("| marks | **88.0** |")
    (tmp_path / missing).unlink()

    options = {"--polnear": "corpus.jsonl.gz", "--scorer": "scorer.py", "--voices": "voices", "--page": "page.md"}
    files = [str(tmp_path / name) for name in ("articles.jsonl", "held_out.jsonl")]
    done = main([*files, *(part for option, name in options.items() for part in (option, str(tmp_path / name)))])

    assert done == 2
    assert str(tmp_path / missing) in capsys.readouterr().err
    assert (tmp_path / "page.md").read_text() == "| marks | **88.0** |"
