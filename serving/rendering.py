"""Query results as text: a table for people, CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TextIO
from uuid import UUID

import duckdb
import pyarrow as pa

from serving.queries import QueryError

#: What spreadsheets take for the start of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def read_rows(relation: duckdb.DuckDBPyRelation, *, batch_rows: int = 10_000) -> Iterator[tuple[Any, ...]]:
    """The rows of a result as Python values, a batch at a time.

    Raises:
        QueryError: A value has no Python form: an infinite date, a year outside 1 to 9999, nanoseconds.
    """
    names = relation.columns
    for batch in relation.to_arrow_reader(batch_rows):
        columns = (_values(name, column) for name, column in zip(names, batch.columns, strict=True))
        yield from zip(*columns, strict=True)


def write_csv(columns: list[str], rows: Iterable[tuple[Any, ...]], out: TextIO) -> None:
    """Write CSV that a spreadsheet shows as text: a cell that would start a formula gets an apostrophe in front.

    Null is an empty cell, lists and structs are JSON.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_without_formula(column) for column in columns])
    for row in rows:
        writer.writerow([_as_cell(value) for value in row])


def write_json(columns: list[str], rows: Iterable[tuple[Any, ...]], out: TextIO) -> None:
    """Write one JSON array with an object per row, a row per line.

    Times are ISO 8601: with an offset where the value has a zone, without one where it has none, as every time of the
    published copy. NaN and infinities, which JSON does not have, are null.
    """
    separator = "[\n"
    for row in rows:
        out.write(separator + _as_json(dict(zip(columns, row, strict=True))))
        separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


def as_text(value: Any) -> str:
    """A value as a person reads it: `null`, text as it is, lists and structs as JSON."""
    if value is None:
        return "null"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, list | dict):
        return _as_json(value)
    return str(value)


def _values(name: str, column: pa.Array) -> list[Any]:
    try:
        return column.to_pylist()
    except (OverflowError, ValueError) as error:
        msg = f'Column "{name}" holds a value that cannot be shown ({error}). Ask for it as text: "{name}"::varchar.'
        raise QueryError(msg) from error


def _as_cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    return _without_formula(as_text(value))


def _without_formula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _as_json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=_plain, allow_nan=False)
    except ValueError:  # NaN or an infinity, which JSON does not have
        return json.dumps(_finite(value), ensure_ascii=False, default=_plain)


def _finite(value: Any) -> Any:
    """The value with null for each number that is not finite."""
    if isinstance(value, dict):
        return {key: _finite(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(member) for member in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(value: Any) -> Any:
    """What JSON has no form for. Decimals stay exact, as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta | Decimal | UUID):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    msg = f"{type(value).__name__} has no JSON form"
    raise TypeError(msg)
