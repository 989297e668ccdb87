"""Who speaks, measured on short articles with bodies and namesakes: `sample_newsroom/voices/*.toml`.

Each article lists its voices, one a line: words of the quotation, who said them ("-" when nobody is named), the kind of
thing, the role ("-" when the text gives none). "he " or "she " before the words marks a speaker called by a pronoun.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from quotations.engine import find_quotations
from quotations.evaluation.measures import Tally
from quotations.model import Article, Quotation

READ, KEPT_ASIDE = "articles.toml", "kept_aside.toml"
_NOBODY = "-"
_FIGURES = (
    "speaker, by name",
    "kind of speaker",
    "bodies that are persons (should be 0)",
    "persons that are bodies (should be 0)",
    "persons listed that are right",
    "persons of the article that are listed",
    "he and she, as speakers",
    "role, where the text gives one",
    "no role, where it gives none",
)


class VoicesFileError(ValueError):
    """A file of voices cannot be read, or words that it lists are in no quotation: correct that line."""


class Voice(NamedTuple):
    """One line: whose words these are."""

    words: str
    is_pronoun: bool
    name: str | None
    kind: str
    role: str | None


def read_voices(path: Path) -> Iterator[tuple[str, str, list[Voice]]]:
    """Yield name, text and voices of each article.

    Raises:
        VoicesFileError: the file is not there, or one of its lines has not four parts.
    """
    if not path.is_file():
        msg = f"the voices {path} are not there"
        raise VoicesFileError(msg)
    for article in tomllib.loads(path.read_text(encoding="utf-8"))["articles"]:
        yield article["name"], article["text"].strip(), [_voice(line) for line in article["voices"].strip().split("\n")]


def _voice(line: str) -> Voice:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 4:
        msg = f"four parts expected in {line!r}"
        raise VoicesFileError(msg)
    words, name, kind, role = parts
    pronoun, _, rest = words.partition(" ")
    is_pronoun = pronoun in {"he", "she"}
    return Voice(
        rest if is_pronoun else words,
        is_pronoun,
        name if name != _NOBODY else None,
        kind,
        role if role != _NOBODY else None,
    )


def measure_voices(path: Path) -> dict[str, Tally]:
    """Return the figures over one file, in the order of the page."""
    found = {figure: Tally() for figure in _FIGURES}
    for name, text, voices in read_voices(path):
        rows = [row for row in find_quotations(Article(text)) if row.quote_kind != "not_a_quotation"]
        for voice in voices:
            row = next((row for row in rows if voice.words in row.quote_text), None)
            _count(found, f"{name} | {voice.words}", voice, row)
        _count_listed(found, name, rows, voices)
    return found


def _count(found: dict[str, Tally], case: str, voice: Voice, row: Quotation | None) -> None:
    def count(figure: str, *, is_right: bool) -> None:
        found[figure].count(is_right=is_right, case=case)

    is_named = row is not None and _plain(row.speaker_name) == _plain(voice.name)
    count("speaker, by name", is_right=is_named or (voice.kind == "thing" and row is not None))
    count("kind of speaker", is_right=row is not None and row.speaker_kind == voice.kind)
    if voice.is_pronoun:
        count("he and she, as speakers", is_right=is_named)
    is_person = row is not None and row.speaker_type == "person"
    if voice.kind != "person":
        count("bodies that are persons (should be 0)", is_right=is_person)
    elif voice.name is not None:
        count("persons that are bodies (should be 0)", is_right=row is not None and row.speaker_type == "organization")
        role = (row.speaker_role or "").lower() if row is not None else ""
        figure = "no role, where it gives none" if voice.role is None else "role, where the text gives one"
        count(figure, is_right=role == (voice.role or "").lower())


def _count_listed(found: dict[str, Tally], case: str, rows: Sequence[Quotation], voices: Sequence[Voice]) -> None:
    listed = {row.speaker_name for row in rows if row.speaker_type == "person" and row.speaker_name}
    due = {voice.name for voice in voices if voice.kind == "person" and voice.name}
    for name in sorted(listed):
        found["persons listed that are right"].count(is_right=name in due, case=f"{case} | {name}")
    for name in sorted(due):
        found["persons of the article that are listed"].count(is_right=name in listed, case=f"{case} | {name}")


def _plain(name: str | None) -> str:
    return (name or "").lower().removeprefix("the ")


def voices_rows(folder: Path) -> Iterator[str]:
    """Yield the part of the page about who speaks.

    Raises:
        VoicesFileError: a file cannot be read.
    """
    read, aside = measure_voices(folder / READ), measure_voices(folder / KEPT_ASIDE)
    counts = [sum(1 for _ in read_voices(folder / name)) for name in (READ, KEPT_ASIDE)]
    yield f"{counts[0]} short articles with bodies and namesakes (`sample_newsroom/voices/`), annotated before output"
    yield f"was seen, whose errors were then read, and {counts[1]} kept aside whose errors were not."
    yield ""
    yield "| figure | % | cases | kept aside, % | cases |"
    yield "|---|---|---|---|---|"
    for figure in _FIGURES:
        yield f"| {figure} | {_cells(read[figure])} | {_cells(aside[figure])} |"


def _cells(tally: Tally) -> str:
    return f"{100 * tally.share:.1f} | {tally.right} of {tally.due}"
