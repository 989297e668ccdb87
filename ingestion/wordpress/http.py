"""Requests to one site: the same host on every hop, bounded in size and time, retried politely.

dlt's own HTTP helper follows a `Link: rel=next` to any host with the credentials, and has no total deadline and no
size limit (measured); so this is httpx over a checked connection, with tenacity for the retries.
"""

from __future__ import annotations

import ssl
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from urllib.parse import SplitResult, urljoin, urlsplit

import httpcore
import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from ingestion.sites import Site
from ingestion.wordpress.addresses import CheckedBackend, Resolver, web_address
from ingestion.wordpress.answers import Answer, Busy, as_json, check_status
from ingestion.wordpress.credentials import read_credentials
from ingestion.wordpress.errors import (
    ForeignRedirect,
    PageFault,
    RateLimited,
    SiteUnavailable,
    SlowAnswer,
    TimeLimitReached,
    TruncatedAnswer,
)
from ingestion.wordpress.politeness import Gate, Neighbourhood, turns
from ingestion.wordpress.transfer import Limits, receive

_MAX_HOPS = 5
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(slots=True)
class Traffic:
    """What a session did so far."""

    request_count: int = 0
    received_bytes: int = 0
    answer_count: int = 0
    repaired_count: int = 0


class Unreachable(Exception):
    """No connection; becomes `SiteUnavailable` when trying again did not help."""


class Session:
    """Requests to one site; threads may share it."""

    def __init__(self, site: Site, *, neighbourhood: Neighbourhood | None = None, limits: Limits | None = None) -> None:
        """Check the address and the credentials; nothing is sent yet.

        Raises:
            AddressRefused: The site's address is not one we fetch from.
            HostNotFound: It does not resolve.
            MissingCredentials: An environment variable is not set.
            InsecureCredentials: The password would travel over plain http.
        """
        self.site = site
        self.limits = limits or Limits()
        self.traffic = Traffic()
        self.ahead = timedelta()  # how far the site's clock is ahead of ours
        self.health_url = site.url  # what a site that is alive answers; discovery finds something lighter
        self._home = web_address(site.url)
        self._hosts = {_bare(self._home)}
        self._neighbourhood = neighbourhood or Neighbourhood()
        self._resolver = Resolver(allow_private=site.allow_private)
        addresses = self._resolver.addresses(self._home.hostname or "")
        self._credentials = read_credentials(site, addresses)
        self._lock = threading.Lock()
        self._failures = 0
        self._deadline = time.monotonic() + self.limits.site_seconds
        self._client = self._open_client()

    @property
    def is_authenticated(self) -> bool:
        """Whether credentials are sent."""
        return self._credentials is not None

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def now(self) -> datetime:
        """The present moment by the earlier of the two clocks, so that a cursor never skips anything."""
        return datetime.now(UTC) + min(self.ahead, timedelta())

    def own(self, host: str) -> None:
        """Count another host as the site's own: WordPress.com answers for its sites at one host of its own."""
        self._hosts.add((host, None))

    def get(self, url: str, *, page_tries: int | None = None) -> Answer:
        """The JSON answer to one request; 4xx answers are passed on, whatever their body.

        Args:
            url: On the site's own host.
            page_tries: Tries before a `PageFault` is raised; null for as many as for anything else.

        Raises:
            PageFault: It failed in a way a smaller page may avoid.
            WordPressError: It failed otherwise; the class says how.
        """
        return self._get("GET", url, page_tries or self.limits.tries, is_json=True)

    def page(self, url: str, *, method: str = "GET", page_tries: int | None = None) -> Answer:
        """The answer to a request whose body need not be JSON; see `get`."""
        return self._get(method, url, page_tries or self.limits.tries, is_json=False)

    def is_own(self, url: str) -> bool:
        """Whether an address is on the site's own host and port; `www.` makes no difference."""
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and "@" not in parts.netloc and _bare(parts) in self._hosts

    def redact(self, text: str) -> str:
        """A text in which the credentials, should a server have echoed them, cannot be read."""
        return self._credentials.redact(text) if self._credentials else text

    def _get(self, method: str, url: str, page_tries: int, *, is_json: bool) -> Answer:
        tries = self.limits.tries

        def is_enough(state: RetryCallState) -> bool:
            return state.attempt_number >= (page_tries if isinstance(_failure(state), PageFault) else tries)

        retrying = Retrying(
            stop=is_enough,
            wait=self._pause,
            retry=retry_if_exception_type((PageFault, Unreachable, Busy)),
            reraise=True,
        )
        try:
            return retrying(self._attempt, method, url, is_json=is_json)
        except Unreachable as failure:
            raise SiteUnavailable(
                f"{self.site.url} does not answer ({failure}). The next run tries again."
            ) from failure
        except Busy as failure:
            raise RateLimited(
                f"{self.site.url} still asks us to slow down after {tries} tries. Lower requests_per_second for the "
                "site, or ask its owner to let us through."
            ) from failure

    def _pause(self, state: RetryCallState) -> float:
        """Seconds until the next try: random, longer each time; none where the gates are closed for a stated time."""
        failure = _failure(state)
        if isinstance(failure, Busy) and failure.seconds is not None:
            return 0.0
        return wait_random_exponential(multiplier=self.limits.retry_seconds, max=20.0)(state)

    def _attempt(self, method: str, url: str, *, is_json: bool) -> Answer:
        """One try; its outcome is counted by the circuit breaker."""
        if time.monotonic() > self._deadline:
            raise TimeLimitReached(
                f"{self.site.url} took more than {self.limits.site_seconds:.0f} s in one run. What was read is kept; "
                "the next run goes on."
            )
        if self._failures >= self.limits.failures:
            raise SiteUnavailable(
                f"{self.site.url}: {self._failures} requests failed one after the other, so no more are sent in this "
                "run. The next run tries again."
            )
        try:
            answer = self._follow(method, url)
            check_status(answer, self.site.url, self.limits.longest_wait_seconds, self.redact)
            if is_json and answer.status < 400:
                answer = as_json(answer)
        except (PageFault, Unreachable, Busy) as failure:
            with self._lock:
                self._failures += not isinstance(failure, Busy)
            if isinstance(failure, Busy) and failure.seconds is not None:
                for gate in self._gates(urlsplit(url)):
                    gate.close_for(failure.seconds)
            raise
        with self._lock:
            self._failures = 0
            self.traffic.answer_count += 1
            self.traffic.repaired_count += bool(answer.repairs)
        return answer

    def _follow(self, method: str, url: str) -> Answer:
        """The answer at the end of the redirects."""
        for _ in range(_MAX_HOPS):
            answer = self._once(method, url)
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or location is None:
                return answer
            url = self._checked_hop(url, urljoin(url, location))
        raise ForeignRedirect(
            f"{self.site.url} redirects more than {_MAX_HOPS} times; the last address was {url[:300]}."
        )

    def _checked_hop(self, here: str, target: str) -> str:
        """The next address, if it is the site's own; with credentials, no other spelling of the host will do."""
        there = urlsplit(target)
        is_own = self.is_own(target) and not (here.startswith("https:") and there.scheme == "http")
        if self.is_authenticated:
            is_own = (
                is_own
                and there.hostname == self._home.hostname
                and not (there.scheme == "http" and self._home.scheme == "https")
            )
        if not is_own:
            place = f"{there.scheme}://{there.netloc.split('@')[-1]}"
            raise ForeignRedirect(
                f"{self.site.url} redirects to {place}: another host, or no longer https. If that is where the site "
                f'is now, set url = "{place}" for it and keep the old address in old_hosts.'
            )
        return target

    def _once(self, method: str, url: str) -> Answer:
        """One request, no redirect followed."""
        parts = urlsplit(url)
        headers = {}
        if self._credentials and parts.hostname == self._home.hostname:
            headers["Authorization"] = self._credentials.authorization
        with turns(self._gates(parts)):
            began = time.monotonic()
            with self._lock:
                self.traffic.request_count += 1
            try:
                with self._client.stream(method, url, headers=headers) as response:
                    body, travelled = receive(response, self.limits, began=began)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
                raise Unreachable(self.redact(str(error) or type(error).__name__)) from error
            except httpx.TimeoutException as error:
                raise SlowAnswer(f"{url} was silent for {self.limits.silence_seconds:.0f} s.") from error
            except httpx.TransportError as error:
                raise TruncatedAnswer(self.redact(f"{url} broke off: {error}.")) from error
        with self._lock:
            self.traffic.received_bytes += travelled
            self._note_clock(response.headers.get("date"))
        return Answer(url, response.status_code, response.headers, body)

    def _note_clock(self, date: str | None) -> None:
        """Remember how the site's clock stands to ours; `Date` has whole seconds, so the first answer will do."""
        if date is None or self.traffic.answer_count:
            return
        try:
            self.ahead = parsedate_to_datetime(date) - datetime.now(UTC)
        except (ValueError, TypeError):  # no date, or one without a zone
            self.ahead = timedelta()

    def _gates(self, parts: SplitResult) -> tuple[Gate, ...]:
        """What a request to this address has to pass."""
        host = parts.hostname or ""
        return self._neighbourhood.gates(
            f"{host}:{parts.port}",
            self._resolver.addresses(host)[0],
            requests_per_second=self.site.requests_per_second,
            max_connections=self.site.max_connections,
        )

    def _open_client(self) -> httpx.Client:
        """A client whose connections go to checked addresses only: no proxies, and redirects are ours to follow."""
        contact = f"; +{self.site.contact}" if self.site.contact else ""
        transport = httpx.HTTPTransport()
        # httpx has no setting for the network backend of its pool, so the pool is replaced by one that has it.
        transport._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=self.site.max_connections + 2,
            keepalive_expiry=15.0,
            network_backend=CheckedBackend(self._resolver),
        )
        return httpx.Client(
            transport=transport,
            timeout=httpx.Timeout(self.limits.silence_seconds, connect=self.limits.connect_seconds),
            headers={
                "User-Agent": f"Pressgraph/{version('pressgraph')} (newsroom analytics{contact})",
                "Accept": "application/json, text/html;q=0.5",
                "Accept-Encoding": "gzip",
            },
            follow_redirects=False,
            trust_env=False,
        )


def _failure(state: RetryCallState) -> BaseException | None:
    """What the last try raised."""
    return state.outcome.exception() if state.outcome else None


def _bare(parts: SplitResult) -> tuple[str, int | None]:
    """Host without `www.` and its port where it is not the scheme's own: what makes two addresses one site."""
    port = parts.port
    if port == {"http": 80, "https": 443}.get(parts.scheme):
        port = None
    return (parts.hostname or "").removeprefix("www."), port
