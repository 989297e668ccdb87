"""Write tables into raw through dlt, and finish or drop the load packages that a kill left behind."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from ingestion.envelope import (
    DOCUMENT_KEY,
    DOCUMENT_SCHEMA,
    DOCUMENT_TABLES,
    EXTRACTION_KEY,
    EXTRACTION_SCHEMA,
    READING_KEY,
    READING_SCHEMA,
    REJECTION_KEY,
    REJECTION_SCHEMA,
    TABLES_BY_KIND,
)
from ingestion.errors import LoadError
from warehouse.connections import CATALOG

if TYPE_CHECKING:
    import dlt
    import duckdb
    from dlt.common.schema.typing import TLoaderMergeStrategy, TSchemaContract

#: dlt's name for the pipeline, the dataset and the schema: what it writes is the schema `raw` of the warehouse.
DATASET = "raw"

#: What the user does about a failed load.
RUN_AGAIN = "What was loaded before stays; when the cause is gone, run again and it goes on from there."

_TABLES = {
    **dict.fromkeys(DOCUMENT_TABLES, (DOCUMENT_SCHEMA, DOCUMENT_KEY)),
    "extractions": (EXTRACTION_SCHEMA, EXTRACTION_KEY),
    "rejected_documents": (REJECTION_SCHEMA, REJECTION_KEY),
    "readings": (READING_SCHEMA, READING_KEY),
}

# Raw is a log, to which rows are added; the last reading of a document replaces the one before.
_STRATEGIES: Mapping[str, TLoaderMergeStrategy] = {"readings": "upsert"}

# A column or type that differs from the envelope is an error. Freezing tables too would refuse their first creation;
# `check_schemas` checks the table names, and what dlt's contract ignores (column order, nulls).
_CONTRACT: TSchemaContract = {"tables": "evolve", "columns": "freeze", "data_type": "freeze"}


@dataclass(frozen=True, slots=True)
class PendingResult:
    """Load packages that an interrupted run left, by dlt's ids: loaded or dropped."""

    loaded: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def open_pipeline(connection: duckdb.DuckDBPyConnection, dlt_directory: Path) -> dlt.Pipeline:
    """Open dlt's pipeline on an open warehouse, with its state in `dlt_directory`."""
    # The only telemetry switch that dlt reads; and its settings come from here, not from the user's home.
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["DLT_DATA_DIR"] = str(dlt_directory)
    # It logs a long traceback for each attempt; LoadError carries the cause of a final failure.
    os.environ["RUNTIME__LOG_LEVEL"] = "CRITICAL"
    # Otherwise the rows staged by the last load stay in the warehouse a second time.
    os.environ["LOAD__TRUNCATE_STAGING_DATASET"] = "true"
    # Otherwise every loaded file stays in the folder.
    os.environ["LOAD__DELETE_COMPLETED_JOBS"] = "true"
    import dlt  # noqa: PLC0415 - two seconds that only a load needs
    from dlt.destinations.impl.duckdb.configuration import DuckDbCredentials  # noqa: PLC0415

    credentials = DuckDbCredentials(connection)
    # For each copy of the connection that dlt makes for a thread: a copy starts in the default database.
    credentials.local_config = {"schema": f"{CATALOG}.main"}
    dlt_directory.mkdir(parents=True, exist_ok=True)
    return dlt.pipeline(
        DATASET,
        pipelines_dir=str(dlt_directory),
        destination=dlt.destinations.duckdb(credentials=credentials),
        dataset_name=DATASET,
    )


def check_schemas(tables: Mapping[str, pa.Table]) -> None:
    """Check tables against raw's schemas before dlt does: a violation inside dlt leaves a pending package.

    Raises:
        LoadError: raw has no such table, its columns differ, or a required value is null.
    """
    for name, rows in tables.items():
        if name not in _TABLES:
            raise LoadError(f"raw has no table {name} (it has {', '.join(_TABLES)}); nothing was loaded.")
        schema, _ = _TABLES[name]
        if rows.schema != schema:
            expected, found = set(schema), set(rows.schema)
            wrong = sorted({field.name for field in expected ^ found}) or ["their order"]
            raise LoadError(f"raw.{name} is frozen, and these columns differ: {', '.join(wrong)}; nothing was loaded.")
        if name in DOCUMENT_TABLES:
            others = {kind for kind in rows["kind"].unique().to_pylist() if TABLES_BY_KIND.get(kind) != name}
            if others:
                raise LoadError(f"raw.{name} does not hold {', '.join(map(str, others))}; nothing was loaded.")
        empty = [field.name for field in schema if not field.nullable and rows[field.name].null_count]
        if empty:
            raise LoadError(f"raw.{name} needs a value in every row of {', '.join(empty)}; nothing was loaded.")


def write(pipeline: dlt.Pipeline, tables: Mapping[str, pa.Table], existing: set[str]) -> None:
    """Write tables into raw; rows whose key exists are skipped (of `readings`: replaced), missing tables are created.

    Args:
        pipeline: Must have nothing pending: dlt would load that and silently ignore these tables.
        tables: Raw table to rows of its schema.
        existing: Raw tables that exist.

    Raises:
        LoadError: The load failed; what was started stays pending.
        ValueError: raw has no such table.
    """
    import dlt  # noqa: PLC0415

    unknown = tables.keys() - _TABLES.keys()
    if unknown:
        raise ValueError(f"raw has no table {', '.join(sorted(unknown))}")
    resources = []
    for name, (schema, key) in _TABLES.items():
        rows = tables.get(name, schema.empty_table())
        if rows.num_rows or name not in existing:
            resources.append(
                dlt.resource(
                    rows,
                    name=name,
                    write_disposition={"disposition": "merge", "strategy": _STRATEGIES.get(name, "insert-only")},
                    primary_key=list(key),
                    schema_contract=_CONTRACT,
                )
            )
    _run_step(lambda: pipeline.run(resources))


def finish_pending(connection: duckdb.DuckDBPyConnection, dlt_directory: Path) -> PendingResult:
    """Load the packages of an interrupted run; drop those that cannot be loaded, so that they block no later run.

    One kill in two hundred leaves a package that can never be normalized; damage to the folder leaves others. Rows
    already loaded from a dropped package stay, and reconciliation with the ledger finds the missing ones.
    """
    from dlt.common.exceptions import DltException  # noqa: PLC0415

    pending: list[str] = []
    try:
        pipeline = open_pipeline(connection, dlt_directory)
        pending += [*pipeline.list_normalized_load_packages(), *pipeline.list_extracted_load_packages()]
        while pipeline.has_pending_data:
            pipeline.normalize()
            pipeline.load()
    except (DltException, ValueError, OSError):  # the last two: damaged files of dlt
        drop_pipeline_state(dlt_directory)
        return PendingResult(dropped=tuple(pending) or ("unreadable",))
    return PendingResult(loaded=tuple(pending))


def drop_pipeline_state(dlt_directory: Path) -> None:
    """Remove dlt's state outside the warehouse; it restores what it needs from the warehouse."""
    folder = dlt_directory / DATASET
    if folder.exists():
        shutil.rmtree(folder)


def _run_step(step: Callable[[], object]) -> None:
    """Run a step of the pipeline.

    Raises:
        LoadError: It failed; the message gives the innermost cause.
    """
    from dlt.pipeline.exceptions import PipelineStepFailed  # noqa: PLC0415

    try:
        step()
    except PipelineStepFailed as error:
        cause: BaseException = error
        while cause.__cause__ is not None:
            cause = cause.__cause__
        raise LoadError(f"Loading into raw failed ({type(cause).__name__}: {str(cause)[:300]}). {RUN_AGAIN}") from error
