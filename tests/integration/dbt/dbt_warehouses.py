"""Warehouses filled by hand, as ingestion and enrichment would leave them, for the models to be run on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa

from enrichment.schemas import TABLES, VERSION_KEY
from ingestion.envelope import DOCUMENT_SCHEMA, DOCUMENT_TABLES, EXTRACTION_SCHEMA, REJECTION_SCHEMA, TABLES_BY_KIND
from ingestion.json_text import HASH_RULE
from orchestration.dbt_build import DbtRun
from orchestration.editorial import EDITORIAL_TABLES

PROJECT = Path(__file__).parents[3] / "dbt_project"

#: Runs a dbt command on a warehouse: the fixture `dbt`.
Dbt = Callable[..., DbtRun]

_KINDS = {"categories": "term", "tags": "term", "coauthors": "term", "genres": "term"} | {
    "users": "user", "media": "media", "comments": "comment", "root": "site", "settings": "site"
}  # fmt: skip


def moment(text: str) -> datetime:
    """`2026-03-02 09:00` as UTC."""
    return datetime.fromisoformat(f"{text}+00:00")


def hash_of(document: Mapping[str, Any]) -> str:
    """The hash that the row of this document carries."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Seen:
    """One row of raw: a document, or null with the state it was found in."""

    site: str
    rest_base: str
    id: int
    document: Mapping[str, Any] | None
    at: str = "2026-03-01 00:00"
    extraction_id: str = "run-1"
    state: str = "present"
    kind: str | None = None

    def row(self) -> dict[str, Any]:
        """The row in the envelope."""
        return {
            "site": self.site,
            "rest_base": self.rest_base,
            "id": self.id,
            "state": self.state,
            "modified_at": None,
            "document": None if self.document is None else json.dumps(self.document),
            "document_hash": self.state if self.document is None else hash_of(self.document),
            "seen_at": moment(self.at),
            "extraction_id": self.extraction_id,
            "origin": "written by hand",
            "kind": self.kind or _KINDS.get(self.rest_base, "post"),
            "hash_rule": HASH_RULE,
            "sequence": int(moment(self.at).timestamp()),
            "is_live": True,
        }


def create(path: Path) -> None:
    """Make a warehouse with every table of raw and enriched, all empty."""
    tables = {f"raw.{name}": DOCUMENT_SCHEMA for name in DOCUMENT_TABLES}
    tables |= {"raw.extractions": EXTRACTION_SCHEMA, "raw.rejected_documents": REJECTION_SCHEMA}
    with _open(path) as connection:
        connection.execute("create schema if not exists raw; create schema if not exists enriched")
        connection.execute("create schema if not exists editorial")
        shapes: dict[str, pa.Table | pl.DataFrame] = {name: schema.empty_table() for name, schema in tables.items()}
        shapes |= {f"enriched.{name}": pl.DataFrame(schema=schema) for name, schema in TABLES.items()}
        shapes |= {
            f"editorial.{name}": pl.DataFrame(schema=dict.fromkeys(table.columns, pl.String))
            for name, table in EDITORIAL_TABLES.items()
        }
        for name, shape in shapes.items():
            connection.register("shape", shape)
            connection.execute(f"create or replace table {name} as from shape")
            connection.unregister("shape")


def add_seen(path: Path, rows: Sequence[Seen]) -> None:
    """Write rows of raw, each into the table of its kind."""
    by_table: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        record = row.row()
        by_table.setdefault(f"raw.{TABLES_BY_KIND[record['kind']]}", []).append(record)
    for table, records in by_table.items():
        add_rows(path, table, pa.Table.from_pylist(records, schema=DOCUMENT_SCHEMA))


def add_extraction(path: Path, **columns: Any) -> None:
    """Write one step of the ledger; what is not said is zero, null or plain."""
    record: dict[str, Any] = {field.name: 0 for field in EXTRACTION_SCHEMA if pa.types.is_integer(field.type)}
    record |= {"expected_count": None, "elapsed_seconds": 0.0, "origin": "written by hand", "status": "complete"}
    record |= {"step": 1, "started_at": moment("2026-03-01 00:00"), "finished_at": moment("2026-03-01 00:00")}
    add_rows(path, "raw.extractions", pa.Table.from_pylist([record | columns], schema=EXTRACTION_SCHEMA))


def add_enriched(path: Path, table: str, document: Seen, **columns: Any) -> None:
    """Write one row of an enriched table for the version that `document` is."""
    row = document.row()
    key = {name: row[name] for name in VERSION_KEY}
    record = key | {"enrichment_version": "v1"} | columns
    add_rows(path, f"enriched.{table}", pl.DataFrame([record], schema=TABLES[table]))


def add_rows(path: Path, table: str, rows: pa.Table | pl.DataFrame) -> None:
    """Append rows to a table."""
    with _open(path) as connection:
        connection.register("new_rows", rows)
        connection.execute(f"insert into {table} from new_rows")


def rows_of(path: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query, times in UTC."""
    with _open(path) as connection:
        return connection.execute(query).fetchall()


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(path), config={"autoinstall_known_extensions": "false"})
    connection.execute("set TimeZone = 'UTC'")
    return connection
