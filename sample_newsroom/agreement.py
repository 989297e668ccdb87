"""Measure how far two annotators agree: `python -m sample_newsroom.agreement` (`--write`, `--list`).

Every article in `second_annotations/` was annotated twice, the second time by a person who had not seen the first
annotation. Items are matched by the characters that they cover; the labels of matched items are compared.

    --write   writes the tables into docs/annotation.md, between the two markers
    --list    prints every disagreement, for review
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sample_newsroom.check import annotated_revision, annotation_path, locate, plain_text, read_annotation
from sample_newsroom.sources import HERE, NEWSPAPERS, read_posts

DOCUMENT = HERE.parent / "docs" / "annotation.md"
BEGIN, END = "<!-- agreement: begin -->\n", "<!-- agreement: end -->\n"
#: Two items are the same when they share at least half of the characters that either of them covers.
LEAST_OVERLAP = 0.5
_MARKS = tuple("“”\"«»'‘’")
_CATEGORIES = ("kind", "speech", "type")
_WORDINGS = ("name", "role", "organization", "speaker", "cue")


@dataclass(frozen=True)
class Item:
    """One annotated item and the characters of the article's plain text that it covers."""

    keys: dict[str, Any]
    covers: frozenset[int]

    @property
    def is_marked(self) -> bool:
        """Whether the item is in quotation marks, by its text, so that it is the same for both annotators."""
        text = self.keys["text"]
        return (text if isinstance(text, str) else text[0]).startswith(_MARKS)

    @property
    def is_quotation(self) -> bool:
        """Whether the annotator labelled the item as a quotation."""
        return self.keys["kind"] != "not_a_quotation"

    def value(self, key: str) -> str:
        """Return a key's value without case ("Judge" and "judge" are one role); empty when the key is absent."""
        return str(self.keys.get(key, "")).casefold()


@dataclass(frozen=True)
class Pair:
    """The items of both annotators for one place; None for an annotator who has no item there."""

    article: str
    first: Item | None
    second: Item | None


def read_items(text: str, path: Path) -> list[Item]:
    """Read an annotation's items with the characters they cover."""
    items = read_annotation(path).get("quotations", [])
    return [
        Item(item, frozenset(place for start, end in locate(text, item) for place in range(start, end)))
        for item in items
    ]


def match(article: str, first: Sequence[Item], second: Sequence[Item]) -> list[Pair]:
    """Pair items one to one, the largest overlap first; an item without a match gets a pair of its own."""
    overlaps = sorted(
        (
            (len(one.covers & two.covers) / len(one.covers | two.covers), i, j)
            for i, one in enumerate(first)
            for j, two in enumerate(second)
        ),
        key=lambda overlap: (-overlap[0], overlap[1], overlap[2]),
    )
    partner: dict[int, int] = {}
    for share, i, j in overlaps:
        if share >= LEAST_OVERLAP and i not in partner and j not in partner.values():
            partner[i] = j
    pairs = [Pair(article, item, second[partner[i]] if i in partner else None) for i, item in enumerate(first)]
    return pairs + [Pair(article, None, item) for j, item in enumerate(second) if j not in partner.values()]


def read_pairs() -> list[Pair]:
    """Return every item of every article that was annotated twice, in pairs."""
    pairs: list[Pair] = []
    for site in NEWSPAPERS:
        for revisions in read_posts(site):
            post = annotated_revision(revisions)
            second = annotation_path(site, post, "second_annotations")
            if second.exists():
                text = plain_text(post)
                first = read_items(text, annotation_path(site, post))
                pairs += match(post.stem, first, read_items(text, second))
    return pairs


def kappa(labels: Sequence[tuple[str, str]]) -> float:
    """Return Cohen's kappa: the agreement beyond that expected by chance from how often each annotator uses each label.

    Source: Cohen, A coefficient of agreement for nominal scales (1960). 1 when both use a single label.
    """
    total = len(labels)
    observed = sum(one == two for one, two in labels) / total
    ones, twos = Counter(one for one, _ in labels), Counter(two for _, two in labels)
    expected = sum(ones[label] * twos[label] for label in ones) / total**2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def both_quotations(pairs: Sequence[Pair]) -> list[tuple[Item, Item]]:
    """Return the matched items that both labelled as quotations: only these have a speech type and a speaker."""
    return [(one, two) for one, two in both(pairs) if one.is_quotation and two.is_quotation]


def both(pairs: Sequence[Pair]) -> list[tuple[Item, Item]]:
    """Return the matched items."""
    return [(pair.first, pair.second) for pair in pairs if pair.first is not None and pair.second is not None]


def report(pairs: Sequence[Pair]) -> str:
    """Return the two tables in Markdown."""
    articles = len({pair.article for pair in pairs})
    lines = [
        f"{articles} articles were annotated twice. An item of one and an item of the other are the same when they",
        "share at least half of the characters that either covers.",
        "",
        "| items | first | second | matched | F1 |",
        "|---|---:|---:|---:|---:|",
        *(_found_row(name, pairs, marked) for name, marked in (("in marks", True), ("without marks", False))),
        _found_row("all", pairs, None),
        "",
        "| matched items | compared | same | kappa |",
        "|---|---:|---:|---:|",
    ]
    for key in _CATEGORIES:
        compared = both(pairs) if key == "kind" else both_quotations(pairs)
        labels = [(one.value(key), two.value(key)) for one, two in compared]
        lines.append(_same_row(key, labels) + f" {kappa(labels):.2f} |")
    quotations = both_quotations(pairs)
    lines += [_same_row(key, [(one.value(key), two.value(key)) for one, two in quotations]) + " |" for key in _WORDINGS]
    return "\n".join(lines) + "\n"


def _found_row(name: str, pairs: Sequence[Pair], marked: bool | None) -> str:
    """Return a row of the first table. F1 is the same whichever annotation is taken as the reference."""

    def belongs(item: Item | None) -> bool:
        return item is not None and (marked is None or item.is_marked == marked)

    first, second = sum(belongs(pair.first) for pair in pairs), sum(belongs(pair.second) for pair in pairs)
    matched = sum(belongs(pair.first) and belongs(pair.second) for pair in pairs)
    return f"| {name} | {first} | {second} | {matched} | {2 * matched / (first + second):.3f} |"


def _same_row(key: str, labels: Sequence[tuple[str, str]]) -> str:
    same = sum(one == two for one, two in labels)
    return f"| `{key}` | {len(labels)} | {same / len(labels):.3f} |"


def disagreements(pairs: Sequence[Pair]) -> Iterator[str]:
    """Yield one line for each value on which the two annotations differ."""
    for pair in pairs:
        one, two = pair.first, pair.second
        if one is not None and two is not None:
            for key in (*_CATEGORIES, *_WORDINGS):
                if one.value(key) != two.value(key):
                    about = f"{one.keys.get(key)!r} / {two.keys.get(key)!r} for {one.keys['text']}"
                    yield f"{pair.article}: {key}: {about}"
        elif one is not None:
            yield f"{pair.article}: only the first has {_described(one)}"
        elif two is not None:
            yield f"{pair.article}: only the second has {_described(two)}"


def _described(item: Item) -> str:
    return " ".join(str(item.keys[key]) for key in ("kind", "speech", "text") if key in item.keys)


def document_with(text: str, table: str) -> str:
    """Return the document with the table between its markers.

    Raises:
        ValueError: The markers are missing from the document.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{DOCUMENT.name} has no {BEGIN.strip()} ... {END.strip()}")
    return f"{before}{BEGIN}{table}{END}{after}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables; with --list also the disagreements, with --write also into the document."""
    parser = ArgumentParser("python -m sample_newsroom.agreement", description="Compare the two annotations.")
    parser.add_argument("--list", action="store_true", help="Print the disagreements as well.")
    parser.add_argument("--write", action="store_true", help=f"Write the table into {DOCUMENT.name} as well.")
    options = parser.parse_args(arguments)
    pairs = read_pairs()
    if options.list:
        sys.stdout.write("".join(f"{line}\n" for line in disagreements(pairs)))
    table = report(pairs)
    sys.stdout.write(table)
    if options.write:
        DOCUMENT.write_text(document_with(DOCUMENT.read_text(encoding="utf-8"), table), encoding="utf-8")


if __name__ == "__main__":
    main()
