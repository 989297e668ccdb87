"""What raw holds of one list, in a few bytes a document: an extraction of 100,000 ids stays small."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import nsmallest

import pyarrow as pa

from ingestion.envelope import READING_SCHEMA
from ingestion.readings import FAILED, GONE, READ
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
        self._read_at, self._light = array("q"), array("q")
        self._light_row: dict[int, str] = {}
        for batch in latest.sort_by("id").to_batches(max_chunksize=4096):
            self._ids.extend(batch["id"].to_pylist())
            self._modified.extend(batch["modified_at"].cast(pa.int64()).fill_null(NO_DATE).to_pylist())
            self._read_at.extend(batch["seen_at"].cast(pa.int64()).to_pylist())
            self._light.extend(map(_shortened, batch["light_hash"].to_pylist()))
            self._is_present.extend(state == "present" for state in batch["state"].to_pylist())
        self._pending: dict[int, _Pending] = {}
        for row in (READING_SCHEMA.empty_table() if readings is None else readings).to_pylist():
            self._take(row["id"], row["outcome"], row["failed_count"], as_microseconds(row["requested_at"]))
            if row["light_hash"] is not None and row["outcome"] == READ:
                self._light_row[row["id"]] = row["light_hash"]

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

    def is_current(self, id_: int, modified: int, light_hash: str | None = None) -> bool:
        """Tell whether raw holds a document as modified at that time, in microseconds since 1970, and as its row shows.

        A row that differs from the document itself (a plugin that changes the link only in lists) is as it was when the
        document was last read because of it. What was read before there were fingerprints tells nothing.
        """
        index = self._index_of(id_)
        if index is None or not self._is_present[index] or self._modified[index] != modified:
            return False
        if light_hash is None or not self._light[index]:
            return light_hash is None or self._light_row.get(id_, light_hash) == light_hash
        return self._light[index] == _shortened(light_hash) or self._light_row.get(id_) == light_hash

    def removed(self) -> Iterator[tuple[int, int]]:
        """Yield id and time of removal, in microseconds since 1970, of documents that raw holds as removed."""
        rows = zip(self._ids, self._read_at, self._is_present, strict=True)
        return ((id_, removed_at) for id_, removed_at, is_present in rows if not is_present)

    def read_at(self, id_: int) -> int:
        """Return when a document was last read, in microseconds since 1970; `NO_DATE` if never."""
        index = self._index_of(id_)
        return NO_DATE if index is None else self._read_at[index]

    def longest_unread(self, count: int) -> set[int]:
        """Return the ids of those present documents that were not read for longest, at most `count`."""
        present = (
            (read_at, id_) for id_, read_at in zip(self._ids, self._read_at, strict=True) if self.is_present(id_)
        )
        return {id_ for _, id_ in nsmallest(count, present)}

    def unread_since(self, moment: datetime) -> Iterator[int]:
        """Yield the ids of present documents that were last read before a time."""
        cut = as_microseconds(moment)
        return (id_ for id_ in self.present_ids() if self.read_at(id_) < cut)

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

    def failed_count(self, id_: int) -> int:
        """Return the number of requests for a document in succession that did not bring it."""
        pending = self._pending.get(id_)
        return pending.failed_count if pending else 0


def _shortened(light_hash: str | None) -> int:
    """Return the first 60 bits of a hash; 0 if it is null."""
    return int(light_hash[:15], 16) if light_hash else 0
