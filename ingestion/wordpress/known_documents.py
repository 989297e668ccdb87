"""What raw knows of one list, in a few bytes a document: an extraction of 100,000 ids stays small."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator

import pyarrow as pa

from ingestion.wordpress.listing import NO_DATE


class KnownDocuments:
    """The latest state of each document of a list."""

    def __init__(self, latest: pa.Table) -> None:
        """Take `SiteSnapshot.known(rest_base)`: one row a document, ordered by id."""
        self._ids, self._modified, self._is_present = array("q"), array("q"), bytearray()
        for batch in latest.sort_by("id").to_batches(max_chunksize=4096):
            self._ids.extend(batch["id"].to_pylist())
            self._modified.extend(batch["modified_at"].cast(pa.int64()).fill_null(NO_DATE).to_pylist())
            self._is_present.extend(state == "present" for state in batch["state"].to_pylist())

    def __len__(self) -> int:
        return len(self._ids)

    def _place(self, id_: int) -> int | None:
        place = bisect_left(self._ids, id_)
        return place if place < len(self._ids) and self._ids[place] == id_ else None

    def is_present(self, id_: int) -> bool:
        """Whether a document is in raw and not removed since."""
        place = self._place(id_)
        return place is not None and bool(self._is_present[place])

    def is_current(self, id_: int, modified: int) -> bool:
        """Whether a document is in raw as last modified at that moment."""
        place = self._place(id_)
        return place is not None and bool(self._is_present[place]) and self._modified[place] == modified

    def present_ids(self) -> Iterator[int]:
        """Ids of the documents that are in raw and not removed since."""
        return (id_ for id_, is_present in zip(self._ids, self._is_present, strict=True) if is_present)

    @property
    def present_count(self) -> int:
        """How many documents are in raw and not removed since."""
        return sum(self._is_present)
