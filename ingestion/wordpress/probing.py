"""What became of a document the list no longer shows: asked for by its id, the site tells.

401 or 403 with the code for one document: it exists and is not public (trashed, a draft, private). 404 with the code
for an unknown id: it is gone for good. Any other refusal says nothing about the document (the whole API may just have
been closed). Measured on WordPress 5.6 to 7.1; the messages are translated, the codes are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingestion.chunks import Rejection
from ingestion.documents import Document, DocumentRejectedError, admit_listed
from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.errors import PageError
from ingestion.wordpress.http import Session
from ingestion.wordpress.listing import check_open, light_rows

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
    """What the site says of one document.

    Attributes:
        id: Its id.
        state: `unpublished` or `purged`; null where it is still there, or nobody can tell.
        document: The document, where it is still there.
        rejection: The record of its refusal, where what is there is not admitted.
    """

    id: int
    state: str | None
    document: Document | None = None
    rejection: Rejection | None = None


def still_listed(session: Session, endpoint: Endpoint, ids: list[int]) -> set[int]:
    """Which of these ids the list shows after all, by light requests: a second look before anything is called gone."""
    found: set[int] = set()
    for start in range(0, len(ids), endpoint.largest_page):
        part = ids[start : start + endpoint.largest_page]
        query: dict[str, str | int] = {"include": ",".join(map(str, part)), "per_page": len(part), "_fields": "id"}
        response = session.get(endpoint.request(query))
        check_open(endpoint, response)
        found |= {id_ for id_, _ in light_rows(response)}
    return found & set(ids)


def status_of(session: Session, endpoint: Endpoint, ids: Iterable[int]) -> Iterator[DocumentStatus]:
    """What became of each document.

    Raises:
        WordPressError: The site failed.
    """
    for id_ in ids:
        try:
            response = session.get(endpoint.document(id_), page_tries=session.limits.page_tries)
        except PageError:
            yield DocumentStatus(id_, None)  # the site cannot show it: that says nothing about whether it is there
            continue
        if response.status in {401, 403} and response.error_code in _NOT_PUBLIC:
            yield DocumentStatus(id_, UNPUBLISHED)
        elif response.status == 410 or (response.status == 404 and response.error_code in _UNKNOWN_ID):
            yield DocumentStatus(id_, PURGED)
        elif response.status < 400:
            try:
                document = admit_listed(response.body, kind=endpoint.kind, rest_base=endpoint.rest_base)
            except DocumentRejectedError as refusal:
                rejection = Rejection.of(
                    refusal,
                    origin=response.url,
                    line=None,
                    content=response.body,
                    site=session.site.name,
                    rest_base=endpoint.rest_base,
                )
                yield DocumentStatus(id_, None, rejection=rejection)
            else:
                yield DocumentStatus(id_, None, document if document.id == id_ else None)
        else:
            yield DocumentStatus(id_, None)
