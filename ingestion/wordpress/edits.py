"""List what was edited since a time, on sites that cannot filter by it (before WordPress 5.7)."""

from __future__ import annotations

from datetime import datetime

from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.errors import PageError
from ingestion.wordpress.http import Session
from ingestion.wordpress.light_rows import as_microseconds, light_rows
from ingestion.wordpress.listing import Listing, check_broken, check_health, check_open


def list_edited_since(session: Session, endpoint: Endpoint, since: datetime) -> Listing:
    """List what was edited since a time, from the latest edits backwards.

    Lists ordered by `modified` lose rows among equal timestamps; the sweep finds what is missed here.

    Raises:
        WordPressError: The list or the site failed.
    """
    edited, cut, offset, largest = Listing(), as_microseconds(since), 0, endpoint.largest_page
    size = largest
    while True:
        query = {"orderby": "modified", "order": "desc", "per_page": size, "offset": offset}
        url = endpoint.list_url({**query, "_fields": endpoint.light_fields})
        try:
            response = session.get(url, page_tries=session.limits.page_tries)
        except PageError as failure:
            check_health(session, failure)
            if size == 1:  # one row that the site cannot serve: continue after it
                edited.broken.append((offset, str(failure)))
                check_broken(endpoint, len(edited.broken), failure)
                offset += 1
            size = max(1, size // 2)
            continue
        check_open(endpoint, response)
        rows = light_rows(response)
        for row in rows:
            if row.modified >= cut:
                edited.add(row.id, row.modified)
        if len(rows) < size or min(row.modified for row in rows) < cut:
            return edited
        offset += len(rows)
        size = min(size * 2, largest)
