"""Check every annotation against its article: `python -m sample_newsroom.check`.

Every annotated text is found in the article's plain text exactly as said, the words used are the guideline's
(`docs/annotation.md`), and nothing that stands in quotation marks was left out.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sample_newsroom import prose
from sample_newsroom.sources import HERE, NEWSPAPERS, Newspaper, Revision, read_posts

KINDS = {"full", "partial", "continued", "block", "embedded", "pull", "not_a_quotation"}
SPEECH = {"direct", "mixed", "indirect", "declined"}
TYPES = {"person", "organization", "anonymous", "unknown"}
REASONS = {"title", "scare", "term", "nickname", "slogan", "other"}
KEYS = set("text nth kind speech cue speaker name role organization type reason nested".split())  # noqa: SIM905 - one line reads best
_SHORTCODE = re.compile(r"\[[a-z][^\]]*\]")
_MARKED = re.compile(r"“[^“”]*”|«[^«»]*»|\"[^\"\n]*\"")


def read_annotation(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Read one annotation file: its `quotations` and its `pronouns`."""
    with path.open("rb") as file:
        return tomllib.load(file)


def plain_text(post: Revision) -> str:
    """Return the plain text of an article, to which its annotation refers."""
    return prose.read_plain_text(post.body)


def pieces(item: dict[str, Any]) -> list[str]:
    """Return the spans of one item as texts."""
    return item["text"] if isinstance(item["text"], list) else [item["text"]]


def find(text: str, piece: str, nth: int = 1) -> int:
    """Return the offset of the nth occurrence of a text, or -1."""
    start = -1
    for _ in range(nth):
        start = text.find(piece, start + 1)
        if start < 0:
            return -1
    return start


def locate(text: str, item: dict[str, Any]) -> list[tuple[int, int]]:
    """Return an item's spans as offsets; each span is searched for after the one before it.

    Raises:
        ValueError: A span is not in the text.
    """
    spans, after = [], 0
    for number, piece in enumerate(pieces(item)):
        start = find(text, piece, item.get("nth", 1)) if number == 0 else text.find(piece, after)
        if start < 0:
            raise ValueError(f"not in the article: {piece!r}")
        after = start + len(piece)
        spans.append((start, after))
    return spans


def check_article(post: Revision, annotation: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one article's annotation."""
    text, covered = plain_text(post), []
    for item in annotation.get("quotations", []):
        where = f"{str(item.get('text'))[:60]!r}"
        yield from (f"{where}: {complaint}" for complaint in _complaints(item))
        try:
            spans = locate(text, item)
        except ValueError as error:
            yield str(error)
            continue
        if "nth" not in item and text.count(pieces(item)[0]) > 1:
            yield f"{where}: occurs more than once and has no nth"
        covered += spans
    for match in _MARKED.finditer(_SHORTCODE.sub(_blank, text)):
        if not any(start < match.end() and match.start() < end for start, end in covered):
            yield f"in quotation marks and not annotated: {match[0]!r}"
    for pronoun in annotation.get("pronouns", []):
        if find(text, pronoun["text"], pronoun.get("nth", 1)) < 0:
            yield f"pronoun not in the article: {pronoun['text']!r}"


def _blank(match: re.Match[str]) -> str:
    """Replace a shortcode by blanks: quotation marks in its attributes quote nothing, and offsets must not move."""
    return " " * len(match[0])


def _complaints(item: dict[str, Any]) -> Iterator[str]:
    if unknown := set(item) - KEYS:
        yield f"unknown keys {sorted(unknown)}"
    if item.get("kind") not in KINDS:
        yield f"kind is {item.get('kind')!r}"
    if item.get("kind") == "not_a_quotation":
        if item.get("reason") not in REASONS:
            yield f"reason is {item.get('reason')!r}"
        if set(item) & {"speech", "type", "cue", "speaker", "name"}:
            yield "not a quotation, and has a speaker or a speech type"
        return
    if item.get("speech") not in SPEECH:
        yield f"speech is {item.get('speech')!r}"
    if item.get("type") not in TYPES:
        yield f"type is {item.get('type')!r}"
    if item.get("type") in {"person", "organization"} and "name" not in item:
        yield "a person or an organization has no name"
    if item.get("type") == "anonymous" and "name" in item:
        yield "an anonymous source has a name"
    if (item.get("kind") == "partial") != (item.get("speech") == "mixed"):
        yield "partial and mixed go together"


def annotation_path(site: Newspaper, post: Revision, folder: str = "annotations") -> Path:
    """Return the path of a post's annotation."""
    return HERE / folder / site.name / f"{post.stem}.toml"


def check(folder: str = "annotations") -> list[str]:
    """Return every complaint about a folder of annotations, each with the file it is about."""
    complaints = []
    for site in NEWSPAPERS:
        posts = {revisions[0].stem: revisions for revisions in read_posts(site)}
        for path in sorted((HERE / folder / site.name).glob("*.toml")):
            if path.stem not in posts:
                complaints.append(f"{path.name}: there is no such article")
                continue
            complaints += [
                f"{path.name}: {text}"
                for text in check_article(annotated_revision(posts[path.stem]), read_annotation(path))
            ]
        if folder == "annotations":
            complaints += [
                f"{stem}: has no annotation"
                for stem, revisions in posts.items()
                if revisions[0].get("annotate") and not annotation_path(site, revisions[0]).exists()
            ]
    return complaints


def annotated_revision(revisions: list[Revision]) -> Revision:
    """Return the revision that is annotated: the last one, which is on the site today."""
    return revisions[-1]


def main() -> int:
    """Print the complaints; return 1 if there are any, else 0."""
    complaints = check() + check("second_annotations")
    sys.stdout.write("".join(f"{complaint}\n" for complaint in complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
