"""Version of raw's table layout, and migration of a warehouse with an earlier one.

The layout version is in `raw.layout`, a table of one row; a warehouse with raw tables but without `raw.layout` has
layout 1. All migrations run in one transaction, so a kill leaves the warehouse unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.envelope import DOCUMENT_SCHEMA, DOCUMENT_TABLES, RAW_TABLES, TABLES_BY_KIND
from ingestion.errors import WarehouseTooNewError
from warehouse.connections import open_warehouse

if TYPE_CHECKING:
    import duckdb


def _add_kind(connection: duckdb.DuckDBPyConnection) -> None:
    """Migrate to layout 2: the kind of a document is part of its key; earlier rows get it from their table."""
    existing = raw_tables(connection)
    for kind, table in TABLES_BY_KIND.items():
        if table in existing:
            # The default fills existing rows; DuckDB refuses an update in the transaction that alters the table.
            connection.execute(f"alter table raw.{table} add column kind varchar default '{kind}'")
            connection.execute(f"alter table raw.{table} alter column kind drop default")
            connection.execute(f"alter table raw.{table} alter column kind set not null")


def _count_unheld(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the ledger count what a list shows and raw lacks, and what was unread for too long."""
    if "extractions" in raw_tables(connection):
        for column in ("unheld_count", "backlog_count"):
            connection.execute(f"alter table raw.extractions add column {column} bigint")


def _add_light_hash(connection: duckdb.DuckDBPyConnection) -> None:
    """Give documents the hash of their light fields, null in earlier rows."""
    existing = raw_tables(connection)
    for table in DOCUMENT_TABLES:
        if table in existing:
            connection.execute(f"alter table raw.{table} add column light_hash varchar")


def _order_by_sequence(connection: duckdb.DuckDBPyConnection) -> None:
    """Let rows know the rule of their hash, their place in the site's log, and whether they are live.

    Earlier rows keep their hash, of rule 1, and are numbered in the order that held until now. What came from the site
    itself has its address as origin.
    """
    existing = raw_tables(connection)
    for table in DOCUMENT_TABLES:
        if table in existing:
            columns = ", ".join(
                name for name in DOCUMENT_SCHEMA.names if name not in {"hash_rule", "sequence", "is_live"}
            )
            connection.execute(
                f"""
                create or replace table raw.{table} as
                select
                    {columns},
                    1::integer as hash_rule,
                    row_number() over (
                        partition by site order by seen_at, extraction_id, document_hash
                    ) as sequence,
                    regexp_matches(origin, '^https?://') or rest_base = 'settings' as is_live,
                from raw.{table}
                """  # noqa: S608 - our own names
            )
            for field in DOCUMENT_SCHEMA:
                if not field.nullable:
                    connection.execute(f"alter table raw.{table} alter column {field.name} set not null")


def _know_the_reading(connection: duckdb.DuckDBPyConnection) -> None:
    """Migrate to layout 3: raw knows of each row how it was read, and of each list what was not."""
    _count_unheld(connection)
    _add_light_hash(connection)
    _order_by_sequence(connection)


# The migration to each layout from the one before.
_MIGRATIONS: Mapping[int, Callable[[duckdb.DuckDBPyConnection], None]] = {2: _add_kind, 3: _know_the_reading}

#: The layout that this version reads and writes.
LAYOUT = max(_MIGRATIONS)

# Tables of raw that every layout has.
_EVER_SINCE = (*DOCUMENT_TABLES, "extractions", "rejected_documents")


def require_readable(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    """Refuse a warehouse with a later layout.

    Raises:
        WarehouseTooNewError: The layout is later than `LAYOUT`.
    """
    found = _layout_of(connection)
    if found is not None and found > LAYOUT:
        raise WarehouseTooNewError(
            f"The warehouse {warehouse} has layout {found}; the latest that this version of Pressgraph can read is "
            f"{LAYOUT}. Nothing was changed. Install the version that wrote it, or set "
            "PRESSGRAPH_HOME to another folder."
        )


def is_earlier(warehouse: Path) -> bool:
    """Tell whether a warehouse exists and still has to be migrated.

    Raises:
        WarehouseUnavailableError: It cannot be opened.
        WarehouseTooNewError: It has a later layout.
    """
    if not warehouse.exists():
        return False
    with open_warehouse(warehouse, read_only=True) as connection:
        require_readable(connection, warehouse)
        return _is_earlier(connection)


def migrate(connection: duckdb.DuckDBPyConnection, *, drop_state: Callable[[], None]) -> None:
    """Migrate raw to `LAYOUT`, and record the layout in a new warehouse; change nothing otherwise.

    Args:
        connection: The warehouse, without pending packages of an earlier layout.
        drop_state: Removes dlt's record of raw's columns outside the warehouse. Its schema contract is frozen, so it
            has to read the migrated tables anew.
    """
    if _layout_of(connection) == LAYOUT:
        return
    is_earlier_layout = _is_earlier(connection)
    if is_earlier_layout:
        drop_state()
    connection.execute("begin")
    try:
        if is_earlier_layout:
            for layout in range((_layout_of(connection) or 1) + 1, LAYOUT + 1):
                _MIGRATIONS[layout](connection)
            drop_dlt_tables(connection)
        connection.execute("create schema if not exists raw")
        connection.execute(f"create or replace table raw.layout as select {LAYOUT}::integer as version")
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    # After a kill, what is only in the write-ahead log may be gone without an error.
    connection.execute("checkpoint")


def missing_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the tables that a warehouse with documents must have and has not; empty before the first load.

    A load creates all tables of raw before it writes the first row. `layout` was not written in layout 1, whose
    documents had no kind.
    """
    held = raw_tables(connection)
    if not held:
        return []
    missing = [table for table in _EVER_SINCE if table not in held]
    if missing and not any(connection.execute(f"select 1 from raw.{table} limit 1").fetchall() for table in held):  # noqa: S608 - our own names
        return []  # a load that was killed while it created them
    if _layout_of(connection) is None and any("kind" in _columns(connection, table) for table in held):
        missing.append("layout")
    return missing


def restore_layout(connection: duckdb.DuckDBPyConnection) -> None:
    """Record the layout where its record is gone and the documents have the columns of `LAYOUT`."""
    held = sorted(raw_tables(connection) & set(DOCUMENT_TABLES))
    if _layout_of(connection) is None and all(_columns(connection, table) == DOCUMENT_SCHEMA.names for table in held):
        connection.execute(f"create table raw.layout as select {LAYOUT}::integer as version")


def raw_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the names of the raw tables that exist."""
    rows = connection.execute("select table_name from information_schema.tables where table_schema = 'raw'").fetchall()
    return {name for (name,) in rows} & set(RAW_TABLES)


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [name for name, *_ in connection.execute(f"describe raw.{table}").fetchall()]


def _layout_of(connection: duckdb.DuckDBPyConnection) -> int | None:
    """Return the recorded layout; null if there is none."""
    if not connection.execute(
        "select 1 from information_schema.tables where table_schema = 'raw' and table_name = 'layout'"
    ).fetchall():
        return None
    return connection.execute("select max(version) from raw.layout").fetchall()[0][0]


def _is_earlier(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether raw has document tables in an earlier layout."""
    return bool(raw_tables(connection) & set(DOCUMENT_TABLES)) and (_layout_of(connection) or 1) < LAYOUT


def drop_dlt_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what dlt keeps in the warehouse: its own tables and its staging copies of raw's."""
    connection.execute("drop schema if exists raw_staging cascade")
    for (name,) in connection.execute(
        """
        select table_name from information_schema.tables
        where table_schema = 'raw' and starts_with(table_name, '_dlt_')
        """
    ).fetchall():
        connection.execute(f'drop table raw."{name}"')
