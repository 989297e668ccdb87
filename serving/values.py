"""Values of DuckDB that have no exact equivalent in Python, and names of columns that are repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence

# As DuckDB writes types, wherever they stand in a nested one. Arrow or Python would cut them (a union loses its tag, a
# time its zone, 128 bits become a decimal of 38 digits) or give bytes.
_INEXACT = re.compile(
    r"\b(INTERVAL|U?HUGEINT|BIGNUM|BIT|VARIANT|GEOMETRY|TIMESTAMP_NS|TIME_NS)\b|\bUNION\(|\bTIME WITH TIME ZONE\b"
)

# Python's pairs would become lists of two.
_MAP = re.compile(r"\bMAP\(")

# What DuckDB writes into JSON, and JSON lacks; a text, in quotes, is skipped.
_TEXT_OR_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b')


class JsonText(str):
    """A value that is JSON already."""

    __slots__ = ()


def is_exact_in_python(type_: str, *, for_json: bool) -> bool:
    """Return whether Python's value of a column has all that DuckDB's has.

    Args:
        type_: The column's type as DuckDB writes it.
        for_json: Whether it has to become a JSON object where it is a map.
    """
    return not (_INEXACT.search(type_) or (for_json and _MAP.search(type_)))


def quote_constants(text: str) -> str:
    """Put NaN and infinities of DuckDB's JSON in quotes, as `write_json` writes them elsewhere."""
    return _TEXT_OR_CONSTANT.sub(lambda found: found[0] if found[0].startswith('"') else f'"{found[0]}"', text)


def unique_names(names: Sequence[str]) -> list[str]:
    """Return column names with a number on each repeated one: `n, n, n_1` becomes `n, n_2, n_1`."""
    taken = set(names)
    unique: list[str] = []
    seen: set[str] = set()
    for name in names:
        new = name
        number = 0
        while new in seen or (number and new in taken):
            number += 1
            new = f"{name}_{number}"
        seen.add(new)
        unique.append(new)
    return unique
