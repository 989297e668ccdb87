"""What is read of an article before anything is judged.

Its words, mentions and cues, and each quoted span in its place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from quotations.english.grammar.cues import CueFrame
from quotations.english.grammar.standings import Standing, find_standings
from quotations.english.words.mentions import Mention
from quotations.english.words.tokens import Tokens
from quotations.layout.marks import QuotedSpan


class Report(NamedTuple):
    """One indirect report: the token ranges of what is reported, its cue, and who.

    Attributes:
        spans: In text order; two where the attribution parts the clause.
        frame: The cue. subject: Who reports; no mention of the article where only a noun phrase stands there.
        shape: that, zero, told, whether, to, object, about, relative, closing, parted or according.
        is_thought: Whether the cue is a verb of thinking or wishing.
    """

    spans: tuple[tuple[int, int], ...]
    frame: CueFrame
    subject: Mention
    shape: str
    is_thought: bool = False

    @property
    def first(self) -> int:
        """Its first token."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """The token after its last."""
        return self.spans[-1][1]


@dataclass
class Analysis:
    """An article's tokens, mentions and frames, with the indexes that lookups need.

    Attributes:
        reports: Indirect reports by the token of their cue. They are read from all the rest, so `analyse` sets them.
    """

    tokens: Tokens
    mentions: list[Mention]
    frames: list[CueFrame]
    mention_starts: list[int] = field(init=False)
    frame_cues: list[int] = field(init=False)
    reports: dict[int, Report] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.mention_starts = [mention.first for mention in self.mentions]
        self.frame_cues = [frame.cue for frame in self.frames]

    @cached_property
    def standings(self) -> list[Standing]:
        """How each mention stands in its sentence: most are candidates of many quoted spans."""
        return find_standings(self.tokens, self.mentions)

    def frames_between(self, first: int, end: int) -> list[CueFrame]:
        """Return the frames whose cue lies in a range of tokens."""
        return self.frames[bisect_left(self.frame_cues, first) : bisect_left(self.frame_cues, end)]

    def cue_words(self, frame: CueFrame) -> str:
        """Return a cue as it is recorded."""
        word = self.tokens.words[frame.cue]
        return "according to" if word.lower() == "according" else word

    def mentions_between(self, first: int, end: int) -> list[Mention]:
        """Return the mentions that begin in a range of tokens."""
        return self.mentions[bisect_left(self.mention_starts, first) : bisect_left(self.mention_starts, end)]


@dataclass(slots=True)
class Quoted:
    """One quoted span in its surroundings.

    Attributes:
        first: Its first token (the opening mark); `end` is the token after its last.
        sentence_first: Where the sentence begins in which it opens; `sentence_end` where that ends in which it closes.
        inner_words: Words inside, but for what opens it; words: their number.
        reporters: Cues of the indirect reports in whose clauses it stands, outermost first. report: Shape of the
            outermost, and the class of its verb.
        pattern, pick, frame: What the grammar of its sentence says; see `attribute`.
        probability: Of being a quotation. speaker, speaker_share: who was chosen, and how clearly.
        follows: The quotation before it, once it is judged.
        is_block: Set apart by layout. is_settled: Layout tells all of it, see `display` and `turns`.
    """

    index: int
    quoted_span: QuotedSpan
    first: int
    end: int
    sentence_first: int
    sentence_end: int
    paragraph: int
    inner_words: list[str]
    words: int
    last_mark: str
    before: list[CueFrame]
    after: list[CueFrame]
    report: str | None = None
    reporters: list[CueFrame] = field(default_factory=list)
    pattern: str = ""
    pick: Mention | None = None
    frame: CueFrame | None = None
    probability: float = 0.0
    speaker: Mention | None = None
    speaker_share: float = 0.0
    follows: Quoted | None = field(default=None, compare=False, repr=False)
    is_block: bool = False
    is_settled: bool = False


def place(analysis: Analysis, quoted_spans: Sequence[QuotedSpan]) -> list[Quoted]:
    """Set every quoted span into its sentence, with the cues on both sides of it."""
    tokens = analysis.tokens
    placed: list[Quoted] = []
    for index, (quoted_span, (first, end)) in enumerate(zip(quoted_spans, tokens.spans, strict=True)):
        sentence = tokens.sentence_of(first)
        sentence_first = tokens.sentence_starts[sentence]
        sentence_end = tokens.sentence_end(tokens.sentence_of(end - 1))
        inner_words = [word for word in tokens.words[first + 1 : end] if word[0].isalnum()]
        last = end - 2 if quoted_span.is_closed and end - 2 > first else end - 1
        placed.append(
            Quoted(
                index=index,
                quoted_span=quoted_span,
                first=first,
                end=end,
                sentence_first=sentence_first,
                sentence_end=sentence_end,
                paragraph=tokens.paragraph_of(first),
                inner_words=inner_words,
                words=len(inner_words) + tokens.words[first][0].isalnum(),
                is_block=quoted_span.set_apart == "block",
                is_settled=quoted_span.set_apart in {"pull", "turn"},
                last_mark=tokens.words[last] if not tokens.words[last].isalnum() else "",
                before=analysis.frames_between(max(sentence_first, first - 60), first),
                after=analysis.frames_between(end, min(sentence_end, end + 60)),
            )
        )
    return placed
