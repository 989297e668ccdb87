"""Latest state of one list's documents in raw, in a few bytes each: an extraction of 100,000 ids stays small."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator

import pyarrow as pa

from ingestion.wordpress.listing import NO_DATE


class KnownDocuments:
    """The latest state of each document of a list."""

    def __init__(self, latest: pa.Table) -> None:
        """Take rows of `SiteSnapshot.known`: one per document."""
        self._ids, self._modified, self._is_present = array("q"), array("q"), bytearray()
        for batch in latest.sort_by("id").to_batches(max_chunksize=4096):
            self._ids.extend(batch["id"].to_pylist())
            self._modified.extend(batch["modified_at"].cast(pa.int64()).fill_null(NO_DATE).to_pylist())
            self._is_present.extend(state == "present" for state in batch["state"].to_pylist())

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
