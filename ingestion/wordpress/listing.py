"""Read every id of a list, by light requests, in an order that is stable while the site changes.

`orderby=modified` loses rows when timestamps tie (632 posts of which 400 share one gave 481 to 508 ids), and
`date desc` loses and repeats rows when the site changes in between. By id, ascending, only the removal of a lower id
moves the rows that follow. So each window begins with the last row of the one before: if that row is missing, rows were
skipped, and the walk steps back until it is found.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.errors import (
    ListClosedError,
    PageError,
    PageLoopError,
    SiteUnavailableError,
    TooManyBrokenError,
)
from ingestion.wordpress.http import Session
from ingestion.wordpress.light_rows import LightRow, light_rows
from ingestion.wordpress.responses import Response

#: Consecutive windows without a new id before the site counts as responding in a loop.
_MAX_IDLE = 20
#: Single documents that may fail before the list counts as broken.
_MAX_BROKEN = 50
#: The same before any row was read.
_MAX_BROKEN_FIRST = 5
#: Windows that succeed before a page size that was halved is doubled again.
_GROW_AFTER = 4
#: Steps back at one offset after which the row there counts as hidden, not as removed.
_HIDDEN_AFTER = 2


@dataclass(slots=True)
class Listing:
    """The ids of a list, as seen by one walk.

    Attributes:
        ids: Distinct ids, ascending.
        modified: For each id its `modified_gmt` in microseconds since 1970, or `NO_DATE`.
        total: X-WP-Total of the last window; null if the header is stripped.
        totals: The lowest and the highest total seen.
        broken: Positions of single rows that the site fails to serve, with the error.
    """

    ids: array[int] = field(default_factory=lambda: array("q"))
    modified: array[int] = field(default_factory=lambda: array("q"))
    total: int | None = None
    totals: tuple[int, int] | None = None
    broken: list[tuple[int, str]] = field(default_factory=list)

    def __contains__(self, id_: int) -> bool:
        index = bisect_left(self.ids, id_)
        return index < len(self.ids) and self.ids[index] == id_

    def add(self, id_: int, modified: int) -> bool:
        """Add an id; return whether it is new. It is nearly always the highest so far."""
        index = bisect_left(self.ids, id_)
        if index < len(self.ids) and self.ids[index] == id_:
            return False
        self.ids.insert(index, id_)
        self.modified.insert(index, modified)
        return True

    def is_complete(self, *, may_hide: bool) -> bool:
        """Tell whether the number of ids matches the site's count at some time during the walk."""
        if self.totals is None:
            return True
        seen = len(self.ids) + len(self.broken)
        low, high = self.totals
        if may_hide:  # hidden rows cannot be told from missing ones, but not all rows can be hidden
            return seen <= high and (seen > 0 or low == 0)
        return low <= seen <= high


class Walk:
    """One pass over a list; `listing` holds what it has seen so far."""

    def __init__(
        self,
        session: Session,
        endpoint: Endpoint,
        query: Mapping[str, str | int] | None = None,
        *,
        fields: str | None = None,
    ) -> None:
        """Start at the beginning; `fields` are those of a row, by default the endpoint's `light_fields`."""
        self._session = session
        self._endpoint = endpoint
        fields = fields or endpoint.light_fields
        self._query = {"orderby": "id", "order": "asc", **(query or {}), "_fields": fields}
        self._largest = self._size = endpoint.largest_page
        self._successes = 0
        self._idle = 0
        self.listing = Listing()

    def windows(self) -> Iterator[list[LightRow]]:
        """Read the list window by window; yield the rows not seen before.

        Raises:
            ListClosedError: The list is not open to us.
            PageLoopError: The site returns the same rows again and again.
            UnexpectedShapeError: It returns something other than documents.
            WordPressError: The site failed.
        """
        offset = free = 0  # a window at `free` need not begin with the row before it
        last_id: int | None = None
        steps_back: Counter[tuple[int, int]] = Counter()
        while True:
            response = self._window(offset)
            if response is None:  # one row that the site cannot serve: continue after it
                offset = free = offset + 1
                continue
            rows, total = light_rows(response), response.count("x-wp-total")
            says_more = not rows and (total or 0) > offset  # hidden rows, or a wrong total: nothing to step back for
            if last_id is not None and offset > free and not says_more and all(row.id > last_id for row in rows):
                place = (offset, last_id)
                steps_back[place] += 1
                # If this repeats at one offset, it is not a removal: the row there is hidden from us.
                if steps_back[place] <= (_HIDDEN_AFTER if self._endpoint.hides_some else 3 * _HIDDEN_AFTER):
                    offset = max(0, offset - self._size + 1)
                    continue
            yield self._note(rows, total, offset)
            last_id = max([last_id or 0, *(row.id for row in rows)])
            size = self._real_size(len(rows), response, offset)
            if self._is_end(len(rows), size, total, offset):
                return
            # Without a total, a short window advances the walk by no more than the rows it showed.
            step = max(1, (len(rows) if total is None else size) - 1)
            offset += step
            if step == 1:
                free = offset

    def _window(self, offset: int) -> Response | None:
        """Request rows from `offset` on; null for a single row that the site cannot serve. Failing windows shrink."""
        while True:
            query = {**self._query, "per_page": self._size}
            if offset:
                query["offset"] = offset
            try:
                response = self._session.get(self._endpoint.list_url(query), page_tries=self._session.limits.page_tries)
            except PageError as failure:
                check_health(self._session, failure)
                self._successes = 0
                if self._size > 1:
                    self._size //= 2
                    continue
                self.listing.broken.append((offset, str(failure)))
                if len(self.listing.broken) > _MAX_BROKEN_FIRST and not self.listing.ids:
                    raise  # the whole list fails, not some of its rows
                check_broken(self._endpoint, len(self.listing.broken), failure)
                return None
            if response.status == 400 and self._size > 1 and response.error_code == "rest_invalid_param":
                self._size //= 2  # a limit of per_page that the routes do not state
                continue
            check_open(self._endpoint, response)
            self._successes += 1
            return response

    def _note(self, rows: list[LightRow], total: int | None, offset: int) -> list[LightRow]:
        """Add a window's rows to the listing, check for loops, and return the new rows."""
        listing = self.listing
        new = [row for row in rows if listing.add(row.id, row.modified)]
        if total is not None and (total or not offset):
            listing.total = total
            low, high = listing.totals or (total, total)
            listing.totals = (min(low, total), max(high, total))
        self._idle = 0 if new else self._idle + 1
        if self._idle > _MAX_IDLE or (self._idle > 2 and rows and len(rows) > 1):
            raise PageLoopError(
                f"{self._endpoint.url} returns from row {offset} on rows that it returned before. A cache or firewall "
                "drops the query; ask the site's owner to let `offset` and `per_page` through."
            )
        return new

    def _is_end(self, count: int, size: int, total: int | None, offset: int) -> bool:
        """Tell whether a window is the last one. A short window alone does not prove it: rows may be hidden from us."""
        if count >= size:
            return False
        if total is None:
            return self._is_last_id()
        if offset and not total and not count:
            return True  # past the end, WordPress states a total of 0
        return offset + size >= total

    def _is_last_id(self) -> bool:
        """Tell whether the highest id of the list was seen; used if no header states the total."""
        query = {**self._query, "order": "desc", "per_page": 1}
        rows = light_rows(self._session.get(self._endpoint.list_url(query)))
        return not rows or rows[0].id in self.listing

    def _real_size(self, count: int, response: Response, offset: int) -> int:
        """Return the size of the window just read: as requested, or less if the count of pages says so.

        A site may return fewer rows than requested, or hide some of them; only the former changes the window size. A
        size that was halved grows back.
        """
        size, total, pages = self._size, response.count("x-wp-total"), response.count("x-wp-totalpages")
        if 0 < count < size and total is not None and offset + count < total:
            is_limit = pages is not None and pages == -(-total // count)
            if is_limit and (not self._endpoint.hides_some or pages != -(-total // size)):
                self._largest = self._size = count
                return count
            if self._endpoint.hides_some and offset + size < total:
                return count  # rows hidden, or a limit: advancing by the rows shown skips nothing in either case
        if self._successes >= _GROW_AFTER and size < self._largest:
            self._size, self._successes = min(size * 2, self._largest), 0
        return size


def list_ids(session: Session, endpoint: Endpoint, query: Mapping[str, str | int] | None = None) -> Listing:
    """Read the ids of a list (or of the part that `query` selects), by light requests; see `Walk.windows`."""
    walk = Walk(session, endpoint, query)
    for _ in walk.windows():
        pass
    return walk.listing


def check_open(endpoint: Endpoint, response: Response) -> None:
    """Check that a list is open.

    Raises:
        ListClosedError: The response is an error.
    """
    if response.status >= 400:
        raise ListClosedError(
            f"{endpoint.url} is closed to us: {response.status} {response.error_code or '(a page)'}. Ask the site's "
            "owner to open it if you need it."
        )


def check_health(session: Session, failure: PageError) -> None:
    """Check by a minimal request that only the page fails, not the site.

    Raises:
        SiteUnavailableError: The minimal request failed too.
        WordPressError: It failed in another way; the class says how.
    """
    try:
        session.get(session.health_url)
    except PageError as second:
        raise SiteUnavailableError(
            f"{session.site.url} fails every request. {failure} A minimal request failed too: {second} The next run "
            "continues."
        ) from second


def check_broken(endpoint: Endpoint, count: int, failure: PageError) -> None:
    """Check that only some documents of a list fail.

    Raises:
        TooManyBrokenError: So many fail that the list counts as broken.
    """
    if count > _MAX_BROKEN:
        raise TooManyBrokenError(
            f"{endpoint.url} fails on more than {_MAX_BROKEN} single documents; the last: {failure} Ask the site's "
            "owner to look at its error log."
        ) from failure
