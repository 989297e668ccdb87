"""Which layout the tables of raw have, and how a warehouse of an earlier one is carried over.

The layout is stated in `raw.layout`, a table of one row; a warehouse whose raw has tables and no such statement is of
layout 1. A warehouse is carried over step by step, all in one transaction, so a kill leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.envelope import DOCUMENT_TABLES, RAW_TABLES, TABLES_BY_KIND
from ingestion.errors import WarehouseTooNewError
from warehouse.connections import open_warehouse

if TYPE_CHECKING:
    import duckdb


def _add_kind(connection: duckdb.DuckDBPyConnection) -> None:
    """Layout 2: the kind of a document is part of its key; in earlier rows it is told by their table."""
    existing = raw_tables(connection)
    for kind, table in TABLES_BY_KIND.items():
        if table in existing:
            # The default fills the rows there are; an update would be refused beside the change of the table.
            connection.execute(f"alter table raw.{table} add column kind varchar default '{kind}'")
            connection.execute(f"alter table raw.{table} alter column kind drop default")
            connection.execute(f"alter table raw.{table} alter column kind set not null")


# What leads to each layout from the one before.
_STEPS: Mapping[int, Callable[[duckdb.DuckDBPyConnection], None]] = {2: _add_kind}

#: The layout that this version reads and writes.
LAYOUT = max(_STEPS)


def require_readable(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    """Refuse a warehouse of a later layout.

    Raises:
        WarehouseTooNewError: It is of one.
    """
    found = _stated(connection)
    if found is not None and found > LAYOUT:
        raise WarehouseTooNewError(
            f"The warehouse {warehouse} has layout {found}, and this version of Pressgraph knows none later than "
            f"{LAYOUT}. Nothing was changed. Install the version that wrote it, or set PRESSGRAPH_HOME anew."
        )


def is_earlier(warehouse: Path) -> bool:
    """Whether a warehouse exists and has yet to be carried over.

    Raises:
        WarehouseUnavailableError: It cannot be opened.
        WarehouseTooNewError: It is of a later layout.
    """
    if not warehouse.exists():
        return False
    with open_warehouse(warehouse, read_only=True) as connection:
        require_readable(connection, warehouse)
        return _is_earlier(connection)


def carry_over(connection: duckdb.DuckDBPyConnection, *, forget_state: Callable[[], None]) -> None:
    """Bring raw to `LAYOUT`, and state the layout of a warehouse whose raw is still empty; else change nothing.

    Args:
        connection: The warehouse, in which nothing of an earlier layout is pending any more.
        forget_state: Removes what dlt keeps of raw's columns outside the warehouse. Its contract with the tables is
            frozen, so all it knows of them goes; it finds the tables again as they then are.
    """
    if _stated(connection) == LAYOUT:
        return
    must_change = _is_earlier(connection)
    if must_change:
        forget_state()
    connection.execute("begin")
    try:
        if must_change:
            for layout in range((_stated(connection) or 1) + 1, LAYOUT + 1):
                _STEPS[layout](connection)
            _drop_schema_of_dlt(connection)
        connection.execute("create schema if not exists raw")
        connection.execute(f"create or replace table raw.layout as select {LAYOUT}::integer as version")
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    # After a kill, what is only in the write-ahead log may be gone without an error.
    connection.execute("checkpoint")


def raw_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Names of the raw tables that exist."""
    rows = connection.execute("select table_name from information_schema.tables where table_schema = 'raw'").fetchall()
    return {name for (name,) in rows} & set(RAW_TABLES)


def _stated(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The layout that a warehouse states; null where it states none."""
    if not connection.execute(
        "select 1 from information_schema.tables where table_schema = 'raw' and table_name = 'layout'"
    ).fetchall():
        return None
    return connection.execute("select max(version) from raw.layout").fetchall()[0][0]


def _is_earlier(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether raw holds tables of documents in an earlier layout."""
    return bool(raw_tables(connection) & set(DOCUMENT_TABLES)) and (_stated(connection) or 1) < LAYOUT


def _drop_schema_of_dlt(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what dlt keeps in the warehouse: its own tables, and the copies of raw's through which it loads."""
    connection.execute("drop schema if exists raw_staging cascade")
    for (name,) in connection.execute(
        """
        select table_name from information_schema.tables
        where table_schema = 'raw' and starts_with(table_name, '_dlt_')
        """
    ).fetchall():
        connection.execute(f'drop table raw."{name}"')
