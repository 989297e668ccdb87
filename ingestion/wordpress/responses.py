"""Classify responses before their content is read: data, an error, a challenge page, a request to wait."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import httpx
import orjson

from ingestion.wordpress.errors import (
    ChallengePageError,
    MaintenanceModeError,
    RateLimitedError,
    ServerError,
    UnreadableResponseError,
    WrongCredentialsError,
)
from ingestion.wordpress.json_body import NoJsonError, read_json
from ingestion.wordpress.rate_limits import retry_after_seconds
from ingestion.wordpress.values import parse_count

# Marks of bot checks in front of sites: Cloudflare, SiteGround, Imperva, Sucuri, AWS, DDoS-Guard.
_CHALLENGE = re.compile(
    rb"cf-chl|challenge-platform|cf_chl_opt|Just a moment\.\.\.|sgcaptcha|_Incapsula_|sucuri_cloudproxy|awsWafCookie|"
    rb"ddos-guard|Checking your browser|checking the site connection",
    re.IGNORECASE,
)
# Words that mark a bot check on an error page only.
_CHALLENGE_WORDS = re.compile(rb"captcha|Attention Required", re.IGNORECASE)
_HTML = re.compile(rb"\s*+(?:\xef\xbb\xbf\s*+)?<(?:!doctype|html|head|body|script|meta)", re.IGNORECASE)

#: Codes by which WordPress rejects a password (before 5.6 with plugins, and later on some routes).
_WRONG_CREDENTIALS = {
    "incorrect_password",
    "invalid_username",
    "invalid_email",
    "invalid_application_credentials",
    "application_passwords_disabled",
    "application_passwords_disabled_for_user",
    "rest_invalid_credentials",
}


class BusyError(Exception):
    """The site asks to wait before the next request (429, or 503 with Retry-After).

    Attributes:
        seconds: How long; null if it does not say.
    """

    def __init__(self, seconds: float | None) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Response:
    """A response, received in full.

    Attributes:
        url: The URL requested, after redirects.
        status: The status code.
        headers: The headers.
        body: The body, decompressed; after `as_json`, only the JSON.
        repairs: Repairs made to find the JSON (see `JsonBody`).
    """

    url: str
    status: int
    headers: httpx.Headers
    body: bytes
    repairs: tuple[str, ...] = ()

    @property
    def is_html(self) -> bool:
        """Whether the body begins as a web page does."""
        return bool(_HTML.match(self.body))

    @property
    def content(self) -> Any:
        """The parsed JSON of a response that was read as JSON."""
        return orjson.loads(self.body)

    @property
    def error_code(self) -> str | None:
        """The first 100 characters of the `code` of WordPress's error object; its message is translated."""
        try:
            content = orjson.loads(read_json(self.body).text)
        except NoJsonError:
            return None
        code = content.get("code") if isinstance(content, dict) else None
        return code[:100] if isinstance(code, str) else None

    def count(self, header: str) -> int | None:
        """Parse a header as a count; null if it is absent or not a count."""
        return parse_count(self.headers.get(header))


def check_status(response: Response, site_url: str, longest_wait_seconds: float) -> None:
    """Check the status of a response; 4xx responses without a special meaning pass.

    Raises:
        ChallengePageError, MaintenanceModeError, RateLimitedError, WrongCredentialsError, ServerError, Busy: As named.
    """
    if response.headers.get("cf-mitigated") == "challenge" or (
        response.status not in {200, 404}
        and response.is_html
        and (_CHALLENGE.search(response.body) or _CHALLENGE_WORDS.search(response.body))
    ):
        raise challenge(site_url, response)
    if response.status in {401, 403} and response.error_code in _WRONG_CREDENTIALS:
        raise WrongCredentialsError(
            f"{site_url} refuses the user name or application password ({response.error_code}). Make a new application "
            "password in the user's profile and put it into the environment variable that sites.toml names."
        )
    seconds = retry_after_seconds(response.headers.get("retry-after"))
    if response.status == 503 and (
        response.error_code == "wp_die" or b"wp-die-message" in response.body or seconds == 600
    ):
        raise MaintenanceModeError(
            f"{site_url} is in maintenance mode (WordPress is being updated). Nothing was lost; the next run continues."
        )
    if response.status == 429 or (response.status == 503 and seconds is not None):
        if seconds is not None and seconds > longest_wait_seconds:
            raise RateLimitedError(
                f"{site_url} asks us to wait {seconds:.0f} s, longer than a run waits. The next run continues; "
                "lower requests_per_second for the site if this repeats."
            )
        raise BusyError(seconds)
    if response.status >= 500 or response.status in {408, 425}:
        detail = (
            response.error_code or re.sub(rb"\s+|<[^>]*>", b" ", response.body[:300]).decode("utf-8", "replace").strip()
        )
        raise ServerError(f"{response.url} returned {response.status} ({detail[:120] or 'no reason given'}).")


def as_json(response: Response) -> Response:
    """Return the response with its body reduced to the JSON in it.

    Raises:
        ChallengePageError: It is a bot check's page.
        UnreadableResponseError: It contains no JSON.
    """
    try:
        found = read_json(response.body)
    except NoJsonError as error:
        if response.is_html and (response.status != 200 or _CHALLENGE.search(response.body)):
            raise challenge(response.url, response) from error
        raise UnreadableResponseError(f"{response.url} returned {response.status} with {error}.") from error
    return Response(response.url, response.status, response.headers, found.text, found.repairs)


def challenge(place: str, response: Response) -> ChallengePageError:
    """Make the error for a bot check's page."""
    return ChallengePageError(
        f"{place} returned {response.status} with a page that checks for a human (a firewall or bot check), not with "
        f"data. Ask the site's owner to let requests to its REST API pass for the user agent Pressgraph or for your "
        "address; Pressgraph does not circumvent the check."
    )
