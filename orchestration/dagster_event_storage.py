"""Storage of Dagster's events in SQLite, with a transaction for many events instead of three for each.

Dagster's own `SqliteEventLogStorage` opens a connection for every statement and commits it: 2,000 commits in a run of
70 models and 150 tests, half of the CPU time of a run that finds nothing. Files and tables are the same here.

Apart from `dagster_internals.py` because a subclass has to import Dagster, which takes seconds. Dagster imports this
module by the name that dagster.yaml gives.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import Any, Self

from dagster import DagsterEventType, EventLogEntry
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, Engine

#: Events within a step, and those that plan a run: they may wait for the next event.
_MAY_WAIT = frozenset(
    {
        DagsterEventType.ASSET_CHECK_EVALUATION,
        DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED,
        DagsterEventType.ASSET_MATERIALIZATION,
        DagsterEventType.ASSET_MATERIALIZATION_PLANNED,
        DagsterEventType.HANDLED_OUTPUT,
        DagsterEventType.LOADED_INPUT,
        DagsterEventType.STEP_INPUT,
        DagsterEventType.STEP_OUTPUT,
    }
)
_LONGEST_WAIT_SECONDS = 1.0

_KEPT_ENGINES = 8
_BUSY_TIMEOUT_SECONDS = 60


class BufferedEventLogStorage(SqliteEventLogStorage):
    """Dagster's storage, except that events within a step are written together.

    They are written with the first event that begins or ends a step or a run, with the first one a second later, and
    before anything is read. A killed process loses at most the events that waited; its step stands as unfinished.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Open the storage in a folder, as Dagster does it from dagster.yaml."""
        self._engine = lru_cache(maxsize=_KEPT_ENGINES)(self._make_engine)
        self._waiting: list[EventLogEntry] = []
        self._waiting_since = 0.0
        self._transaction: _Transaction | None = None
        self._present: set[str] = set()
        self._lock = threading.RLock()
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """Dagster's way to make what dagster.yaml names."""
        return cls(inst_data=inst_data, **config_value)

    def store_event(self, event: EventLogEntry) -> None:
        """Write an event, or keep it for the next transaction."""
        with self._lock:
            now = time.monotonic()
            self._waiting_since = self._waiting_since if self._waiting else now
            self._waiting.append(event)
            may_wait = event.run_id and event.is_dagster_event and event.dagster_event_type in _MAY_WAIT
            if not may_wait or now - self._waiting_since > _LONGEST_WAIT_SECONDS:
                self._write_waiting()

    def dispose(self) -> None:
        """Write what waits, and close."""
        with self._lock:
            self._write_waiting()
            self._engine.cache_clear()
        super().dispose()

    def wipe(self) -> None:
        """Delete all events."""
        with self._lock:
            self._write_waiting()
            self._engine.cache_clear()
        super().wipe()

    # What a database has once, it keeps. Dagster asks for each event anew.

    def has_secondary_index(self, name: str) -> bool:
        """Return whether an index is complete."""
        return self._has(f"index {name}", lambda: super(BufferedEventLogStorage, self).has_secondary_index(name))

    def has_table(self, table_name: str) -> bool:
        """Return whether a table exists."""
        return self._has(f"table {table_name}", lambda: super(BufferedEventLogStorage, self).has_table(table_name))

    def _has_asset_key_col_on_connection(self, conn: Connection, column_name: str) -> bool:
        ask = super()._has_asset_key_col_on_connection
        return self._has(f"column {column_name}", lambda: ask(conn, column_name))

    def _has(self, name: str, ask: Callable[[], bool]) -> bool:
        if name not in self._present and ask():
            self._present.add(name)
        return name in self._present

    def _write_waiting(self) -> None:
        if not self._waiting or self._transaction is not None:
            return
        events, self._waiting = self._waiting, []
        with ExitStack() as stack:
            self._transaction = _Transaction(stack, self._engine)
            try:
                for event in events:
                    super().store_event(event)
            finally:
                self._transaction = None

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._lock:
            self._write_waiting()
            if self._transaction is not None:
                yield self._transaction.connection(shard)
                return
            with self._engine(shard).begin() as connection:
                yield connection

    def _make_engine(self, shard: str) -> Engine:
        """Return the engine of one file. Kept with its connection and the statements that it has compiled."""
        engine = create_engine(
            self.conn_string_for_shard(shard), pool_size=1, connect_args={"timeout": _BUSY_TIMEOUT_SECONDS}
        )
        self._initdb(engine)
        return engine


class _Transaction:
    """One open transaction per file, committed when the stack closes."""

    def __init__(self, stack: ExitStack, engine: Callable[[str], Engine]) -> None:
        self._stack = stack
        self._engine = engine
        self._connections: dict[str, Connection] = {}

    def connection(self, shard: str) -> Connection:
        if shard not in self._connections:
            self._connections[shard] = self._stack.enter_context(self._engine(shard).begin())
        return self._connections[shard]
