"""The annotated articles of this project as the quotation engine's training and evaluation read them.

`python -m sample_newsroom.gold FOLDER` writes `articles.jsonl` (the sample newsroom, and the training articles beside
it) and `held_out.jsonl` into a folder. The format of the annotations is in `docs/annotation.md`. Articles marked
`annotate = "never-train"` measure only.
"""

from __future__ import annotations

import sys
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from enrichment.blocks import read_html
from quotations.model import Article
from quotations.training.gold import GoldArticle, GoldItem, write_gold
from sample_newsroom.sources import NEWSPAPERS, read_list

NEWSROOM = Path(__file__).parent
HELD_OUT = NEWSROOM / "held_out"
#: Short pieces with their annotation in the text, which only train.
PIECES = NEWSROOM / "training" / "pieces"
LANGUAGES = ("en", "fr")


class AnnotationMismatchError(ValueError):
    """An annotated text is not in its article; correct the annotation or the article."""


def _find(text: str, piece: str, nth: int, where: str) -> int:
    start = -1
    for _ in range(nth):
        start = text.find(piece, start + 1)
        if start < 0:
            msg = f"{where}: not in the article {nth} times: {piece!r}"
            raise AnnotationMismatchError(msg)
    return start


def _read_item(text: str, fields: dict[str, Any], where: str) -> GoldItem:
    pieces: Sequence[str] = fields["text"] if isinstance(fields["text"], list) else [fields["text"]]
    spans, after = [], 0
    for number, piece in enumerate(pieces):
        start = _find(text, piece, fields.get("nth", 1), where) if number == 0 else text.find(piece, after)
        if start < 0:
            msg = f"{where}: not in the article after the span before it: {piece!r}"
            raise AnnotationMismatchError(msg)
        after = start + len(piece)
        spans.append((start, after))
    return GoldItem(tuple(spans), fields.get("speech"), fields["kind"], fields, fields.get("nested", False))


def read_gold(newsroom: Path = NEWSROOM, language: str = "en") -> Iterator[GoldArticle]:
    """Yield every annotated article of one language, in the order of their names.

    Raises:
        AnnotationMismatchError: An annotated text cannot be found.
    """
    for root, training_only in ((newsroom, False), (newsroom / "training", True)):
        for path in sorted((root / "annotations").rglob("*.toml")):
            first = root / "articles" / path.relative_to(root / "annotations").with_suffix(".html")
            if not first.is_file():
                msg = f"{path}: there is no article {first}"
                raise AnnotationMismatchError(msg)
            meta, body = _read_revisions(first)
            if _language_of(path, meta) == language:
                yield _read_article(path, meta, body, language, training_only=training_only)


def _language_of(path: Path, meta: dict[str, Any]) -> str:
    """Return the language in the front matter, else the newspaper's; the French paper has a section in English."""
    if "language" in meta:
        return str(meta["language"])
    return "fr" if "quotidien" in path.parent.name and "in-english" not in meta.get("sections", []) else "en"


def _named(kind: str, site: str, slugs: Sequence[str | None]) -> list[str]:
    """Return the names of an article's tags or authors as the site gives them."""
    return [name for slug, name in _names(kind, site).items() if slug in slugs]


@cache
def _names(kind: str, site: str) -> dict[str, str]:
    """Return names of a site's tags or authors by slug; empty for what no newspaper has, such as training articles."""
    return {
        entry["slug"]: entry["name"]
        for newspaper in NEWSPAPERS
        if newspaper.name == site
        for entry in read_list(kind, newspaper)
    }


def _read_revisions(first: Path) -> tuple[dict[str, Any], str]:
    """Return front matter and body of the annotated revision, the last one, with what it inherits from earlier ones."""
    meta: dict[str, Any] = {}
    body = ""
    for source in [first, *sorted(first.parent.glob(f"{first.stem}.r*.html"))]:
        _, front, text = source.read_text(encoding="utf-8").split("+++\n", 2)
        meta |= tomllib.loads(front)
        body = text if text.strip() else body
    return meta, body


def _read_article(path: Path, meta: dict[str, Any], body: str, language: str, *, training_only: bool) -> GoldArticle:
    reading = read_html(body)
    annotation = tomllib.loads(path.read_text(encoding="utf-8"))
    where = str(path)
    items = tuple(_read_item(reading.text, fields, where) for fields in annotation.get("quotations", []))
    pronouns = []
    for fields in annotation.get("pronouns", []):
        start = _find(reading.text, fields["text"], fields.get("nth", 1), where)
        pronouns.append((start, start + len(fields["text"]), fields["name"]))
    return GoldArticle(
        name=path.stem,
        article=Article(
            reading.text,
            reading.blocks,
            language,
            author_names=_named("authors", path.parent.name, [meta.get("author"), *meta.get("coauthors", ())]),
            tag_names=_named("tags", path.parent.name, meta.get("tags", ())),
        ),
        items=items,
        pronouns=tuple(pronouns),
        is_for_training=training_only or meta.get("annotate") != "never-train",
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write every annotated article into the folder given as the argument."""
    described = "Write every annotated article as JSON lines."
    parser = ArgumentParser("python -m sample_newsroom.gold", description=described)
    parser.add_argument("folder", type=Path, help="Where articles.jsonl and held_out.jsonl are written.")
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    articles = [one for language in LANGUAGES for one in read_gold(language=language)]
    held_out = [one for language in LANGUAGES for one in read_gold(HELD_OUT, language)]
    write_gold(folder / "articles.jsonl", articles)
    write_gold(folder / "held_out.jsonl", held_out)
    sys.stdout.write(f"{len(articles)} annotated articles and {len(held_out)} held out -> {folder}\n")


if __name__ == "__main__":
    main()
