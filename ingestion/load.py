"""Load chunks into raw: insert only new versions, repeatably after a kill, and verify that they arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from ingestion.changes import select_new_versions, with_sequence
from ingestion.chunks import Chunk, ledger_table
from ingestion.dlt_writer import (
    RUN_AGAIN,
    PendingResult,
    check_schemas,
    drop_pipeline_state,
    finish_pending,
    open_pipeline,
    write,
)
from ingestion.envelope import EXTRACTION_SCHEMA, RAW_TABLES
from ingestion.errors import LoadError
from ingestion.layout import migrate, raw_tables, require_readable
from ingestion.reconcile import Discrepancy, correction_rows, find_discrepancies
from warehouse.connections import open_warehouse

if TYPE_CHECKING:
    import duckdb


# DuckDB's own 122,880 documents are two gigabytes: a load below that is written as a log first and compressed later.
# Measured with 4,096: a tenth less time.
_ROW_GROUP_SIZE = 4096


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The changes made by loading a chunk.

    Attributes:
        new_rows: Rows added, by table of raw; tables without new rows are left out.
        rejected_count: Refused documents in the chunk, including those already reported.
    """

    new_rows: Mapping[str, int]
    rejected_count: int


@dataclass(frozen=True, slots=True)
class Recovery:
    """The repairs made after an interrupted run.

    Attributes:
        loaded_packages: dlt packages of an earlier run, now loaded.
        dropped_packages: dlt packages that could not be loaded. No cursor had moved past them, so the next extraction
            fetches their documents again.
        corrected_lists: Lists whose number of rows differed from the ledger's count; the ledger was corrected.
    """

    loaded_packages: tuple[str, ...] = ()
    dropped_packages: tuple[str, ...] = ()
    corrected_lists: tuple[Discrepancy, ...] = ()


class Loader:
    """Writer of chunks into raw; the caller must hold the warehouse lock.

    Args:
        warehouse: The database file; created if missing.
        dlt_directory: Directory of dlt's packages and state.
    """

    def __init__(self, warehouse: Path, dlt_directory: Path) -> None:
        self._warehouse = warehouse
        self._dlt_directory = dlt_directory

    def recover(self) -> Recovery:
        """Load or drop what an interrupted run left pending, and correct the ledger; change nothing otherwise.

        Call it before relying on the ledger.

        Raises:
            WarehouseUnavailableError: Another process has the warehouse open.
            WarehouseTooNewError: It was written by a later version.
            LoadError: The warehouse cannot be written.
        """
        if not self._warehouse.exists():
            return Recovery()
        with _open_for_writing(self._warehouse) as connection:
            finished = self._prepare(connection)
            # A load leaves its history in this folder; a killed load leaves its documents.
            drop_pipeline_state(self._dlt_directory)
            existing = raw_tables(connection)
            found = find_discrepancies(connection) if existing == set(RAW_TABLES) else []
            if found:
                pipeline = open_pipeline(connection, self._dlt_directory)
                write(pipeline, {"extractions": ledger_table(correction_rows(found))}, existing)
            connection.execute("checkpoint")
        return Recovery(finished.loaded, finished.dropped, tuple(found))

    def migrate(self) -> None:
        """Migrate the warehouse to the current layout, for callers that read raw and load nothing.

        Raises:
            WarehouseUnavailableError: Another process has the warehouse open.
            WarehouseTooNewError: It was written by a later version.
            LoadError: The warehouse cannot be written.
        """
        with _open_for_writing(self._warehouse) as connection:
            self._prepare(connection)
            connection.execute("checkpoint")

    def load(self, chunk: Chunk) -> LoadResult:
        """Write the new versions of a chunk, its ledger rows and its refusals, and verify that they arrived.

        Raises:
            WarehouseUnavailableError: Another process has the warehouse open.
            WarehouseTooNewError: It was written by a later version.
            LoadError: The chunk does not match raw's schema, could not be written, or did not arrive in full.
            ValueError: A document's list has no row in the chunk's ledger.
        """
        check_schemas({**chunk.documents, "extractions": chunk.extractions, "rejected_documents": chunk.rejections})
        self._warehouse.parent.mkdir(parents=True, exist_ok=True)
        with _open_for_writing(self._warehouse) as connection:
            if self._prepare(connection).dropped:
                raise LoadError(
                    "Data left by an interrupted load could not be loaded. Run again: it is extracted anew."
                )
            pipeline = open_pipeline(connection, self._dlt_directory)
            existing = raw_tables(connection)
            documents = {
                table: select_new_versions(connection, table if table in existing else None, rows, chunk.extractions)
                for table, rows in chunk.documents.items()
            }
            with_sequence(connection, existing, documents)
            extractions = _with_new_counts(chunk.extractions, documents.values())
            if "extractions" in existing:
                extractions = _with_free_steps(connection, extractions)
            write(pipeline, {**documents, "extractions": extractions, "rejected_documents": chunk.rejections}, existing)
            for extraction_id in extractions["extraction_id"].unique().to_pylist():
                _check_arrival(self._warehouse, find_discrepancies(connection, extraction_id=extraction_id))
            # After a kill, what is only in the write-ahead log may be gone without an error.
            connection.execute("checkpoint")
        return LoadResult(
            new_rows={table: rows.num_rows for table, rows in documents.items() if rows.num_rows},
            rejected_count=sum(extractions["rejected_count"].to_pylist()),
        )

    def _prepare(self, connection: duckdb.DuckDBPyConnection) -> PendingResult:
        """Load what an interrupted run left pending, in the layout it was written for, then migrate raw.

        Raises:
            WarehouseTooNewError: The warehouse has a later layout; nothing was changed.
        """
        require_readable(connection, self._warehouse)
        finished = finish_pending(connection, self._dlt_directory)
        migrate(connection, drop_state=lambda: drop_pipeline_state(self._dlt_directory))
        return finished


@contextmanager
def _open_for_writing(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for writing.

    Raises:
        WarehouseUnavailableError: It cannot be opened.
        LoadError: The database failed to write (a full disk).
    """
    import duckdb  # noqa: PLC0415

    with open_warehouse(warehouse, row_group_size=_ROW_GROUP_SIZE) as connection:
        try:
            yield connection
        except (duckdb.OperationalError, duckdb.FatalException) as error:
            raise LoadError(f"{warehouse} could not be written ({error}). {RUN_AGAIN}") from error


def _with_new_counts(extractions: pa.Table, documents: Iterable[pa.Table]) -> pa.Table:
    """Fill `new_count` in the chunk's ledger rows.

    Where a chunk has several rows for a list, the first gets the count.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for rows in documents:
        keys = rows.group_by(["extraction_id", "site", "rest_base"]).aggregate([([], "count_all")])
        for row in keys.to_pylist():
            counts[row["extraction_id"], row["site"], row["rest_base"]] += row["count_all"]
    keys = zip(*(extractions[name].to_pylist() for name in ("extraction_id", "site", "rest_base")), strict=True)
    new_counts = pa.array([counts.pop(key, 0) for key in keys], pa.int64())
    position = EXTRACTION_SCHEMA.get_field_index("new_count")
    return extractions.set_column(position, EXTRACTION_SCHEMA.field(position), new_counts)


def _with_free_steps(connection: duckdb.DuckDBPyConnection, extractions: pa.Table) -> pa.Table:
    """Shift the steps of files after those of the live site in the same extraction, and the reverse.

    Both number their steps from 1, and a ledger row whose key exists is skipped. A chunk that is loaded twice gets the
    same steps again.
    """
    keys = list(zip(*(extractions[name].to_pylist() for name in ("extraction_id", "site", "rest_base")), strict=True))
    is_file = [mode == "file" for mode in extractions["mode"].to_pylist()]
    last_steps = {
        (*key, is_of_files): step
        for *key, is_of_files, step in connection.execute(
            """
            select extraction_id, site, rest_base, mode = 'file', max(step)
            from raw.extractions
            where extraction_id in (select unnest($1))
            group by all
            """,
            [sorted({key[0] for key in keys})],
        ).fetchall()
    }
    steps = [
        step + last_steps.get((*key, not is_of_files), 0)
        for key, is_of_files, step in zip(keys, is_file, extractions["step"].to_pylist(), strict=True)
    ]
    position = EXTRACTION_SCHEMA.get_field_index("step")
    field = EXTRACTION_SCHEMA.field(position)
    return extractions.set_column(position, field, pa.array(steps, field.type))


def _check_arrival(warehouse: Path, found: list[Discrepancy]) -> None:
    """Verify that raw holds the rows that were just written.

    Raises:
        LoadError: The numbers of rows differ.
    """
    if found:
        first = found[0]
        raise LoadError(
            f"{warehouse}: {first.rest_base} of {first.site} holds {first.held_count} rows of this extraction where "
            f"{first.counted_count} were written. Run again: what is missing is added, and the ledger is corrected."
        )
