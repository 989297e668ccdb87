"""Annotated articles: what is trained on and measured on, one JSON object a line.

    {"name", "text", "language", "blocks": [{"kind", "start", "end", "emphasised"}], "author_names", "tag_names",
     "items": [{"spans": [[start, end]], "speech", "kind", "is_nested", "fields": {"speaker", "name", "type", ...}}],
     "pronouns": [[start, end, name]], "is_for_training"}

Offsets are code points into the text, ends exclusive. `fields` are the keys of `docs/annotation.md` as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from quotations.model import Article, TextBlock

WORDS = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_HONOURS = frozenset({"kc", "qc", "mp", "jr", "sr", "obe", "mbe"})


class GoldFileError(ValueError):
    """A file of annotated articles cannot be read: write it again with the command that the message names."""


class Block(NamedTuple):
    """One block of an annotated article."""

    kind: str
    start: int
    end: int
    emphasised: int


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One annotated item: its spans as offsets, and the annotation as written."""

    spans: tuple[tuple[int, int], ...]
    speech: str | None
    kind: str
    fields: dict[str, Any]
    is_nested: bool

    @property
    def speaker(self) -> str | None:
        """The speaker as written nearest."""
        return self.fields.get("speaker")

    @property
    def name(self) -> str | None:
        """Who it is: empty where somebody speaks who is never named, None where the annotation does not say."""
        return self.fields.get("name", "" if self.fields.get("type") == "anonymous" else None)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One annotated article."""

    name: str
    article: Article
    items: tuple[GoldItem, ...]
    pronouns: tuple[tuple[int, int, str], ...]
    is_for_training: bool


def last_name(name: str | None) -> str:
    """Return the last word of a name, honours left out, lower case."""
    words = [word.lower() for word in WORDS.findall(name or "") if word.lower() not in _HONOURS]
    return re.sub(r"[’']s$", "", words[-1]) if words else ""


def write_gold(path: Path, articles: Sequence[GoldArticle]) -> None:
    """Write annotated articles to a file, one a line."""
    path.write_bytes(b"".join(orjson.dumps(_to_object(one)) + b"\n" for one in articles))


def read_gold_file(path: Path) -> list[GoldArticle]:
    """Read the annotated articles of a file, in its order.

    Raises:
        GoldFileError: the file is missing, holds no article, or a line of it is not an annotated article.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror})"
        raise GoldFileError(msg) from error
    articles = [_from_line(line, f"{path}, line {number}") for number, line in enumerate(lines, 1)]
    if not articles:
        msg = f"{path} holds no annotated article"
        raise GoldFileError(msg)
    return articles


def _to_object(one: GoldArticle) -> dict[str, Any]:
    article = one.article
    return {
        "name": one.name,
        "text": article.text,
        "language": article.language,
        "blocks": [_block_of(block)._asdict() for block in article.blocks],
        "author_names": list(article.author_names),
        "tag_names": list(article.tag_names),
        "items": [asdict(item) for item in one.items],
        "pronouns": one.pronouns,
        "is_for_training": one.is_for_training,
    }


def _block_of(block: TextBlock) -> Block:
    return Block(block.kind, block.start, block.end, block.emphasised)


def _from_line(line: bytes, where: str) -> GoldArticle:
    try:
        fields = orjson.loads(line)
        return GoldArticle(
            name=fields["name"],
            article=Article(
                text=fields["text"],
                blocks=[Block(**block) for block in fields["blocks"]],
                language=fields["language"],
                author_names=fields["author_names"],
                tag_names=fields["tag_names"],
            ),
            items=tuple(
                GoldItem(**item | {"spans": tuple((start, end) for start, end in item["spans"])})
                for item in fields["items"]
            ),
            pronouns=tuple((start, end, name) for start, end, name in fields["pronouns"]),
            is_for_training=fields["is_for_training"],
        )
    except (KeyError, TypeError, ValueError) as error:
        msg = f"{where} is not an annotated article ({error!r})"
        raise GoldFileError(msg) from error
