"""Declined comments: somebody was asked, and did not answer.

They are rows of their own, because "who would not talk to us" is a question about sourcing; they count as nobody's
quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

from enrichment.quotations.attribution import Reading
from enrichment.quotations.lexicon import english, english_words
from enrichment.quotations.mentions import Mention

# Words that make a search worth while: nearly every article has none of them, and the search costs nothing then.
_HINT = re.compile(
    r"comment|respond|repl(?:y|ied)|return|reach|contact|interview|elaborat|drawn|decline|refus|answer|request|available"
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One declined comment: code points of its clause, and who declined."""

    start: int
    end: int
    subject: Mention | None


_CLAUSE_END = r"[^.;:\n]{0,90}?(?=[.;:\n”\"]|,(?! or)|\b(?:and|but|because|as|when|while|after|although|until)\b|$)"


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"\b(?=[acdghilmruw])(?:" + "|".join(english().rules["declined"]["patterns"]) + r")\b" + _CLAUSE_END
    )


def find_refusals(reading: Reading) -> list[Refusal]:
    """Return the declined comments outside quotation marks, in text order."""
    text = reading.tokens.text
    found: list[Refusal] = []
    if not _HINT.search(text):
        return found
    tokens = reading.tokens
    for match in _pattern().finditer(text):
        first = bisect_left(tokens.starts, match.start())
        if first < len(tokens.words) and tokens.outside[first] != '"' and _is_about_comment(match.group()):
            end = match.start() + len(match.group().rstrip(" ,"))
            found.append(Refusal(match.start(), end, _subject(reading, first)))
    return found


def _is_about_comment(clause: str) -> bool:
    """A refusal to act is none: "did not return to the field" has no word of asking or answering."""
    words = set(re.findall(r"[a-z]+", clause.lower()))
    return bool(words & english_words("declined", "asking"))


def _subject(reading: Reading, first: int) -> Mention | None:
    """Who declined: the nearest mention before the verb that stands as a subject, in the same sentence."""
    tokens = reading.tokens
    begin = tokens.sentence_starts[bisect_right(tokens.sentence_starts, first) - 1]
    index = bisect_left(reading.mention_starts, first) - 1
    chosen: Mention | None = None
    while index >= 0 and reading.mentions[index].first >= begin:
        mention = reading.mentions[index]
        before = tokens.outside[mention.first - 1] if mention.first else "¶"
        possessed = tokens.outside[mention.end : mention.end + 1] == "S"
        if before not in "oit" and not possessed and mention.kind != "place" and mention.head != "it":
            chosen = mention
            if before in '¶.,;:"cysj-':
                return mention
        index -= 1
    return chosen
