"""The only place that connects to DuckDB; a test looks for others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.settings import duckdb_settings

if TYPE_CHECKING:
    import duckdb

#: The name of the warehouse in its connection.
CATALOG = "warehouse"

# What DuckDB says of a file that is cut or changed; some of it only when a block is read for the first time.
_SIGNS_OF_DAMAGE = (
    "Corrupt database file",
    "Corrupt WAL file",
    "Could not read enough bytes",
    "not a valid DuckDB database file",
    "Failure while replaying WAL",
)

_RECOVERY = (
    "Restore it from a backup. Without one, move it and the folder `published` beside it elsewhere and run again: "
    "every source is read anew. What sources no longer show (earlier versions, deleted articles) is in the moved file "
    "alone."
)

_RECOVERY_OF_LOG = (
    "Move the file that ends in .wal elsewhere and run again: what was written last is then missing, the ledger names "
    "it, and it is read again. Or restore both files from a backup."
)


class WarehouseError(Exception):
    """The warehouse cannot be used now; the message says why and what to do."""


class WarehouseDamagedError(WarehouseError):
    """The warehouse is not what was written: it is damaged, incomplete, or missing although it was published from.

    Args:
        path: The database file.
        what: What is wrong, as the rest of a sentence that begins with the file.
        recovery: What to do about it; null for what can be done about any damage.
    """

    def __init__(self, path: Path, what: str, recovery: str | None = None) -> None:
        super().__init__(
            f"The warehouse {path} {what}\n"
            "The published copy is another file: it stays as it was, and so do the newsroom's own files of the home.\n"
            + (recovery or _RECOVERY)
        )


class WarehouseUnavailableError(WarehouseError):
    """The warehouse is open in another process, or this version of DuckDB cannot open it.

    Attributes:
        holder: The process that has it open, as a sentence's subject; null where that is not the reason.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.holder = _holder(reason)
        super().__init__(f"The warehouse {path} cannot be opened: {reason}")


def open_warehouse(
    path: Path, *, read_only: bool = False, row_group_size: int | None = None
) -> duckdb.DuckDBPyConnection:
    """Open the pipeline's own database; the caller holds its lock.

    Args:
        path: The database file; a connection that may write makes it.
        read_only: Open it without a change to the file, not even of its write-ahead log.
        row_group_size: Rows per row group of tables made in this connection; null for DuckDB's own 122,880.

    Raises:
        WarehouseUnavailableError: Another process has it open, or this version of DuckDB cannot open it.
        WarehouseDamagedError: It is damaged, as far as opening it shows.
    """
    import duckdb  # noqa: PLC0415 - a quarter of a second that reading files does not need

    if path.exists() and not path.is_file():  # opening a pipe would wait for its writer
        raise WarehouseDamagedError(path, "is not a file.")

    options = ["read_only"] * read_only
    if row_group_size is not None:
        options.append(f"row_group_size {row_group_size}")
    # The options of an attached database cannot be parameters, and a path may hold any character but NUL.
    place = str(path).replace("'", "''")
    attach = f"attach '{place}' as {CATALOG}" + (f" ({', '.join(options)})" if options else "")
    connection = open_in_memory(temp_directory=Path(f"{path}.tmp"))
    try:
        connection.execute(attach)
        connection.execute(f"use {CATALOG}")
    except duckdb.Error as error:
        connection.close()
        raise (as_damage(path, str(error)) or WarehouseUnavailableError(path, str(error).splitlines()[0])) from error
    return connection


def as_damage(path: Path, message: str, recovery: str | None = None) -> WarehouseDamagedError | None:
    """Return the damage of which a message of DuckDB tells; null where it tells of something else.

    Args:
        path: The warehouse.
        message: Text of an error, or of what another engine made of one.
        recovery: What to do, unless it is the write-ahead log that is damaged; null for what holds of any damage.
    """
    line = next((line for line in message.splitlines() if any(sign in line for sign in _SIGNS_OF_DAMAGE)), None)
    if line is None:
        return None
    return WarehouseDamagedError(path, f"is damaged: {line.strip()}", _RECOVERY_OF_LOG if "WAL" in line else recovery)


def open_in_memory(*, temp_directory: Path) -> duckdb.DuckDBPyConnection:
    """Open an empty database in memory, to attach files to.

    Args:
        temp_directory: The folder to which queries spill what exceeds the memory limit; made when it is needed.
    """
    import duckdb  # noqa: PLC0415 - as above

    return duckdb.connect(config={**duckdb_settings(), "temp_directory": str(temp_directory)})


def open_confined(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a database for queries of anybody: they read this file, and reach no other file and no network.

    Args:
        path: The database file; it must exist.
    """
    import duckdb  # noqa: PLC0415 - as above

    # A read-only connection alone still reads and writes any file on the machine through COPY and read_text.
    config = {**duckdb_settings(), "enable_external_access": False}
    connection = duckdb.connect(str(path), read_only=True, config=config)
    connection.execute("set autoload_known_extensions = false")  # the zone needs one of the built-in extensions
    connection.execute("set python_enable_replacements = false")  # SQL must not see Python's variables
    connection.execute("set lock_configuration = true")
    return connection


def _holder(reason: str) -> str | None:
    """Return who holds DuckDB's lock, from `Conflicting lock is held in /usr/bin/python (PID 12)`; null if nobody."""
    if "Could not set lock on file" not in reason:
        return None
    _, found, rest = reason.partition("Conflicting lock is held in ")
    return f"{rest.split(')')[0]})" if found and ")" in rest else "another program that has it open"
