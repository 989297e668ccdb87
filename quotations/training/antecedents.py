"""Training of what "he" and "she" point back to, on the pronouns that the annotation resolves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.antecedents import HE_SHE, Antecedents
from quotations.english.people.entities import Entity
from quotations.english.people.speakers import Speakers
from quotations.english.reader import analyse
from quotations.english.words.lexicon import english
from quotations.english.words.mentions import Mention
from quotations.layout.display import set_apart
from quotations.layout.marks import find_quoted_spans
from quotations.ranking import Weights
from quotations.training.gold import GoldArticle, last_name
from quotations.training.learning import Group, train_ranking

_ROUNDS = 3  # whom earlier pronouns were taken for changes what a later one meets; this settles it
_SHRINK = 0.1

_Annotated = tuple[GoldArticle, Analysis, dict[int, str]]  # with the name of each annotated pronoun, by mention


class _Recorder(Antecedents):
    """Keeps the candidates that every pronoun had."""

    def __init__(self, analysis: Analysis, weights: Weights) -> None:
        super().__init__(analysis, weights)
        self.met: dict[int, tuple[list[Entity], list[list[str]]]] = {}

    def candidates(self, pronoun: Mention) -> tuple[list[Entity], list[list[str]]]:
        found = super().candidates(pronoun)
        self.met[pronoun.index] = found
        return found


def annotated_pronouns(analysis: Analysis, one: GoldArticle) -> dict[int, str]:
    """Return the name of every annotated he and she outside quotation marks, by the index of its mention.

    The name is empty for somebody who is never named.
    """
    starts = analysis.tokens.starts
    pronouns = [mention for mention in analysis.mentions if mention.head in HE_SHE]
    named = dict(_of_speakers(analysis, one, pronouns))
    for start, end, name in one.pronouns:
        inside = (mention.index for mention in pronouns if start <= starts[mention.first] < end)
        index = next(inside, None)
        if index is not None:
            named[index] = name
    return named


def _of_speakers(analysis: Analysis, one: GoldArticle, pronouns: Sequence[Mention]) -> Iterator[tuple[int, str]]:
    """Yield every he and she that is an annotated speaker, and who: the nearest to its words in their paragraph."""
    tokens = analysis.tokens
    for item in one.items:
        head = (item.speaker or "").lower()
        if head not in HE_SHE or item.name is None:
            continue
        at = bisect_left(tokens.starts, item.spans[0][0])
        near = [m for m in pronouns if m.head == head and m.paragraph == tokens.paragraph_of(at)]
        if near:
            yield min(near, key=lambda mention: abs(mention.first - at)).index, item.name


def _named(entities: Sequence[Entity], name: str) -> list[bool]:
    """Return which entities the annotation means: those that share most words with its name, the last one among them.

    Somebody who is not named is taken to be the unnamed one met last.
    """
    if not name:
        latest = next((entity for entity in entities if entity.is_anonymous), None)
        return [entity is latest for entity in entities]
    words = set(name.split())
    shared = [
        len(words.intersection(entity.names)) if last_name(entity.name) == last_name(name) else 0 for entity in entities
    ]
    most = max(shared, default=0)
    return [count == most > 0 for count in shared]


def _collect(articles: Sequence[_Annotated], weights: Weights) -> list[Group]:
    groups: list[Group] = []
    for one, analysis, named in articles:
        recorder = _Recorder(analysis, weights)
        Speakers(analysis, one.article, recorder)
        for index, name in named.items():
            entities, rows = recorder.met[index]
            right = _named(entities, name)
            if any(right):
                groups.append((rows, right))
    return groups


def _read(one: GoldArticle) -> _Annotated:
    text = one.article.text
    analysis, _ = analyse(text, set_apart(text, one.article.blocks, find_quoted_spans(text)), english())
    return one, analysis, annotated_pronouns(analysis, one)


def train_antecedents(gold: Sequence[GoldArticle]) -> dict[str, float]:
    """Return weights under which a pronoun chooses whom the annotation names."""
    articles = [_read(one) for one in gold]
    weights: dict[str, float] = {}
    for _ in range(_ROUNDS):
        weights = train_ranking(_collect(articles, weights), shrink=_SHRINK)
    return weights
