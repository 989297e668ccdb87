"""Which documents a list holds: every id, by light requests, in an order that survives a change.

`orderby=modified` loses rows when timestamps tie (632 posts of which 400 share one gave 481 to 508 ids), and
`date desc` loses and repeats rows when the site changes in between. By id, ascending, only the removal of a lower id
moves what is still to come. So each window begins with the last row of the one before: when that row is not there,
rows slipped past, and the walk steps back until it is.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.errors import (
    ListClosedError,
    PageError,
    PageLoopError,
    SiteUnavailableError,
    TooManyBrokenError,
    UnexpectedShapeError,
)
from ingestion.wordpress.http import Session
from ingestion.wordpress.responses import Response
from ingestion.wordpress.values import parse_id

#: What stands for a date that is absent or impossible, among microseconds since 1970.
NO_DATE = -(2**63)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: Windows in a row that bring no new id before the site counts as answering in a loop.
_MAX_IDLE = 20
#: Single rows that may break the list itself before it counts as broken.
_MAX_BROKEN_ROWS = 20
#: The same before any row was read.
_MAX_BROKEN_FIRST = 5
#: Windows that succeed before a page size that was halved is doubled again.
_GROW_AFTER = 4
#: Steps back at one place after which the row there counts as hidden, not as gone.
_HIDDEN_AFTER = 2


@dataclass(slots=True)
class Listing:
    """The ids of a list, as one walk saw them.

    Attributes:
        ids: Distinct ids, ascending.
        modified: For each id its `modified_gmt` in microseconds since 1970, or `NO_DATE`.
        total: X-WP-Total of the last window; null where the header is stripped.
        totals: The lowest and the highest total seen.
        broken: Positions of single rows the site fails to answer, with what it says.
    """

    ids: array[int] = field(default_factory=lambda: array("q"))
    modified: array[int] = field(default_factory=lambda: array("q"))
    total: int | None = None
    totals: tuple[int, int] | None = None
    broken: list[tuple[int, str]] = field(default_factory=list)

    def __contains__(self, id_: int) -> bool:
        place = bisect_left(self.ids, id_)
        return place < len(self.ids) and self.ids[place] == id_

    def add(self, id_: int, modified: int) -> bool:
        """Note an id; whether it is new. Nearly always it is the highest so far."""
        place = bisect_left(self.ids, id_)
        if place < len(self.ids) and self.ids[place] == id_:
            return False
        self.ids.insert(place, id_)
        self.modified.insert(place, modified)
        return True

    def is_complete(self, *, may_hide: bool) -> bool:
        """Whether as many ids were seen as the site counted at some moment of the walk."""
        if self.totals is None:
            return True
        seen = len(self.ids) + len(self.broken)
        low, high = self.totals
        if may_hide:  # what is hidden cannot be told from what is missing; but hiding everything is no list
            return seen <= high and (seen > 0 or low == 0)
        return low <= seen <= high


class Walk:
    """One walk along a list; `listing` is what it saw so far."""

    def __init__(self, session: Session, endpoint: Endpoint, query: Mapping[str, str | int] | None = None) -> None:
        self._session = session
        self._endpoint = endpoint
        self._query = {"orderby": "id", "order": "asc", **(query or {}), "_fields": endpoint.light_fields}
        self._largest = self._size = endpoint.largest_page
        self._successes = 0
        self._idle = 0
        self.listing = Listing()

    def windows(self) -> Iterator[list[tuple[int, int]]]:
        """Walk to the end; at each step the (id, modified) of rows not seen before.

        Raises:
            ListClosedError: The list is not open to us.
            PageLoopError: The site answers the same rows again and again.
            UnexpectedShapeError: It answers something else than documents.
            WordPressError: The site failed.
        """
        offset = free = 0  # a window at `free` need not begin with the row before it
        last_id: int | None = None
        steps_back: Counter[tuple[int, int]] = Counter()
        while True:
            response = self._window(offset)
            if response is None:  # one row the site cannot answer: go on behind it
                offset = free = offset + 1
                continue
            rows, total = light_rows(response), response.count("x-wp-total")
            says_more = not rows and (total or 0) > offset  # hidden rows, or a wrong total: nothing to step back for
            if last_id is not None and offset > free and not says_more and all(id_ > last_id for id_, _ in rows):
                place = (offset, last_id)
                steps_back[place] += 1
                # Seen again and again at one place, it is no removal: the row there is hidden from us.
                if steps_back[place] <= (_HIDDEN_AFTER if self._endpoint.hides_some else 3 * _HIDDEN_AFTER):
                    offset = max(0, offset - self._size + 1)
                    continue
            yield self._note(rows, total, offset)
            last_id = max([last_id or 0, *(id_ for id_, _ in rows)])
            size = self._real_size(len(rows), response, offset)
            if self._is_end(len(rows), size, total, offset):
                return
            # Where no header counts the rows, a short window moves the walk by no more than it showed.
            step = max(1, (len(rows) if total is None else size) - 1)
            offset += step
            if step == 1:
                free = offset

    def _window(self, offset: int) -> Response | None:
        """Rows from `offset` on; null for a single row the site cannot answer. The window shrinks where it fails."""
        while True:
            query = {**self._query, "per_page": self._size}
            if offset:
                query["offset"] = offset
            try:
                response = self._session.get(self._endpoint.request(query), page_tries=self._session.limits.page_tries)
            except PageError as failure:
                check_health(self._session, failure)
                self._successes = 0
                if self._size > 1:
                    self._size //= 2
                    continue
                self.listing.broken.append((offset, str(failure)))
                if len(self.listing.broken) > _MAX_BROKEN_FIRST and not self.listing.ids:
                    raise  # it is the list that fails, not some of its rows
                if len(self.listing.broken) > _MAX_BROKEN_ROWS:
                    raise TooManyBrokenError(
                        f"{self._endpoint.url} fails on more than {_MAX_BROKEN_ROWS} single rows; the last: {failure} "
                        "Ask the site's owner to look at its error log."
                    ) from failure
                return None
            if response.status == 400 and self._size > 1 and response.error_code == "rest_invalid_param":
                self._size //= 2  # a limit of per_page that no route states
                continue
            check_open(self._endpoint, response)
            self._successes += 1
            return response

    def _note(self, rows: list[tuple[int, int]], total: int | None, offset: int) -> list[tuple[int, int]]:
        """Add a window's rows to the listing, and watch for loops; the rows that are new."""
        listing = self.listing
        new = [(id_, modified) for id_, modified in rows if listing.add(id_, modified)]
        if total is not None and (total or not offset):
            listing.total = total
            low, high = listing.totals or (total, total)
            listing.totals = (min(low, total), max(high, total))
        self._idle = 0 if new else self._idle + 1
        if self._idle > _MAX_IDLE or (self._idle > 2 and rows and len(rows) > 1):
            raise PageLoopError(
                f"{self._endpoint.url} answers rows from {offset} on with rows it gave before. A cache or firewall "
                "drops the query; ask the site's owner to let `offset` and `per_page` through."
            )
        return new

    def _is_end(self, count: int, size: int, total: int | None, offset: int) -> bool:
        """Whether nothing can follow a window. A short one alone never says so: rows may be hidden from us."""
        if count >= size:
            return False
        if total is None:
            return self._is_last_id()
        if offset and not total and not count:
            return True  # past the end, WordPress counts nothing
        return offset + size >= total

    def _is_last_id(self) -> bool:
        """Where no header counts the rows: whether the highest id of the list was seen."""
        query = {**self._query, "order": "desc", "per_page": 1}
        rows = light_rows(self._session.get(self._endpoint.request(query)))
        return not rows or rows[0][0] in self.listing

    def _real_size(self, count: int, response: Response, offset: int) -> int:
        """The size of the window just read: as asked for, or less where the count of pages says so.

        A site may give fewer rows than asked for, or hide some of them; only the first moves the windows. A size that
        was halved grows back.
        """
        size, total, pages = self._size, response.count("x-wp-total"), response.count("x-wp-totalpages")
        if 0 < count < size and total is not None and offset + count < total:
            is_limit = pages is not None and pages == -(-total // count)
            if is_limit and (not self._endpoint.hides_some or pages != -(-total // size)):
                self._largest = self._size = count
                return count
            if self._endpoint.hides_some and offset + size < total:
                return count  # rows hidden, or a limit: going on by what was shown skips nothing either way
        if self._successes >= _GROW_AFTER and size < self._largest:
            self._size, self._successes = min(size * 2, self._largest), 0
        return size


def list_ids(session: Session, endpoint: Endpoint, query: Mapping[str, str | int] | None = None) -> Listing:
    """The ids of a list (or of the part `query` selects), by light requests; see `Walk.windows`."""
    walk = Walk(session, endpoint, query)
    for _ in walk.windows():
        pass
    return walk.listing


def light_rows(response: Response) -> list[tuple[int, int]]:
    """(id, modified) of each row of an answer."""
    content = response.content
    if not isinstance(content, list):
        raise UnexpectedShapeError(f"{response.url} answered no list, but {response.body[:80]!r}.")
    rows = []
    for row in content:
        id_ = parse_id(row.get("id")) if isinstance(row, dict) else None
        if id_ is None:
            raise UnexpectedShapeError(
                f"{response.url} answered a row without a usable id: {str(row)[:80]!r}. Something between us and "
                "WordPress changes its answers; ask the site's owner."
            )
        rows.append((id_, microseconds(row.get("modified_gmt"))))
    return rows


def check_open(endpoint: Endpoint, response: Response) -> None:
    """Pass an answer that is a list.

    Raises:
        ListClosedError: It is a refusal.
    """
    if response.status >= 400:
        raise ListClosedError(
            f"{endpoint.url} is closed to us: {response.status} {response.error_code or '(a page)'}. Nothing to do, "
            "unless the site's owner would open it."
        )


def check_health(session: Session, failure: PageError) -> None:
    """Make sure that it is the page that fails, and not the site: ask for next to nothing.

    Raises:
        SiteUnavailableError: The site fails that as well.
        WordPressError: It fails it in a way that has a name of its own.
    """
    try:
        session.get(session.health_url)
    except PageError as second:
        raise SiteUnavailableError(
            f"{session.site.url} fails every request. {failure} Asked for next to nothing: {second} The next run goes "
            "on."
        ) from second


def microseconds(value: Any) -> int:
    """A `_gmt` date of WordPress in microseconds since 1970; `NO_DATE` where it is absent or impossible."""
    if not isinstance(value, str):
        return NO_DATE
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return NO_DATE
    return as_microseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def as_microseconds(moment: datetime | None) -> int:
    """A moment in microseconds since 1970, or `NO_DATE`."""
    if moment is None:
        return NO_DATE
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
