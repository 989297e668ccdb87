"""What stopped a run, in words that name the file and what to do: a full disk, a damaged warehouse, anything else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.connections import WarehouseError, as_damage

if TYPE_CHECKING:
    from orchestration.home import Home

# Of the operating system, DuckDB and SQLite.
_SIGNS_OF_A_FULL_DISK = ("No space left on device", "database or disk is full")

# SQLite says no more than this on a full disk, and on a broken one.
_SIGNS_OF_SQLITE = ("disk I/O error", "unable to open database file", "database or disk is full", "attempt to write")

#: With less than this a run cannot go on: SQLite and DuckDB write in pages and blocks.
_FULL_BELOW_BYTES = 8 * 1024 * 1024

_AGAIN = "When the cause is gone, run again: it goes on from there."

_RECOVERY_IN_A_RUN = (
    "`pressgraph run --full-refresh` makes every table but those of raw anew. If it stops in the same way, documents "
    "are damaged: restore the warehouse from a backup. Without one, move it and the folder `published` elsewhere and "
    "run again: every source is read anew, and what sources no longer show is in the moved file alone."
)


def describe_stop(stopped: BaseException, home: Home) -> str:
    """Return why a run stopped, where, and what to do.

    Args:
        stopped: The exception; those that caused it are looked at too.
        home: Where the run worked.
    """
    chain = list(_chain(stopped))
    text = "\n".join(str(error) for error in chain)
    damage = as_damage(home.warehouse, text, _RECOVERY_IN_A_RUN)
    if damage is not None and not any(isinstance(error, WarehouseError) for error in chain):
        return str(damage)
    file = next((error.filename for error in chain if isinstance(error, OSError) and error.filename), None)
    full = _describe_full_disk(text, file, home)
    if full is not None:
        return full
    reason = str(stopped).splitlines()[0] if str(stopped) else ""
    return f"{type(stopped).__name__}: {reason}. {_AGAIN}"


def explain(message: str, home: Home) -> str:
    """Return a message that a step gave for its failure, preceded by what it means for the disk or the warehouse."""
    if "is damaged: " in message:  # it is a WarehouseDamagedError's
        return message
    damage = as_damage(home.warehouse, message, _RECOVERY_IN_A_RUN)
    meaning = str(damage) if damage is not None else _describe_full_disk(message, None, home)
    return message if meaning is None or meaning in message else f"{meaning}\n{message}"


def _describe_full_disk(text: str, file: object, home: Home) -> str | None:
    is_of_sqlite = any(sign in text for sign in _SIGNS_OF_SQLITE) and "sqlite3" in text
    if not is_of_sqlite and not any(sign in text for sign in _SIGNS_OF_A_FULL_DISK):
        return None
    named = re.search(r"""(?:file|No space left on device:?)\s+["'](/[^"'\n]+)["']""", text)
    path = Path(str(file)) if file else Path(named[1]) if named else None
    where = path or (home.dagster if is_of_sqlite else home.root)
    disk = next(folder for folder in (where, *where.parents) if folder.exists())
    usage = shutil.disk_usage(disk)
    if is_of_sqlite and usage.free >= _FULL_BELOW_BYTES and "is full" not in text:
        return f"Dagster's history in {home.dagster} could not be read or written. {_AGAIN}"
    what = str(path) if path else f"Dagster's history in {where}" if is_of_sqlite else f"a file in {where}"
    return (
        f"The disk of {disk} is full ({usage.free / 1e6:,.0f} of {usage.total / 1e6:,.0f} MB are free): {what} could "
        "not be written. Make room there and run again: it goes on from there."
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and those that caused it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
