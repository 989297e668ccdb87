"""What an answer says before its content is looked at: data, an error, a page for people, a wish to be left alone."""

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

# Marks of the checks that stand before sites: Cloudflare, SiteGround, Imperva, Sucuri, AWS, DDoS-Guard.
_CHALLENGE = re.compile(
    rb"cf-chl|challenge-platform|cf_chl_opt|Just a moment\.\.\.|sgcaptcha|_Incapsula_|sucuri_cloudproxy|awsWafCookie|"
    rb"ddos-guard|Checking your browser|checking the site connection",
    re.IGNORECASE,
)
# Words that mean the same on a page that is a refusal, and nothing on one that is not.
_CHALLENGE_WORDS = re.compile(rb"captcha|Attention Required", re.IGNORECASE)
_HTML = re.compile(rb"\s*+(?:\xef\xbb\xbf\s*+)?<(?:!doctype|html|head|body|script|meta)", re.IGNORECASE)

#: Codes with which WordPress refuses a password (cores before 5.6 with plugins, and later ones on some routes).
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
    """The site asks to be left alone for a while (429, or 503 with Retry-After).

    Attributes:
        seconds: For how long; null where it does not say.
    """

    def __init__(self, seconds: float | None) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Response:
    """One answer, wholly received.

    Attributes:
        url: What was asked for, after redirects.
        status: The status code.
        headers: The headers.
        body: The body, decompressed; once read as JSON, nothing but the JSON.
        repairs: What was done to find the JSON (see `Body`).
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
        """The parsed JSON of an answer that was read as JSON."""
        return orjson.loads(self.body)

    @property
    def error_code(self) -> str | None:
        """The `code` of WordPress's error object, cut off after 100 characters; its message is translated."""
        try:
            content = orjson.loads(read_json(self.body).text)
        except NoJsonError:
            return None
        code = content.get("code") if isinstance(content, dict) else None
        return code[:100] if isinstance(code, str) else None

    def count(self, header: str) -> int | None:
        """A header as a count; null where it is absent or not a count."""
        return parse_count(self.headers.get(header))


def check_status(response: Response, site_url: str, longest_wait_seconds: float) -> None:
    """Pass an answer on, or say what it means instead.

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
            f"{site_url} is in maintenance mode (WordPress is being updated). Nothing was lost; the next run goes on."
        )
    if response.status == 429 or (response.status == 503 and seconds is not None):
        if seconds is not None and seconds > longest_wait_seconds:
            raise RateLimitedError(
                f"{site_url} asks us to come back in {seconds:.0f} s, longer than a run waits. The next run goes on; "
                "lower requests_per_second for the site if this repeats."
            )
        raise BusyError(seconds)
    if response.status >= 500 or response.status in {408, 425}:
        detail = (
            response.error_code or re.sub(rb"\s+|<[^>]*>", b" ", response.body[:300]).decode("utf-8", "replace").strip()
        )
        raise ServerError(f"{response.url} answered {response.status} ({detail[:120] or 'no reason given'}).")


def as_json(response: Response) -> Response:
    """The same answer with its body cut down to the JSON in it.

    Raises:
        ChallengePageError: A page for people came instead.
        UnreadableResponseError: There is no JSON in it.
    """
    try:
        found = read_json(response.body)
    except NoJsonError as error:
        if response.is_html and (response.status != 200 or _CHALLENGE.search(response.body)):
            raise challenge(response.url, response) from error
        raise UnreadableResponseError(f"{response.url} answered {response.status} with {error}.") from error
    return Response(response.url, response.status, response.headers, found.text, found.repairs)


def challenge(place: str, response: Response) -> ChallengePageError:
    """The error for a page for people where data was asked for."""
    return ChallengePageError(
        f"{place} answered {response.status} with a page that checks for a human (a firewall or bot check), not with "
        f"data. Ask the site's owner to let requests to its REST API pass for the user agent Pressgraph or for your "
        "address; the check is not worked around."
    )
