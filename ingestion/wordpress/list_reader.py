"""Read one list: in full the first time, the changes in a refresh, and every id in a sweep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ingestion.chunks import Rejection
from ingestion.documents import Document
from ingestion.readings import FAILED, GONE, HIDDEN, NAMED, READ, Reading
from ingestion.wordpress.edits import list_edited_since
from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.errors import (
    IncompleteListError,
    ServerError,
    TooManyRepairsError,
    TooManyVanishedError,
)
from ingestion.wordpress.fetching import Fetcher
from ingestion.wordpress.http import Session
from ingestion.wordpress.known_documents import KnownDocuments
from ingestion.wordpress.light_rows import as_microseconds
from ingestion.wordpress.listing import Listing, Walk, list_ids
from ingestion.wordpress.probing import status_of, still_listed
from ingestion.wordpress.rereading import Rereading
from ingestion.wordpress.seen import ListCounts, SeenDocuments

#: How far before its cursor a refresh starts: WordPress publishes a scheduled post at the next visit to the site, hours
#: after its date, and caches serve outdated responses. The cost is some light rows.
OVERLAP = timedelta(hours=6)

#: A document modified this shortly before the last cursor may have been read between two edits in one second.
SETTLED = timedelta(seconds=10)

#: If a larger share of a list vanishes at once, no removal is recorded; up to this many documents it is.
VANISHED_SHARE = 0.2
VANISHED_COUNT = 20

#: A larger share of repaired responses fails the list, from this many responses on.
REPAIRED_SHARE = 0.5
REPAIRED_COUNT = 20


class ListReader:
    """Reader of one list."""

    def __init__(
        self, session: Session, endpoint: Endpoint, known: KnownDocuments, *, accept_vanished: bool = False
    ) -> None:
        self._session = session
        self._endpoint = endpoint
        self._known = known
        self._accept_vanished = accept_vanished
        self._counts = ListCounts()
        self._failed: set[int] = set()
        self._settled: set[int] = set()
        self._noted: Mapping[int, str | None] = {}

    @property
    def counts(self) -> ListCounts:
        """The counts of the list, as far as it was read."""
        unheld = (set(self._known.pending_ids(FAILED)) | self._failed) - self._settled
        return replace(self._counts, unheld=len(unheld))

    def read_whole(self, rereading: Rereading | None = None) -> Iterator[SeenDocuments]:
        """Read every id of the list, and in full the documents that raw lacks.

        Args:
            rereading: Which others to read again, in a sweep; a sweep also records what is gone.

        Raises:
            IncompleteListError, TooManyVanishedError: The list cannot be trusted; what was yielded before can.
            WordPressError: The list or the site failed.
        """
        fetched: set[int] = set()
        self._noted = rereading.noted if rereading else {}
        fields = self._endpoint.sweep_fields if rereading else None

        def wanted(walk: Walk) -> Iterator[int]:
            """Yield the ids to read in full, as the walk lists them."""
            for rows in walk.windows():
                for row in rows:
                    if row.id in fetched or self._known.is_waiting(row.id, row.modified):
                        continue
                    if rereading.wants(row) if rereading else not self._known.is_current(row.id, row.modified):
                        fetched.add(row.id)
                        yield row.id

        may_hide = self._endpoint.hides_some
        walk = Walk(self._session, self._endpoint, fields=fields)
        yield from self._fetched(wanted(walk))
        if walk.listing.broken or not walk.listing.is_complete(may_hide=may_hide):
            walk = Walk(self._session, self._endpoint, fields=fields)
            yield from self._fetched(wanted(walk))
        listing = walk.listing
        self._count(listing)
        yield from self._broken_rows([listing])
        if not listing.is_complete(may_hide=may_hide):
            raise IncompleteListError(
                f"{self._endpoint.url} counts {listing.total} documents and shows {len(listing.ids)}, also at a "
                "second attempt. The documents shown were read. Ask the site's owner whether a plugin hides some, or "
                "caches the count."
            )
        if rereading:
            yield from self._vanished(listing)
            self._counts.backlog = rereading.backlog(listing.__contains__, self._settled.__contains__)
        yield self._seen(hidden=[id_ for id_ in self._known.due_ids(NAMED, HIDDEN) if id_ not in listing])
        unlisted = [id_ for id_ in self._known.due_ids(FAILED) if id_ not in listing and id_ not in self._failed]
        yield from self._gone([id_ for id_ in unlisted if id_ > 0], is_expected=True)
        yield self._seen(removed=[(id_, GONE) for id_ in unlisted if id_ < 0])

    def read_changes(self, cursor: datetime) -> Iterator[SeenDocuments]:
        """Read what was published or edited since the cursor.

        Neither date alone is enough: a scheduled post keeps its old `modified_gmt` when it goes live, so only `after`
        finds it; an edit of an old post changes `modified_gmt` alone.

        Raises:
            WordPressError: The list or the site failed.
        """
        pending = self._known.due_ids(FAILED)
        if not self._endpoint.has_date:  # terms and users: they are read when a document names them, and in the sweep
            yield from self._fetched(pending)
            return
        since = (cursor - OVERLAP).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        listings = [list_ids(self._session, self._endpoint, {"after": since})]
        if self._endpoint.supports_modified_after:
            listings.append(list_ids(self._session, self._endpoint, {"modified_after": since}))
        elif self._endpoint.has_modified:
            listings.append(list_edited_since(self._session, self._endpoint, cursor - OVERLAP))
        unsettled = as_microseconds(cursor - SETTLED)
        changed: dict[int, int] = {}
        for listing in listings:
            changed.update(zip(listing.ids, listing.modified, strict=True))
        wanted = {
            id_
            for id_, modified in changed.items()
            if (modified >= unsettled or not self._known.is_current(id_, modified))
            and not self._known.is_waiting(id_, modified)
        }
        yield from self._fetched(sorted(wanted.union(pending)))
        yield from self._broken_rows(listings)

    def read_named(self, ids: Iterable[int]) -> Iterator[SeenDocuments]:
        """Read documents that others name and raw does not hold: terms and users have no date by which to find them.

        What the site does not show is asked for once a day from the third time on: the posts of a closed account name
        it all the same.

        Raises:
            WordPressError: The list or the site failed.
        """
        wanted = {id_ for id_ in ids if not (self._known.holds(id_) or self._known.is_pending(id_))}
        wanted.update(self._known.due_ids(NAMED, HIDDEN))
        for page in Fetcher(self._session, self._endpoint).fetch(sorted(wanted)):
            yield self._seen(page.documents, page.rejections, hidden=page.missing, seen_at=page.seen_at)

    def read_again(self, id_: int) -> Iterator[SeenDocuments]:
        """Read one document again.

        Raises:
            WordPressError: The list or the site failed.
        """
        self._noted = {id_: None}
        yield from self._fetched([id_])

    def _count(self, listing: Listing) -> None:
        """Keep the counts of a walk for the ledger."""
        self._counts.listed = len(listing.ids)
        self._counts.expected = listing.total
        if listing.total is not None and self._endpoint.hides_some:
            self._counts.expected = min(listing.total, len(listing.ids) + len(listing.broken))

    def _fetched(self, wanted: Iterable[int]) -> Iterator[SeenDocuments]:
        """Fetch documents in full; those missing from the responses are requested one by one."""
        missing: list[int] = []
        shown_count = 0
        responses = self._session.traffic.response_count, self._session.traffic.repaired_count
        for page in Fetcher(self._session, self._endpoint).fetch(wanted):
            missing += page.missing
            shown_count += len(page.documents)
            yield self._seen(page.documents, page.rejections, seen_at=page.seen_at)
        self._check_repairs(*responses)
        if len(missing) > max(VANISHED_COUNT, VANISHED_SHARE * (shown_count + len(missing))):
            raise IncompleteListError(
                f"{self._endpoint.url} lists {len(missing)} documents that it did not return by id (it returned "
                f"{shown_count}, which were read). Ask the site's owner whether a cache or firewall drops `include`."
            )
        yield from self._gone(missing, is_expected=True)

    def _gone(self, ids: list[int], *, is_expected: bool = False) -> Iterator[SeenDocuments]:
        """Probe ids that are not listed: still there, unpublished or purged; if none, those expected have failed."""
        for status in status_of(self._session, self._endpoint, ids):
            if status.document is not None:
                yield self._seen([status.document])
            elif status.rejection is not None:
                yield self._seen(rejections=[status.rejection])
            elif status.state is not None:
                yield self._seen(removed=[(status.id, status.state)])
            elif is_expected:
                yield self._seen(failed=[status.id])

    def _seen(
        self,
        documents: Iterable[Document] = (),
        rejections: Iterable[Rejection] = (),
        *,
        removed: Iterable[tuple[int, str]] = (),
        failed: Iterable[int] = (),
        hidden: Iterable[int] = (),
        seen_at: datetime | None = None,
    ) -> SeenDocuments:
        """Make a step's record: what raw lacked until now, or lacks still, has a reading."""
        seen = SeenDocuments(list(documents), rejections=list(rejections), seen_at=seen_at or datetime.now(UTC))
        seen.removed = [(id_, state) for id_, state in removed if self._known.is_present(id_)]
        outcomes = dict.fromkeys(hidden, HIDDEN)
        outcomes |= {document.id: READ for document in seen.documents if self._is_noted(document.id)}
        outcomes |= {id_: GONE for id_, _ in removed if self._is_noted(id_)}
        outcomes |= dict.fromkeys(failed, FAILED)
        outcomes |= {id_: FAILED for rejection in seen.rejections if (id_ := rejection.document_id)}
        for id_, outcome in outcomes.items():
            (self._failed if outcome == FAILED else self._settled).add(id_)
            (self._settled if outcome == FAILED else self._failed).discard(id_)
            seen.readings.append(self._reading(id_, outcome))
        return seen

    def _reading(self, id_: int, outcome: str) -> Reading:
        """Make the reading of a document."""
        failed_count = 0 if outcome in {READ, GONE} else self._known.failed_count(id_) + 1
        light_hash = self._noted.get(id_) if outcome == READ else None
        return Reading(self._endpoint.kind, self._endpoint.rest_base, id_, outcome, failed_count, light_hash)

    def _is_noted(self, id_: int) -> bool:
        """Tell whether the reading of a document is noted when it succeeds."""
        return id_ in self._noted or id_ in self._failed or self._known.is_pending(id_)

    def _vanished(self, listing: Listing) -> Iterator[SeenDocuments]:
        """Probe documents that raw holds and the list no longer shows."""
        absent = [id_ for id_ in self._known.present_ids() if id_ not in listing]
        gone = sorted(set(absent) - still_listed(self._session, self._endpoint, absent)) if absent else []
        present = self._known.present_count
        if len(gone) > max(VANISHED_COUNT, VANISHED_SHARE * present) and not self._accept_vanished:
            raise TooManyVanishedError(
                f"{len(gone)} of {present} documents of {self._endpoint.url} are no longer listed. That is more "
                "likely a fault than a decision, so no removal was recorded. Check the site; if they were really "
                "removed, run the sweep once with the removals accepted."
            )
        yield from self._gone(gone)

    def _check_repairs(self, responses_before: int, repaired_before: int) -> None:
        """Fail a list with too many repaired responses; their documents were still read."""
        responses = self._session.traffic.response_count - responses_before
        repaired = self._session.traffic.repaired_count - repaired_before
        if responses >= REPAIRED_COUNT and repaired > REPAIRED_SHARE * responses:
            raise TooManyRepairsError(
                f"{repaired} of {responses} responses of {self._endpoint.url} had other text around their JSON (a byte "
                "order mark, a PHP warning, a cache's comment). They were read, but something on the site is broken: "
                "tell its owner."
            )

    def _broken_rows(self, listings: list[Listing]) -> Iterator[SeenDocuments]:
        """Yield rejections for rows that fail even in the list of ids; their ids are not known, but their positions."""
        rejections = [
            Rejection(
                origin=self._endpoint.url,
                line=position + 1,
                reason_code=ServerError.code,
                reason=f"row {position + 1} cannot be served: {reason}",
                site=self._session.site.name,
                rest_base=self._endpoint.rest_base,
            )
            for listing in listings
            for position, reason in listing.broken
        ]
        if rejections:
            yield self._seen(
                rejections=rejections, failed=[-1 - at for listing in listings for at, _ in listing.broken]
            )
