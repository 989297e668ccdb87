"""What raw holds of a site's lists, and what their documents name of each other, while the site is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ingestion.documents import Document
from ingestion.readings import NAMED, Reading
from ingestion.snapshot import SiteSnapshot
from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.known_documents import KnownDocuments
from ingestion.wordpress.light_rows import as_microseconds
from ingestion.wordpress.seen import SeenDocuments

#: Kinds of documents that others name by their ids.
_NAMED_KINDS = {"term", "user", "media"}


class SiteDocuments:
    """The lists of a site with what raw holds of each, and what their documents name of each other."""

    def __init__(self, snapshot: SiteSnapshot, endpoints: list[Endpoint]) -> None:
        self._snapshot = snapshot
        self._endpoints = {endpoint.rest_base: endpoint for endpoint in endpoints}
        self._known: dict[str, KnownDocuments] = {}
        self._removed: dict[str, dict[int, int]] = {}
        self.named: dict[str, set[int]] = defaultdict(set)

    def known(self, endpoint: Endpoint) -> KnownDocuments:
        """Return what raw holds of a list."""
        kind, rest_base = endpoint.kind, endpoint.rest_base
        if rest_base not in self._known:
            latest, readings = self._snapshot.known(kind, rest_base), self._snapshot.readings_of(kind, rest_base)
            self._known[rest_base] = KnownDocuments(latest, readings)
        return self._known[rest_base]

    def note_removed(self, endpoint: Endpoint, seen: SeenDocuments) -> None:
        """Note what is removed from a list, for the lists that are read after it."""
        if seen.removed:
            now = as_microseconds(seen.seen_at)
            self._removed_from(endpoint.rest_base).update((id_, now) for id_, _ in seen.removed)

    def removed_at(self, rest_base: str, id_: int) -> int | None:
        """Return when a term, user or picture was found removed, in microseconds since 1970; null if it is not."""
        return self._removed_from(rest_base).get(id_)

    def _removed_from(self, rest_base: str) -> dict[int, int]:
        if rest_base not in self._removed:
            endpoint = self._endpoints.get(rest_base)
            self._removed[rest_base] = dict(self.known(endpoint).removed()) if endpoint else {}
        return self._removed[rest_base]

    def note_named(self, document: Document) -> Iterator[Reading]:
        """Note which terms, users and pictures a document names; yield a reading for each that raw lacks.

        A list that was never read to its end is read in full, whatever is named of it.
        """
        for rest_base, ids in document.named_ids.items():
            endpoint = self._endpoints.get(rest_base)
            if endpoint is None or endpoint.kind not in _NAMED_KINDS or rest_base not in self._snapshot.cursors:
                continue
            known = self.known(endpoint)
            for id_ in set(ids) - self.named[rest_base]:
                if not (known.holds(id_) or known.is_pending(id_)):
                    self.named[rest_base].add(id_)
                    yield Reading(endpoint.kind, rest_base, id_, NAMED)
