"""A text of another language than English as chunks: a phrase, a quoted span or a word each, one letter a chunk.

The second step of a cascade. Words became letters (`grammars`); here every phrase that can speak becomes one chunk, `M`
(`p` for a pronoun), so that who said what is a pattern of a few letters, the same one in every language.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from quotations.languages.grammars import Grammar
from quotations.layout.marks import QuotedSpan

_FAR = 40  # chunks of one sentence that are looked at for a subject
_OPENERS = frozenset('¶.,;:"(-k')
_BOUNDARIES = _OPENERS - {"k"}  # an "and" joins a verb to the subject before
_PASSED = frozenset("cgxjb")
_PASSIVE = re.compile(r"(?<!c)b[jg]{0,2}$")  # est noté, but not s’est dit
_INVERTED = re.compile(r"(?:[cj]{0,2}|,j,)([Mp])")
_SPLIT_INVERTED = re.compile(r"([Mp])[jnifD]{0,4}V")  # hat Weiß gesagt, a-t-elle fini par demander
_CUE = re.compile("[VQU]")
_SOURCE = re.compile("QV?[Mp]|UM(?=,)")  # according to Holt; as Holt said; For Holt, ...
_SAID_ENDS = frozenset('sf,:".¶')


@dataclass(slots=True)
class Phrase:
    """A phrase that can speak: tokens `first` to `end`.

    Attributes:
        kind: person, role, organization, noun, pronoun or proper (a name with an article).
        name: Tokens of the name in it.
        office: Tokens of a role in it.
        organization: Tokens of the organization the role is held in.
        chunk: Its place among the chunks.
        sentence: Its sentence, and `paragraph` its paragraph.
        is_subject: It stands where a subject stands: at the head of a clause, or right after an inverted verb.
    """

    first: int
    end: int
    kind: str
    name: tuple[int, int] | None
    role: tuple[int, int] | None
    organization: tuple[int, int] | None
    chunk: int = -1
    sentence: int = -1
    paragraph: int = -1
    is_subject: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of speaking or "according to", as a chunk, and who speaks."""

    chunk: int
    letter: str
    subject: Phrase | None
    is_inverted: bool


@dataclass(slots=True)
class Chunks:
    """The chunks of one text as parallel arrays."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    tags: str
    shape: str = ""
    firsts: list[int] = field(default_factory=list)  # first token of each chunk
    phrases: list[Phrase] = field(default_factory=list)
    phrase_at: dict[int, Phrase] = field(default_factory=dict)
    quoted_at: dict[int, int] = field(default_factory=dict)  # chunk to quoted span
    chunk_of: list[int] = field(default_factory=list)  # quoted span to chunk
    sentences: list[int] = field(default_factory=list)  # first chunk of each
    cues: list[Cue] = field(default_factory=list)

    def sentence_of(self, chunk: int) -> int:
        """Return the index of the sentence that holds a chunk."""
        return bisect_right(self.sentences, chunk) - 1

    def sentence_end(self, sentence: int) -> int:
        """Return the chunk after the last of a sentence."""
        return self.sentences[sentence + 1] if sentence + 1 < len(self.sentences) else len(self.shape)

    def cues_between(self, first: int, end: int) -> list[Cue]:
        """Return the cues whose chunk lies in a range."""
        low = bisect_left(self.cues, first, key=_chunk_of_cue)
        return self.cues[low : bisect_left(self.cues, end, key=_chunk_of_cue)]

    def written(self, first: int, end: int) -> str:
        """Return tokens `first` to `end` as they stand in the text."""
        return self.text[self.starts[first] : self.ends[end - 1]]


def _chunk_of_cue(cue: Cue) -> int:
    return cue.chunk


def read_tokens(text: str, grammar: Grammar) -> Chunks:
    """Cut a text into classed tokens."""
    spans = [match.span() for match in grammar.token.finditer(text)]
    words = [text[start:end] for start, end in spans]
    letters = grammar.letters
    tags = "".join([letters[word] for word in words])
    return Chunks(text, words, [start for start, _ in spans], [end for _, end in spans], tags)


def read_chunks(chunks: Chunks, quoted_spans: Sequence[QuotedSpan], grammar: Grammar) -> None:
    """Find the phrases outside marks, the chunks, the sentences and the cues of a text cut into tokens."""
    pieces, last, spans = [], 0, []
    for quoted_span in quoted_spans:
        first = max(last, bisect_left(chunks.starts, quoted_span.start))
        end = max(first, bisect_left(chunks.starts, quoted_span.end))
        pieces += [chunks.tags[last:first], '"' * (end - first)]
        spans.append((first, end))
        last = end
    outside = "".join([*pieces, chunks.tags[last:]])
    _lay_out(chunks, outside, spans, [_phrase_of(match) for match in grammar.phrase.finditer(outside)])
    _find_subjects(chunks)
    _find_cues(chunks)


def _span(match: re.Match[str], *names: str) -> tuple[int, int] | None:
    groups = match.re.groupindex
    for name in names:
        if name in groups and match.start(name) >= 0:
            return match.span(name)
    return None


_KINDS = {"led": "person", "name": "person", "pronoun": "pronoun"}


def _phrase_of(match: re.Match[str]) -> Phrase:
    kind = next(
        name
        for name in ("pronoun", "led", "organization", "role", "noun", "proper", "name")
        if _span(match, name) is not None
    )
    name = _span(match, "far_name", "near_name", "next_name", "led_name", "name", "proper")
    role, organization = _span(match, "office", "office2", "office3"), _span(match, "body", "body2", "body3")
    return Phrase(match.start(), match.end(), _KINDS.get(kind, kind), name, role, organization)


def _lay_out(chunks: Chunks, outside: str, spans: list[tuple[int, int]], phrases: list[Phrase]) -> None:
    """Join tokens to chunks, and end a sentence after a quoted span that closes with its own stop."""
    shape: list[str] = []
    units = [(one.first, one.end, one, -1) for one in phrases]
    units += [(first, end, None, index) for index, (first, end) in enumerate(spans)]
    units.sort(key=lambda unit: (unit[0], unit[1]))
    chunks.chunk_of = [0] * len(spans)
    at, sentences, paragraphs = 0, [0], 0
    for first, end, phrase, index in units:
        for token in range(at, first):
            paragraphs += _append_word(chunks, shape, outside, token, sentences)
        number = len(shape)
        if phrase is not None:
            phrase.chunk, phrase.sentence, phrase.paragraph = number, len(sentences) - 1, paragraphs
            chunks.phrase_at[number] = phrase
            shape.append("p" if phrase.kind == "pronoun" else "M")
        else:
            chunks.quoted_at[number], chunks.chunk_of[index] = index, number
            shape.append('"')
            if _closes_sentence(chunks, first, end):
                sentences.append(number + 1)
        chunks.firsts.append(first)
        at = max(at, end)
    for token in range(at, len(outside)):
        _append_word(chunks, shape, outside, token, sentences)
    chunks.shape = "".join(shape)
    chunks.sentences = sentences
    chunks.phrases = phrases


def _append_word(chunks: Chunks, shape: list[str], outside: str, token: int, sentences: list[int]) -> bool:
    """Append a word as a chunk of its own and return whether it ends a paragraph."""
    letter = outside[token]
    shape.append(letter)
    chunks.firsts.append(token)
    if letter == "¶" or (letter == "." and chunks.words[token] != "…"):
        sentences.append(len(shape))
    return letter == "¶"


def _closes_sentence(chunks: Chunks, first: int, end: int) -> bool:
    """Return whether a quoted span ends with its own stop and what follows begins anew."""
    if end >= len(chunks.words) or end - first < 2:
        return False
    inner = chunks.tags[end - 2] if chunks.tags[end - 1] == "*" else chunks.tags[end - 1]
    follows = chunks.words[end]
    return inner == "." and (follows[0].isupper() or not (follows[0].isalpha() or chunks.tags[end] in ",-"))


def _find_subjects(chunks: Chunks) -> None:
    """Mark the phrases that stand where a subject stands."""
    shape = chunks.shape
    for phrase in chunks.phrases:
        at = phrase.chunk
        sentence = chunks.sentences[phrase.sentence] if phrase.sentence < len(chunks.sentences) else 0
        before = shape[at - 1] if at else "¶"
        phrase.is_subject = at == sentence or before in _OPENERS or before == "s" or _is_inverted(shape, sentence, at)


def _is_inverted(shape: str, begin: int, at: int) -> bool:
    """Return whether the verb right before a chunk opens its clause, so that the chunk is its subject."""
    if shape[at - 1] != "V":
        return False
    first = _first_of_verb(shape, begin, at - 1)
    return first == begin or shape[first - 1] in _BOUNDARIES


def _first_of_verb(shape: str, begin: int, at: int) -> int:
    """Return where the auxiliaries, adverbs and clitics before a verb begin."""
    while at > begin and shape[at - 1] in _PASSED:
        at -= 1
    return at


def _find_cues(chunks: Chunks) -> None:
    """Find every word of speaking outside marks with its subject."""
    shape = chunks.shape
    for match in _CUE.finditer(shape):
        at = match.start()
        if shape[at] in "QU":
            source = _SOURCE.match(shape, at)
            if source is not None:
                chunks.cues.append(Cue(at, "Q", chunks.phrase_at[source.end() - 1], is_inverted=True))
            continue
        if at and (shape[at - 1] in "fiduh" or _PASSIVE.search(shape, max(0, at - 4), at)):
            continue  # a noun, or what was said by nobody named: "de rappel", "où tout est noté"
        subject, is_inverted = _subject_of(chunks, at)
        chunks.cues.append(Cue(at, "V", subject, is_inverted=is_inverted))


def _subject_of(chunks: Chunks, at: int) -> tuple[Phrase | None, bool]:
    """Return who speaks: after the verb where it is inverted, else before it."""
    shape = chunks.shape
    begin = chunks.sentences[chunks.sentence_of(at)]
    first = _first_of_verb(shape, begin, at)
    opens = first == begin or shape[first - 1] in _BOUNDARIES
    after = _INVERTED.match(shape, at + 1)
    if after is not None:
        phrase = chunks.phrase_at[after.start(1)]
        follows = shape[after.end() : after.end() + 1] or "¶"
        is_enclitic = chunks.words[phrase.first].startswith("-")
        if is_enclitic or (opens and (phrase.kind != "noun" or follows in _SAID_ENDS)):
            return phrase, True
    subject = _subject_before(chunks, begin, first)
    if subject is None and after is not None and (opens or shape[first - 1] == "k"):
        return chunks.phrase_at[after.start(1)], True
    return subject, False


def _subject_before(chunks: Chunks, begin: int, first: int) -> Phrase | None:
    """Return the phrase next before a verb, or the nearest one at the head of a clause; none after a preposition."""
    shape = chunks.shape
    nearest: Phrase | None = None
    for at in range(first - 1, max(begin, first - _FAR) - 1, -1):
        phrase = chunks.phrase_at.get(at)
        if phrase is None:
            continue
        before = shape[at - 1] if at > begin else "¶"
        if before in "fiQ" or is_apposition(chunks, phrase):
            continue
        if phrase.is_subject or before in _PASSED:
            return phrase
        nearest = nearest or phrase
    return nearest


def is_apposition(chunks: Chunks, phrase: Phrase) -> bool:
    """Return whether a phrase is a role without article right after somebody: "Ada Holt, sailor and cook, says"."""
    bare = phrase.kind == "role" and chunks.tags[phrase.first] not in "dhu"
    return bare and phrase.chunk > 1 and chunks.shape[phrase.chunk - 2 : phrase.chunk] == "M,"
