"""Documents in full, by their ids: `include=` says which ones are meant, so nothing can slip between two pages.

A page that fails is halved, down to the one document that breaks it; that one is quarantined, and only after the site
has shown that it answers other requests. The size grows back afterwards.
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
from ingestion.documents import Document, DocumentRejectedError, admit_listed
from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.errors import PageError, TooManyBrokenError, UnexpectedShapeError
from ingestion.wordpress.http import Session
from ingestion.wordpress.json_body import NoJsonError, elements
from ingestion.wordpress.listing import check_health, check_open
from ingestion.wordpress.responses import Response
from ingestion.wordpress.values import parse_id

#: Documents of one list that may break the site's answer before it is no matter of single documents.
_MAX_BROKEN = 50
#: The same before any page succeeded.
_MAX_BROKEN_FIRST = 5
#: Pages that succeed before a size that was halved is doubled again.
_GROW_AFTER = 4
#: Newest documents that are looked at for their fields.
_NEWEST = 10


@dataclass(slots=True)
class Page:
    """Documents as the site showed them, at one moment.

    Attributes:
        documents: Those admitted.
        rejections: Those refused or quarantined.
        missing: Ids asked for that the site did not show.
        seen_at: When.
    """

    documents: list[Document] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    seen_at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Fetcher:
    """Fetches documents of one list, as many pages at a time as the site may have connections."""

    def __init__(self, session: Session, endpoint: Endpoint) -> None:
        self._session = session
        self._endpoint = endpoint
        self._size = endpoint.largest_page
        self._successes = 0
        self._has_succeeded = False
        self._broken_count = 0
        self._fields: str | None = None
        self._names: set[str] = set()

    def fetch(self, ids: Iterable[int]) -> Iterator[Page]:
        """The documents of these ids, in pages as they arrive.

        Ids are taken from the iterable as they are needed, so that a list is walked while its documents are fetched.
        The first pages are read in full; what they hold, with the site's newest documents and the list's own schema,
        names the fields of the others: so `yoast_head`, the HTML that repeats `yoast_head_json`, travels only where
        there is no JSON one.

        Raises:
            WordPressError: The list or the site failed; the pages before are good.
        """
        connections = self._session.site.max_connections
        source, again = iter(ids), deque[list[int]]()
        running: dict[Future[Response], list[int]] = {}
        executor = ThreadPoolExecutor(connections, thread_name_prefix=f"fetch-{self._session.site.name}")
        try:
            while True:
                # One more than can run, so that none idles.
                while len(running) <= connections and (asked := self._take(source, again)):
                    running[executor.submit(self._ask, asked, self._field_list())] = asked
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    asked = running.pop(future)
                    try:
                        page = self._read(future.result(), asked)
                    except PageError as failure:
                        page = self._halve(asked, failure, again)
                    else:
                        self._grow()
                        if 0 < len(page.missing) < len(asked):
                            # Fewer than asked for may be all the site gives at once: ask for the others again.
                            again.append(page.missing)
                            page.missing = []
                    if page is not None:
                        yield page
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def _take(self, source: Iterator[int], again: deque[list[int]]) -> list[int]:
        """The next ids to ask for, no more than the present size of a page; empty at the end."""
        if not again:
            return list(islice(source, self._size))
        ids = again.popleft()
        if len(ids) > self._size:
            again.appendleft(ids[self._size :])
        return ids[: self._size]

    def _grow(self) -> None:
        """Count a success; after a few, ask for larger pages again."""
        self._successes += 1
        self._has_succeeded = True
        if self._successes >= _GROW_AFTER and self._size < self._endpoint.largest_page:
            self._size, self._successes = min(self._size * 2, self._endpoint.largest_page), 0

    def _halve(self, ids: list[int], failure: PageError, again: deque[list[int]]) -> Page | None:
        """Put the halves of a failed page back, or quarantine the one document that is left."""
        check_health(self._session, failure)
        self._successes = 0
        if len(ids) > 1:
            middle = len(ids) // 2
            self._size = max(1, min(self._size, middle))
            again.extendleft([ids[middle:], ids[:middle]])
            return None
        self._broken_count += 1
        if self._broken_count > _MAX_BROKEN_FIRST and not self._has_succeeded:
            raise failure  # it is the list that fails, not some of its documents
        if self._broken_count > _MAX_BROKEN:
            raise TooManyBrokenError(
                f"{self._endpoint.url} fails on more than {_MAX_BROKEN} single documents; the last: {failure} Ask the "
                "site's owner to look at its error log."
            ) from failure
        return Page(rejections=[self._rejection(ids[0], failure.code, str(failure))])

    def _ask(self, ids: list[int], fields: str | None) -> Response:
        """Ask for one page; runs in a thread, so that the answers are read while others are awaited."""
        query: dict[str, str | int] = {
            "include": ",".join(map(str, ids)),
            "per_page": len(ids),
            "orderby": "id",
            "order": "asc",
        }
        if fields:
            query["_fields"] = fields
        response = self._session.get(self._endpoint.request(query), page_tries=self._session.limits.page_tries)
        check_open(self._endpoint, response)
        return response

    def _read(self, response: Response, ids: list[int]) -> Page:
        """The documents of an answer."""
        page, seen = Page(), set[int]()
        try:
            texts = elements(response.body)
        except NoJsonError as error:
            raise UnexpectedShapeError(
                f"{response.url} answered no list, but {response.body[:80]!r} ({error})."
            ) from error
        for position, text in enumerate(texts, start=1):
            id_ = self._admit(page, text, position, response.url)
            if id_ is not None:
                seen.add(id_)
        page.missing = [id_ for id_ in ids if id_ not in seen]
        if len(page.missing) == len(ids) and page.rejections:
            raise UnexpectedShapeError(f"{response.url} answered {len(texts)} rows, none of them a document asked for.")
        return page

    def _admit(self, page: Page, text: bytes, position: int, url: str) -> int | None:
        """Add one document, or its refusal, to a page; its id where it has one."""
        try:
            document = admit_listed(text, kind=self._endpoint.kind, rest_base=self._endpoint.rest_base)
        except DocumentRejectedError as refusal:
            page.rejections.append(
                Rejection.of(
                    refusal,
                    origin=url,
                    line=position,
                    content=text,
                    site=self._session.site.name,
                    rest_base=self._endpoint.rest_base,
                )
            )
            return _id_of(text)
        page.documents.append(document)
        if self._fields is None:
            self._names |= _names_of(orjson.loads(text))
        return document.id

    def _rejection(self, id_: int, reason_code: str, reason: str) -> Rejection:
        """The record of a document that could not be fetched."""
        return Rejection(
            origin=self._endpoint.document(id_),
            line=None,
            reason_code=reason_code,
            reason=reason,
            site=self._session.site.name,
            rest_base=self._endpoint.rest_base,
        )

    def _field_list(self) -> str | None:
        """The fields to ask for; null, which means all, until a first page has shown what there is."""
        left_out = self._endpoint.left_out
        if self._fields is None and (self._names or left_out):
            names = self._names | self._newest_fields() | (self._registered_fields() - {"yoast_head"})
            self._fields = ",".join(sorted(names - left_out)) or None
        return self._fields

    def _newest_fields(self) -> set[str]:
        """Names of the fields of the newest documents: a plugin may add some to what it has seen published only."""
        try:
            response = self._session.get(self._endpoint.request({"per_page": _NEWEST}), page_tries=1)
        except PageError:
            return set()
        documents = response.content if response.status < 400 else []
        if not isinstance(documents, list):
            return set()
        return {name for document in documents if isinstance(document, dict) for name in _names_of(document)}

    def _registered_fields(self) -> set[str]:
        """Names of the fields the list's schema states: one may be absent from all documents seen so far."""
        try:
            response = self._session.request(self._endpoint.url, method="OPTIONS", page_tries=1)
            schema = orjson.loads(response.body)["schema"]["properties"]
        except (PageError, orjson.JSONDecodeError, KeyError, TypeError):
            return set()  # OPTIONS is often not let through; the names seen remain
        return set(schema) if isinstance(schema, dict) else set()


def _names_of(document: dict[str, object]) -> set[str]:
    """Top-level names of a document that have to be asked for: not the HTML head where there is a JSON one."""
    return document.keys() - ({"yoast_head"} if document.get("yoast_head_json") else set())


def _id_of(text: bytes) -> int | None:
    """The id of a refused document, where it can be read."""
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return parse_id(content.get("id")) if isinstance(content, dict) else None
