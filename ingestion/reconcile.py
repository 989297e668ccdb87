"""Does raw hold the rows its ledger counts? After a kill, a damaged write-ahead log can open without any error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingestion.chunks import LedgerRow
from ingestion.envelope import DOCUMENT_TABLES

if TYPE_CHECKING:
    import duckdb

# Rows by list and extraction, as raw holds them and as the ledger counts them. Two scans of short columns.
_HELD = " union all ".join(
    f"select site, rest_base, extraction_id from raw.{table} where {{condition}}"  # noqa: S608 - our own names
    for table in DOCUMENT_TABLES
)

_DIFFERENCES = f"""
    with

    held as (
        select site, rest_base, extraction_id, count(*) as row_count
        from ({_HELD})
        group by site, rest_base, extraction_id
    ),

    counted as (
        select
            site,
            rest_base,
            extraction_id,
            sum(new_count) as row_count,
            max(step) as step,
            arg_max(mode, step) as mode,
            arg_max(origin, step) as origin,
        from raw.extractions
        where {{condition}}
        group by site, rest_base, extraction_id
    )

    select
        extraction_id,
        site,
        rest_base,
        coalesce(held.row_count, 0)::bigint as held_count,
        coalesce(counted.row_count, 0)::bigint as counted_count,
        coalesce(counted.step, 0) as step,
        coalesce(counted.mode, 'full') as mode,
        coalesce(counted.origin, 'unknown') as origin,
    from held
    full join counted using (site, rest_base, extraction_id)
    where coalesce(held.row_count, 0) <> coalesce(counted.row_count, 0)
    order by extraction_id, site, rest_base
"""  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A list of which raw holds other rows of one extraction than the ledger counts.

    Attributes:
        extraction_id: The extraction.
        site: The site's name.
        rest_base: The list.
        held_count: Rows in raw.
        counted_count: Sum of `new_count` in the ledger.
        step: Last step in the ledger; 0 where it has none.
        mode: Mode of that step.
        origin: Origin of that step.
    """

    extraction_id: str
    site: str
    rest_base: str
    held_count: int
    counted_count: int
    step: int
    mode: str
    origin: str


def find_discrepancies(connection: duckdb.DuckDBPyConnection, *, extraction_id: str | None = None) -> list[Discrepancy]:
    """Lists whose rows are not those counted, of one extraction or of all. All tables of raw must exist."""
    condition, values = ("true", []) if extraction_id is None else ("extraction_id = $1", [extraction_id])
    rows = connection.execute(_DIFFERENCES.format(condition=condition), values).fetchall()
    return [Discrepancy(*row) for row in rows]


def correction_rows(found: Sequence[Discrepancy]) -> list[LedgerRow]:
    """Ledger rows that make the ledger true again: a further step, `failed`, with the difference as its `new_count`.

    Cursors of a failed list do not count, so a site's next extraction fetches what is missing; a file is read in full
    anyway.
    """
    now = datetime.now(UTC)
    return [
        LedgerRow(
            extraction_id=difference.extraction_id,
            site=difference.site,
            rest_base=difference.rest_base,
            step=difference.step + 1,
            mode=difference.mode,
            status="failed",
            origin=difference.origin,
            started_at=now,
            finished_at=now,
            new_count=difference.held_count - difference.counted_count,
            failure_code="RowsMissing" if difference.held_count < difference.counted_count else "RowsUncounted",
            failure_message=(
                f"raw holds {difference.held_count} rows where the ledger counted {difference.counted_count}, after an "
                "interrupted load; extract the source again"
            ),
        )
        for difference in found
    ]
