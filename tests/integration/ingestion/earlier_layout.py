"""A warehouse as layout 1 left it: raw's tables without `kind`, and dlt with its frozen contract on them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import dlt
import pyarrow as pa

from ingestion.dlt_writer import open_pipeline
from ingestion.envelope import DOCUMENT_TABLES, EXTRACTION_KEY, EXTRACTION_SCHEMA, REJECTION_KEY, REJECTION_SCHEMA
from warehouse.connections import open_warehouse

_utc = pa.timestamp("us", tz="UTC")

_SCHEMA = pa.schema(
    [
        pa.field("site", pa.string(), nullable=False),
        pa.field("rest_base", pa.string(), nullable=False),
        pa.field("id", pa.int64(), nullable=False),
        pa.field("state", pa.string(), nullable=False),
        pa.field("modified_at", _utc),
        pa.field("document", pa.string()),
        pa.field("document_hash", pa.string(), nullable=False),
        pa.field("seen_at", _utc, nullable=False),
        pa.field("extraction_id", pa.string(), nullable=False),
        pa.field("origin", pa.string(), nullable=False),
    ]
)
_LEDGER = pa.schema([field for field in EXTRACTION_SCHEMA if field.name not in {"unheld_count", "backlog_count"}])
_KEY = ("site", "rest_base", "id", "extraction_id", "document_hash")
_SHAPES = {
    **dict.fromkeys(DOCUMENT_TABLES, (_SCHEMA, _KEY)),
    "extractions": (_LEDGER, EXTRACTION_KEY),
    "rejected_documents": (REJECTION_SCHEMA, REJECTION_KEY),
}


def make_earlier(warehouse: Path, dlt_directory: Path) -> None:
    """Give the same rows of raw the form they had in layout 1."""
    with open_warehouse(warehouse) as connection:
        tables = {name: connection.sql(f"from raw.{name}").to_arrow_table() for name in _SHAPES}
        connection.execute("drop schema raw cascade; drop schema raw_staging cascade")
    shutil.rmtree(dlt_directory)
    write_earlier(warehouse, dlt_directory, tables)


def add_earlier(warehouse: Path, dlt_directory: Path, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Add rows as layout 1 had them to a warehouse that it left."""
    write_earlier(warehouse, dlt_directory, {table: pa.Table.from_pylist(list(rows), schema=_SHAPES[table][0])})


def write_earlier(
    warehouse: Path, dlt_directory: Path, tables: Mapping[str, pa.Table], *, is_interrupted: bool = False
) -> None:
    """Load tables of layout 1 as its version did; where interrupted, the package is left behind."""
    with open_warehouse(warehouse) as connection:
        pipeline = open_pipeline(connection, dlt_directory)
        resources = [
            dlt.resource(
                rows.select(_SHAPES[name][0].names).cast(_SHAPES[name][0]),
                name=name,
                write_disposition={"disposition": "merge", "strategy": "insert-only"},
                primary_key=list(_SHAPES[name][1]),
                schema_contract={"tables": "evolve", "columns": "freeze", "data_type": "freeze"},
            )
            for name, rows in tables.items()
        ]
        if is_interrupted:
            pipeline.sync_destination()
            pipeline.extract(resources)
            pipeline.normalize()
        else:
            pipeline.run(resources)
        connection.execute("checkpoint")
