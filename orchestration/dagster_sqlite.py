"""SQLite settings for Dagster's storages (runs, events, schedules), which commit hundreds of times in a run."""

from __future__ import annotations

import sqlite3

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import ConnectionPoolEntry

_kept_open: dict[str, sqlite3.Connection] = {}


def relax_sqlite_fsync() -> None:
    """Make SQLite connections of this process wait for the disk at checkpoints only, not at each commit.

    Dagster opens, commits and closes a connection for every event. Closing the last connection checkpoints the
    write-ahead log and waits for the disk: 5 ms each, 8 s in a run. One connection kept open and `synchronous = normal`
    avoid that. A killed process loses nothing; a power failure may lose the last events but damages nothing.
    """
    if not event.contains(Engine, "connect", _on_connect):
        event.listen(Engine, "connect", _on_connect)


def _on_connect(connection: object, _: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.execute("pragma synchronous = normal")
    path = connection.execute("pragma database_list").fetchall()[0][2]
    if path and path not in _kept_open:
        _kept_open[path] = sqlite3.connect(path, check_same_thread=False)
        _kept_open[path].execute("select count(*) from sqlite_schema").fetchall()  # opens the write-ahead log
