"""Feed documents to `enrich` and keep what it returns: batches over all cores, each written in one transaction.

A kill loses the batches under way; `enriched.texts` tells the next run what is done.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from enrichment import ENRICHMENT_VERSION, SCHEMAS
from warehouse.connections import open_warehouse

if TYPE_CHECKING:
    import duckdb

    from orchestration.progress import Progress

_TABLES = ("posts", "terms", "users", "media", "comments")

# 4 MB of JSON are about 200 posts: enough to make a transaction's cost small, little enough to lose in a kill.
_BATCH_BYTES = 4 * 1024 * 1024
_BATCH_ROWS = 2_000

#: Starting worker processes costs more than one core needs for this much.
_POOL_FROM_BYTES = 12 * 1024 * 1024


@dataclass(slots=True)
class EnrichedCounts:
    """Documents enriched, and rows written by table."""

    documents: int = 0
    rows: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows of one raw table to enrich together: their row ids, ascending."""

    table: str
    row_ids: Sequence[int]
    byte_count: int


def enrich_warehouse(warehouse: Path, *, from_nothing: bool = False, progress: Progress) -> EnrichedCounts:
    """Enrich every present document, of every version, that is not enriched at `ENRICHMENT_VERSION`.

    Args:
        warehouse: The pipeline's database. The caller holds its lock.
        from_nothing: Drop what was enriched and begin anew.
        progress: Told how many documents are done.
    """
    with open_warehouse(warehouse) as connection:
        _prepare_tables(connection, from_nothing=from_nothing)
        replaces = _holds_other_versions(connection)
        batches = [batch for table in _TABLES for batch in _pending(connection, table)]
        counts = EnrichedCounts()
        progress.stage("reading the texts", total=sum(len(batch.row_ids) for batch in batches))
        for batch, tables in _enrich_all(connection, warehouse, batches):
            _write(connection, tables, replaces=replaces)
            counts.documents += len(batch.row_ids)
            for name, rows in tables.items():
                counts.rows[name] = counts.rows.get(name, 0) + rows.num_rows
            progress.advance(len(batch.row_ids), detail=f"raw.{batch.table}")
        connection.execute("checkpoint")
    return counts


def _prepare_tables(connection: duckdb.DuckDBPyConnection, *, from_nothing: bool) -> None:
    """Have every enriched table exist with exactly its schema; tables of another shape are made anew."""
    connection.execute("create schema if not exists enriched")
    connection.execute("begin")
    expected = {name: _columns(connection, schema.empty_table()) for name, schema in SCHEMAS.items()}
    there = {
        name
        for (name,) in connection.execute(
            "select table_name from information_schema.tables where table_schema = 'enriched'"
        ).fetchall()
    }
    found = {
        name: [(column, type_) for column, type_, *_ in connection.execute(f"describe enriched.{name}").fetchall()]
        for name in SCHEMAS
        if name in there
    }
    # `texts` lists what is done for all of them, so they are made anew together.
    if from_nothing or any(found.get(name) != columns for name, columns in expected.items()):
        for name, schema in SCHEMAS.items():
            connection.register("shape", schema.empty_table())
            connection.execute(f"create or replace table enriched.{name} as from shape")
            connection.unregister("shape")
    connection.execute("commit")


def _columns(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> list[tuple[str, str]]:
    connection.register("shape", table)
    described = connection.execute("describe shape").fetchall()
    connection.unregister("shape")
    return [(column, type_) for column, type_, *_ in described]


def _holds_other_versions(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(
        connection.execute(
            "select 1 from enriched.texts where enrichment_version <> ? limit 1", [ENRICHMENT_VERSION]
        ).fetchall()
    )


def _pending(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[_Batch]:
    """Batches of the documents of one raw table that are not enriched; equal documents of one id once."""
    rows = connection.execute(
        f"""
        select min(raw.rowid) as row_id, any_value(strlen(raw.document)) as byte_count
        from raw.{table} as raw
        anti join (
            select site, kind, rest_base, id, document_hash from enriched.texts where enrichment_version = ?
        ) as done using (site, kind, rest_base, id, document_hash)
        where raw.state = 'present'
        group by raw.site, raw.kind, raw.rest_base, raw.id, raw.document_hash
        order by row_id
        """,  # noqa: S608 - our own names
        [ENRICHMENT_VERSION],
    )
    row_ids: list[int] = []
    byte_count = 0
    while chunk := rows.fetchmany(10_000):
        for row_id, size in chunk:
            if row_ids and (byte_count + size > _BATCH_BYTES or len(row_ids) >= _BATCH_ROWS):
                yield _Batch(table, row_ids, byte_count)
                row_ids, byte_count = [], 0
            row_ids.append(row_id)
            byte_count += size
    if row_ids:
        yield _Batch(table, row_ids, byte_count)


def _read(connection: duckdb.DuckDBPyConnection, batch: _Batch) -> pa.Table:
    connection.register("wanted", pa.table({"row_id": pa.array(batch.row_ids, pa.int64())}))
    # The range prunes row groups: a semi join alone would read every document of the table for every batch.
    rows = connection.sql(
        f"""
        select site, kind, rest_base, id, document, document_hash
        from raw.{batch.table}
        where rowid between {batch.row_ids[0]} and {batch.row_ids[-1]}
            and rowid in (select row_id from wanted)
        """  # noqa: S608 - our own names and numbers
    ).to_arrow_table()
    connection.unregister("wanted")
    return rows


def _enrich_all(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, batches: Sequence[_Batch]
) -> Iterator[tuple[_Batch, dict[str, pa.Table]]]:
    """Each batch with what `enrich` returned for it, in order."""
    workers = min(_core_count(), len(batches))
    if workers < 2 or sum(batch.byte_count for batch in batches) < _POOL_FROM_BYTES:
        from enrichment import enrich  # noqa: PLC0415 - its weights are loaded only where there is work

        for batch in batches:
            yield batch, enrich(_read(connection, batch))
        return
    # Spawned, not forked: this process has threads of DuckDB, Arrow and Dagster, which a fork would leave broken.
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker)
    with pool, _desk(warehouse) as desk:
        under_way: deque[tuple[_Batch, Future[dict[str, pa.Table]]]] = deque()
        for number, batch in enumerate(batches):
            # By file: documents in the pool's own pipe would block this process's exit if the workers died.
            file = desk / f"{number}.arrow"
            _lay_down(_read(connection, batch), file)
            under_way.append((batch, pool.submit(_enrich_in_worker, file)))
            if len(under_way) > 2 * workers:  # bounded: memory does not grow with the number of batches
                first, result = under_way.popleft()
                yield first, result.result()
        for first, result in under_way:
            yield first, result.result()


@contextmanager
def _desk(warehouse: Path) -> Iterator[Path]:
    """A folder beside the warehouse for batches under way; what a killed run left there is cleared."""
    prefix = ".enriching-"
    for left in warehouse.parent.glob(f"{prefix}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=warehouse.parent) as folder:
        yield Path(folder)


def _lay_down(documents: pa.Table, file: Path) -> None:
    with pa.OSFile(str(file), "wb") as out, pa.ipc.new_file(out, documents.schema) as writer:
        writer.write_table(documents)


def _begin_worker() -> None:
    """Make a worker end with its parent and only then, and keep to one core: there is a worker for each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    os.environ["POLARS_MAX_THREADS"] = "1"
    parent = multiprocessing.parent_process()
    if parent is None:  # pragma: no cover - only a worker runs this
        return

    def die_with_parent() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=die_with_parent, daemon=True).start()


def _enrich_in_worker(file: Path) -> dict[str, pa.Table]:
    from enrichment import enrich  # noqa: PLC0415 - after _begin_worker

    with pa.memory_map(str(file)) as source:
        tables = enrich(pa.ipc.open_file(source).read_all())
    file.unlink()
    return tables


def _write(connection: duckdb.DuckDBPyConnection, tables: dict[str, pa.Table], *, replaces: bool) -> None:
    """Write one batch in one transaction, in place of what older versions said of the same documents."""
    connection.execute("begin")
    connection.register("documents", tables["texts"].select(["site", "kind", "rest_base", "id", "document_hash"]))
    for name in SCHEMAS:
        if replaces:
            connection.execute(
                f"""
                delete from enriched.{name} as old using documents as new
                where old.site = new.site and old.kind = new.kind and old.rest_base = new.rest_base
                    and old.id = new.id and old.document_hash = new.document_hash
                """  # noqa: S608 - our own names
            )
        connection.register("rows", tables[name])
        connection.execute(f"insert into enriched.{name} by name from rows")
        connection.unregister("rows")
    connection.unregister("documents")
    connection.execute("commit")


def _core_count() -> int:
    """Cores this process may use, which in a container are fewer than the machine's."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
