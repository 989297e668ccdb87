"""What an answer says before its content is looked at: data, an error, a page for people, a wish to be left alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import orjson

from ingestion.wordpress.body import NoJson, read_json
from ingestion.wordpress.errors import (
    ChallengePage,
    MaintenanceMode,
    RateLimited,
    ServerError,
    UnreadableAnswer,
    WrongCredentials,
)
from ingestion.wordpress.politeness import retry_after_seconds
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


class Busy(Exception):
    """The site asks to be left alone for a while (429, or 503 with Retry-After).

    Attributes:
        seconds: For how long; null where it does not say.
    """

    def __init__(self, seconds: float | None) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Answer:
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
        except NoJson:
            return None
        code = content.get("code") if isinstance(content, dict) else None
        return code[:100] if isinstance(code, str) else None

    def count(self, header: str) -> int | None:
        """A header as a count; null where it is absent or not a count."""
        return parse_count(self.headers.get(header))


def check_status(answer: Answer, site_url: str, longest_wait_seconds: float, redact: Callable[[str], str]) -> None:
    """Pass an answer on, or say what it means instead.

    Raises:
        ChallengePage, MaintenanceMode, RateLimited, WrongCredentials, ServerError, Busy: As named.
    """
    if answer.headers.get("cf-mitigated") == "challenge" or (
        answer.status not in {200, 404}
        and answer.is_html
        and (_CHALLENGE.search(answer.body) or _CHALLENGE_WORDS.search(answer.body))
    ):
        raise challenge(site_url, answer)
    if answer.status in {401, 403} and answer.error_code in _WRONG_CREDENTIALS:
        raise WrongCredentials(
            f"{site_url} refuses the user name or application password ({answer.error_code}). Make a new application "
            "password in the user's profile and put it into the environment variable that sites.toml names."
        )
    seconds = retry_after_seconds(answer.headers.get("retry-after"))
    if answer.status == 503 and (answer.error_code == "wp_die" or b"wp-die-message" in answer.body or seconds == 600):
        raise MaintenanceMode(
            f"{site_url} is in maintenance mode (WordPress is being updated). Nothing was lost; the next run goes on."
        )
    if answer.status == 429 or (answer.status == 503 and seconds is not None):
        if seconds is not None and seconds > longest_wait_seconds:
            raise RateLimited(
                f"{site_url} asks us to come back in {seconds:.0f} s, longer than a run waits. The next run goes on; "
                "lower requests_per_second for the site if this repeats."
            )
        raise Busy(seconds)
    if answer.status >= 500 or answer.status in {408, 425}:
        detail = (
            answer.error_code or re.sub(rb"\s+|<[^>]*>", b" ", answer.body[:300]).decode("utf-8", "replace").strip()
        )
        raise ServerError(redact(f"{answer.url} answered {answer.status} ({detail[:120] or 'no reason given'})."))


def as_json(answer: Answer) -> Answer:
    """The same answer with its body cut down to the JSON in it.

    Raises:
        ChallengePage: A page for people came instead.
        UnreadableAnswer: There is no JSON in it.
    """
    try:
        found = read_json(answer.body)
    except NoJson as error:
        if answer.is_html and (answer.status != 200 or _CHALLENGE.search(answer.body)):
            raise challenge(answer.url, answer) from error
        raise UnreadableAnswer(f"{answer.url} answered {answer.status} with {error}.") from error
    return Answer(answer.url, answer.status, answer.headers, found.text, found.repairs)


def challenge(place: str, answer: Answer) -> ChallengePage:
    """The error for a page for people where data was asked for."""
    return ChallengePage(
        f"{place} answered {answer.status} with a page that checks for a human (a firewall or bot check), not with "
        f"data. Ask the site's owner to let requests to its REST API pass for the user agent Pressgraph or for your "
        "address; the check is not worked around."
    )
