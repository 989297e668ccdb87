"""Words, sentences and reading time of plain text in any language.

Words are those of Unicode Standard Annex 29 as ICU finds them, with its dictionaries where words are not spaced
(Chinese, Japanese, Thai, Lao, Khmer, Burmese), so `don't`, `3.14` and `l'homme` are one word each. A piece counts
when it holds a letter or a digit. One tailoring, which the annex allows: a hyphen between two words joins them
(`state-of-the-art` is one, as in editors' counts); dashes separate.

Sentences are sentencex's (Wikimedia's rules and abbreviation lists for each language), with three corrections: the
sentences inside a quotation count (it takes a whole quotation for a part of one sentence, and news is half
quotations), an initial or a one-letter title ends no sentence (`J. Smith`, `M. Dupont`), and none begins with a small
letter (`"Really?" she asked.`). A capital after a quoted question is taken for a beginning: `"Why?" Ann asked.` is two.
"""

from __future__ import annotations

import regex
from icu4py.breakers import WordBreaker
from sentencex import segment  # pyright: ignore[reportAttributeAccessIssue] compiled, without stubs

_HYPHENS = frozenset("-‐‑")  # hyphen-minus, hyphen, no-break hyphen
# An apostrophe is a quotation mark only at the edge of a word.
_QUOTATION_MARK = regex.compile(r"""[“”„‟"«»‘‚]|[’'](?!\w)|(?<!\w)[’']""")
_ENDS_IN_INITIAL = regex.compile(r"(?:^|[\s(\-])\p{Lu}\.\s*$")
_BEGINS_SMALL = regex.compile(r"^\P{L}*\p{Ll}")
_HAS_WORD = regex.compile(r"[\p{L}\p{N}]")

#: Words per minute by language. Source: Trauzettel-Klosinski and Dietz, "Standardized assessment of reading
#: performance: the new International Reading Speed Texts IReST", IOVS 53 (2012): means of 436 readers.
WORDS_PER_MINUTE = {
    "ar": 138,
    "de": 179,
    "en": 228,
    "es": 218,
    "fi": 161,
    "fr": 195,
    "he": 187,
    "it": 188,
    "ja": 193,
    "nl": 202,
    "pl": 166,
    "pt": 181,
    "ru": 184,
    "sl": 180,
    "sv": 199,
    "tr": 166,
    "zh": 158,
}
#: The mean of the seventeen, for every other language and for texts in none.
OTHER_WORDS_PER_MINUTE = 184


def split_words(text: str) -> list[str]:
    """Return the words of a text in order, hyphenated ones whole."""
    pieces: list[str] = list(WordBreaker(text, "root"))
    if _HYPHENS.isdisjoint(text):
        return [piece for piece in pieces if _is_word(piece)]
    words: list[str] = []
    joined: list[str] = []  # the pieces of the last word
    is_joining = False  # the last piece was a hyphen right after a word
    before = ""
    for piece in pieces:
        if _is_word(piece):
            if is_joining:
                joined += (before, piece)
            else:
                words.append("".join(joined))
                joined = [piece]
        is_joining = piece in _HYPHENS and _is_word(before)
        before = piece
    words.append("".join(joined))
    return words[1:]  # before the first word there was none


def _is_word(piece: str) -> bool:
    return piece[:1].isalnum() or (len(piece) > 1 and any(map(str.isalnum, piece)))


def count_words(text: str) -> int:
    """Return how many words a text has."""
    return len(split_words(text))


def split_sentences(text: str, language: str | None) -> list[str]:
    """Return the sentences of one block, without quotation marks; unknown languages are read as English is."""
    sentences: list[str] = []
    for piece in segment(language or "en", _QUOTATION_MARK.sub("", text.replace("\n", " "))):
        if sentences and (_ENDS_IN_INITIAL.search(sentences[-1]) or _BEGINS_SMALL.match(piece)):
            sentences[-1] += piece
        else:
            sentences.append(piece)
    return [sentence for sentence in sentences if _HAS_WORD.search(sentence)]


def reading_minutes(word_count: int, language: str | None) -> float:
    """Return the minutes a reader of the language takes for this many words, rounded to hundredths."""
    return round(word_count / WORDS_PER_MINUTE.get(language or "", OTHER_WORDS_PER_MINUTE), 2)
