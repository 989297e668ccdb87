"""Decide which documents a walk reads again, beside those that raw lacks.

An edit that moves no date shows in a document's light row: an author, a term, a picture, an address. What shows in
none (Yoast's fields, the name of a renamed term in Yoast's head) is read again by turns: a daily sweep takes a day's
share of the list, longest unread first, so that nothing stays unread for longer than the site's `reread_days`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from math import ceil

from ingestion.light import light_hash, terms_of
from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.known_documents import KnownDocuments
from ingestion.wordpress.light_rows import LightRow

#: A sweep reads the shares of at most this many days without one.
_MOST_DAYS = 7.0

#: List and id of a removed document to the time of its removal, in microseconds since 1970; null if it is not removed.
RemovedAt = Callable[[str, int], int | None]


class Rereading:
    """What one walk reads again.

    Attributes:
        noted: Documents read again although nothing says that they changed, with the hash of their light row: if they
            are as before, raw's log will not tell that they were read.
        reread_days: Days within which every document is to be read again.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        known: KnownDocuments,
        *,
        reread_days: int,
        swept_at: datetime | None = None,
        removed_at: RemovedAt = lambda *_: None,
        is_whole: bool = False,
    ) -> None:
        """Choose the documents that are due.

        Args:
            endpoint: The list.
            known: What raw holds of it.
            reread_days: See the attributes.
            swept_at: When every id was last compared.
            removed_at: Tells of terms, users and pictures that documents may name.
            is_whole: Whether to read every document again.
        """
        self.noted: dict[int, str | None] = {}
        self.reread_days = reread_days
        self._endpoint = endpoint
        self._known = known
        self._removed_at = removed_at
        self._is_whole = is_whole or not endpoint.has_date
        days = 1.0 if swept_at is None else round((datetime.now(UTC) - swept_at) / timedelta(days=1), 1)
        share = min(max(days, 1.0), _MOST_DAYS) / reread_days
        self._due = set[int]() if self._is_whole else known.longest_unread(ceil(known.present_count * share))

    def wants(self, row: LightRow) -> bool:
        """Tell whether to read a listed document in full; note it if nothing says that it changed."""
        light = light_hash(row.content, self._endpoint.taxonomies) if self._endpoint.has_fingerprint else None
        if not self._known.is_current(row.id, row.modified):
            return True
        is_wanted = (
            self._is_whole
            or row.id in self._due
            or not self._known.is_current(row.id, row.modified, light)
            or self._names_removed(row)
        )
        if is_wanted and self._endpoint.has_date:
            self.noted[row.id] = light
        return is_wanted

    def backlog(self, is_listed: Callable[[int], bool], is_read: Callable[[int], bool]) -> int:
        """Count the listed documents that stay unread for longer than `reread_days`."""
        if not self._endpoint.has_date:
            return 0
        unread = self._known.unread_since(datetime.now(UTC) - timedelta(days=self.reread_days))
        return sum(is_listed(id_) and not is_read(id_) for id_ in unread)

    def _names_removed(self, row: LightRow) -> bool:
        """Tell whether a document names what was removed since it was last read."""
        read_at = self._known.read_at(row.id)
        return any(
            (removed_at := self._removed_at(*named)) and removed_at > read_at for named in self._named(row.content)
        )

    def _named(self, content: Mapping[str, object]) -> Iterator[tuple[str, int]]:
        """Yield list and id of each document that a light row names."""
        for rest_base in self._endpoint.taxonomies:
            yield from ((rest_base, id_) for id_ in terms_of(content.get(rest_base)))
        for rest_base, name in (("users", "author"), ("media", "featured_media")):
            yield from ((rest_base, id_) for id_ in terms_of([content.get(name)]))
