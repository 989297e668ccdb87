"""`python -m quotations.evaluation ARTICLES HELD_OUT --polnear P --scorer S --voices V --page PAGE`: write the page.

ARTICLES and HELD_OUT are files of annotated articles (`quotations/training/gold.py` has the format). The page is
written once everything on it has been measured; where a corpus is not there, it stays as it is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from quotations.evaluation.score import CorpusMissingError, load_scorer, page, read_polnear
from quotations.evaluation.voices import VoicesFileError
from quotations.training.gold import GoldFileError, read_gold_file


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure everything, then write the page and print it."""
    parser = argparse.ArgumentParser(
        prog="python -m quotations.evaluation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("held_out", type=Path)
    parser.add_argument("--polnear", type=Path, required=True, help="PolNeAR's validation articles (.jsonl.gz)")
    parser.add_argument("--scorer", type=Path, required=True, help="score_quotes.py")
    parser.add_argument("--voices", type=Path, required=True, help="folder of short articles about who speaks")
    parser.add_argument("--page", type=Path, required=True, help="the page to write")
    given = parser.parse_args(arguments)
    try:
        text = page(
            read_gold_file(given.articles),
            read_gold_file(given.held_out),
            load_scorer(given.scorer),
            read_polnear(given.polnear),
            given.voices,
        )
    except (CorpusMissingError, GoldFileError, VoicesFileError) as error:
        sys.stderr.write(f"{error}. {given.page} was left as it is.\n")
        return 2
    given.page.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
