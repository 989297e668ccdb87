"""Codes of failures are published in the ledger, so they do not change with the names of classes."""

from __future__ import annotations

import inspect

from ingestion.wordpress import errors
from ingestion.wordpress.errors import WordPressError

CODES = {
    "AddressError",
    "AddressRefused",
    "AnswerTooLarge",
    "ChallengePage",
    "DocumentNotFound",
    "ForeignRedirect",
    "HostNotFound",
    "IncompleteList",
    "InsecureCredentials",
    "ListClosed",
    "MaintenanceMode",
    "MissingCredentials",
    "NotWordPress",
    "NothingOpened",
    "PageFault",
    "PageLoop",
    "RateLimited",
    "RestApiDisabled",
    "ServerError",
    "SiteUnavailable",
    "Stopped",
    "SlowAnswer",
    "TimeLimitReached",
    "TooManyBroken",
    "TooManyRepairs",
    "TooManyVanished",
    "TruncatedAnswer",
    "UnexpectedShape",
    "UnforeseenError",
    "UnreadableAnswer",
    "WrongCredentials",
}


def failures() -> list[type[WordPressError]]:
    classes = [value for value in vars(errors).values() if inspect.isclass(value)]
    return [value for value in classes if issubclass(value, WordPressError) and value is not WordPressError]


def test_published_failure_codes_are_stable() -> None:
    assert {failure.code for failure in failures()} == CODES


def test_every_failure_has_a_code_of_its_own() -> None:
    assert all("code" in vars(failure) for failure in failures())
    assert len({failure.code for failure in failures()}) == len(failures())
