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


def _order_by_sequence(connection: duckdb.DuckDBPyConnection) -> None:
    """Migrate to layout 3: rows know the rule of their hash, their place in the site's log, and whether they are live.

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


# The migration to each layout from the one before.
_MIGRATIONS: Mapping[int, Callable[[duckdb.DuckDBPyConnection], None]] = {2: _add_kind, 3: _order_by_sequence}

#: The layout that this version reads and writes.
LAYOUT = max(_MIGRATIONS)


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
            _drop_dlt_tables(connection)
        connection.execute("create schema if not exists raw")
        connection.execute(f"create or replace table raw.layout as select {LAYOUT}::integer as version")
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    # After a kill, what is only in the write-ahead log may be gone without an error.
    connection.execute("checkpoint")


def raw_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the names of the raw tables that exist."""
    rows = connection.execute("select table_name from information_schema.tables where table_schema = 'raw'").fetchall()
    return {name for (name,) in rows} & set(RAW_TABLES)


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


def _drop_dlt_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what dlt keeps in the warehouse: its own tables and its staging copies of raw's."""
    connection.execute("drop schema if exists raw_staging cascade")
    for (name,) in connection.execute(
        """
        select table_name from information_schema.tables
        where table_schema = 'raw' and starts_with(table_name, '_dlt_')
        """
    ).fetchall():
        connection.execute(f'drop table raw."{name}"')
