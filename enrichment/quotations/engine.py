"""From an article to its quotations."""

from __future__ import annotations

import re

from enrichment.quotations.marks import find_stretches
from enrichment.quotations.model import Article, Quotation

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_NAME = r"(?P<who>(?:[A-Z][\w’.-]+\s+){0,3}[A-Z][\w’-]+|[Hh]e|[Ss]he)"
_AFTER = re.compile(
    rf"\s*(?:(?P<cue>said|says|added|told)\s+{_NAME}|{_NAME.replace('who', 'who2')}\s+(?P<cue2>said|says|added))\b"
)


def find_quotations(article: Article) -> list[Quotation]:
    """Return what the article quotes, in text order."""
    text = article.text
    found: list[Quotation] = []
    for stretch in find_stretches(text):
        quote_text = text[stretch.start : stretch.end]
        words = len(_WORD.findall(quote_text))
        after = _AFTER.match(text, stretch.end) if article.language == "en" else None
        group = "who" if after and after["who"] else "who2"
        who = after[group] if after else None
        found.append(
            Quotation(
                position=len(found) + 1,
                quote_text=quote_text,
                quote_kind="full" if words > 4 or after else "not_a_quotation",
                speech_type="direct" if words > 4 or after else None,
                speaker_text=who,
                speaker_start_offset=after.start(group) if after else None,
                speaker_end_offset=after.end(group) if after else None,
                speaker_name=who if who and who.lower() not in {"he", "she"} else None,
                speaker_type="person" if who else "unknown",
                speaker_role=None,
                speaker_organization=None,
                cue=(after["cue"] or after["cue2"]) if after else None,
                confidence=0.8 if after else 0.3,
                method="cue after" if after else "marks",
                reason=None if words > 4 or after else "other",
                start_offset=stretch.start,
                end_offset=stretch.end,
                spans=((stretch.start, stretch.end),),
                word_count=words,
                repeats_position=None,
                paragraph_position=text.count("\n\n", 0, stretch.start) + 1,
            )
        )
    return found
