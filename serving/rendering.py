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

#: Characters with which spreadsheets begin a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def read_rows(relation: duckdb.DuckDBPyRelation, *, batch_rows: int = 10_000) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a result as Python values, read in batches.

    Raises:
        QueryError: A value has no Python equivalent: an infinite date, a year outside 1 to 9999, nanoseconds.
    """
    names = relation.columns
    for batch in relation.to_arrow_reader(batch_rows):
        columns = (_values(name, column) for name, column in zip(names, batch.columns, strict=True))
        yield from zip(*columns, strict=True)


def write_csv(columns: list[str], rows: Iterable[tuple[Any, ...]], out: TextIO) -> None:
    """Write CSV that is safe in spreadsheets: a cell that would be read as a formula is prefixed with an apostrophe.

    Null is an empty cell, lists and structs are JSON.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_without_formula(column) for column in columns])
    for row in rows:
        writer.writerow([_as_cell(value) for value in row])


def write_json(columns: list[str], rows: Iterable[tuple[Any, ...]], out: TextIO) -> None:
    """Write one JSON array with an object per row, a row per line.

    Times are ISO 8601, with an offset if the value has a zone; times of the published copy have none. NaN and
    infinities, which JSON lacks, are null.
    """
    separator = "[\n"
    for row in rows:
        out.write(separator + _as_json(dict(zip(columns, row, strict=True))))
        separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


def as_text(value: Any) -> str:
    """Return a value as text for people: `null`, text unchanged, lists and structs as JSON."""
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
    """Return the value with null in place of each number that is not finite."""
    if isinstance(value, dict):
        return {key: _finite(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(member) for member in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


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
