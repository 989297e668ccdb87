"""The adapter between enrichment and the warehouse: what to enrich is read from DuckDB, the tables are written to it.

Another engine needs an adapter of its own, which selects rows of `INPUT_SCHEMA`, maps `enrich` over them and writes
the tables of `split_tables`; nothing here knows Dagster. Each batch is written in one transaction. A kill loses the
batches under way; `enriched.texts` tells the next run what is done.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from enrichment.schemas import INPUT_SCHEMA, TABLES, VERSION_KEY
from enrichment.tables import split_tables
from enrichment.version import ENRICHMENT_VERSION
from orchestration.enrichment_pool import core_count, enrich_batches
from warehouse.connections import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from orchestration.progress import Progress

_RAW_TABLES = ("posts", "terms", "users", "media", "comments")

# 4 MB of JSON are about 200 posts: enough to make a transaction's cost small, little enough to lose in a kill.
_BATCH_BYTES = 4 * 1024 * 1024
_BATCH_ROWS = 2_000

#: Starting worker processes costs more than one core needs for this much.
_POOL_FROM_BYTES = 12 * 1024 * 1024

_KEY = ", ".join(VERSION_KEY)


@dataclass(slots=True)
class EnrichedCounts:
    """Documents enriched, and rows written by table.

    Attributes:
        documents: How many were enriched.
        rows: Rows written, by table.
        failures: For each document on which enrichment failed, a sentence that names it and the traceback.
        partial: The documents of which a limit left a part unread, as `site/rest_base/id`.
    """

    documents: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    failures: list[tuple[str, str]] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)


def enrich_warehouse(warehouse: Path, *, from_nothing: bool = False, progress: Progress) -> EnrichedCounts:
    """Enrich every present document, of every version, that is not enriched at `ENRICHMENT_VERSION`.

    A document on which enrichment fails is left out and named in the counts; `enriched.texts` does not list it, so the
    next run tries it again.

    Args:
        warehouse: The pipeline's database. The caller holds its lock.
        from_nothing: Drop what was enriched and begin anew.
        progress: Told how many documents are done.
    """
    with open_warehouse(warehouse) as connection:
        _prepare_tables(connection, from_nothing=from_nothing)
        replaces = _has_other_versions(connection)
        pending = _select_pending(connection)
        batches = _split_batches(pending)
        counts = EnrichedCounts()
        progress.stage("reading the texts", total=pending.height)
        enriched = enrich_batches(
            (_read(connection, batch) for batch in batches),
            workers=_worker_count(pending, batches),
            spill_parent=warehouse.parent,
        )
        for batch, result in zip(batches, enriched, strict=True):
            documents = _enrich_singly(_read(connection, batch), counts) if result is None else result
            tables = split_tables(documents)
            _write(connection, tables, replaces=replaces)
            counts.documents += documents.height
            partial = documents.filter("is_read_in_part").select("site", "rest_base", "id")
            counts.partial += ["/".join(map(str, key)) for key in partial.iter_rows()]
            for name, rows in tables.items():
                counts.rows[name] = counts.rows.get(name, 0) + rows.height
            progress.advance(documents.height, detail=f"raw.{batch.item(0, 'raw_table')}")
        connection.execute("checkpoint")
    return counts


def _enrich_singly(batch: pl.DataFrame, counts: EnrichedCounts) -> pl.DataFrame:
    """Return what `enrich` makes of a failed batch, document by document; those that fail again are noted."""
    from enrichment.batches import EnrichmentError, enrich  # noqa: PLC0415 - what reads texts takes long to import

    made = [enrich(batch.clear())]
    for number in range(batch.height):
        try:
            made.append(enrich(batch[number]))
        except EnrichmentError as failure:
            counts.failures.append((str(failure), "".join(traceback.format_exception(failure))))
    return pl.concat(made)


def _prepare_tables(connection: duckdb.DuckDBPyConnection, *, from_nothing: bool) -> None:
    """Create every enriched table with exactly its schema; drop those of another shape."""
    connection.execute("create schema if not exists enriched")
    connection.execute("begin")
    expected = {name: _describe(connection, schema) for name, schema in TABLES.items()}
    existing = {
        name
        for (name,) in connection.execute(
            "select table_name from information_schema.tables where table_schema = 'enriched'"
        ).fetchall()
    }
    found = {
        name: [(column, type_) for column, type_, *_ in connection.execute(f"describe enriched.{name}").fetchall()]
        for name in TABLES
        if name in existing
    }
    # `texts` lists what is done for all of them, so they are made anew together.
    if from_nothing or found != expected:
        for name, schema in TABLES.items():
            connection.register("shape", pl.DataFrame(schema=schema))
            connection.execute(f"create or replace table enriched.{name} as from shape")
            connection.unregister("shape")
    connection.execute("commit")


def _describe(connection: duckdb.DuckDBPyConnection, schema: pl.Schema) -> list[tuple[str, str]]:
    """Return the columns and DuckDB types of a table made of a frame with this schema."""
    connection.register("shape", pl.DataFrame(schema=schema))
    described = connection.execute("describe shape").fetchall()
    connection.unregister("shape")
    return [(column, type_) for column, type_, *_ in described]


def _has_other_versions(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(
        connection.execute(
            "select 1 from enriched.texts where enrichment_version <> ? limit 1", [ENRICHMENT_VERSION]
        ).fetchall()
    )


def _select_pending(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the documents that are not enriched, equal ones of one id once: raw_table, row_id and byte_count."""
    return pl.concat(
        connection.sql(
            f"""
            select '{table}' as raw_table, min(raw.rowid) as row_id, any_value(strlen(raw.document)) as byte_count
            from raw.{table} as raw
            anti join (select {_KEY} from enriched.texts where enrichment_version = ?) as done using ({_KEY})
            where raw.state = 'present'
            group by {", ".join(f"raw.{column}" for column in VERSION_KEY)}
            order by row_id
            """,  # noqa: S608 - our own names
            params=[ENRICHMENT_VERSION],
        ).pl()
        for table in _RAW_TABLES
    )


def _split_batches(pending: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the pending documents in batches of one raw table, each of at most `_BATCH_ROWS` documents.

    The documents of a batch begin within `_BATCH_BYTES` of each other, so only its last one can exceed that size.
    """
    bytes_before = pl.col("byte_count").cum_sum().over("raw_table") - pl.col("byte_count")
    rows_before = pl.int_range(pl.len()).over("raw_table")
    number = pl.struct("raw_table", bytes_before // _BATCH_BYTES, rows_before // _BATCH_ROWS).rle_id()
    return pending.with_columns(number=number).partition_by("number", maintain_order=True, include_key=False)


def _worker_count(pending: pl.DataFrame, batches: Sequence[pl.DataFrame]) -> int:
    return min(core_count(), len(batches)) if pending["byte_count"].sum() >= _POOL_FROM_BYTES else 1


def _read(connection: duckdb.DuckDBPyConnection, batch: pl.DataFrame) -> pl.DataFrame:
    """Return the documents of a batch as a frame of `INPUT_SCHEMA`."""
    row_ids = batch["row_id"]
    connection.register("wanted", batch)
    # The range prunes row groups: a semi join alone would read every document of the table for every batch.
    documents = connection.sql(
        f"""
        select {", ".join(INPUT_SCHEMA)}
        from raw.{batch.item(0, "raw_table")}
        where rowid between {row_ids[0]} and {row_ids[-1]}
            and rowid in (select row_id from wanted)
        """  # noqa: S608 - our own names and numbers
    ).pl()
    connection.unregister("wanted")
    return documents


def _write(connection: duckdb.DuckDBPyConnection, tables: dict[str, pl.DataFrame], *, replaces: bool) -> None:
    """Write one batch in one transaction, in place of what older versions said of the same documents."""
    connection.execute("begin")
    connection.register("documents", tables["texts"].select(*VERSION_KEY))
    for name, rows in tables.items():
        if replaces:
            connection.execute(
                f"""
                delete from enriched.{name} as old using documents as new
                where {" and ".join(f"old.{column} = new.{column}" for column in VERSION_KEY)}
                """  # noqa: S608 - our own names
            )
        connection.register("rows", rows)
        connection.execute(f"insert into enriched.{name} by name from rows")
        connection.unregister("rows")
    connection.unregister("documents")
    connection.execute("commit")
