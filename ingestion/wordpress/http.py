"""Requests to one site: only to its own origin, limited in size and time, retried with backoff.

dlt's HTTP helper follows a `Link: rel=next` to any host with the credentials, and has neither a total deadline nor a
size limit (measured), so this uses httpx over checked connections, with tenacity for retries. Only httpx's transport
is used: its client builds the next request of every redirect, followed or not, fails on a `Location` that is not a
valid URL, and would send cookies and user names from URLs.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from ingestion.sites import Site
from ingestion.urls import Origin, Url
from ingestion.wordpress.credentials import read_credentials, redact, redact_body
from ingestion.wordpress.download import Limits
from ingestion.wordpress.errors import (
    ForeignRedirectError,
    PageError,
    RateLimitedError,
    SiteUnavailableError,
    SlowResponseError,
    StoppedError,
    TimeLimitError,
)
from ingestion.wordpress.hosts import Resolver, site_address
from ingestion.wordpress.origins import TrustedOrigins
from ingestion.wordpress.rate_limits import RateLimit, RateLimits, slots
from ingestion.wordpress.responses import BusyError, Response, as_json, check_status
from ingestion.wordpress.transport import Transport, UnreachableError
from ingestion.wordpress.values import parse_http_date

_MAX_HOPS = 5
_REDIRECTS = {301, 302, 303, 307, 308}

#: Larger clock skews are ignored.
_MAX_CLOCK_SKEW = timedelta(days=366)


@dataclass(slots=True)
class Traffic:
    """Counters of a session."""

    request_count: int = 0
    received_bytes: int = 0
    response_count: int = 0
    repaired_count: int = 0


class Session:
    """HTTP session with one site; thread-safe."""

    def __init__(
        self,
        site: Site,
        *,
        rate_limits: RateLimits | None = None,
        limits: Limits | None = None,
        stopped: threading.Event | None = None,
    ) -> None:
        """Check the site's URL and credentials; nothing is sent yet.

        Args:
            site: Its settings.
            rate_limits: Shared with the other sites of a run.
            limits: Limits of time, size and retries.
            stopped: Ends every wait, when set.

        Raises:
            AddressRefusedError: The site's URL is not one we fetch from.
            HostNotFoundError: It does not resolve.
            MissingCredentialsError: An environment variable is not set.
            InsecureCredentialsError: The password would travel over plain http.
        """
        self.site = site
        self.limits = limits or Limits()
        self.traffic = Traffic()
        self.clock_skew = timedelta()  # the site's clock minus ours
        self.health_url = site.url  # requested to check that the site is up; discovery sets a lighter one
        self._home = site_address(site.url).origin
        self._stopped = stopped or threading.Event()
        self._rate_limits = rate_limits or RateLimits(self._stopped)
        self._resolver = Resolver(allow_private=site.allow_private)
        self._credentials = read_credentials(site, self._home, self._resolver.addresses(self._home.host))
        self._origins = TrustedOrigins(site.url, self._home, self._credentials)
        self._lock = threading.Lock()
        self._failures = 0
        self._deadline = time.monotonic() + self.limits.site_seconds
        self._transport = Transport(
            self._resolver,
            self.limits,
            max_connections=site.max_connections + 2,
            stopped=self._stopped,
            redact=self.redact,
        )
        contact = f"; +{site.contact}" if site.contact else ""
        self._headers = {
            "User-Agent": f"Pressgraph/{version('pressgraph')} (newsroom analytics{contact})",
            "Accept": "application/json, text/html;q=0.5",
            "Accept-Encoding": "gzip",
        }

    @property
    def is_authenticated(self) -> bool:
        """Whether credentials are sent."""
        return self._credentials is not None

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def trust_origin(self, origin: Origin) -> None:
        """Trust another origin like the site's own: WordPress.com serves the API of all its sites from one host."""
        self._origins.trust(origin)

    def get(self, url: str, *, page_tries: int | None = None) -> Response:
        """Request JSON; 4xx responses are returned too, whatever their body.

        Args:
            url: On a trusted origin.
            page_tries: Attempts before a `PageError` is raised; null for the usual number.

        Raises:
            PageError: It failed in a way that a smaller page may avoid.
            WordPressError: It failed otherwise; the class says how.
        """
        return self._get("GET", url, page_tries or self.limits.tries, is_json=True)

    def request(self, url: str, *, method: str = "GET", page_tries: int | None = None) -> Response:
        """Request a response that need not be JSON; see `get`."""
        return self._get(method, url, page_tries or self.limits.tries, is_json=False)

    def is_trusted(self, origin: Origin) -> bool:
        """Tell whether an origin is the site's own; see `TrustedOrigins`."""
        return self._origins.is_trusted(origin)

    def redact(self, text: str) -> str:
        """Mask the credentials in a text, in case a server has echoed them."""
        return redact(self.site, text)

    def _get(self, method: str, url: str, page_tries: int, *, is_json: bool) -> Response:
        tries = self.limits.tries

        def is_enough(state: RetryCallState) -> bool:
            return state.attempt_number >= (page_tries if isinstance(_failure(state), PageError) else tries)

        retrying = Retrying(
            stop=is_enough,
            wait=self._pause,
            retry=retry_if_exception_type((PageError, UnreachableError, BusyError)),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._attempt, method, url, is_json=is_json)
        except UnreachableError as failure:
            raise SiteUnavailableError(
                f"{self.site.url} does not respond ({failure}). The next run tries again."
            ) from failure
        except BusyError as failure:
            raise RateLimitedError(
                f"{self.site.url} still asks us to slow down after {tries} attempts. Lower requests_per_second for the "
                "site, or ask its owner to let us through."
            ) from failure

    def _sleep(self, seconds: float) -> None:
        """Wait before the next attempt; a stop ends the wait."""
        self._stopped.wait(seconds)

    def _pause(self, state: RetryCallState) -> float:
        """Return the seconds until the next attempt: random, longer each time; 0 if the rate limits already wait."""
        failure = _failure(state)
        if isinstance(failure, BusyError) and failure.seconds is not None:
            return 0.0
        return wait_random_exponential(multiplier=self.limits.retry_seconds, max=20.0)(state)

    def _attempt(self, method: str, url: str, *, is_json: bool) -> Response:
        """Make one attempt; the circuit breaker counts its outcome."""
        self._require_running()
        if self._failures >= self.limits.failures:
            raise SiteUnavailableError(
                f"{self.site.url}: {self._failures} consecutive requests failed, so no more are sent in this "
                "run. The next run tries again."
            )
        target = self._origins.require(url)
        try:
            response = self._follow(method, target)
            check_status(response, self.site.url, self.limits.longest_wait_seconds)
            if is_json and response.status < 400:
                response = as_json(response)
        except (PageError, UnreachableError, BusyError) as failure:
            with self._lock:
                self._failures += not isinstance(failure, BusyError)
            if isinstance(failure, BusyError) and failure.seconds is not None:
                for limit in self._limits_of(target.origin):
                    limit.pause_for(failure.seconds)
            raise
        with self._lock:
            self._failures = 0
            self.traffic.response_count += 1
            self.traffic.repaired_count += bool(response.repairs)
        return response

    def _follow(self, method: str, url: Url) -> Response:
        """Follow redirects to the final response."""
        left = self.limits.response_seconds
        for _ in range(_MAX_HOPS):
            if left <= 0:
                raise SlowResponseError(
                    f"{url} did not respond in full within {self.limits.response_seconds:.0f} s, redirects included."
                )
            response, taken = self._send(method, url, min(left, max(1.0, self._deadline - time.monotonic())))
            left -= taken
            location = response.headers.get("location")
            if response.status not in _REDIRECTS or location is None:
                return response
            url = self._origins.next_hop(url, location)
        raise ForeignRedirectError(
            f"{self.site.url} redirects more than {_MAX_HOPS} times; the last address was {str(url)[:300]}."
        )

    def _send(self, method: str, url: Url, seconds: float) -> tuple[Response, float]:
        """Send one request without following redirects; credentials go to their own origin only.

        Returns:
            The response, and the seconds that it took; what it waited for a slot does not count.
        """
        headers = dict(self._headers)
        if self._credentials:
            headers |= self._credentials.headers_for(url.origin)
        with slots(self._limits_of(url.origin)):
            self._require_running()
            with self._lock:
                self.traffic.request_count += 1
            began = time.monotonic()
            response, body, transferred = self._transport.send(method, url, headers, seconds=seconds)
            taken = time.monotonic() - began
        with self._lock:
            self.traffic.received_bytes += transferred
            self._note_clock(response.headers)
        if self._credentials:  # before anything is cut out of it: the rest of a password could not be told any more
            body = redact_body(self.site, body, is_data=response.status_code < 400)
        return Response(str(url), response.status_code, response.headers, body), taken

    def _require_running(self) -> None:
        """Raise where the run was stopped, or the site's time is over.

        Raises:
            StoppedError, TimeLimitError: As named.
        """
        if self._stopped.is_set():
            raise StoppedError(f"{self.site.url} was not read further: the run was stopped.")
        if time.monotonic() > self._deadline:
            raise TimeLimitError(
                f"{self.site.url} took more than {self.limits.site_seconds:.0f} s in one run. What was read is kept; "
                "the next run continues."
            )

    def _note_clock(self, headers: Mapping[str, str]) -> None:
        """Measure the site's clock skew from the first response; `Date` has whole seconds, so one is enough."""
        if self.traffic.response_count:
            return
        moment, age = parse_http_date(headers.get("date")), headers.get("age", "")
        since = timedelta(seconds=int(age)) if re.fullmatch(r"[0-9]{1,8}", age) else timedelta()  # kept by a cache
        skew = moment + since - datetime.now(UTC) if moment else timedelta()
        self.clock_skew = skew if abs(skew) <= _MAX_CLOCK_SKEW else timedelta()

    def _limits_of(self, origin: Origin) -> tuple[RateLimit, ...]:
        """Return the rate limits that apply to an origin."""
        return self._rate_limits.limits_for(
            f"{origin.host}:{origin.port}",
            self._resolver.addresses(origin.host)[0],
            requests_per_second=self.site.requests_per_second,
            max_connections=self.site.max_connections,
        )


def _failure(state: RetryCallState) -> BaseException | None:
    """Return the exception of the last attempt."""
    return state.outcome.exception() if state.outcome else None
