"""Why a stretch in marks is no quotation: title, nickname, slogan, term, scare or other."""

from __future__ import annotations

from enrichment.quotations.attribution import Quoted, Reading
from enrichment.quotations.lexicon import english_words


def reason_of(reading: Reading, quoted: Quoted) -> str:
    """Return the reason, from the words inside and the few words before."""
    tokens = reading.tokens
    outside = tokens.outside
    before = [word.lower() for word in tokens.words[max(0, quoted.first - 4) : quoted.first]]
    inner = [word for word in tokens.words[quoted.first + 1 : quoted.end] if word[0].isalnum()]
    left = outside[quoted.first - 1] if quoted.first else "¶"
    right = outside[quoted.end] if quoted.end < len(outside) else "¶"
    if left in "NIT" and right == "N":
        return "nickname"
    if english_words("reasons", "banners").intersection(before):
        return "slogan"
    capitals = [
        word for word in inner if word[0].isupper() or word in english_words("reasons", "small") or word[0].isdigit()
    ]
    if (
        inner
        and inner[0][0].isupper()
        and len(capitals) == len(inner)
        and (len(inner) > 1 or english_words("reasons", "works").intersection(before))
    ):
        return "title"
    if english_words("reasons", "works").intersection(before) and inner and inner[0][0].isupper():
        return "title"
    if english_words("reasons", "terms").intersection(before):
        return "term"
    return "scare" if len(inner) <= 4 else "other"
