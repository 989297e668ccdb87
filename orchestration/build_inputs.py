"""What the models and the copy are made from. Where none of it has changed, a build would give the same copy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enrichment.version import ENRICHMENT_VERSION
from ingestion.envelope import DOCUMENT_TABLES
from ingestion.snapshot import LAST_STEPS
from orchestration.editorial import EDITORIAL_TABLES
from serving.status import SiteReading
from warehouse.connections import open_warehouse

if TYPE_CHECKING:
    import duckdb

#: Changed beside raw by every run, so that a count or an id says nothing: of these only what the models use.
_LEDGER = "raw.extractions"


def read_build_inputs(warehouse: Path, *, code: str) -> dict[str, Any]:
    """Return facts, as JSON, that differ whenever a build would give other rows; some may differ without that.

    The rows of the ledger itself (`extractions`, `refreshes`, `sites.last_extracted_at`) are left out: they are as of
    the build. A list that a site offers no longer is in, and the day of a site's last reading in its own time zone,
    with which its days without articles end.

    Args:
        warehouse: The pipeline's database. The caller holds its lock.
        code: Hash of the models and of what publishes them.
    """
    with open_warehouse(warehouse, read_only=True) as connection:
        facts: dict[str, Any] = {"models": code}
        for table in (*DOCUMENT_TABLES, "rejected_documents"):
            query = f"select count(*), max(extraction_id) from raw.{table}"  # noqa: S608 - our own names
            facts[f"raw.{table}"] = list(connection.execute(query).fetchall()[0])
        facts["enriched"] = [ENRICHMENT_VERSION, _count(connection, "enriched.texts")]
        for table in EDITORIAL_TABLES:
            rows = connection.execute(f"from editorial.{table} order by all").fetchall()
            facts[f"editorial.{table}"] = hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]
        facts["lists no longer offered"] = connection.execute(
            f"""
            select site, rest_base
            from ({LAST_STEPS})
            where mode <> 'file'
            group by all
            having max_by(status, extraction_id) = 'not_offered'
            order by all
            """  # noqa: S608 - our own query
        ).fetchall()
        facts["days"] = _last_days(connection)
    return json.loads(json.dumps(facts, default=str))


def read_sites(warehouse: Path) -> dict[str, SiteReading]:
    """Return when each site was last read live. The caller holds the warehouse's lock."""
    with open_warehouse(warehouse, read_only=True) as connection:
        rows = connection.execute(
            f"""
            select
                site,
                max(finished_at) filter (where status in ('complete', 'closed')),
                max(finished_at),
                max_by(failure_message, extraction_id) filter (where status = 'failed'),
                max(extraction_id) filter (where status = 'failed') = max(extraction_id),
            from ({LAST_STEPS})
            where mode <> 'file' and rest_base <> 'settings'
            group by site
            order by site
            """  # noqa: S608 - our own query
        ).fetchall()
    return {
        site: SiteReading(read_at and _iso(read_at), _iso(tried_at), failure if has_failed else None)
        for site, read_at, tried_at, failure, has_failed in rows
    }


def hash_models(manifest: Mapping[str, Any], *others: str) -> str:
    """Return a hash of every model, test and macro of the project, and of other texts that decide what is published."""
    nodes = {name: [node["checksum"], node["config"]] for name, node in manifest["nodes"].items()}
    macros = {
        name: macro["macro_sql"] for name, macro in manifest["macros"].items() if macro["package_name"] == "pressgraph"
    }
    text = json.dumps([nodes, macros, *others], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _last_days(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Return for each site that is read live the day of its last reading, in its own zone where the models know it."""
    is_built = _count(connection, "duckdb_tables() where table_name = 'int_sites_settings'")
    zones = "intermediate.int_sites_settings" if is_built else "(select null as site, null as timezone where false)"
    return connection.execute(
        f"""
        select read.site, cast(timezone(coalesce(zones.timezone, 'UTC'), max(read.finished_at)) as date)::varchar
        from {_LEDGER} as read
        left join {zones} as zones using (site)
        where read.mode <> 'file' and read.status = 'complete'
        group by read.site, zones.timezone
        order by all
        """  # noqa: S608 - our own query
    ).fetchall()


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    return connection.execute(f"select count(*) from {relation}").fetchall()[0][0]  # noqa: S608 - our own names


def _iso(moment: Any) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
