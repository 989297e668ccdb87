"""How ingestion opens the warehouse: one setting of DuckDB for whoever writes raw or reads what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.envelope import DOCUMENT_TABLES
from ingestion.errors import WarehouseUnavailable

if TYPE_CHECKING:
    import duckdb

#: Tables of raw. All of them exist once anything was loaded, so that the models never miss a source.
RAW_TABLES = (*DOCUMENT_TABLES, "extractions", "rejected_documents")

# Measured: without a limit the cache grows with the input, and with this one 400 MB load no slower.
_MEMORY_LIMIT = "1GB"

#: The name of the database in its connection.
CATALOG = "warehouse"

# DuckDB's own 122,880 documents are two gigabytes: a load below that is written as a log first and compressed later.
# Measured with 4,096: a tenth less time.
_ROW_GROUP_SIZE = 4096


def open_warehouse(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open the warehouse, UTC and offline, within a gigabyte of memory.

    Raises:
        WarehouseUnavailable: Another process has it open, or it is no database of this DuckDB.
    """
    import duckdb  # noqa: PLC0415 - a quarter of a second that reading files does not need

    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "memory_limit": _MEMORY_LIMIT,
        "temp_directory": f"{path}.tmp",
    }
    connection = duckdb.connect(config=config)
    # The options of an attached database are no parameters, and a path may hold any character but NUL.
    place = str(path).replace("'", "''")
    try:
        connection.execute(
            f"attach '{place}' as {CATALOG} (row_group_size {_ROW_GROUP_SIZE}{', read_only' if read_only else ''})"
        )
        connection.execute(f"use {CATALOG}")
        connection.execute("set TimeZone = 'UTC'")
    except (duckdb.IOException, duckdb.CatalogException, duckdb.SerializationException, duckdb.FatalException) as error:
        connection.close()
        reason = str(error).splitlines()[0]
        raise WarehouseUnavailable(f"The warehouse {path} cannot be opened: {reason}") from error
    return connection


def raw_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Names of the raw tables that exist."""
    rows = connection.execute("select table_name from information_schema.tables where table_schema = 'raw'").fetchall()
    return {name for (name,) in rows} & set(RAW_TABLES)
