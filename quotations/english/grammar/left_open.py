"""Marks that nobody closed, where the text plainly shows the end: “The beams are rotten, said Marta Kole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from quotations.layout.marks import QuotedSpan

# The verb stands before a name in full, which a comma or the end of the sentence follows; who goes on speaking in the
# next paragraph does not name himself so.
_SAID = re.compile(r",(?= (?:said|says|added|replied|wrote|told) [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3}[,.])")


def close_left_open(text: str, quoted_spans: Sequence[QuotedSpan]) -> list[QuotedSpan]:
    """Return quoted spans with those that were left open ended before the words that say who spoke."""
    closed: list[QuotedSpan] = []
    for one in quoted_spans:
        if one.is_closed or one.set_apart:
            closed.append(one)
            continue
        said = _SAID.search(text, one.start, one.end)
        closed.append(one if said is None else replace(one, end=said.end(), is_closed=True))
    return closed
