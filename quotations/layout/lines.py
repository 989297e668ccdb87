"""The lines of a text as layout sets them: what kind of block, whether emphasised, and the label a line begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from quotations.model import TextBlock
from quotations.rule_files import RULES, load_rules

Span = tuple[int, int]

LABEL_REACH = 80  # code points within which a label has its colon
_TOLD = frozenset({"paragraph", "block_quote", "live_update", "heading", "list_item"})
_CAPITAL = "[^\\W\\d_a-zß-öø-ÿα-ωа-яё]"
_LABEL = re.compile(
    rf"[“\"]?(?P<label>{_CAPITAL}[\w’'.-]*(?: [^\W\d_][\w’'.-]*){{0,3}})"
    r"(?: \([^()\n]{1,40}\)|, (?P<role>[^:()\n]{2,60}))?"
    r"(?:\s?:|(?<=\b[QA])\.)\s+"
)
_NAME = rf"{_CAPITAL}\w*(?:[’'-](?!s\b)\w+)*"
_PARTICLE = "(?:(?:de|du|da|di|do|von|van|der|den|del|bin|ibn|al|el|la|le) )"
FULL_NAME = re.compile(rf"(?<![\w’'-]){_NAME}(?: {_CAPITAL}\.)*(?: {_PARTICLE}{{0,2}}{_NAME}){{1,3}}")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
OPENING = frozenset('“"«„‘')


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block: where it stands, up to where it is emphasised, and the label it begins with."""

    start: int
    end: int
    kind: str
    emphasised: int
    label: Span | None = None
    spoken: int = 0  # where the words behind the label begin
    role: Span | None = None  # in "OLE VANE, COUNCIL LEADER:"

    @property
    def is_emphasised(self) -> bool:
        """Whether all of it is."""
        return self.emphasised >= self.end


@dataclass(frozen=True, slots=True)
class TurnRules:
    """The schema of `rules/turns.toml`, whose comments say what each list is for."""

    questions: frozenset[str]
    answers: frozenset[str]
    not_speech: frozenset[str]
    unnamed: frozenset[str]
    first_person: frozenset[str]


@cache
def turn_rules() -> TurnRules:
    """Load the rules of layout, once a process.

    Raises:
        RuleFileError: `rules/turns.toml` does not fit the schema.
    """
    return load_rules(RULES / "turns.toml", TurnRules)


def read_lines(text: str, blocks: Sequence[TextBlock]) -> Iterator[Line]:
    """Yield the lines of the blocks that tell something, in text order."""
    spans = [(one.start, one.end, one.kind, one.emphasised) for one in blocks if one.kind in _TOLD]
    for start, end, kind, emphasised in spans if blocks else [(0, len(text), "paragraph", 0)]:
        at = start
        while at < end:
            stop = text.find("\n", at, end)
            stop = stop if stop >= 0 else end
            if stop > at:
                label, role, spoken, last = _label(text, at, stop)
                role = role if role and role[0] >= 0 else None
                yield Line(at, last, kind, max(at, min(start + emphasised, stop)), label, spoken, role)
            at = stop + 1


def _label(text: str, start: int, end: int) -> tuple[Span | None, Span | None, int, int]:
    """Return the label at the head of a line, the role in it, where the words behind it begin, and where they end.

    Words that stand in marks behind a label are left to the marks; a mark in front of the label is not part of them.
    """
    if text.find(":", start, start + LABEL_REACH) < 0 and text[start : start + 2] not in {"Q.", "A."}:
        return None, None, start, end
    match = _LABEL.match(text, start, end)
    if match is None:
        return None, None, start, end
    words = match["label"].split()
    is_marked = match.start("label") > start
    if (
        not words[-1][0].isupper()
        or match.end() >= end
        or text[match.end()] in OPENING
        or words[0].lower() in turn_rules().not_speech
        or (match["role"] and not match["label"].isupper())  # Holt, of the union, agreed: a sentence
    ):
        return None, None, start, end
    return match.span("label"), match.span("role"), match.end(), end - (is_marked and text[end - 1] in '”"')


def key_of(text: str, span: Span) -> str:
    """Return what two labels of one speaker share: their last word."""
    return text[span[0] : span[1]].rsplit(maxsplit=1)[-1].strip(".").casefold()


def is_own(text: str, start: int, end: int) -> bool:
    """Return whether somebody speaks of himself between two places of a text."""
    words = _WORD.findall(text[start:end].replace("'", "’"))
    own = turn_rules().first_person
    return any(word in own or word[0].lower() + word[1:] in own for word in words)
