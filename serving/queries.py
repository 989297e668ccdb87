"""Read-only SQL over the published copy, without access to files, the network or other databases."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from serving.values import JsonText, is_exact_in_python, unique_names
from warehouse.connections import open_confined

_BATCH_ROWS = 10_000

#: How DuckDB begins the message of a query that was interrupted.
_INTERRUPTED = "INTERRUPT Error"


class NothingPublishedError(Exception):
    """There is no published copy to read."""

    def __init__(self, database: Path) -> None:
        super().__init__(
            f"Nothing is published yet: {database} does not exist. "
            "Run `pressgraph run SOURCE` first, or set PRESSGRAPH_HOME to the folder of another warehouse."
        )


class PublishedCopyDamagedError(Exception):
    """The published copy cannot be read; the warehouse that it was made from is another file."""

    def __init__(self, database: Path, reason: str) -> None:
        super().__init__(
            f"The published copy {database} cannot be read: {reason}\nThe warehouse itself is another file and is not "
            "affected. Delete this one; `pressgraph run --full-refresh` publishes it anew and fetches nothing."
        )


class QueryError(Exception):
    """The SQL cannot be run over the published copy; the message says why."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The result of a query, read in batches while its connection is open.

    Attributes:
        columns: Names, each once: a repeated name gets the first free number, `n`, `n_1`.
    """

    columns: list[str]
    _relation: duckdb.DuckDBPyRelation
    _limit: _TimeLimit

    def rows(self, *, for_json: bool = False) -> Iterator[tuple[Any, ...]]:
        """Yield the rows as Python values.

        A value of a type that Python has not (an interval of months, 128-bit and larger integers, a variant, a union)
        is DuckDB's text of it.

        Args:
            for_json: Give those values, and maps, as `JsonText` instead.

        Raises:
            QueryError: DuckDB reports an error, the time is up, or a value has no Python equivalent: an infinite date,
                a year outside 1 to 9999.
        """
        relation = self._relation
        exact = [is_exact_in_python(str(type_), for_json=for_json) for type_ in relation.types]
        as_value = [
            int if str(type_) in {"HUGEINT", "UHUGEINT"} else JsonText if for_json else str for type_ in relation.types
        ]
        if not all(exact):
            # By position: names may be repeated.
            in_text = "to_json(#{0})::varchar" if for_json else "#{0}::varchar"
            relation = relation.project(
                ", ".join(
                    f"{'#{0}' if known else in_text} as c{{0}}".format(number) for number, known in enumerate(exact, 1)
                )
            )
        with self._limit.running():
            batches = relation.to_arrow_reader(_BATCH_ROWS)
        while (batch := self._next(batches)) is not None:
            values = [
                _values(name, column)
                if known
                else [None if text is None else convert(text) for text in column.to_pylist()]
                for name, column, known, convert in zip(self.columns, batch.columns, exact, as_value, strict=True)
            ]
            yield from zip(*values, strict=True)

    def _next(self, batches: pa.RecordBatchReader) -> pa.RecordBatch | None:
        try:
            with self._limit.running():
                return batches.read_next_batch()
        except StopIteration:
            return None
        except (OSError, pa.ArrowException) as error:  # how pyarrow passes on an error of DuckDB
            raise duckdb.Error(str(error)) from error


class _TimeLimit:
    """Interrupts a connection once its work, without the time in which a reader waits or prints, exceeds a limit."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, seconds: float | None) -> None:
        self._connection = connection
        self._seconds = seconds
        self._left = seconds

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time of a `with` block, and interrupt the connection when it exceeds what is left.

        Raises:
            QueryError: The time is up.
        """
        if self._left is None:
            yield
            return
        if self._left <= 0:
            raise QueryError(self._message())
        timer = threading.Timer(self._left, self._connection.interrupt)
        timer.daemon = True
        started = time.monotonic()
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # it holds the connection, and DuckDB complains on stderr of one that outlives the interpreter
            self._left -= time.monotonic() - started

    def as_query_error(self, error: Exception) -> QueryError:
        """Return the error of a query as one sentence, or what to do when its time was up."""
        is_over = self._left is not None and self._left <= 0
        return QueryError(self._message() if is_over and _INTERRUPTED in str(error) else str(error))

    def _message(self) -> str:
        return (
            f"The query was stopped after {self._seconds:g} s. Narrow it, or give it more time (--timeout SECONDS; "
            "0 sets no limit)."
        )


@contextmanager
def open_published(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a confined, read-only connection to the published copy, with UTC as the time zone.

    Raises:
        NothingPublishedError: `database` does not exist.
        PublishedCopyDamagedError: It is not a database, is damaged, or may not be read.
    """
    if not database.exists():
        raise NothingPublishedError(database)
    try:
        connection = open_confined(database)
    except duckdb.Error as error:
        raise PublishedCopyDamagedError(database, str(error).splitlines()[0]) from error
    with connection:
        yield connection


@contextmanager
def run_query(database: Path, sql: str, *, timeout_seconds: float | None = None) -> Iterator[QueryResult]:
    """Run one statement and yield its result, to be read within the `with` block.

    The memory limit is the warehouse's; beyond it a query spills to a folder beside the copy, or fails.

    Args:
        database: The published copy.
        sql: One statement that returns rows. Tables need no schema: `select * from articles`.
        timeout_seconds: How long DuckDB may work on it; null for no limit.

    Raises:
        NothingPublishedError: `database` does not exist.
        PublishedCopyDamagedError: `database` cannot be read.
        QueryError: The text is not one statement that returns rows, the time is up, or DuckDB reports an error.
    """
    with open_published(database) as connection:
        limit = _TimeLimit(connection, timeout_seconds)
        try:
            statements = connection.extract_statements(sql)
            if len(statements) != 1:
                msg = f"One statement at a time, please: this text holds {len(statements)}."
                raise QueryError(msg)
            with limit.running():
                relation = connection.sql(sql)
            if relation is None:
                msg = "This statement returns no rows. The published copy is for reading: write a select."
                raise QueryError(msg)
            yield QueryResult(unique_names(relation.columns), relation, limit)
        except duckdb.Error as error:
            # Blocks are read only when they are needed.
            if isinstance(error, duckdb.FatalException) or _tells_damage(database, str(error)):
                raise PublishedCopyDamagedError(database, str(error).splitlines()[0]) from error
            raise limit.as_query_error(error) from error


def _tells_damage(database: Path, message: str) -> bool:
    """Return whether DuckDB failed to read the file; a statement that would reach another one is refused as such."""
    return message.startswith("IO Error") and (str(database) in message or "checksum" in message.lower())


def _values(name: str, column: pa.Array) -> list[Any]:
    try:
        return column.to_pylist()
    except (OverflowError, ValueError) as error:
        msg = f'Column "{name}" holds a value that cannot be shown ({error}). Ask for it as text: "{name}"::varchar.'
        raise QueryError(msg) from error
