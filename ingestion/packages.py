"""dlt's part: tables become load packages, packages become rows of raw, and what a kill left is finished or dropped."""

from __future__ import annotations

import os
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
)
from ingestion.errors import LoadFailed

if TYPE_CHECKING:
    import dlt
    import duckdb
    from dlt.common.schema.typing import TSchemaContract

#: dlt's name for the pipeline, the dataset and the schema: what it writes is the schema `raw` of the warehouse.
DATASET = "raw"

_SHAPES = {
    **dict.fromkeys(DOCUMENT_TABLES, (DOCUMENT_SCHEMA, DOCUMENT_KEY)),
    "extractions": (EXTRACTION_SCHEMA, EXTRACTION_KEY),
    "rejected_documents": (REJECTION_SCHEMA, REJECTION_KEY),
}


# Nothing drifts: a column or a type that is not the envelope's is an error. (Frozen tables could never be made.)
_CONTRACT: TSchemaContract = {"tables": "evolve", "columns": "freeze", "data_type": "freeze"}


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of the packages an interrupted run left: dlt's ids of those loaded and of those dropped."""

    loaded: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def open_pipeline(connection: duckdb.DuckDBPyConnection, dlt_directory: Path) -> dlt.Pipeline:
    """The pipeline of dlt on an open warehouse, with all its state below `dlt_directory`."""
    # The only switch dlt asks about telemetry; and its settings come from here, not from the reader's home.
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["DLT_DATA_DIR"] = str(dlt_directory)
    # Else what the last load staged stays in the warehouse a second time.
    os.environ["LOAD__TRUNCATE_STAGING_DATASET"] = "true"
    # Else every file ever loaded stays below the folder.
    os.environ["LOAD__DELETE_COMPLETED_JOBS"] = "true"
    import dlt  # noqa: PLC0415 - two seconds that only a load needs

    dlt_directory.mkdir(parents=True, exist_ok=True)
    return dlt.pipeline(
        DATASET,
        pipelines_dir=str(dlt_directory),
        destination=dlt.destinations.duckdb(credentials=connection),
        dataset_name=DATASET,
    )


def write(pipeline: dlt.Pipeline, tables: Mapping[str, pa.Table], existing: set[str]) -> None:
    """Write tables into raw; rows whose key is there already are left out, and missing tables of raw are made.

    Args:
        pipeline: With nothing pending: dlt would load that and leave these tables aside without a word.
        tables: Raw table to rows of its schema.
        existing: Raw tables that exist.

    Raises:
        LoadFailed: It could not be done; what was begun stays pending.
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
                    schema_contract={"tables": "evolve", "columns": "freeze", "data_type": "freeze"},
                )
            )
    _attempt(lambda: pipeline.run(resources))


def finish_pending(pipeline: dlt.Pipeline) -> Finished:
    """Load what an interrupted run left; drop what can never be loaded.

    One kill in two hundred leaves a package that cannot be normalized, and every later run would fail on it. What is
    not normalized is not loaded either, not in part, and its cursors have not moved: dropping it loses nothing.

    Raises:
        LoadFailed: A package that may be loaded in part cannot be loaded now; it stays pending.
    """
    from dlt.pipeline.exceptions import PipelineStepFailed  # noqa: PLC0415

    loaded: list[str] = []
    dropped: list[str] = []
    while pipeline.has_pending_data:
        extracted = list(pipeline.list_extracted_load_packages())
        if extracted:
            try:
                pipeline.normalize()
            except PipelineStepFailed:
                stuck = list(pipeline.list_extracted_load_packages())
                dropped += stuck
                pipeline.abort_packages(stuck[0])
        normalized = list(pipeline.list_normalized_load_packages())
        if normalized:
            _attempt(lambda: pipeline.load())  # noqa: PLW0108 - its parameters all have defaults, which the type does not say
            loaded += normalized
    return Finished(tuple(loaded), tuple(dropped))


def _attempt(step: Callable[[], object]) -> None:
    """Run a step of dlt.

    Raises:
        LoadFailed: It failed; the message is the innermost cause.
    """
    from dlt.pipeline.exceptions import PipelineStepFailed  # noqa: PLC0415

    try:
        step()
    except PipelineStepFailed as error:
        cause: BaseException = error
        while cause.__cause__ is not None:
            cause = cause.__cause__
        raise LoadFailed(
            f"Loading into raw failed ({type(cause).__name__}: {str(cause)[:300]}). What was loaded before stays; when "
            "the cause is gone, run again and it goes on from there."
        ) from error
