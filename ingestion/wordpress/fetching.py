"""Fetch documents in full by their ids: `include=` names them, so none is lost between two pages.

A page that fails is halved, down to the one document that breaks it; that one is quarantined, but only after the site
has served another request. The page size grows back afterwards.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

import orjson

from ingestion.chunks import Rejection
from ingestion.documents import Document
from ingestion.errors import DocumentRejectedError
from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.errors import PageError, UnexpectedShapeError
from ingestion.wordpress.http import Session
from ingestion.wordpress.json_body import NoJsonError, elements
from ingestion.wordpress.listing import check_broken, check_health, check_open
from ingestion.wordpress.responses import Response
from ingestion.wordpress.values import parse_id

#: Documents of one list that may fail, before any page succeeded, until the whole list counts as broken.
_MAX_BROKEN_FIRST = 5
#: Pages that succeed before a size that was halved is doubled again.
_GROW_AFTER = 4


@dataclass(slots=True)
class Page:
    """A page of documents from the site.

    Attributes:
        documents: Admitted documents.
        rejections: Rejected or quarantined documents.
        missing: Requested ids that the response lacks.
        seen_at: Response time.
    """

    documents: list[Document] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    seen_at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Fetcher:
    """Fetcher of one list's documents; it requests as many pages at once as the site allows connections."""

    def __init__(self, session: Session, endpoint: Endpoint) -> None:
        self._session = session
        self._endpoint = endpoint
        self._size = endpoint.largest_page
        self._successes = 0
        self._has_succeeded = False
        self._broken_count = 0
        self._fields: str | None = None

    def fetch(self, ids: Iterable[int]) -> Iterator[Page]:
        """Fetch the documents with these ids; yield pages as they arrive.

        Ids are taken from the iterable as needed, so that a list is walked while its documents are fetched.

        Raises:
            WordPressError: The list or the site failed; earlier pages are valid.
        """
        connections = self._session.site.max_connections
        source, retries = iter(ids), deque[list[int]]()
        running: dict[Future[Response], list[int]] = {}
        executor = ThreadPoolExecutor(connections, thread_name_prefix=f"fetch-{self._session.site.name}")
        try:
            while True:
                # One more than can run, so that no connection idles.
                while len(running) <= connections and (requested := self._take(source, retries)):
                    running[executor.submit(self._request, requested, self._field_list())] = requested
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    requested = running.pop(future)
                    try:
                        page = self._read(future.result(), requested)
                    except PageError as failure:
                        page = self._halve(requested, failure, retries)
                    else:
                        self._grow()
                        if 0 < len(page.missing) < len(requested):
                            # The site may limit the number of documents per page: request the others again.
                            retries.append(page.missing)
                            page.missing = []
                    if page is not None:
                        yield page
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def _take(self, source: Iterator[int], retries: deque[list[int]]) -> list[int]:
        """Take the next ids to request, at most a page; empty at the end."""
        if not retries:
            return list(islice(source, self._size))
        ids = retries.popleft()
        if len(ids) > self._size:
            retries.appendleft(ids[self._size :])
        return ids[: self._size]

    def _grow(self) -> None:
        """Count a success; after a few, enlarge the pages again."""
        self._successes += 1
        self._has_succeeded = True
        if self._successes >= _GROW_AFTER and self._size < self._endpoint.largest_page:
            self._size, self._successes = min(self._size * 2, self._endpoint.largest_page), 0

    def _halve(self, ids: list[int], failure: PageError, retries: deque[list[int]]) -> Page | None:
        """Queue the halves of a failed page, or quarantine its only document."""
        check_health(self._session, failure)
        self._successes = 0
        if len(ids) > 1:
            middle = len(ids) // 2
            self._size = max(1, min(self._size, middle))
            retries.extendleft([ids[middle:], ids[:middle]])
            return None
        self._broken_count += 1
        if self._broken_count > _MAX_BROKEN_FIRST and not self._has_succeeded:
            raise failure  # the whole list fails, not some of its documents
        check_broken(self._endpoint, self._broken_count, failure)
        return Page(rejections=[self._rejection(ids[0], failure.code, str(failure))])

    def _request(self, ids: list[int], fields: str | None) -> Response:
        """Request one page; runs in a thread, so that responses are read while others are awaited."""
        query: dict[str, str | int] = {
            "include": ",".join(map(str, ids)),
            "per_page": len(ids),
            "orderby": "id",
            "order": "asc",
        }
        if fields:
            query["_fields"] = fields
        response = self._session.get(self._endpoint.list_url(query), page_tries=self._session.limits.page_tries)
        check_open(self._endpoint, response)
        return response

    def _read(self, response: Response, ids: list[int]) -> Page:
        """Read the documents of a response."""
        page, seen = Page(), set[int]()
        try:
            texts = elements(response.body)
        except NoJsonError as error:
            raise UnexpectedShapeError(
                f"{response.url} returned {response.body[:80]!r} instead of a list ({error})."
            ) from error
        for position, text in enumerate(texts, start=1):
            id_ = self._admit(page, text, position, response.url)
            if id_ is not None:
                seen.add(id_)
        page.missing = [id_ for id_ in ids if id_ not in seen]
        if len(page.missing) == len(ids) and page.rejections:
            raise UnexpectedShapeError(f"{response.url} returned {len(texts)} rows, none of them a requested document.")
        return page

    def _admit(self, page: Page, text: bytes, position: int, url: str) -> int | None:
        """Add one document, or its rejection, to a page; return its id if it has one."""
        try:
            document = self._endpoint.admit(text)
        except DocumentRejectedError as error:
            page.rejections.append(
                Rejection.of(
                    error,
                    origin=url,
                    line=position,
                    content=text,
                    site=self._session.site.name,
                    rest_base=self._endpoint.rest_base,
                    document_id=(id_ := _id_of(text)),
                )
            )
            return id_
        page.documents.append(document)
        return document.id

    def _rejection(self, id_: int, reason_code: str, reason: str) -> Rejection:
        """Make the record of a document that could not be fetched."""
        return Rejection(
            origin=self._endpoint.document_url(id_),
            line=None,
            reason_code=reason_code,
            reason=reason,
            site=self._session.site.name,
            rest_base=self._endpoint.rest_base,
            document_id=id_,
        )

    def _field_list(self) -> str | None:
        """Return the fields to request; null means the documents in full."""
        core, unread = self._endpoint.core_fields, self._endpoint.unread_fields
        if core is None:
            return None
        if self._fields is None:
            self._fields = ",".join(sorted((core | self._registered_fields()) - unread))
        return self._fields

    def _registered_fields(self) -> set[str]:
        """Return the fields in the list's schema, those of plugins included."""
        try:
            response = self._session.request(self._endpoint.url, method="OPTIONS", page_tries=1)
            schema = orjson.loads(response.body)["schema"]["properties"]
        except (PageError, orjson.JSONDecodeError, KeyError, TypeError):
            return set()  # OPTIONS is often blocked; core's fields remain
        return set(schema) if isinstance(schema, dict) else set()


def _id_of(text: bytes) -> int | None:
    """Return the id of a rejected document, if it can be read."""
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return parse_id(content.get("id")) if isinstance(content, dict) else None
