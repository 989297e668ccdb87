"""Download a response body within limits of time and of compressed and decompressed size."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import httpx

from ingestion.wordpress.errors import ResponseTooLargeError, TruncatedResponseError


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one site's extraction.

    Attributes:
        connect_seconds: To open a connection.
        silence_seconds: Between two pieces of a response.
        response_seconds: From the request to the last byte of the response, redirects included.
        compressed_bytes: Largest response as transferred.
        decompressed_bytes: Largest response as read; a page that is larger is halved. Sixteen sites may each be reading
            a few at once, and a run has two gigabytes.
        tries: Attempts for one request.
        page_tries: The same if a smaller page can be requested instead.
        retry_seconds: First pause between attempts; it is random, and doubles each time on average.
        longest_wait_seconds: A longer `Retry-After` ends the extraction of this site.
        failures: Consecutive failed requests until the site counts as unavailable (circuit breaker).
        site_seconds: The whole extraction of one site in one run that reads no other.
        shared_site_seconds: The same in a run that reads several, whose publication waits for all of them.
        run_seconds: The extraction of all sites of a run.
    """

    connect_seconds: float = 10.0
    silence_seconds: float = 30.0
    response_seconds: float = 120.0
    compressed_bytes: int = 16 * 1024 * 1024
    decompressed_bytes: int = 16 * 1024 * 1024
    tries: int = 5
    page_tries: int = 2
    retry_seconds: float = 1.0
    longest_wait_seconds: float = 120.0
    failures: int = 12
    site_seconds: float = 6 * 3600.0
    shared_site_seconds: float = 3600.0
    run_seconds: float = 6 * 3600.0


def download(response: httpx.Response, limits: Limits) -> tuple[bytes, int]:
    """Return the decompressed body of a streamed response, and the number of bytes transferred.

    Args:
        response: Opened with `stream`, not yet read.
        limits: The limits.

    Raises:
        ResponseTooLargeError, TruncatedResponseError: A limit was reached, or the body is broken.
    """
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "", "gzip", "x-gzip"}:
        raise TruncatedResponseError(f"{response.url} responded in the encoding {encoding!r}, which was not requested.")
    inflate = zlib.decompressobj(wbits=31) if encoding in {"gzip", "x-gzip"} else None
    pieces: list[bytes] = []
    try:
        transferred = _receive(response, limits, inflate, pieces)
        return b"".join(pieces), transferred
    finally:
        pieces.clear()  # the traceback of a failure, which a retry keeps, would hold them: 1.2 GB for one site


def _receive(response: httpx.Response, limits: Limits, inflate: zlib._Decompress | None, pieces: list[bytes]) -> int:
    """Collect the pieces of a body, decompressed; return the number of bytes transferred."""
    transferred = size = 0
    for raw in response.iter_raw():
        transferred += len(raw)
        if transferred > limits.compressed_bytes:
            raise ResponseTooLargeError(f"{response.url} sends more than {limits.compressed_bytes:,} bytes.")
        piece = raw if inflate is None else _inflate(inflate, raw, limits.decompressed_bytes - size, response)
        size += len(piece)
        if size > limits.decompressed_bytes:
            raise ResponseTooLargeError(f"{response.url} holds more than {limits.decompressed_bytes:,} bytes.")
        pieces.append(piece)
        del piece  # as above
    if inflate is not None and transferred and not inflate.eof:
        raise TruncatedResponseError(f"{response.url} ended in the middle of its compressed response.")
    return transferred


def _inflate(inflate: zlib._Decompress, raw: bytes, room: int, response: httpx.Response) -> bytes:
    """Decompress a piece, to at most one byte more than the room left."""
    try:
        return inflate.decompress(raw, room + 1)
    except zlib.error as error:
        raise TruncatedResponseError(f"{response.url} sends a broken compressed response ({error}).") from error
