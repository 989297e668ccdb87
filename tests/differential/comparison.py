"""The tables of a database against what was expected of them: every differing cell by name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from tests.differential.naive_reader import KEYS, OPEN_TABLES, Expected, masked


def differing_cells(expected: Expected, database: Path, *, schema: str = "main") -> list[str]:
    """One line for each cell, and for each row that only one side has; empty when all agree.

    Args:
        expected: Rows by table and key; columns that a row does not give are not compared.
        database: A published copy, or a warehouse whose marts stand in `schema`.
        schema: Where the tables stand.
    """
    found = []
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for table, rows in expected.items():
            sites = {key[0].split("/")[0] for key in rows}
            columns = sorted({column for row in rows.values() for column in row})
            actual = _read(connection, f"{schema}.{table}", KEYS[table], columns, sites)
            found += _compare(table, rows, actual, is_open=table in OPEN_TABLES)
    return found


def judged_cells(
    judged: Mapping[str, Mapping[str, Any]], database: Path, *, table: str = "articles", schema: str = "main"
) -> list[str]:
    """The same for columns that a person worked out: article to column to value."""
    rows = {(key,): dict(columns) for key, columns in judged.items()}
    columns = sorted({column for row in rows.values() for column in row})
    with duckdb.connect(str(database), read_only=True) as connection:
        actual = _read(connection, f"{schema}.{table}", KEYS[table], columns, {key[0].split("/")[0] for key in rows})
    return _compare(table, rows, actual, is_open=True)


def _read(
    connection: duckdb.DuckDBPyConnection, relation: str, key: tuple[str, ...], columns: list[str], sites: set[str]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Rows of the sites by key; a column may be an expression, such as `removed_at is not null`."""
    of_sites = f"list_contains($sites, split_part({key[0]}, '/', 1))"
    query = f"select {', '.join([*key, *columns])} from {relation} where {of_sites}"
    cursor = connection.execute(query, {"sites": sorted(sites)})
    rows = {}
    for values in cursor.fetchall():
        named = dict(zip(columns, map(_plain, values[len(key) :]), strict=True))
        if "properties" in named:
            named["properties"] = masked(json.loads(named["properties"]))
        rows[values[: len(key)]] = {column: masked(value) for column, value in named.items()}
    return rows


def _plain(value: Any) -> Any:
    """Times without a zone, as the published copy has them."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def _compare(
    table: str,
    expected: Mapping[tuple[Any, ...], Mapping[str, Any]],
    actual: Mapping[tuple[Any, ...], Mapping[str, Any]],
    *,
    is_open: bool,
) -> list[str]:
    found = [f"{table} {_name(key)}: the row is missing" for key in expected.keys() - actual.keys()]
    if not is_open:
        found += [f"{table} {_name(key)}: the row is not expected" for key in actual.keys() - expected.keys()]
    for key in expected.keys() & actual.keys():
        for column, value in expected[key].items():
            if actual[key][column] != value:
                found.append(f"{table} {_name(key)} {column}: {_short(actual[key][column])}, expected {_short(value)}")
    return sorted(found)


def _name(key: tuple[Any, ...]) -> str:
    return " ".join(map(str, key))


def _short(value: Any) -> str:
    text = re.sub(r"\s+", " ", repr(value))
    return text if len(text) <= 200 else text[:197] + "..."
