"""What goes into the reading of quotations and what comes out: no logic here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class TextBlock(Protocol):
    """What is needed of a block: its kind, its place in the text, how many code points at its start are emphasised."""

    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def emphasised(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Article:
    """One text to read.

    Attributes:
        text: Plain text; paragraphs are parted by line feeds.
        blocks: Blocks of the text in order; none when only plain text is known.
        language: ISO 639-1 code, or null when nobody knows: then only marks are read.
        author_names: Who wrote the article: evidence against a speaker.
        tag_names: Its tags: evidence for a person of that name.
    """

    text: str
    blocks: Sequence[TextBlock] = ()
    language: str | None = "en"
    author_names: Sequence[str] = ()
    tag_names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, indirect report, declined comment, or quoted span that quotes nobody.

    Offsets are code points into the text, ends exclusive, quotation marks included. `spans` are the quoted spans of one
    quotation around its cue; `start_offset` and `end_offset` are their outer bounds.

    Attributes:
        position: 1-based in text order, over all kinds alike.
        quote_text: The quoted spans as written, marks included, joined by a space.
        quote_kind: full, partial, continued, block, embedded (a post of another service), pull or not_a_quotation.
        speech_type: direct, mixed, indirect or declined; null for not_a_quotation.
        speaker_text: The speaker as written nearest to the quotation, role and apposition included.
        speaker_name: Who that is, resolved within the article, without title; null when never named.
        speaker_type: person, organization, anonymous or unknown.
        speaker_kind: person, organization, place (a land or city, for those who speak for it), publication, or thing (a
            report, a sign); of an anonymous speaker person; null where nobody knows.
        confidence: Calibrated share of right answers (quotation and speaker both) among rows of this confidence.
        method: What decided the speaker.
        reason: Of a not_a_quotation: title, nickname, slogan, term, scare or other.
        repeats_position: Of a pull quote, the position of the quotation that it repeats.
        paragraph_position: 1-based position of its block.
    """

    position: int
    quote_text: str
    quote_kind: str
    speech_type: str | None
    speaker_text: str | None
    speaker_start_offset: int | None
    speaker_end_offset: int | None
    speaker_name: str | None
    speaker_type: str | None
    speaker_kind: str | None
    speaker_role: str | None
    speaker_organization: str | None
    cue: str | None
    confidence: float
    method: str
    reason: str | None
    start_offset: int
    end_offset: int
    spans: tuple[tuple[int, int], ...]
    word_count: int
    repeats_position: int | None
    paragraph_position: int
