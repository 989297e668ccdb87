"""dlt's part: tables become load packages, packages become rows of raw, and what a kill left is finished or dropped."""

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
    REJECTION_KEY,
    REJECTION_SCHEMA,
    TABLES_BY_KIND,
)
from ingestion.errors import LoadError
from warehouse.connections import CATALOG

if TYPE_CHECKING:
    import dlt
    import duckdb
    from dlt.common.schema.typing import TSchemaContract

#: dlt's name for the pipeline, the dataset and the schema: what it writes is the schema `raw` of the warehouse.
DATASET = "raw"

#: What a reader does about a load that failed.
RUN_AGAIN = "What was loaded before stays; when the cause is gone, run again and it goes on from there."

_SHAPES = {
    **dict.fromkeys(DOCUMENT_TABLES, (DOCUMENT_SCHEMA, DOCUMENT_KEY)),
    "extractions": (EXTRACTION_SCHEMA, EXTRACTION_KEY),
    "rejected_documents": (REJECTION_SCHEMA, REJECTION_KEY),
}

# Nothing drifts: a column or a type that is not the envelope's is an error. Frozen tables would refuse their first
# creation too; which tables there are, and what dlt's contract does not look at (order, nulls), `require_shapes` holds.
_CONTRACT: TSchemaContract = {"tables": "evolve", "columns": "freeze", "data_type": "freeze"}


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of the packages an interrupted run left, by dlt's ids: all loaded, or the rest dropped."""

    loaded: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def open_pipeline(connection: duckdb.DuckDBPyConnection, dlt_directory: Path) -> dlt.Pipeline:
    """The pipeline of dlt on an open warehouse, with all its state below `dlt_directory`."""
    # The only switch dlt asks about telemetry; and its settings come from here, not from the reader's home.
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["DLT_DATA_DIR"] = str(dlt_directory)
    # It logs pages of traceback for each try; the cause of what fails in the end is in LoadError.
    os.environ["RUNTIME__LOG_LEVEL"] = "CRITICAL"
    # Else what the last load staged stays in the warehouse a second time.
    os.environ["LOAD__TRUNCATE_STAGING_DATASET"] = "true"
    # Else every file ever loaded stays below the folder.
    os.environ["LOAD__DELETE_COMPLETED_JOBS"] = "true"
    import dlt  # noqa: PLC0415 - two seconds that only a load needs
    from dlt.destinations.impl.duckdb.configuration import DuckDbCredentials  # noqa: PLC0415

    credentials = DuckDbCredentials(connection)
    # For each copy of the connection that dlt makes for a thread: a copy begins in the default database.
    credentials.local_config = {"schema": f"{CATALOG}.main"}
    dlt_directory.mkdir(parents=True, exist_ok=True)
    return dlt.pipeline(
        DATASET,
        pipelines_dir=str(dlt_directory),
        destination=dlt.destinations.duckdb(credentials=credentials),
        dataset_name=DATASET,
    )


def require_shapes(tables: Mapping[str, pa.Table]) -> None:
    """Refuse what is not raw's shape before dlt sees it: a contract violated inside dlt leaves a package behind.

    Raises:
        LoadError: A table is none of raw, or its columns are others, or a required value is null.
    """
    for name, rows in tables.items():
        if name not in _SHAPES:
            raise LoadError(f"raw has no table {name} (it has {', '.join(_SHAPES)}); nothing was loaded.")
        schema, _ = _SHAPES[name]
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
    """Write tables into raw; rows whose key is there already are left out, and missing tables of raw are made.

    Args:
        pipeline: With nothing pending: dlt would load that and leave these tables aside without a word.
        tables: Raw table to rows of its schema.
        existing: Raw tables that exist.

    Raises:
        LoadError: It could not be done; what was begun stays pending.
        ValueError: Raw has no such table.
    """
    import dlt  # noqa: PLC0415

    unknown = tables.keys() - _SHAPES.keys()
    if unknown:
        raise ValueError(f"raw has no table {', '.join(sorted(unknown))}")
    resources = []
    for name, (schema, key) in _SHAPES.items():
        rows = tables.get(name, schema.empty_table())
        if rows.num_rows or name not in existing:
            resources.append(
                dlt.resource(
                    rows,
                    name=name,
                    write_disposition={"disposition": "merge", "strategy": "insert-only"},
                    primary_key=list(key),
                    schema_contract=_CONTRACT,
                )
            )
    _attempt(lambda: pipeline.run(resources))


def finish_pending(connection: duckdb.DuckDBPyConnection, dlt_directory: Path) -> Finished:
    """Load what an interrupted run left; drop what cannot be loaded, so that it blocks no later run.

    One kill in two hundred leaves a package that can never be normalized, and damage to the folder leaves others. What
    of a dropped package had been loaded stays, and the ledger tells what is missing then.
    """
    from dlt.common.exceptions import DltException  # noqa: PLC0415

    pending: list[str] = []
    try:
        pipeline = open_pipeline(connection, dlt_directory)
        pending += [*pipeline.list_normalized_load_packages(), *pipeline.list_extracted_load_packages()]
        while pipeline.has_pending_data:
            pipeline.normalize()
            pipeline.load()
    except (DltException, ValueError, OSError):  # the last two: dlt's own files are damaged
        drop_pipeline_state(dlt_directory)
        return Finished(dropped=tuple(pending) or ("unreadable",))
    return Finished(loaded=tuple(pending))


def drop_pipeline_state(dlt_directory: Path) -> None:
    """Remove all that dlt keeps outside the warehouse: it finds everything it needs in there again."""
    folder = dlt_directory / DATASET
    if folder.exists():
        shutil.rmtree(folder)


def _attempt(step: Callable[[], object]) -> None:
    """Run a step of dlt.

    Raises:
        LoadError: It failed; the message is the innermost cause.
    """
    from dlt.pipeline.exceptions import PipelineStepFailed  # noqa: PLC0415

    try:
        step()
    except PipelineStepFailed as error:
        cause: BaseException = error
        while cause.__cause__ is not None:
            cause = cause.__cause__
        raise LoadError(f"Loading into raw failed ({type(cause).__name__}: {str(cause)[:300]}). {RUN_AGAIN}") from error
