"""Readings: what was asked of a document and what came of it, where the log of changes does not tell.

Raw adds a row for a document that changed. A document that was read again and is as before adds none, nor does one that
the site failed to serve, or one that another names and nobody has asked for yet. Each of these has a row here, which is
replaced when it is asked for again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from ingestion.envelope import READING_KEY, READING_SCHEMA

#: Named by a document that was read, not held, and not asked for yet.
NAMED = "named"
#: Asked for by id and not returned: it is not shown to us.
HIDDEN = "hidden"
#: Listed by the site, but not served or not admitted.
FAILED = "failed"
#: Failed before, and no longer on the site.
GONE = "gone"
#: Read again, or read at last.
READ = "read"


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of the last request for a document; see `READING_SCHEMA`."""

    kind: str
    rest_base: str
    id: int
    outcome: str
    failed_count: int = 0
    light_hash: str | None = None


def reading_table(readings: Iterable[tuple[Reading, datetime]], *, site: str, extraction_id: str) -> pa.Table:
    """Convert readings, each with the time of its response, to a table of `READING_SCHEMA`."""
    return pa.Table.from_pylist(
        [
            {
                "site": site,
                "kind": reading.kind,
                "rest_base": reading.rest_base,
                "id": reading.id,
                "outcome": reading.outcome,
                "failed_count": reading.failed_count,
                "requested_at": None if reading.outcome == NAMED else requested_at,
                "light_hash": reading.light_hash,
                "extraction_id": extraction_id,
            }
            for reading, requested_at in readings
        ],
        schema=READING_SCHEMA,
    )


def last_readings(readings: pa.Table) -> pa.Table:
    """Keep the last row of each document: the table holds one."""
    keys = zip(*(readings[name].to_pylist() for name in READING_KEY), strict=True)
    last = {key: position for position, key in enumerate(keys)}
    return readings if len(last) == readings.num_rows else readings.take(pa.array(sorted(last.values()), pa.int64()))
