"""What one extraction is asked to read: the one record that passes from the command line to the extractors."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingestion.sites import Site


def new_extraction_id(now: datetime | None = None) -> str:
    """Return an id that sorts by time: `20260203T130349123456Z-9f3a61c2`. All sites of one run share one."""
    return f"{(now or datetime.now(UTC)).astimezone(UTC):%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionRequest:
    """What one extraction reads, settled before anything is opened.

    Attributes:
        sites: The sites to read over the network, with their settings; names are unique.
        files: Files, folders and globs to read.
        configured_sites: All sites of the sites file: a document of a file belongs to one of them, or to a site named
            after its host.
        mode: `refresh` (what was published or edited since the last time), `sweep` (every id, removals, and a share of
            the documents again) or `full` (every id, and what raw lacks of them). Of files everything is read.
        accept_vanished: Whether removals are recorded however many there are.
        extraction_id: The ledger's name of this extraction.
    """

    sites: tuple[Site, ...] = ()
    files: tuple[str, ...] = ()
    configured_sites: tuple[Site, ...] = ()
    mode: str = "refresh"
    accept_vanished: bool = False
    extraction_id: str = field(default_factory=new_extraction_id)
