"""One exchange with a server, within one limit of time whatever the server does, and ended by a stop.

A timeout of a socket begins anew with every byte: headers, interim responses, chunk extensions or trailers that drip
would never end (measured with httpx). So every wait for the network, connecting included, is bounded by the time that
is left of the whole exchange.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing

import httpcore
import httpx

from ingestion.urls import Url
from ingestion.wordpress.download import Limits, download
from ingestion.wordpress.errors import SlowResponseError, StoppedError, TruncatedResponseError
from ingestion.wordpress.hosts import CheckedBackend, Resolver

#: How long a wait for the network takes to notice a stop.
_NOTICE_SECONDS = 0.25


class UnreachableError(Exception):
    """No connection; becomes `SiteUnavailableError` after the last attempt."""


class Transport:
    """Connections to checked addresses only, without proxies; thread-safe."""

    def __init__(
        self,
        resolver: Resolver,
        limits: Limits,
        *,
        max_connections: int,
        stopped: threading.Event,
        redact: Callable[[str], str],
    ) -> None:
        """Open nothing yet.

        Args:
            resolver: Checks addresses.
            limits: Limits of time and size.
            max_connections: Requests at the same time.
            stopped: Ends what waits, when set.
            redact: Masks credentials in messages.
        """
        self._limits = limits
        self._stopped = stopped
        self._redact = redact
        self._clock = _Clock(stopped)
        trusted = ssl.create_default_context()
        self._transport = httpx.HTTPTransport(verify=trusted)
        # httpx has no setting for the network backend of its pool, so the pool is replaced.
        self._transport._pool = httpcore.ConnectionPool(
            ssl_context=trusted,
            max_connections=max_connections,
            keepalive_expiry=15.0,
            network_backend=_TimedBackend(resolver, self._clock),
        )

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def send(
        self, method: str, url: Url, headers: dict[str, str], *, seconds: float
    ) -> tuple[httpx.Response, bytes, int]:
        """Send a request; return the response, its decompressed body and the number of bytes transferred.

        Args:
            method: HTTP method.
            url: Requested as it is.
            headers: Sent as they are.
            seconds: Limit of the whole exchange.

        Raises:
            UnreachableError: No connection.
            SlowResponseError, TruncatedResponseError, ResponseTooLargeError: The response is not whole.
            StoppedError: The run was stopped.
        """
        timeout = httpx.Timeout(self._limits.silence_seconds, connect=self._limits.connect_seconds)
        request = httpx.Request(method, str(url), headers=headers, extensions={"timeout": timeout.as_dict()})
        self._clock.start(seconds)
        try:
            response = self._transport.handle_request(request)
            response.request = request
            with closing(response):
                body, transferred = download(response, self._limits)
        except httpx.TransportError as error:
            if self._stopped.is_set():
                raise StoppedError(f"{url} was not waited for: the run was stopped.") from None
            if self._clock.is_over:
                raise SlowResponseError(
                    f"{url} did not respond in full within {self._limits.response_seconds:.0f} s."
                ) from None
            raise self._failure(url, error) from error
        return response, body, transferred

    def _failure(self, url: Url, error: httpx.TransportError) -> Exception:
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
            return UnreachableError(self._redact(str(error) or type(error).__name__))
        if isinstance(error, httpx.TimeoutException):
            return SlowResponseError(f"{url} was silent for {self._limits.silence_seconds:.0f} s.")
        return TruncatedResponseError(self._redact(f"{url} closed the connection early: {error}."))


class _Clock(threading.local):
    """The end of the exchange that this thread is in: httpcore does all of it in the thread that asks."""

    def __init__(self, stopped: threading.Event) -> None:
        self._stopped = stopped
        self._end = float("inf")

    def start(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether nothing more is waited for."""
        return self._stopped.is_set() or time.monotonic() >= self._end

    def bound(self, timeout: float | None) -> float:
        """Return a timeout, at most to the end."""
        left = max(0.001, self._end - time.monotonic())
        return left if timeout is None else min(timeout, left)


class _TimedBackend(CheckedBackend):
    def __init__(self, resolver: Resolver, clock: _Clock) -> None:
        super().__init__(resolver)
        self._clock = clock

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        stream = super().connect_tcp(host, port, self._clock.bound(timeout), local_address, socket_options)
        return _TimedStream(stream, self._clock)


class _TimedStream(httpcore.NetworkStream):
    """A connection whose waits end with the exchange or with the run."""

    def __init__(self, stream: httpcore.NetworkStream, clock: _Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        end = time.monotonic() + self._clock.bound(timeout)
        while not self._clock.is_over:
            try:
                return self._stream.read(max_bytes, max(0.001, min(_NOTICE_SECONDS, end - time.monotonic())))
            except httpcore.ReadTimeout:
                if time.monotonic() >= end:
                    raise
        raise httpcore.ReadTimeout("the exchange is over")

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._clock.is_over:
            raise httpcore.WriteTimeout("the exchange is over")
        self._stream.write(buffer, self._clock.bound(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._clock.bound(timeout))
        return _TimedStream(stream, self._clock)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
