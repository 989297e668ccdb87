"""The request for an extraction: the one record that passes from the command line to the extractors."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingestion.sites import Site


_MOMENT = "%Y%m%dT%H%M%S%fZ"


def new_extraction_id(now: datetime | None = None, *, after: str | None = None) -> str:
    """Make an id that sorts by time: `20260203T130349123456Z-9f3a61c2`. All sites of one run share it.

    Args:
        now: The time; null for the clock's.
        after: The last id; the new one sorts after it, whatever the clock says. Null for none.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    if after is not None:
        last = datetime.strptime(after.partition("-")[0], _MOMENT).replace(tzinfo=UTC)
        moment = max(moment, last + timedelta(microseconds=1))
    return f"{moment:{_MOMENT}}-{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionRequest:
    """Sources and mode of one extraction, fixed before anything is opened.

    Attributes:
        sites: The sites to read over the network, with their settings; names are unique.
        files: Files, folders and globs to read.
        configured_sites: All sites of the sites file; other documents of files belong to a site named after their host.
        mode: `refresh` (what was published or edited since the cursors), `sweep` (every id, removals, and a share of
            the documents again) or `full` (every id, and what raw lacks of them). Files are always read in full.
        accept_vanished: Whether to record any number of removals.
        extraction_id: Id of this extraction in the ledger.
    """

    sites: tuple[Site, ...] = ()
    files: tuple[str, ...] = ()
    configured_sites: tuple[Site, ...] = ()
    mode: str = "refresh"
    accept_vanished: bool = False
    extraction_id: str = field(default_factory=new_extraction_id)
