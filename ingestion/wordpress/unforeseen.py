"""An exception that nobody foresaw, as a failure of the site in whose reading it arose."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

from ingestion.sites import Site
from ingestion.wordpress.credentials import redact
from ingestion.wordpress.errors import UnforeseenError

#: Keeps a traceback: takes the site's name and the text, returns where a reader finds it; null where it was not kept.
KeepTraceback = Callable[[str, str], str | None]


def as_site_failure(failure: Exception, site: Site, what: str, keep_traceback: KeepTraceback | None) -> UnforeseenError:
    """The failure for the ledger; the traceback is kept first, without the site's credentials.

    Args:
        failure: What was raised.
        site: Whose reading raised it.
        what: What was being read.
        keep_traceback: Where the traceback goes; null for nowhere.
    """
    text = redact(site, "".join(traceback.format_exception(failure)))
    place = keep_traceback(site.name, text) if keep_traceback else None
    summary = traceback.format_exception_only(failure)[-1].strip()[:300]
    frames = traceback.extract_tb(failure.__traceback__)
    line = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    kept = f"The traceback is in {place}; please report it." if place else "The traceback could not be kept."
    return UnforeseenError(
        f"Reading {what} of {site.url} ended with {summary}{line}, which Pressgraph did not foresee. What was read "
        f"before is kept, and the next run tries again. {kept}"
    )
