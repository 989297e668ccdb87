"""What can go wrong with a live site: one exception for each thing a reader can act on.

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
    """The address is not one we fetch from: no http(s), credentials in it, or a private address not allowed."""

    code = "AddressRefused"


class HostNotFoundError(AddressError):
    """The host's name does not resolve."""

    code = "HostNotFound"


class NotWordPressError(AddressError):
    """Something answers there, and it is not a WordPress site."""

    code = "NotWordPress"


# The site is there and does not let itself be read.


class RestApiDisabledError(WordPressError):
    """WordPress is there, and its REST API is switched off or closed to visitors."""

    code = "RestApiDisabled"


class ChallengePageError(WordPressError):
    """A firewall or bot check answers with a page for people instead of data."""

    code = "ChallengePage"


class MaintenanceModeError(WordPressError):
    """WordPress is being updated and answers nothing else."""

    code = "MaintenanceMode"


class WrongCredentialsError(WordPressError):
    """The user name or application password is not accepted (WordPress then answers as to an anonymous visitor)."""

    code = "WrongCredentials"


class MissingCredentialsError(WordPressError):
    """An environment variable that `sites.toml` names for the credentials is not set."""

    code = "MissingCredentials"


class InsecureCredentialsError(WordPressError):
    """Credentials would travel over plain http."""

    code = "InsecureCredentials"


class ForeignRedirectError(WordPressError):
    """The site sends us to another host, from https back to http, or to what is not a web address."""

    code = "ForeignRedirect"


class RateLimitedError(WordPressError):
    """The site asks us to slow down for longer than a run waits."""

    code = "RateLimited"


class SiteUnavailableError(WordPressError):
    """The site does not answer, or answers every request with an error."""

    code = "SiteUnavailable"


class TimeLimitError(WordPressError):
    """The site took longer than one run may; the next run goes on."""

    code = "TimeLimitReached"


class UnforeseenError(WordPressError):
    """Reading the site raised an exception that nobody foresaw; its traceback is in a log file."""

    code = "UnforeseenError"


# A list cannot be trusted: what was read of it is kept, its cursor stays.


class ListClosedError(WordPressError):
    """A list is not open to visitors (401, 403, 404): recorded as closed, not as failed."""

    code = "ListClosed"


class IncompleteListError(WordPressError):
    """A list's ids and the count the site states differ, also at a second look."""

    code = "IncompleteList"


class PageLoopError(WordPressError):
    """The site answers the same page again and again."""

    code = "PageLoop"


class UnexpectedShapeError(WordPressError):
    """JSON came, and it is not what this endpoint of WordPress answers."""

    code = "UnexpectedShape"


class TooManyVanishedError(WordPressError):
    """So large a share of a list vanished at once that a fault is likelier: no removal was recorded."""

    code = "TooManyVanished"


class TooManyBrokenError(WordPressError):
    """So many single documents break the site's answer that it is no matter of single documents."""

    code = "TooManyBroken"


class TooManyRepairsError(WordPressError):
    """Too large a share of the answers had to be repaired to be read."""

    code = "TooManyRepairs"


class PageError(WordPressError):
    """One answer failed in a way that a smaller page may avoid."""

    code = "PageFault"


class ServerError(PageError):
    """The server answered with 5xx."""

    code = "ServerError"


class SlowResponseError(PageError):
    """The answer did not arrive within its time."""

    code = "SlowAnswer"


class TruncatedResponseError(PageError):
    """The connection ended in the middle of the answer, or the answer's encoding is broken."""

    code = "TruncatedAnswer"


class ResponseTooLargeError(PageError):
    """The answer is larger than the cap, compressed or decompressed."""

    code = "AnswerTooLarge"


class UnreadableResponseError(PageError):
    """The answer is no JSON, and none could be found in it."""

    code = "UnreadableAnswer"
