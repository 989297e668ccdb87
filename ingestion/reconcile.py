"""Compare the rows in raw with the counts in its ledger, and correct the ledger where they differ.

After a kill, a damaged write-ahead log can open without any error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingestion.chunks import LedgerRow
from ingestion.envelope import DOCUMENT_TABLES

if TYPE_CHECKING:
    import duckdb

# Rows by list and extraction, in raw and as counted in the ledger. Two scans of short columns.
_IN_RAW = " union all ".join(
    f"select site, rest_base, extraction_id from raw.{table} where {{condition}}"  # noqa: S608 - our own names
    for table in DOCUMENT_TABLES
)

_DISCREPANCIES = f"""
    with

    held as (
        select site, rest_base, extraction_id, count(*) as row_count
        from ({_IN_RAW})
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
    """A list whose number of rows in raw, for one extraction, differs from the ledger's count.

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
    """Return lists whose rows differ from the ledger's count, for one extraction or all. All raw tables must exist."""
    condition, values = ("true", []) if extraction_id is None else ("extraction_id = $1", [extraction_id])
    rows = connection.execute(_DISCREPANCIES.format(condition=condition), values).fetchall()
    return [Discrepancy(*row) for row in rows]


def correction_rows(found: Sequence[Discrepancy]) -> list[LedgerRow]:
    """Return ledger rows that correct the counts: a further `failed` step with the difference as its `new_count`.

    The cursor of a failed list is ignored, so a site's next extraction fetches what is missing; a file is always read
    in full.
    """
    now = datetime.now(UTC)
    return [
        LedgerRow(
            extraction_id=discrepancy.extraction_id,
            site=discrepancy.site,
            rest_base=discrepancy.rest_base,
            step=discrepancy.step + 1,
            mode=discrepancy.mode,
            status="failed",
            origin=discrepancy.origin,
            started_at=now,
            finished_at=now,
            new_count=discrepancy.held_count - discrepancy.counted_count,
            failure_code="RowsMissing" if discrepancy.held_count < discrepancy.counted_count else "RowsUncounted",
            failure_message=(
                f"raw holds {discrepancy.held_count} rows where the ledger counted {discrepancy.counted_count}, "
                "after an interrupted load; extract the source again"
            ),
        )
        for discrepancy in found
    ]
