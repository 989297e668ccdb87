"""Report an unexpected exception as a failure of the site being read."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

from ingestion.sites import Site
from ingestion.wordpress.credentials import redact
from ingestion.wordpress.errors import UnforeseenError

#: Saves a traceback: takes the site's name and the text, returns where it was saved; null if it was not.
KeepTraceback = Callable[[str, str], str | None]


def as_site_failure(failure: Exception, site: Site, what: str, keep_traceback: KeepTraceback | None) -> UnforeseenError:
    """Make the error for the ledger, and save the traceback without the site's credentials.

    Args:
        failure: The exception.
        site: The site being read.
        what: The part of it being read.
        keep_traceback: Saves the traceback; null to discard it.
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
