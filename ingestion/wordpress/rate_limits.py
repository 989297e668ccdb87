"""Limits of request rate and concurrency: per host, and shared by hosts at one IP address."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from ingestion.wordpress.values import parse_count, parse_http_date

#: Burst allowed after a pause, in seconds' worth of requests: a refresh of a few lists need not wait.
BURST_SECONDS = 2.0


class RateLimit:
    """Limit of request rate and concurrency; thread-safe.

    It uses the generic cell rate algorithm: `_due` is the start of the next request if all were evenly spaced.
    """

    def __init__(
        self, requests_per_second: float, max_connections: int, stopped: threading.Event | None = None
    ) -> None:
        self._stopped = stopped or threading.Event()
        self._lock = threading.Condition()
        self._interval = 1.0 / requests_per_second
        self._max_connections = max_connections
        self._running = 0
        self._due = 0.0
        self._paused_until = 0.0

    def raise_limits(self, requests_per_second: float, max_connections: int) -> None:
        """Raise the limits to these if they are higher: hosts at one address share the highest limit of any of them."""
        with self._lock:
            self._interval = min(self._interval, 1.0 / requests_per_second)
            self._max_connections = max(self._max_connections, max_connections)
            self._lock.notify_all()

    def pause_for(self, seconds: float) -> None:
        """Start no request for this long: a site's Retry-After applies to all its connections."""
        with self._lock:
            self._paused_until = max(self._paused_until, time.monotonic() + seconds)

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait for a free connection and the next start time; release the connection afterwards.

        A stop ends the wait.
        """
        with self._lock:
            self._lock.wait_for(lambda: self._running < self._max_connections)
            self._running += 1
        try:
            while (wait := self._reserve()) > 0 and not self._stopped.wait(wait):
                pass
            yield
        finally:
            with self._lock:
                self._running -= 1
                self._lock.notify()

    def _reserve(self) -> float:
        """Return the seconds to wait before the next call; 0 if the request may start (it is then counted)."""
        with self._lock:
            now = time.monotonic()
            if now < self._paused_until:
                return self._paused_until - now
            due = max(self._due, now - BURST_SECONDS)
            if due > now:
                return due - now
            self._due = due + self._interval
            return 0.0


class RateLimits:
    """The rate limits of one run: one per host, and one per IP address, which several hosts may share."""

    def __init__(self, stopped: threading.Event | None = None) -> None:
        self._stopped = stopped
        self._lock = threading.Lock()
        self._limits: dict[str, RateLimit] = {}

    def limits_for(
        self, host: str, address: str, *, requests_per_second: float, max_connections: int
    ) -> tuple[RateLimit, ...]:
        """Return the limits that apply to requests to `host` at `address`."""
        found = []
        with self._lock:
            for key in (f"host {host}", f"address {address}"):
                if key in self._limits:
                    self._limits[key].raise_limits(requests_per_second, max_connections)
                else:
                    self._limits[key] = RateLimit(requests_per_second, max_connections, self._stopped)
                found.append(self._limits[key])
        return tuple(found)


@contextmanager
def slots(limits: tuple[RateLimit, ...]) -> Iterator[None]:
    """Take a slot of each limit, in order."""
    with ExitStack() as stack:
        for limit in limits:
            stack.enter_context(limit.slot())
        yield


def retry_after_seconds(value: str | None, *, now: datetime | None = None) -> float | None:
    """Parse a `Retry-After` header, in seconds or as a date, to seconds from now; null if it is not valid."""
    if value is None:
        return None
    value = value.strip()
    if (seconds := parse_count(value)) is not None:
        return float(seconds)
    moment = parse_http_date(value)
    return None if moment is None else max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
