"""One answer's bytes, received within bounds: of size as they travel, of size as they are read, and of time."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass

import httpx

from ingestion.wordpress.errors import ResponseTooLargeError, SlowResponseError, TruncatedResponseError


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one site's extraction.

    Attributes:
        connect_seconds: To open a connection.
        silence_seconds: Between two pieces of an answer.
        response_seconds: From asking to the answer's last byte: a slow drip ends here.
        compressed_bytes: Largest answer as it travels.
        decompressed_bytes: Largest answer as it is read.
        tries: Times a request is begun before it is given up.
        page_tries: The same where a smaller page can be asked for instead.
        retry_seconds: First pause between tries; it is random, and on average doubles each time.
        longest_wait_seconds: A `Retry-After` beyond this ends the run of this site.
        failures: Requests failing one after the other until the site counts as gone (circuit breaker).
        site_seconds: All of one site in one run.
    """

    connect_seconds: float = 10.0
    silence_seconds: float = 30.0
    response_seconds: float = 120.0
    compressed_bytes: int = 32 * 1024 * 1024
    decompressed_bytes: int = 128 * 1024 * 1024
    tries: int = 5
    page_tries: int = 2
    retry_seconds: float = 1.0
    longest_wait_seconds: float = 120.0
    failures: int = 12
    site_seconds: float = 6 * 3600.0


def receive(response: httpx.Response, limits: Limits, *, began: float) -> tuple[bytes, int]:
    """The decompressed body of a streamed response, and how many bytes travelled.

    Args:
        response: Opened with `stream`, nothing read yet.
        limits: The bounds.
        began: `time.monotonic()` when the request was begun.

    Raises:
        ResponseTooLargeError, SlowResponseError, TruncatedResponseError: A bound was reached, or the body is broken.
    """
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "", "gzip", "x-gzip"}:
        raise TruncatedResponseError(f"{response.url} answered in the encoding {encoding!r}, which was not asked for.")
    inflate = zlib.decompressobj(wbits=31) if encoding in {"gzip", "x-gzip"} else None
    pieces: list[bytes] = []
    travelled = size = 0
    for raw in response.iter_raw():
        travelled += len(raw)
        if travelled > limits.compressed_bytes:
            raise ResponseTooLargeError(f"{response.url} sends more than {limits.compressed_bytes:,} bytes.")
        if time.monotonic() - began > limits.response_seconds:
            raise SlowResponseError(f"{response.url} was not answered in full within {limits.response_seconds:.0f} s.")
        piece = raw if inflate is None else _inflated(inflate, raw, limits.decompressed_bytes - size, response)
        size += len(piece)
        if size > limits.decompressed_bytes:
            raise ResponseTooLargeError(f"{response.url} holds more than {limits.decompressed_bytes:,} bytes.")
        pieces.append(piece)
    if inflate is not None and travelled and not inflate.eof:
        raise TruncatedResponseError(f"{response.url} ended in the middle of its compressed answer.")
    return b"".join(pieces), travelled


def _inflated(inflate: zlib._Decompress, raw: bytes, room: int, response: httpx.Response) -> bytes:
    """A piece decompressed, never to more than one byte beyond the room left."""
    try:
        return inflate.decompress(raw, room + 1)
    except zlib.error as error:
        raise TruncatedResponseError(f"{response.url} sends a broken compressed answer ({error}).") from error
