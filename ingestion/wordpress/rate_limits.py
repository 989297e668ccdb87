"""How often and how many at once: per host, and together for hosts that are one neighbour."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from ingestion.wordpress.values import parse_count, parse_http_date

#: Seconds' worth of requests that may begin at once after a pause; a refresh of a few lists need not queue.
BURST_SECONDS = 2.0


class RateLimit:
    """Lets requests begin at a rate and run a few at a time; safe to share between threads.

    The generic cell rate algorithm: `_due` is when the next request would begin if all came evenly.
    """

    def __init__(self, requests_per_second: float, max_connections: int) -> None:
        self._lock = threading.Condition()
        self._interval = 1.0 / requests_per_second
        self._max_connections = max_connections
        self._running = 0
        self._due = 0.0
        self._paused_until = 0.0

    def raise_limits(self, requests_per_second: float, max_connections: int) -> None:
        """Take the more generous of the present limits and these: neighbours share what the best of them gets."""
        with self._lock:
            self._interval = min(self._interval, 1.0 / requests_per_second)
            self._max_connections = max(self._max_connections, max_connections)
            self._lock.notify_all()

    def pause_for(self, seconds: float) -> None:
        """Begin no request for so long: what a site asks for with Retry-After binds all its connections."""
        with self._lock:
            self._paused_until = max(self._paused_until, time.monotonic() + seconds)

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait for a free connection and for the moment to begin; the connection is free again afterwards."""
        with self._lock:
            self._lock.wait_for(lambda: self._running < self._max_connections)
            self._running += 1
        try:
            while (wait := self._reserve()) > 0:
                time.sleep(wait)
            yield
        finally:
            with self._lock:
                self._running -= 1
                self._lock.notify()

    def _reserve(self) -> float:
        """Seconds to wait before asking again; 0 when the request may begin (and was counted)."""
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
    """The gates of one run: one for each host, one for each address that several hosts may share."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._limits: dict[str, RateLimit] = {}

    def limits_for(
        self, host: str, address: str, *, requests_per_second: float, max_connections: int
    ) -> tuple[RateLimit, ...]:
        """The gates a request to `host` at `address` passes."""
        found = []
        with self._lock:
            for key in (f"host {host}", f"address {address}"):
                if key in self._limits:
                    self._limits[key].raise_limits(requests_per_second, max_connections)
                else:
                    self._limits[key] = RateLimit(requests_per_second, max_connections)
                found.append(self._limits[key])
        return tuple(found)


@contextmanager
def slots(limits: tuple[RateLimit, ...]) -> Iterator[None]:
    """A turn at each of the gates, taken in their order."""
    with ExitStack() as stack:
        for limit in limits:
            stack.enter_context(limit.slot())
        yield


def retry_after_seconds(value: str | None, *, now: datetime | None = None) -> float | None:
    """A `Retry-After` header in seconds from now, stated in seconds or as a date; null where it says nothing usable."""
    if value is None:
        return None
    value = value.strip()
    if (seconds := parse_count(value)) is not None:
        return float(seconds)
    moment = parse_http_date(value)
    return None if moment is None else max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
