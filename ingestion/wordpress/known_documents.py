"""What raw holds of one list, in a few bytes a document: an extraction of 100,000 ids stays small."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from ingestion.envelope import READING_SCHEMA
from ingestion.readings import FAILED, GONE, READ, Reading
from ingestion.wordpress.light_rows import NO_DATE, as_microseconds

#: A document that failed this often in succession is asked for once a day.
_TRIES_AT_ONCE = 3
#: A day, less what two daily runs may be nearer to each other.
_PAUSE = timedelta(hours=22)


@dataclass(frozen=True, slots=True)
class _Pending:
    """The last request for a document that raw lacks; `requested_at` in microseconds, `NO_DATE` if there was none."""

    outcome: str
    failed_count: int
    requested_at: int


class KnownDocuments:
    """The latest state of each document of a list, and what was asked for in vain."""

    def __init__(self, latest: pa.Table, readings: pa.Table | None = None) -> None:
        """Take rows of `SiteSnapshot.known` and `SiteSnapshot.readings_of`: each one per document."""
        self._ids, self._modified, self._is_present = array("q"), array("q"), bytearray()
        self._read_at = array("q")
        for batch in latest.sort_by("id").to_batches(max_chunksize=4096):
            self._ids.extend(batch["id"].to_pylist())
            self._modified.extend(batch["modified_at"].cast(pa.int64()).fill_null(NO_DATE).to_pylist())
            self._read_at.extend(batch["seen_at"].cast(pa.int64()).to_pylist())
            self._is_present.extend(state == "present" for state in batch["state"].to_pylist())
        self._pending: dict[int, _Pending] = {}
        for row in (READING_SCHEMA.empty_table() if readings is None else readings).to_pylist():
            self._take(row["id"], row["outcome"], row["failed_count"], as_microseconds(row["requested_at"]))

    def _take(self, id_: int, outcome: str, failed_count: int, requested_at: int) -> None:
        """Take one reading, unless a row of raw is later."""
        index = self._index_of(id_)
        if index is not None and self._is_present[index] and self._read_at[index] > requested_at:
            return
        if outcome == READ:
            if index is not None:
                self._read_at[index] = requested_at
        elif outcome != GONE:
            self._pending[id_] = _Pending(outcome, failed_count, requested_at)

    def __len__(self) -> int:
        return len(self._ids)

    def _index_of(self, id_: int) -> int | None:
        index = bisect_left(self._ids, id_)
        return index if index < len(self._ids) and self._ids[index] == id_ else None

    def holds(self, id_: int) -> bool:
        """Tell whether raw holds a state of a document, present or removed."""
        return self._index_of(id_) is not None

    def is_present(self, id_: int) -> bool:
        """Tell whether a document is in raw and not removed since."""
        index = self._index_of(id_)
        return index is not None and bool(self._is_present[index])

    def is_current(self, id_: int, modified: int) -> bool:
        """Tell whether raw holds a document as modified at that time, in microseconds since 1970."""
        index = self._index_of(id_)
        return index is not None and bool(self._is_present[index]) and self._modified[index] == modified

    def present_ids(self) -> Iterator[int]:
        """Yield the ids of documents in raw that were not removed since."""
        return (id_ for id_, is_present in zip(self._ids, self._is_present, strict=True) if is_present)

    @property
    def present_count(self) -> int:
        """Number of documents in raw that were not removed since."""
        return sum(self._is_present)

    def is_pending(self, id_: int) -> bool:
        """Tell whether a document was named or asked for, and is not held."""
        return id_ in self._pending

    def pending_ids(self, *outcomes: str) -> list[int]:
        """Return the ids of documents whose last request ended so, ascending."""
        return sorted(id_ for id_, pending in self._pending.items() if pending.outcome in outcomes)

    def due_ids(self, *outcomes: str) -> list[int]:
        """Return those of them to ask for now: one asked for repeatedly in vain waits a day."""
        latest = as_microseconds(datetime.now(UTC) - _PAUSE)
        return [
            id_
            for id_ in self.pending_ids(*outcomes)
            if self._pending[id_].failed_count < _TRIES_AT_ONCE or self._pending[id_].requested_at <= latest
        ]

    def is_waiting(self, id_: int, modified: int) -> bool:
        """Tell whether a document failed repeatedly, less than a day ago, and was not modified since."""
        pending = self._pending.get(id_)
        return (
            pending is not None
            and pending.outcome == FAILED
            and pending.failed_count >= _TRIES_AT_ONCE
            and modified <= pending.requested_at
            and pending.requested_at > as_microseconds(datetime.now(UTC) - _PAUSE)
        )

    def reading(self, kind: str, rest_base: str, id_: int, outcome: str) -> Reading:
        """Make the reading of a document, with the number of requests in succession that did not bring it."""
        pending = self._pending.get(id_)
        is_in_vain = outcome not in {READ, GONE}
        return Reading(kind, rest_base, id_, outcome, (pending.failed_count if pending else 0) + 1 if is_in_vain else 0)
