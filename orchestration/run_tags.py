"""Tags of a run in Dagster's history: what it reads, by which the UI can filter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingestion.request import ExtractionRequest

#: `sites`, `files`, or `raw` for a rebuild, which reads nothing new.
SOURCE_TAG = "pressgraph/source"

#: Names of the sites that are read.
SITE_TAG = "pressgraph/site"

#: Names of the files that are read, without their folders.
FILE_TAG = "pressgraph/file"

#: The ledger's name of the extraction.
EXTRACTION_TAG = "pressgraph/extraction_id"

_MOST_NAMES = 20


def describe_request(request: ExtractionRequest) -> dict[str, str]:
    """Return the tags of a run that makes this extraction: names only, since an address may hold a password."""
    sources = ["sites"] * bool(request.sites) + ["files"] * bool(request.files)
    tags = {EXTRACTION_TAG: request.extraction_id, SOURCE_TAG: " and ".join(sources) or "none"}
    if request.sites:
        tags[SITE_TAG] = _join([site.name for site in request.sites])
    if request.files:
        tags[FILE_TAG] = _join([PurePath(file).name for file in request.files])
    return tags


def _join(names: Sequence[str]) -> str:
    """Join names; of many, which no list of runs could show, the first and how many more there are."""
    shown = ", ".join(names[:_MOST_NAMES])
    return shown if len(names) <= _MOST_NAMES else f"{shown} and {len(names) - _MOST_NAMES} more"
