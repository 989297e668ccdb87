"""Query results as text: a table for people, CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TextIO
from uuid import UUID

from serving.values import JsonText, quote_constants

# Where spreadsheets begin a formula: a sign, full-width ones included, at the start of a cell, or of what is one where
# another separator than the comma holds.
_FORMULA = re.compile(r"(^\s*|[;\t\r\n|])([=+\-@＝＋－＠])")

#: A cell that begins with these is a formula in some spreadsheets whatever follows.
_BREAKS = ("\t", "\r", "\n")

# What moves the cursor, colours or hides text on a terminal, and what reorders a line: of Unicode's format characters
# those of direction. Joiners stay: scripts and emoji need them.
_INVISIBLE = {
    code: f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    for code in (
        *(code for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"),
        *(0x061C, 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
    )
}


def write_csv(columns: list[str], rows: Iterable[tuple[Any, ...]], out: TextIO) -> None:
    """Write CSV that is safe in spreadsheets: a cell that would be read as a formula is prefixed with an apostrophe.

    Null is an empty cell, lists and structs are JSON.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_without_formula(column) for column in columns])
    for row in rows:
        writer.writerow([_as_cell(value) for value in row])


def write_json(columns: list[str], rows: Iterable[tuple[Any, ...]], out: TextIO) -> None:
    """Write one JSON array with an object per row, a row per line; it is valid JSON and nothing is lost.

    Times are ISO 8601, with an offset if the value has a zone; times of the published copy have none. Decimals are
    text, so that no reader rounds them; bytes are hexadecimal digits. NaN and infinities, which JSON lacks, are the
    texts "NaN", "Infinity" and "-Infinity".

    Args:
        columns: Names, each once.
        rows: Values, of which `JsonText` is written as it is.
        out: Where to write.
    """
    names = [json.dumps(column, ensure_ascii=False) for column in columns]
    separator = "[\n"
    for row in rows:
        members = (f"{name}: {_as_json(value)}" for name, value in zip(names, row, strict=True))
        out.write(f"{separator}{{{', '.join(members)}}}")
        separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


def visible(text: str) -> str:
    """Return somebody else's text as a terminal may print it: control characters and marks of direction escaped."""
    return text.translate(_INVISIBLE)


def as_text(value: Any) -> str:
    """Return a value as text for people: `null`, text unchanged, lists and structs as JSON, bytes as hexadecimal."""
    if value is None:
        return "null"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, list | dict):
        return _as_json(value)
    return value.hex() if isinstance(value, bytes) else str(value)


def _as_cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    return _without_formula(as_text(value))


def _without_formula(cell: str) -> str:
    guarded = _FORMULA.sub(r"\1'\2", cell)
    return f"'{guarded}" if cell.startswith(_BREAKS) else guarded


def _as_json(value: Any) -> str:
    if isinstance(value, JsonText):
        return quote_constants(value)
    try:
        return json.dumps(value, ensure_ascii=False, default=_plain, allow_nan=False)
    except ValueError:  # NaN or an infinity, which JSON does not have
        return json.dumps(_finite(value), ensure_ascii=False, default=_plain)


def _finite(value: Any) -> Any:
    """Return the value with a text in place of each number that is not finite."""
    if isinstance(value, dict):
        return {key: _finite(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(member) for member in value]
    if not isinstance(value, float) or math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _plain(value: Any) -> Any:
    """Convert a value of a type that JSON lacks. Decimals become text, to stay exact."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta | Decimal | UUID):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    msg = f"{type(value).__name__} has no JSON form"
    raise TypeError(msg)
