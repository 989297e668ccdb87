"""`python -m quotations.training ARTICLES --pieces FOLDER`: train the weights of English anew.

ARTICLES is a file of annotated articles (`quotations/training/gold.py` has the format), FOLDER holds training pieces.
The same input gives the same bytes on every machine.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import orjson

from quotations.english.weights import WEIGHTS
from quotations.training.gold import GoldFileError, read_gold_file
from quotations.training.pieces import PieceUnreadableError, read_pieces
from quotations.training.train import train


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on the English articles that are for training and on the pieces, and write the weights."""
    parser = argparse.ArgumentParser(
        prog="python -m quotations.training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--pieces", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=Path(str(WEIGHTS)), help="the file to write: %(default)s")
    given = parser.parse_args(arguments)
    try:
        gold = read_gold_file(given.articles)
        pieces = list(read_pieces(given.pieces))
    except (GoldFileError, PieceUnreadableError) as error:
        sys.stderr.write(f"{error}. Nothing was written.\n")
        return 2
    if not pieces:
        sys.stderr.write(f"{given.pieces} holds no training piece (*.txt). Nothing was written.\n")
        return 2
    content = train([one for one in gold if one.is_for_training and one.article.language == "en"], pieces)
    given.weights.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")
    sys.stdout.write(f"{content['trained_on']} -> {given.weights} ({given.weights.stat().st_size / 1000:.0f} kB)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
