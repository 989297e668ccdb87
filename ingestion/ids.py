"""WordPress ids, as the writers of JSON exports spell them."""

from __future__ import annotations

import re

# ASCII digits only: `str.isdigit` is true of "²", which int() refuses, and int() also refuses 5,000 digits.
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,18}")
_INT64 = 2**63
#: Floats above this stand for several whole numbers.
_EXACT = 2**53


def parse_id(value: object) -> int | None:
    """Parse an id from JSON as int64: a whole number, as `17`, `17.0` or `"17"`; null for anything else."""
    if isinstance(value, str):
        value = int(value) if _WHOLE.fullmatch(value) else None
    if isinstance(value, float):
        value = int(value) if value.is_integer() and abs(value) <= _EXACT else None
    return value if type(value) is int and -_INT64 <= value < _INT64 else None
