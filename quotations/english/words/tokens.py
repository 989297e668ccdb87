"""A text as tokens, each with the letter of its class, and the sentences they make."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import sub

from quotations.english.words.classes import compile_pattern
from quotations.english.words.lexicon import Lexicon
from quotations.english.words.rules import english_rules
from quotations.layout.marks import QuotedSpan

_TITLES = (
    "Mr|Mrs|Ms|Mx|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Cpl|Cmdr|Adm|Rev|Hon|Prof|"
    "St|Jr|Sr|Inc|Corp|Co|Ltd|Det|Insp|Supt|vs|No"
)
# Most tokens are plain words before a space: they are tried first, and gaps are told by one look.
_TOKEN = re.compile(
    r"(?=[^ ])([A-Za-z][a-z]*+(?=[ ,])"
    rf"|(?=[A-Z])(?:(?:[A-Z]\.){{2,}}|(?:{_TITLES})\.|[A-Z]\.(?=\s+[A-Z]))"  # U.S., Mr., J. Smith
    # O’Malley, co-founder, AT&T, pressgraph.example; not the ’s of a genitive, not two sentences glued together.
    r"|[^\W_]++(?:[’'](?!s\b)[^\W_]++|(?:[-&@/]|\.(?=[a-z0-9]))[^\W_]++)*+"
    r"|[’']s\b|\n+|''|``|[^\w\s]|_)"
)
_LONGEST_SENTENCE = 300  # tokens; no sentence of prose has as many
_SENTENCE_END = re.compile(r"[.¶]")


@dataclass(slots=True)
class Tokens:
    """Tokens of one text as parallel arrays.

    Attributes:
        words: Each token as written.
        vocabulary: All of them, each once.
        starts: Code point where each begins.
        ends: Code point after each.
        tags: One letter a token (see `lexicon`), as if nothing were quoted.
        outside: The same with `"` for every token inside a quoted span, marks included.
        sentence_starts: First token of each sentence, in order; sentences never cross paragraphs.
        paragraph_starts: First token of each paragraph.
        spans: First token and token after the last of each quoted span.
    """

    text: str
    words: list[str]
    vocabulary: frozenset[str]
    starts: list[int]
    ends: list[int]
    tags: str
    outside: str
    spans: list[tuple[int, int]]
    sentence_starts: list[int] = field(default_factory=list)
    paragraph_starts: list[int] = field(default_factory=list)

    def sentence_of(self, token: int) -> int:
        """Return the index of the sentence that holds a token."""
        return bisect_right(self.sentence_starts, token) - 1

    def paragraph_of(self, token: int) -> int:
        """Return the index of the paragraph that holds a token."""
        return bisect_right(self.paragraph_starts, token) - 1

    def sentence_end(self, sentence: int) -> int:
        """Return the token after the last of a sentence."""
        following = sentence + 1
        return self.sentence_starts[following] if following < len(self.sentence_starts) else len(self.words)


def tokenize(text: str, quoted_spans: Sequence[QuotedSpan], lexicon: Lexicon) -> Tokens:
    """Cut a text into tokens, class them, and find its sentences and paragraphs. Linear in the text's length."""
    parts = _TOKEN.split(text)  # a gap and a token in turn: everything else follows without a loop of our own
    words = parts[1::2]
    offsets = list(accumulate(map(len, parts)))
    starts, ends = offsets[:-1:2], offsets[1::2]
    tags = _tell_apart("".join(map(lexicon.__getitem__, words)), words, lexicon)
    spans = [
        (bisect_left(starts, quoted_span.start), bisect_left(starts, quoted_span.end)) for quoted_span in quoted_spans
    ]
    if quoted_spans and text[quoted_spans[0].start] == "‘":
        tags = _closing_marks(tags, words, spans)
    pieces, last = [], 0
    for first, end in spans:
        pieces += [tags[last:first], '"' * (end - first)]
        last = end
    outside = "".join([*pieces, tags[last:]])
    tokens = Tokens(text, words, frozenset(words), starts, ends, tags, outside, spans)
    _find_sentences(tokens)
    return tokens


# What neighbours decide: "to email"; the month in "said April Vane"; "First" in "Arden First"; an MP, but not Vane MP;
# "selling" in "a woman selling flowers".
# One set of letters in front lets the search run from one of them to the next.
_AMBIGUOUS = compile_pattern(
    "<document|calendar|number|adverb|suffix|noun> "
    "(?:(?P<verb>(?<=<to|aux> <document>))"
    " | (?P<month>(?<=<calendar>) (?<!<prep|adverb|noun|number|det|calendar> <calendar>) (?=<name>))"
    " | (?P<name>(?<=<proper> <number|adverb>))"
    " | (?P<role>(?<=<suffix>) (?:(?<!<name|initial> <suffix>)"
    " | (?<=<det|poss> <name> <suffix>)"
    " | (?<=<det|poss> <name> <name|place> <suffix>)))"
    " | (?P<participle>(?<=<person_noun> <noun>)"
    ' (?=<det|poss|object|he_she|pronoun|prep|to|adverb|noun|number|name|acronym|place|org|nationality|">)))'
)
_MONTHS = frozenset({"Jan", "April", "June", "August"})  # that are first names too
_TOLD_APART = {"verb": "B", "month": "N", "name": "O", "role": "R", "participle": "e"}


def _tell_apart(tags: str, words: list[str], lexicon: Lexicon) -> str:
    """Class again the words whose neighbours tell what they are."""
    letters: list[str] | None = None
    for match in _AMBIGUOUS.finditer(tags):
        at, analysis = match.start(), match.lastgroup or ""
        if _is_told(analysis, at, words, lexicon):
            letters = letters or list(tags)
            letters[at] = _TOLD_APART[analysis]
    return "".join(letters) if letters is not None else tags


def _is_told(analysis: str, at: int, words: list[str], lexicon: Lexicon) -> bool:
    """Return whether the word itself allows the reading that its neighbours suggest."""
    word = words[at]
    if analysis == "verb":
        return word.lower() in lexicon.lemmas
    if analysis == "month":
        return word in _MONTHS
    if analysis == "name":
        return word[0].isupper() and words[at - 1][0].isupper()
    if analysis == "participle":
        return word.endswith("ing") and word not in english_rules().words.nouns_in_ing
    return True


def _closing_marks(tags: str, words: Sequence[str], spans: Sequence[tuple[int, int]]) -> str:
    """Return the tags with a mark, not an apostrophe, where a single mark closes a quoted span."""
    letters = list(tags)
    for _, end in spans:
        if words[end - 1] == "’":
            letters[end - 1] = "*"
    return "".join(letters)


def _find_sentences(tokens: Tokens) -> None:
    """Fill the starts of sentences and paragraphs.

    A full stop outside marks ends a sentence when a capital, a mark or a number follows. Inside marks nothing ends one,
    but a quoted span that closes with its own stop does when a capital follows that is not a "Smith said": there the
    attribution belongs to the quoted span.
    """
    words, outside = tokens.words, tokens.outside
    count = len(words)
    sentences, paragraphs = [0], [0]
    ends = [end for _, end in tokens.spans]
    for match in _SENTENCE_END.finditer(outside):
        follower = match.end()
        if follower >= count:
            break
        if outside[match.start()] == "¶":
            paragraphs.append(follower)
            sentences.append(follower)
        elif outside[follower] == "0" and outside[match.start() - 1] == "C":
            continue  # Sept. 26
        elif outside[follower] not in ".),;:" and (words[follower][0].isupper() or outside[follower] in '"0'):
            sentences.append(follower)
    closed = (end for end in ends if end < count and outside[end] not in "¶.,;:-" and _closes_sentence(tokens, end))
    sentences.extend(closed)
    tokens.sentence_starts = _no_longer(sorted(set(sentences)), count)
    tokens.paragraph_starts = paragraphs


def _no_longer(starts: list[int], count: int) -> list[int]:
    """Cut what runs on and on: whatever looks through its own sentence then stays linear in the text."""
    ends = [*starts[1:], count]
    if max(map(sub, ends, starts)) <= _LONGEST_SENTENCE:
        return starts
    spans = zip(starts, ends, strict=True)
    return [at for start, end in spans for at in range(start, max(end, start + 1), _LONGEST_SENTENCE)]


_ATTRIBUTION = compile_pattern(
    "<det|adverb|poss|title|role|name|initial|acronym|org|place|nationality|person_noun|org_noun|noun|he_she|pronoun|"
    "number|genitive|&|particle>{1,6} <adverb|aux>{0,2} <said|reported|saying>"
    " | <said|according>"
    " | <he_she> <adverb|aux>? <said|reported>"
    " | <who>"
)


def _closes_sentence(tokens: Tokens, end: int) -> bool:
    """Return whether the quoted span that ends before `end` closed a sentence of its own."""
    word = tokens.words[end]
    if not (word[0].isupper() or tokens.outside[end] == '"'):
        return False
    inner = tokens.tags[end - 2] if end >= 2 and tokens.tags[end - 1] == "*" else tokens.tags[end - 1]
    if inner != ".":
        return False
    return not (tokens.words[end - 2] in "?!,…" and _ATTRIBUTION.match(tokens.outside, end))
