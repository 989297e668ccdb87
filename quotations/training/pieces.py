"""Training pieces with their annotation in the text: `*.txt` of a folder, whose README says how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from quotations.model import Article
from quotations.training.gold import GoldArticle, GoldItem

_ITEM = re.compile(r"\{(?P<joined>\+?)(?P<text>[^{}|]+)(?:\|(?P<kind>[fpcn])\|(?P<rest>[^{}|]*))?\}")
_KINDS = {"f": "full", "p": "partial", "c": "continued", "n": "not_a_quotation"}


class PieceUnreadableError(ValueError):
    """A piece has a brace that opens or closes no annotation: mend the piece."""


def read_pieces(folder: Path) -> Iterator[GoldArticle]:
    """Yield every piece of every file, in the order of their names.

    Raises:
        PieceUnreadableError: an annotation is malformed.
    """
    for path in sorted(folder.glob("*.txt")):
        for number, piece in enumerate(path.read_text(encoding="utf-8").split("\n----\n"), 1):
            yield read_piece(f"{path.stem}-{number}", piece.strip())


def read_piece(name: str, piece: str) -> GoldArticle:
    """Take the annotations out of one piece."""
    parts: list[str] = []
    items: list[GoldItem] = []
    length = last = 0
    for match in _ITEM.finditer(piece):
        plain = piece[last : match.start()]
        parts += [plain, match["text"]]
        start = length + len(plain)
        length = start + len(match["text"])
        last = match.end()
        if match["joined"] and items:
            before = items.pop()
            items.append(GoldItem((*before.spans, (start, length)), before.speech, before.kind, before.fields, False))
        else:
            kind = _KINDS[match["kind"] or "f"]
            items.append(GoldItem(((start, length),), None, kind, _fields_of(kind, match["rest"]), False))
    text = "".join([*parts, piece[last:]])
    if "{" in text or "}" in text:
        msg = f"{name}: a brace is left over near {text[max(0, text.find('{')) :][:60]!r}"
        raise PieceUnreadableError(msg)
    return GoldArticle(name, Article(text, (), "en"), tuple(items), (), is_for_training=True)


def _fields_of(kind: str, rest: str | None) -> dict[str, str | None]:
    """Return the fields of an annotation.

    They are the reason of words that quote nobody; else the speaker as written, and behind "=" whom a pronoun stands
    for.
    """
    if kind == "not_a_quotation":
        return {"reason": rest}
    speaker, is_resolved, name = (rest or "").partition("=")
    return {"speaker": speaker or None} | ({"name": name} if is_resolved else {})
