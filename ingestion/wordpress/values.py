"""Parse counts, ids and dates from a server; a value that is not usable becomes null."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# ASCII digits only: `str.isdigit` is true of "²", which int() refuses, and int() also refuses 5,000 digits.
_COUNT = re.compile(r"[0-9]{1,18}")
_INT64 = 2**63


def parse_count(value: object) -> int | None:
    """Parse a count from a header or from JSON, below 10**18; null if it is not one."""
    if isinstance(value, str):
        return int(value) if _COUNT.fullmatch(value) else None
    return value if type(value) is int and 0 <= value < 10**18 else None


def parse_id(value: object) -> int | None:
    """Parse the id of a JSON row as int64; null for true, 1.0, "7" and 2**63."""
    return value if type(value) is int and -_INT64 <= value < _INT64 else None


def parse_http_date(value: str | None) -> datetime | None:
    """Parse an HTTP date (RFC 9110), as UTC if it has no zone; null if it is not one."""
    if value is None or len(value) > 64 or not value.isascii():
        return None
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):  # all that the standard library's parser raises
        return None


def parse_offset_hours(value: object) -> float | None:
    """Parse the `gmt_offset` of a root index, a number or numeric string; null if it is not a possible offset."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        hours = float(value)
    except (ValueError, OverflowError):
        return None
    return hours if -24 < hours < 24 else None
