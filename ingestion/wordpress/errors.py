"""What can go wrong with a live site: one exception for each thing a reader can act on.

Every message says what happened, where, and what to do next. The class's name is the `failure_code` of the ledger.
"""

from __future__ import annotations

from ingestion.errors import IngestionError


class WordPressError(Exception):
    """A site, or one of its lists, could not be read; the ledger keeps the name and the message."""


# The address itself is wrong: nothing is opened and nothing changes.


class AddressError(WordPressError, IngestionError):
    """There is nothing to extract at this address; the command line exits with 2."""


class AddressRefused(AddressError):
    """The address is not one we fetch from: no http(s), credentials in it, or a private address not allowed."""


class HostNotFound(AddressError):
    """The host's name does not resolve."""


class NotWordPress(AddressError):
    """Something answers there, and it is not a WordPress site."""


# The site is there and does not let itself be read.


class RestApiDisabled(WordPressError):
    """WordPress is there, and its REST API is switched off or closed to visitors."""


class ChallengePage(WordPressError):
    """A firewall or bot check answers with a page for people instead of data."""


class MaintenanceMode(WordPressError):
    """WordPress is being updated and answers nothing else."""


class WrongCredentials(WordPressError):
    """The user name or application password is not accepted (WordPress then answers as to an anonymous visitor)."""


class MissingCredentials(WordPressError):
    """An environment variable that `sites.toml` names for the credentials is not set."""


class InsecureCredentials(WordPressError):
    """Credentials would travel over plain http."""


class ForeignRedirect(WordPressError):
    """The site sends us to another host, from https back to http, or to what is not a web address."""


class RateLimited(WordPressError):
    """The site asks us to slow down for longer than a run waits."""


class SiteUnavailable(WordPressError):
    """The site does not answer, or answers every request with an error."""


class TimeLimitReached(WordPressError):
    """The site took longer than one run may; the next run goes on."""


class UnforeseenError(WordPressError):
    """Reading the site raised an exception that nobody foresaw; its traceback is in a log file."""


# A list cannot be trusted: what was read of it is kept, its cursor stays.


class ListClosed(WordPressError):
    """A list is not open to visitors (401, 403, 404): recorded as closed, not as failed."""


class IncompleteList(WordPressError):
    """A list's ids and the count the site states differ, also at a second look."""


class PageLoop(WordPressError):
    """The site answers the same page again and again."""


class UnexpectedShape(WordPressError):
    """JSON came, and it is not what this endpoint of WordPress answers."""


class TooManyVanished(WordPressError):
    """So large a share of a list vanished at once that a fault is likelier: no removal was recorded."""


class TooManyBroken(WordPressError):
    """So many single documents break the site's answer that it is no matter of single documents."""


class TooManyRepairs(WordPressError):
    """Too large a share of the answers had to be repaired to be read."""


class PageFault(WordPressError):
    """One answer failed in a way that a smaller page may avoid."""


class ServerError(PageFault):
    """The server answered with 5xx."""


class SlowAnswer(PageFault):
    """The answer did not arrive within its time."""


class TruncatedAnswer(PageFault):
    """The connection ended in the middle of the answer, or the answer's encoding is broken."""


class AnswerTooLarge(PageFault):
    """The answer is larger than the cap, compressed or decompressed."""


class UnreadableAnswer(PageFault):
    """The answer is no JSON, and none could be found in it."""
