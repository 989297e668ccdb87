"""Request documents that a list no longer shows by their ids, to learn whether they were unpublished or purged.

401 or 403 with a code for one document: it exists and is not public (trashed, a draft, private). 404 with the code for
an unknown id: it was deleted. Any other error says nothing about the document (the whole API may just have been
closed). Measured on WordPress 5.6 to 7.1; the messages are translated, the codes are not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingestion.chunks import Rejection
from ingestion.documents import Document
from ingestion.errors import DocumentRejectedError
from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.errors import PageError
from ingestion.wordpress.http import Session
from ingestion.wordpress.light_rows import light_rows
from ingestion.wordpress.listing import check_broken, check_health, check_open

UNPUBLISHED, PURGED = "unpublished", "purged"

_NOT_PUBLIC = {
    "rest_forbidden",
    "rest_cannot_read",
    "rest_cannot_read_post",
    "rest_cannot_view",
    "rest_user_cannot_view",
}

_UNKNOWN_ID = {
    "rest_post_invalid_id",
    "rest_term_invalid",
    "rest_user_invalid_id",
    "rest_comment_invalid_id",
    "rest_comment_invalid_post_id",
}


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """Status of one document on the site.

    Attributes:
        id: Its id.
        state: `unpublished` or `purged`; null if it is still there or its state is unknown.
        document: The document, if it is still there.
        rejection: The record of its rejection, if it is still there and was not admitted.
    """

    id: int
    state: str | None
    document: Document | None = None
    rejection: Rejection | None = None


def still_listed(session: Session, endpoint: Endpoint, ids: list[int]) -> set[int]:
    """Return the ids that the list still shows, by light requests: a second check before any removal is recorded.

    A request that fails is halved down to the document that breaks it. That one counts as listed: it exists.

    Raises:
        WordPressError: The list or the site failed.
    """
    size = endpoint.largest_page
    parts = deque(ids[start : start + size] for start in range(0, len(ids), size))
    found: set[int] = set()
    broken_count = 0
    while parts:
        part = parts.popleft()
        query: dict[str, str | int] = {"include": ",".join(map(str, part)), "per_page": len(part), "_fields": "id"}
        try:
            response = session.get(endpoint.list_url(query), page_tries=session.limits.page_tries)
        except PageError as failure:
            check_health(session, failure)
            middle = len(part) // 2
            if middle:
                parts.extendleft([part[middle:], part[:middle]])
                continue
            broken_count += 1
            check_broken(endpoint, broken_count, failure)
            found.add(part[0])
        else:
            check_open(endpoint, response)
            found |= {row.id for row in light_rows(response)}
    return found & set(ids)


def status_of(session: Session, endpoint: Endpoint, ids: Iterable[int]) -> Iterator[DocumentStatus]:
    """Yield the status of each document.

    Raises:
        WordPressError: The site failed.
    """
    for id_ in ids:
        try:
            response = session.get(endpoint.document_url(id_), page_tries=session.limits.page_tries)
        except PageError:
            yield DocumentStatus(id_, None)  # a failure does not tell whether the document exists
            continue
        if response.status in {401, 403} and response.error_code in _NOT_PUBLIC:
            yield DocumentStatus(id_, UNPUBLISHED)
        elif response.status == 410 or (response.status == 404 and response.error_code in _UNKNOWN_ID):
            yield DocumentStatus(id_, PURGED)
        elif response.status < 400:
            try:
                document = endpoint.admit(response.body)
            except DocumentRejectedError as error:
                rejection = Rejection.of(
                    error,
                    origin=response.url,
                    line=None,
                    content=response.body,
                    site=session.site.name,
                    rest_base=endpoint.rest_base,
                    document_id=id_,
                )
                yield DocumentStatus(id_, None, rejection=rejection)
            else:
                yield DocumentStatus(id_, None, document if document.id == id_ else None)
        else:
            yield DocumentStatus(id_, None)
