"""Whether the warehouse is the one that the home was published from, asked before anything is read or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.connections import WarehouseDamagedError, as_damage, open_warehouse

if TYPE_CHECKING:
    import duckdb

    from orchestration.home import Home


def require_sound(home: Home) -> None:
    """Refuse a warehouse of which something is missing: what would be published of it replaces the last good copy.

    Args:
        home: The home; the caller holds its lock. One without a warehouse and without a published copy is new.

    Raises:
        WarehouseDamagedError: The warehouse is gone though there is a published copy, or tables of raw are.
        WarehouseUnavailableError: It cannot be opened.
        WarehouseTooNewError: It was written by a later version.
    """
    import duckdb  # noqa: PLC0415 - a quarter of a second

    from ingestion.layout import missing_tables, raw_tables, require_readable  # noqa: PLC0415 - half a second
    from serving.publication import published_copies  # noqa: PLC0415 - as above

    if not home.warehouse.exists():
        _require_no_copy(home, "does not exist", published_copies(home.published))
        return
    with open_warehouse(home.warehouse, read_only=True) as connection:
        try:
            require_readable(connection, home.warehouse)
            missing = missing_tables(connection)
            is_empty = not raw_tables(connection)
            _read_through(connection, sorted(raw_tables(connection)))
        except duckdb.Error as error:
            raise (as_damage(home.warehouse, str(error)) or error) from error
    if is_empty:
        _require_no_copy(home, "holds nothing", published_copies(home.published))
    if missing:
        raise WarehouseDamagedError(
            home.warehouse,
            f"is damaged: {', '.join(f'raw.{table}' for table in missing)} is missing. The other tables can be read.",
            "Restore it from a backup. Without one, `pressgraph run --full-refresh` makes what is missing anew, empty, "
            "and publishes what remains; the next run then reads every list of the sites in full. Load files again.",
        )


def _read_through(connection: duckdb.DuckDBPyConnection, tables: list[str]) -> None:
    """Read every column of raw but the documents, which are most of the file: a block is checked when it is read."""
    for table in tables:
        columns = [name for name, *_ in connection.execute(f"describe raw.{table}").fetchall() if name != "document"]
        counts = ", ".join(f'count("{column}")' for column in columns)
        connection.execute(f"select {counts} from raw.{table}").fetchall()  # noqa: S608 - our own names


def _require_no_copy(home: Home, what: str, copies: list[str]) -> None:
    if not copies:
        return
    raise WarehouseDamagedError(
        home.warehouse,
        f"{what}, though {' and '.join(copies)} {'was' if len(copies) == 1 else 'were'} published from it. A run "
        "would put less in place of the last good copy.",
        f"Restore it from a backup. To begin anew instead, move {home.published} elsewhere and run again: every source "
        "is read anew.",
    )
