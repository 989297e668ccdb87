"""Exceptions of a live site: one for each thing a user can act on.

Every message says what happened, where, and what to do next. `code` is the `failure_code` of the ledger and the
`reason_code` of a quarantined document. Codes are published, so they stay when a class is renamed.
"""

from __future__ import annotations

from typing import ClassVar

from ingestion.errors import IngestionError


class WordPressError(Exception):
    """A site, or one of its lists, could not be read; the ledger keeps the code and the message.

    Attributes:
        code: Short and stable.
    """

    code: ClassVar[str]


# The address itself is wrong: nothing is opened and nothing changes.


class AddressError(WordPressError, IngestionError):
    """There is nothing to extract at this address; the command line exits with 2."""

    code = "AddressError"


class AddressRefusedError(AddressError):
    """The address is not one we fetch from: not http(s), with credentials, or private and not allowed."""

    code = "AddressRefused"


class HostNotFoundError(AddressError):
    """The host's name does not resolve."""

    code = "HostNotFound"


class NotWordPressError(AddressError):
    """A server responds at the address, but it is not a WordPress site."""

    code = "NotWordPress"


class NothingOpenedError(AddressError):
    """The site is closed to us and was never read: there is nothing to show of it, and nothing was opened.

    Attributes:
        failure: Why it cannot be read, for the ledger of a run that opened other sites.
    """

    code = "NothingOpened"

    def __init__(self, failure: WordPressError) -> None:
        super().__init__(str(failure))
        self.failure = failure


# The site exists but cannot be read.


class RestApiDisabledError(WordPressError):
    """The site's REST API is disabled or closed to visitors."""

    code = "RestApiDisabled"


class ChallengePageError(WordPressError):
    """A firewall or bot check returns a challenge page instead of data."""

    code = "ChallengePage"


class MaintenanceModeError(WordPressError):
    """WordPress is being updated and serves nothing else."""

    code = "MaintenanceMode"


class WrongCredentialsError(WordPressError):
    """The user name or application password is not accepted (WordPress then responds as to a visitor)."""

    code = "WrongCredentials"


class MissingCredentialsError(WordPressError):
    """An environment variable that `sites.toml` names for the credentials is not set."""

    code = "MissingCredentials"


class InsecureCredentialsError(WordPressError):
    """Credentials would travel over plain http."""

    code = "InsecureCredentials"


class ForeignRedirectError(WordPressError):
    """The site redirects to another host, from https to http, or to an invalid URL."""

    code = "ForeignRedirect"


class RateLimitedError(WordPressError):
    """The site asks to slow down for longer than a run waits."""

    code = "RateLimited"


class SiteUnavailableError(WordPressError):
    """The site does not respond, or every response is an error."""

    code = "SiteUnavailable"


class TimeLimitError(WordPressError):
    """The site took longer than one run may; the next run continues."""

    code = "TimeLimitReached"


class StoppedError(WordPressError):
    """The run was stopped; nothing more of the site is waited for."""

    code = "Stopped"


class UnforeseenError(WordPressError):
    """Reading the site raised an unexpected exception; its traceback is in a log file."""

    code = "UnforeseenError"


class DocumentNotFoundError(WordPressError):
    """No list of the site shows a document at the address that was to be read again."""

    code = "DocumentNotFound"


# A list cannot be trusted: documents read are kept, the cursor does not move.


class ListClosedError(WordPressError):
    """A list is not open to visitors (401, 403, 404): recorded as closed, not as failed."""

    code = "ListClosed"


class IncompleteListError(WordPressError):
    """The number of ids in a list differs from the site's count, also at a second attempt."""

    code = "IncompleteList"


class PageLoopError(WordPressError):
    """The site returns the same page again and again."""

    code = "PageLoop"


class UnexpectedShapeError(WordPressError):
    """The response is JSON, but not what this endpoint of WordPress returns."""

    code = "UnexpectedShape"


class TooManyVanishedError(WordPressError):
    """So large a share of a list vanished at once that a fault is more likely; no removal was recorded."""

    code = "TooManyVanished"


class TooManyBrokenError(WordPressError):
    """So many single documents fail that the whole list counts as broken."""

    code = "TooManyBroken"


class TooManyRepairsError(WordPressError):
    """Too large a share of the responses had to be repaired."""

    code = "TooManyRepairs"


class PageError(WordPressError):
    """A request failed in a way that a smaller page may avoid."""

    code = "PageFault"


class ServerError(PageError):
    """The server responded with 5xx."""

    code = "ServerError"


class SlowResponseError(PageError):
    """The response did not arrive in time."""

    code = "SlowAnswer"


class TruncatedResponseError(PageError):
    """The connection ended in the middle of the response, or its encoding is broken."""

    code = "TruncatedAnswer"


class ResponseTooLargeError(PageError):
    """The response exceeds a size limit, compressed or decompressed."""

    code = "AnswerTooLarge"


class UnreadableResponseError(PageError):
    """The response contains no JSON."""

    code = "UnreadableAnswer"
