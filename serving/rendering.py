"""Query results as text: a table for people, CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TextIO
from uuid import UUID

import duckdb

#: What spreadsheets take for the start of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def read_rows(relation: duckdb.DuckDBPyRelation, *, batch_rows: int = 10_000) -> Iterator[tuple[Any, ...]]:
    """The rows of a result as Python values, a batch at a time."""
    for batch in relation.to_arrow_reader(batch_rows):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


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
    published copy.
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


def _as_cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    return _without_formula(as_text(value))


def _without_formula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


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
