"""Raw: what an extraction saw, loaded as it came."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from pydantic import Field

from ingestion.envelope import DOCUMENT_TABLES
from ingestion.extraction import new_extraction_id
from orchestration.extraction import Request, extract
from orchestration.home import default_sites_file
from orchestration.workplace import Workplace

_DESCRIPTIONS = {
    "posts": "Every change of every post-like document.",
    "terms": "Every change of every category, tag and other term.",
    "users": "Every change of every user the sites show.",
    "media": "Every change of every media item.",
    "comments": "Every change of every comment.",
    "sites": "Every change of each site's root index and of its settings here.",
    "extractions": "The ledger: per extraction, site and list what was expected, seen, new and refused.",
    "rejected_documents": "Documents refused, with file or address, line and reason.",
}

RAW_KEYS = {table: dg.AssetKey(["raw", table]) for table in (*DOCUMENT_TABLES, "extractions", "rejected_documents")}


class Extraction(dg.Config):
    """What to extract.

    Attributes:
        sources: Files, folders, globs and site addresses; none means the sites of the sites file.
        sites: Names of sites; none means all of the file.
        sites_file: The sites file; empty means `sites.toml` beside the project.
        mode: `refresh` takes what is new since the last time; `sweep` compares every id with the site.
        allow_private: Whether an address given as a source may be private or loopback.
        accept_vanished: Whether a sweep records removals however many there are.
        extraction_id: What the ledger calls this extraction; empty for a new id.
    """

    sources: list[str] = Field(default_factory=list)
    sites: list[str] = Field(default_factory=list)
    sites_file: str = ""
    mode: str = "refresh"
    allow_private: bool = False
    accept_vanished: bool = False
    extraction_id: str = ""


_NO_ROW_IS_LOST = dg.AssetCheckSpec(
    "no_row_is_lost",
    asset=RAW_KEYS["extractions"],
    blocking=True,  # what is computed from a damaged raw must not replace the last good copy
    description="Raw held the rows that its ledger counts, before this extraction and after it.",
)


@dg.multi_asset(
    name="raw",
    specs=[
        dg.AssetSpec(key, group_name="raw", kinds={"dlt", "duckdb"}, description=_DESCRIPTIONS[table])
        for table, key in RAW_KEYS.items()
    ],
    check_specs=[_NO_ROW_IS_LOST],
)
def raw(
    config: Extraction, workplace: dg.ResourceParam[Workplace]
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Read the sources and load what differs from what is known."""
    extraction_id = config.extraction_id or new_extraction_id()
    sites_file = Path(config.sites_file) if config.sites_file else default_sites_file()
    loaded = extract(
        Request(
            extraction_id=extraction_id,
            sources=config.sources,
            site_names=config.sites,
            sites_file=sites_file if sites_file.exists() else None,
            mode=config.mode,
            allow_private=config.allow_private,
            accept_vanished=config.accept_vanished,
        ),
        workplace,
    )
    for table, key in RAW_KEYS.items():
        yield dg.MaterializeResult(
            asset_key=key,
            metadata={"new_rows": loaded.new_rows.get(table, 0), "extraction_id": extraction_id},
        )
    yield dg.AssetCheckResult(
        asset_key=_NO_ROW_IS_LOST.asset_key,
        check_name=_NO_ROW_IS_LOST.name,
        passed=not loaded.lost,
        description="; ".join(map(str, loaded.lost)) or None,
        metadata={"list_count": len(loaded.lost)},
    )
