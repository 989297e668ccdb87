"""Who says a quoted span, in languages other than English: the patterns around it, over chunks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from quotations.languages.chunks import Chunks, Cue, Phrase
from quotations.languages.dialogue import Piece
from quotations.languages.entities import Entities

_WORD = re.compile(r"[^\W\d_]+")
_BACK = 120  # chunks in which a subject that is left out was named
_FEWEST = 2  # words of a quoted predicate
_FAR = 30  # chunks between a cue and the quoted span it introduces
# “...”, [nous] a dit Holt / dit-il / a-t-il fini par dire / so Holt
_AFTER = re.compile(
    r"[,-]{0,2}(?:[cp]{0,2}x?[cjg]{0,2}(?P<cue>[VS])(?:[cj]{0,2}|,j,)(?P<who>[Mp])|c{0,2}x(?P<split>[Mp])[jnifD]{0,4}(?P<part>V))"
)
_ALONE = re.compile(r"[,-]{0,2}c{0,2}x?[cjg]{0,2}(?P<cue>V)(?=[j,.¶:-]|i|$)")  # “...”, añadió
_DIRECT = re.compile(r",j?(?P<who>[Mp])(?:,[^,.¶:;\"]{1,10}?,)?[cgxj]{0,4}(?P<cue>V)")  # “...”, Holt said
_ACCORDING = re.compile(r",?(?P<cue>Q)V?(?P<who>[Mp])")
_CLOSING = re.compile(
    r"[^,.;:¶\"V]{1,8},c{0,2}x?[cjg]{0,2}(?P<cue>V)[cj]{0,2}(?P<who>[Mp])"
)  # “...” on Monday, said Holt


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to speak, with which word, and which pattern says so; `at` is the chunk of the cue."""

    subject: Phrase | None
    cue: str | None
    method: str
    at: int = -1


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of one text: chunks, pieces of speech in text order, and who is meant by what."""

    chunks: Chunks
    pieces: Sequence[Piece]
    entities: Entities
    drops_subjects: bool = False

    def opens_sentence(self, chunk: int) -> bool:
        """Return whether a quoted span stands first in its sentence."""
        sentences = self.chunks.sentences
        at = bisect_left(sentences, chunk)
        return at < len(sentences) and sentences[at] == chunk

    def is_whole_sentence(self, chunk: int) -> bool:
        """Return whether nothing stands in the sentence after a quoted span that opens it."""
        return self.opens_sentence(chunk + 1) or self.chunks.shape[chunk + 1 : chunk + 2] in {"", ".", "¶", ")", '"'}

    def opens_utterance(self, chunk: int) -> bool:
        """Return whether a quoted span stands where an utterance can begin: first in its sentence, or after a colon."""
        return self.opens_sentence(chunk) or self.chunks.shape[chunk - 1] in ':"-('


def attribute(analysis: Analysis, index: int) -> Attribution | None:
    """Read the patterns around one quoted span, the surest first."""
    chunk = analysis.chunks.chunk_of[index]
    if analysis.pieces[index].quoted_span.set_apart:
        return _credit(analysis, chunk)
    return (
        _after(analysis, chunk, _AFTER, "after")
        or _after(analysis, chunk, _ACCORDING, "according")
        or _after(analysis, chunk, _DIRECT, "after")
        or _alone(analysis, chunk)
        or _before(analysis, chunk)
        or _after(analysis, chunk, _CLOSING, "after")
        or _colon(analysis, chunk)
        or _predicate(analysis, index, chunk)
    )


def _credit(analysis: Analysis, chunk: int) -> Attribution | None:
    """Return the name under a text that is set apart."""
    shape = analysis.chunks.shape
    if shape[chunk + 1 : chunk + 3] != "¶M" or shape[chunk + 3 : chunk + 4] not in {"", ",", "¶"}:
        return None
    phrase = analysis.chunks.phrase_at[chunk + 2]
    return Attribution(phrase, None, "credit") if phrase.kind == "person" else None


def _after(analysis: Analysis, chunk: int, pattern: re.Pattern[str], method: str) -> Attribution | None:
    chunks = analysis.chunks
    if analysis.opens_sentence(chunk + 1):
        return None
    match = pattern.match(chunks.shape, chunk + 1)
    if match is None:
        return None
    who, cue = ("split", "part") if match.groupdict().get("split") else ("who", "cue")
    token = chunks.firsts[match.start(cue)]
    return Attribution(chunks.phrase_at[match.start(who)], chunks.words[token], method, match.start(cue))


def _alone(analysis: Analysis, chunk: int) -> Attribution | None:
    """Read a verb of speaking whose subject is left out: whoever was the subject last."""
    if not analysis.drops_subjects or analysis.opens_sentence(chunk + 1):
        return None
    match = _ALONE.match(analysis.chunks.shape, chunk + 1)
    if match is None:
        return None
    at = match.start("cue")
    subject = analysis.entities.focus(chunk, chunk - _BACK)
    return Attribution(subject, analysis.chunks.words[analysis.chunks.firsts[at]], "dropped", at)


def _before(analysis: Analysis, chunk: int) -> Attribution | None:
    """Read a cue before the quoted span, in its sentence: Holt said: “...”, Holt called it “...”."""
    chunks = analysis.chunks
    begin = max(chunks.sentences[chunks.sentence_of(chunk)], chunk - _FAR)
    begin = max(begin, chunks.shape.rfind(";", begin, chunk) + 1)
    chosen: Cue | None = None
    for cue in reversed(chunks.cues_between(begin, chunk)):
        if cue.subject is None:
            continue
        between = chunks.shape[cue.chunk : chosen.chunk] if chosen is not None else "s"
        if chosen is None or ("s" in between and '"' not in between):
            chosen = cue  # "Holt said that the trust had promised a “solution”" is what Holt said
    if chosen is None:
        return None
    method = "according" if chosen.letter == "Q" else "before"
    return Attribution(chosen.subject, chunks.words[chunks.firsts[chosen.chunk]], method, chosen.chunk)


def _colon(analysis: Analysis, chunk: int) -> Attribution | None:
    """Return the first subject of a sentence that leads up to a colon without a cue: Holt was blunter: “...”."""
    chunks = analysis.chunks
    if chunk == 0 or chunks.shape[chunk - 1] != ":":
        return None
    begin = max(chunks.sentences[chunks.sentence_of(chunk)], chunk - _FAR)
    for at in range(begin, chunk):
        phrase = chunks.phrase_at.get(at)
        if phrase is not None and phrase.is_subject:
            return Attribution(phrase, None, "colon")
    return None


def _predicate(analysis: Analysis, index: int, chunk: int) -> Attribution | None:
    """Return the subject whose own verb is quoted: the town hall “is watching”."""
    chunks, quoted_span = analysis.chunks, analysis.pieces[index].quoted_span
    subject = chunks.phrase_at.get(chunk - 1)
    words = _WORD.findall(chunks.text, quoted_span.start, quoted_span.end)
    if subject is None or not subject.is_subject or len(words) < _FEWEST or not words[0][0].islower():
        return None
    return Attribution(subject, None, "clause")
