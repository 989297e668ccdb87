"""What the engine gets right on this project's own gold articles: figures, and the cases behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotations.engine import find_quotations
from quotations.english.people.antecedents import Antecedents
from quotations.english.people.speakers import Speakers
from quotations.english.reader import analyse
from quotations.english.weights import load_model
from quotations.english.words.lexicon import english
from quotations.languages import resolve_pronouns
from quotations.layout.display import set_apart
from quotations.layout.marks import find_quoted_spans
from quotations.model import Quotation
from quotations.training.gold import WORDS, GoldArticle, GoldItem, last_name

_EMPTY = frozenset({"the", "a", "an", "of", "for", "at", "in", "and"})


@dataclass(slots=True)
class Tally:
    """Right answers among answers due, and the wrong ones with their article."""

    right: int = 0
    due: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, *, is_right: bool, case: str) -> None:
        """Count one case."""
        self.due += 1
        self.right += is_right
        if not is_right:
            self.wrong.append(case)

    @property
    def share(self) -> float:
        """Right answers among answers due; 0 when none was due."""
        return self.right / self.due if self.due else 0.0


def same_phrase(gold: str | None, found: str | None) -> bool:
    """Return whether two roles or organizations say the same: both absent, or the words of one within the other."""
    one = {word.lower() for word in WORDS.findall(gold or "")} - _EMPTY
    other = {word.lower() for word in WORDS.findall(found or "")} - _EMPTY
    if not one or not other:
        return not one and not other
    return one <= other or other <= one


def _overlap(item: GoldItem, quotation: Quotation) -> int:
    return sum(
        max(0, min(end, last) - max(start, first)) for start, end in item.spans for first, last in quotation.spans
    )


def match(items: Sequence[GoldItem], found: Iterable[Quotation]) -> list[tuple[GoldItem, Quotation | None]]:
    """Pair every annotated item with the row that shares most of its characters, half of them at least."""
    rows = list(found)
    pairs: list[tuple[GoldItem, Quotation | None]] = []
    for item in items:
        size = sum(end - start for start, end in item.spans)
        best = max(rows, key=lambda row: _overlap(item, row), default=None)
        pairs.append((item, best if best is not None and 2 * _overlap(item, best) >= size else None))
    return pairs


def is_speaker_right(item: GoldItem, row: Quotation) -> bool:
    """Return whether the resolved speaker is the annotated one; an unnamed source must be left without a name."""
    if item.fields.get("name"):
        return last_name(row.speaker_name) == last_name(item.fields["name"])
    return row.speaker_name is None or row.speaker_type != "person"


class Measurement:
    """Figures over annotated articles."""

    def __init__(self) -> None:
        self.tallies: dict[str, Tally] = {}

    def count(self, figure: str, *, is_right: bool, case: str) -> None:
        """Count one case of a figure."""
        self.tallies.setdefault(figure, Tally()).count(is_right=is_right, case=case)

    def add(self, one: GoldArticle) -> None:
        """Read one article and count everything annotated in it."""
        rows = find_quotations(one.article)
        self._count_spoken(one, rows)
        self._count_others(one, rows)
        self._count_pronouns(one)

    def _count_spoken(self, one: GoldArticle, rows: list[Quotation]) -> None:
        spoken = [row for row in rows if row.speech_type in {"direct", "mixed"} and row.quote_kind != "pull"]
        due = [item for item in one.items if item.speech in {"direct", "mixed"} and item.kind != "pull"]
        for item, row in match([item for item in due if not item.is_nested], spoken):
            self.count("quotations found", is_right=row is not None, case=_place(one, item))
            if row is not None:
                self._count_speaker(item, row, _place(one, item))
        known = [item for item in one.items if item.speech in {"direct", "mixed"}]
        for row in spoken:
            hit = any(_overlap(item, row) for item in known)
            self.count("quotations, precision", is_right=hit, case=f"{one.name}: {row.quote_text}")

    def _count_speaker(self, item: GoldItem, row: Quotation, place: str) -> None:
        kind, name = item.fields["type"], item.fields.get("name")
        case = f"{place} | {name or kind} | found {row.speaker_name or row.speaker_type}"
        is_right = is_speaker_right(item, row)
        self.count("speaker, resolved", is_right=is_right, case=case)
        if kind != "unknown":
            agrees = (kind == "anonymous") == (row.speaker_type == "anonymous")
            self.count("anonymous told from named", is_right=agrees, case=f"{case} | {kind} | {row.speaker_type}")
        if kind == "person" and is_right:
            for figure, read in (("role", row.speaker_role), ("organization", row.speaker_organization)):
                stated = item.fields.get(figure)
                self.count(figure, is_right=same_phrase(stated, read), case=f"{case} | {stated} | found {read}")

    def _count_others(self, one: GoldArticle, rows: list[Quotation]) -> None:
        declined = [row for row in rows if row.speech_type == "declined"]
        due = [item for item in one.items if item.speech == "declined"]
        for item, row in match(due, declined):
            self.count("declined comments found", is_right=row is not None, case=_place(one, item))
            if row is not None:
                case = f"{_place(one, item)} | {item.fields.get('name')} | found {row.speaker_name} {row.speaker_type}"
                self.count("who declined", is_right=is_speaker_right(item, row), case=case)
        for row in declined:
            hit = any(_overlap(item, row) for item in due)
            self.count("declined comments, precision", is_right=hit, case=f"{one.name}: {row.quote_text}")
        rejected = [row for row in rows if row.quote_kind == "not_a_quotation"]
        for item, row in match([item for item in one.items if item.kind == "not_a_quotation"], rejected):
            self.count("non-quotations rejected", is_right=row is not None, case=_place(one, item))
            if row is not None:
                same = row.reason == item.fields.get("reason")
                self.count("reason of a non-quotation", is_right=same, case=f"{row.quote_text} {row.reason}")
        indirect = [row for row in rows if row.speech_type == "indirect"]
        reported = [item for item in one.items if item.speech == "indirect"]
        for item, row in match(reported, indirect):
            self.count("indirect reports found", is_right=row is not None, case=_place(one, item))
            if row is not None:
                case = f"{_place(one, item)} | {item.fields.get('name')} | found {row.speaker_name}"
                self.count("speaker of an indirect report", is_right=is_speaker_right(item, row), case=case)
        for row in indirect:
            hit = any(_overlap(item, row) for item in reported)
            self.count("indirect reports, precision", is_right=hit, case=f"{one.name}: {row.quote_text}")

    def _count_pronouns(self, one: GoldArticle) -> None:
        """He and she to a name, on the chains annotated before any output was looked at."""
        text = one.article.text
        if one.article.language != "en":
            self._count_other_pronouns(one, str(one.article.language))
            return
        analysis, _ = analyse(text, set_apart(text, one.article.blocks, find_quoted_spans(text)), english())
        speakers = Speakers(analysis, one.article, Antecedents(analysis, load_model().antecedents))
        pronouns = [mention for mention in analysis.mentions if mention.head in {"he", "she"}]
        for start, end, name in one.pronouns:
            inside = [mention for mention in pronouns if start <= analysis.tokens.starts[mention.first] < end]
            if inside:
                entity = speakers.coreference.entity_of(inside[0])
                found = entity.name if entity is not None else None
                case = f"{one.name}: {text[start:end]} | {name} | found {found}"
                self.count("he and she", is_right=last_name(found) == last_name(name), case=case)

    def _count_other_pronouns(self, one: GoldArticle, language: str) -> None:
        text = one.article.text
        pronouns = resolve_pronouns(text, set_apart(text, one.article.blocks, find_quoted_spans(text)), language)
        for start, end, name in one.pronouns:
            inside = [found for first, last, found in pronouns if start <= first and last <= end]
            if inside:
                case = f"{one.name}: {text[start:end]} | {name} | found {inside[0]}"
                self.count("he and she", is_right=last_name(inside[0]) == last_name(name), case=case)


def _place(one: GoldArticle, item: GoldItem) -> str:
    words = item.fields["text"]
    return f"{one.name}: {words if isinstance(words, str) else words[0]}"


def measure_gold(gold: Iterable[GoldArticle]) -> dict[str, Tally]:
    """Measure every figure on annotated articles."""
    measurement = Measurement()
    for one in gold:
        measurement.add(one)
    return measurement.tallies
