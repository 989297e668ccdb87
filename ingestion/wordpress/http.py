"""Requests to one site: only to its own origin, limited in size and time, retried with backoff.

dlt's HTTP helper follows a `Link: rel=next` to any host with the credentials, and has neither a total deadline nor a
size limit (measured), so this uses httpx over checked connections, with tenacity for retries. Only httpx's transport
is used: its client builds the next request of every redirect, followed or not, fails on a `Location` that is not a
valid URL, and would send cookies and user names from URLs.
"""

from __future__ import annotations

import re
import ssl
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import httpcore
import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from ingestion.sites import Site
from ingestion.urls import InvalidUrlError, Origin, Url, parse_url
from ingestion.wordpress.credentials import read_credentials, redact, redact_body
from ingestion.wordpress.download import Limits, download
from ingestion.wordpress.errors import (
    ForeignRedirectError,
    PageError,
    RateLimitedError,
    SiteUnavailableError,
    SlowResponseError,
    TimeLimitError,
    TruncatedResponseError,
)
from ingestion.wordpress.hosts import CheckedBackend, Resolver, site_address
from ingestion.wordpress.rate_limits import RateLimit, RateLimits, slots
from ingestion.wordpress.responses import BusyError, Response, as_json, check_status
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


class UnreachableError(Exception):
    """No connection; becomes `SiteUnavailableError` after the last attempt."""


class Session:
    """HTTP session with one site; thread-safe."""

    def __init__(self, site: Site, *, rate_limits: RateLimits | None = None, limits: Limits | None = None) -> None:
        """Check the site's URL and credentials; nothing is sent yet.

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
        self._trusted: set[Origin] = set()
        self._rate_limits = rate_limits or RateLimits()
        self._resolver = Resolver(allow_private=site.allow_private)
        self._credentials = read_credentials(site, self._home, self._resolver.addresses(self._home.host))
        self._lock = threading.Lock()
        self._failures = 0
        self._deadline = time.monotonic() + self.limits.site_seconds
        self._transport = self._open_transport()
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
        self._trusted.add(origin)

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
        """Tell whether an origin is the site's own: same host and port, `www.` ignored, never http for an https site.

        With credentials it must be exactly theirs: elsewhere the response would be that for a visitor.
        """
        if origin in self._trusted:
            return True
        if self._credentials:
            return origin == self._credentials.origin
        return origin.site_key == self._home.site_key and (origin.is_secure or not self._home.is_secure)

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

    def _pause(self, state: RetryCallState) -> float:
        """Return the seconds until the next attempt: random, longer each time; 0 if the rate limits already wait."""
        failure = _failure(state)
        if isinstance(failure, BusyError) and failure.seconds is not None:
            return 0.0
        return wait_random_exponential(multiplier=self.limits.retry_seconds, max=20.0)(state)

    def _attempt(self, method: str, url: str, *, is_json: bool) -> Response:
        """Make one attempt; the circuit breaker counts its outcome."""
        if time.monotonic() > self._deadline:
            raise TimeLimitError(
                f"{self.site.url} took more than {self.limits.site_seconds:.0f} s in one run. What was read is kept; "
                "the next run continues."
            )
        if self._failures >= self.limits.failures:
            raise SiteUnavailableError(
                f"{self.site.url}: {self._failures} consecutive requests failed, so no more are sent in this "
                "run. The next run tries again."
            )
        target = self._trusted_url(url)
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

    def _trusted_url(self, text: str) -> Url:
        """Parse a URL, which must be on a trusted origin."""
        url = parse_url(text)
        if not self.is_trusted(url.origin):
            raise ForeignRedirectError(
                f"{self.site.url} cannot be read at {url.origin}: another host, or not https. If that is "
                "where the site is now, give that address as its url."
            )
        return url

    def _follow(self, method: str, url: Url) -> Response:
        """Follow redirects to the final response."""
        for _ in range(_MAX_HOPS):
            response = self._send(method, url)
            location = response.headers.get("location")
            if response.status not in _REDIRECTS or location is None:
                return response
            url = self._next_hop(url, location)
        raise ForeignRedirectError(
            f"{self.site.url} redirects more than {_MAX_HOPS} times; the last address was {str(url)[:300]}."
        )

    def _next_hop(self, current: Url, location: str) -> Url:
        """Return the target of a redirect, if it is trusted and stays on https."""
        try:
            target = current.join(location)
        except InvalidUrlError as error:
            raise ForeignRedirectError(
                f"{str(current)[:300]} redirects to a target that is not followed: {error} Tell the site's owner."
            ) from error
        if not self.is_trusted(target.origin) or (current.origin.is_secure and not target.origin.is_secure):
            raise ForeignRedirectError(f"{self.site.url} redirects to {target.origin}: {self._advice(current, target)}")
        return target

    def _advice(self, current: Url, target: Url) -> str:
        """Say what to do about a redirect that is not followed; never to give up https."""
        if target.origin.is_secure or not (current.origin.is_secure or self._home.is_secure or self.is_authenticated):
            return (
                f'another site than the one asked for. If that is where the site is now, set url = "{target.origin}" '
                "for it and keep the old address in old_hosts."
            )
        return (
            "plain http, over which anyone on the way could read and change what is sent. It is not followed; ask the "
            "site's owner to answer over https."
        )

    def _send(self, method: str, url: Url) -> Response:
        """Send one request without following redirects; credentials go to their own origin only."""
        headers = dict(self._headers)
        if self._credentials:
            headers |= self._credentials.headers_for(url.origin)
        timeout = httpx.Timeout(self.limits.silence_seconds, connect=self.limits.connect_seconds)
        request = httpx.Request(method, str(url), headers=headers, extensions={"timeout": timeout.as_dict()})
        with slots(self._limits_of(url.origin)):
            began = time.monotonic()
            with self._lock:
                self.traffic.request_count += 1
            try:
                response = self._transport.handle_request(request)
                response.request = request
                with closing(response):
                    body, transferred = download(response, self.limits, began=began)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
                raise UnreachableError(self.redact(str(error) or type(error).__name__)) from error
            except httpx.TimeoutException as error:
                raise SlowResponseError(f"{url} was silent for {self.limits.silence_seconds:.0f} s.") from error
            except httpx.TransportError as error:
                raise TruncatedResponseError(self.redact(f"{url} closed the connection early: {error}.")) from error
        with self._lock:
            self.traffic.received_bytes += transferred
            self._note_clock(response.headers)
        if self._credentials:  # before anything is cut out of it: the rest of a password could not be told any more
            body = redact_body(self.site, body, is_data=response.status_code < 400)
        return Response(str(url), response.status_code, response.headers, body)

    def _note_clock(self, headers: httpx.Headers) -> None:
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

    def _open_transport(self) -> httpx.HTTPTransport:
        """Open a transport that connects to checked addresses only, without proxies."""
        trusted = ssl.create_default_context()
        transport = httpx.HTTPTransport(verify=trusted)
        # httpx has no setting for the network backend of its pool, so the pool is replaced.
        transport._pool = httpcore.ConnectionPool(
            ssl_context=trusted,
            max_connections=self.site.max_connections + 2,
            keepalive_expiry=15.0,
            network_backend=CheckedBackend(self._resolver),
        )
        return transport


def _failure(state: RetryCallState) -> BaseException | None:
    """Return the exception of the last attempt."""
    return state.outcome.exception() if state.outcome else None
