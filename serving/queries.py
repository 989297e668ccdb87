"""Read-only SQL over the published copy, without access to files, the network or other databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.connections import open_confined


class NothingPublishedError(Exception):
    """There is no published copy to read."""

    def __init__(self, database: Path) -> None:
        super().__init__(
            f"Nothing is published yet: {database} does not exist. "
            "Run `pressgraph run SOURCE` first, or set PRESSGRAPH_HOME to the folder of another warehouse."
        )


class QueryError(Exception):
    """The SQL cannot be run over the published copy; the message says why."""


@contextmanager
def open_published(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a confined, read-only connection to the published copy, with UTC as the time zone.

    Raises:
        NothingPublishedError: `database` does not exist.
    """
    if not database.exists():
        raise NothingPublishedError(database)
    with open_confined(database) as connection:
        yield connection


@contextmanager
def run_query(database: Path, sql: str) -> Iterator[duckdb.DuckDBPyRelation]:
    """Run one statement and yield its result, to be read within the `with` block.

    Args:
        database: The published copy.
        sql: One statement that returns rows. Tables need no schema: `select * from articles`.

    Raises:
        NothingPublishedError: `database` does not exist.
        QueryError: The text is not one statement that returns rows, or DuckDB reports an error.
    """
    with open_published(database) as connection:
        try:
            statements = connection.extract_statements(sql)
            if len(statements) != 1:
                msg = f"One statement at a time, please: this text holds {len(statements)}."
                raise QueryError(msg)
            relation = connection.sql(sql)
            if relation is None:
                msg = "This statement returns no rows. The published copy is for reading: write a select."
                raise QueryError(msg)
            yield relation
        except duckdb.Error as error:
            raise QueryError(str(error)) from error
