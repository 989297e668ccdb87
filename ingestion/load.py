"""From chunks to raw: what is news is written, insert-only and repeatable after a kill, and checked to have arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from ingestion.changes import select_new_versions
from ingestion.chunks import Chunk, ledger_table
from ingestion.dlt_writer import (
    RUN_AGAIN,
    Finished,
    drop_pipeline_state,
    finish_pending,
    open_pipeline,
    require_shapes,
    write,
)
from ingestion.envelope import EXTRACTION_SCHEMA, RAW_TABLES
from ingestion.errors import LoadError
from ingestion.layout import carry_over, raw_tables, require_readable
from ingestion.reconcile import Discrepancy, correction_rows, find_discrepancies
from warehouse.connections import open_warehouse

if TYPE_CHECKING:
    import duckdb


# DuckDB's own 122,880 documents are two gigabytes: a load below that is written as a log first and compressed later.
# Measured with 4,096: a tenth less time.
_ROW_GROUP_SIZE = 4096


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What loading a chunk changed.

    Attributes:
        new_rows: Rows added, by table of raw; tables without news are left out.
        rejected_count: Documents the chunk reports as refused, those already reported included.
    """

    new_rows: Mapping[str, int]
    rejected_count: int


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was found and put right after an interrupted run.

    Attributes:
        loaded_packages: dlt packages of an earlier run that were loaded now.
        dropped_packages: dlt packages that could not be loaded. No cursor had moved past them: the next extraction
            brings their documents again.
        corrected_lists: Lists of which raw held other rows than the ledger counted; the ledger now says so.
    """

    loaded_packages: tuple[str, ...] = ()
    dropped_packages: tuple[str, ...] = ()
    corrected_lists: tuple[Discrepancy, ...] = ()


class Loader:
    """Writes chunks into raw. Whoever calls it holds the warehouse lock meanwhile.

    Args:
        warehouse: The database file; made when missing.
        dlt_directory: Where dlt keeps its packages and state.
    """

    def __init__(self, warehouse: Path, dlt_directory: Path) -> None:
        self._warehouse = warehouse
        self._dlt_directory = dlt_directory

    def recover(self) -> Recovery:
        """Finish or clear what an interrupted run left, and compare raw with its ledger; changes nothing otherwise.

        Call it before anything relies on the ledger.

        Raises:
            WarehouseUnavailableError: Another process has the warehouse open.
            WarehouseTooNewError: It was written by a later version.
            LoadError: The warehouse cannot be written.
        """
        if not self._warehouse.exists():
            return Recovery()
        with _written(self._warehouse) as connection:
            finished = self._finish(connection)
            # A load leaves a folder of its history behind, a killed one leaves its documents.
            drop_pipeline_state(self._dlt_directory)
            existing = raw_tables(connection)
            found = find_discrepancies(connection) if existing == set(RAW_TABLES) else []
            if found:
                pipeline = open_pipeline(connection, self._dlt_directory)
                write(pipeline, {"extractions": ledger_table(correction_rows(found))}, existing)
            connection.execute("checkpoint")
        return Recovery(finished.loaded, finished.dropped, tuple(found))

    def carry_over(self) -> None:
        """Bring the warehouse to today's layout, for whoever reads raw and loads nothing.

        Raises:
            WarehouseUnavailableError: Another process has the warehouse open.
            WarehouseTooNewError: It was written by a later version.
            LoadError: The warehouse cannot be written.
        """
        with _written(self._warehouse) as connection:
            self._finish(connection)
            connection.execute("checkpoint")

    def load(self, chunk: Chunk) -> LoadResult:
        """Write what of a chunk is news, with its ledger rows and refusals, and check that it arrived.

        Raises:
            WarehouseUnavailableError: Another process has the warehouse open.
            WarehouseTooNewError: It was written by a later version.
            LoadError: It is not as raw has it, could not be written, or not all of it arrived.
            ValueError: A document's list has no row in the chunk's ledger.
        """
        require_shapes({**chunk.documents, "extractions": chunk.extractions, "rejected_documents": chunk.rejections})
        self._warehouse.parent.mkdir(parents=True, exist_ok=True)
        with _written(self._warehouse) as connection:
            if self._finish(connection).dropped:
                raise LoadError("What an earlier load left could not be loaded. Run again: it is extracted anew.")
            pipeline = open_pipeline(connection, self._dlt_directory)
            existing = raw_tables(connection)
            documents = {
                table: select_new_versions(connection, table if table in existing else None, rows, chunk.extractions)
                for table, rows in chunk.documents.items()
            }
            extractions = _with_new_counts(chunk.extractions, documents.values())
            write(pipeline, {**documents, "extractions": extractions, "rejected_documents": chunk.rejections}, existing)
            for extraction_id in extractions["extraction_id"].unique().to_pylist():
                _check_arrival(self._warehouse, find_discrepancies(connection, extraction_id=extraction_id))
            # After a kill, what is only in the write-ahead log may be gone without an error.
            connection.execute("checkpoint")
        return LoadResult(
            new_rows={table: rows.num_rows for table, rows in documents.items() if rows.num_rows},
            rejected_count=sum(extractions["rejected_count"].to_pylist()),
        )

    def _finish(self, connection: duckdb.DuckDBPyConnection) -> Finished:
        """Finish what an interrupted run left, which is of the layout it was written in, and carry raw over.

        Raises:
            WarehouseTooNewError: The warehouse is of a later layout; nothing was changed.
        """
        require_readable(connection, self._warehouse)
        finished = finish_pending(connection, self._dlt_directory)
        carry_over(connection, forget_state=lambda: drop_pipeline_state(self._dlt_directory))
        return finished


@contextmanager
def _written(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, open for writing.

    Raises:
        WarehouseUnavailableError: It cannot be opened.
        LoadError: The database could not write meanwhile (a full disk).
    """
    import duckdb  # noqa: PLC0415

    with open_warehouse(warehouse, row_group_size=_ROW_GROUP_SIZE) as connection:
        try:
            yield connection
        except (duckdb.OperationalError, duckdb.FatalException) as error:
            raise LoadError(f"{warehouse} could not be written ({error}). {RUN_AGAIN}") from error


def _with_new_counts(extractions: pa.Table, documents: Iterable[pa.Table]) -> pa.Table:
    """The chunk's ledger rows with the number of rows that are news.

    A chunk has one row a list, or several of which the first takes the count.
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


def _check_arrival(warehouse: Path, found: list[Discrepancy]) -> None:
    """Refuse to go on when raw holds other rows than were just written.

    Raises:
        LoadError: It does.
    """
    if found:
        first = found[0]
        raise LoadError(
            f"{warehouse}: {first.rest_base} of {first.site} holds {first.held_count} rows of this extraction where "
            f"{first.counted_count} were written. Run again: what is missing is added, and the ledger put right."
        )
