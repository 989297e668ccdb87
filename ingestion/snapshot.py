"""Snapshot of what raw holds of one site, read before its extraction.

An extraction of a live site takes minutes and must not hold the warehouse lock, so it works from this snapshot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import pyarrow as pa

from ingestion.envelope import DOCUMENT_SCHEMA, READING_SCHEMA, TABLES_BY_KIND
from ingestion.layout import raw_tables
from ingestion.sites import Site
from ingestion.versions import ordered_versions
from warehouse.connections import open_warehouse

if TYPE_CHECKING:
    import duckdb

#: Columns of `SiteSnapshot.latest`.
LATEST_SCHEMA = pa.schema(
    [
        DOCUMENT_SCHEMA.field(name)
        for name in ("id", "state", "document_hash", "light_hash", "modified_at", "seen_at", "extraction_id")
    ]
)


#: The last step of every extraction of a list, as a relation of the columns of `raw.extractions`: its `status` is the
#: list's. One that is `open` was interrupted. This is the source of the rule: the status is needed before there are
#: models. dbt cannot call Python and has it a second time, in `int_extractions_summed`; a test compares the two.
LAST_STEPS = """
    select *
    from raw.extractions
    qualify row_number() over (partition by extraction_id, site, rest_base order by step desc) = 1
"""


@dataclass(frozen=True, slots=True)
class SiteSnapshot:
    """The latest documents and cursors of one site in raw.

    Attributes:
        site: The site's name.
        latest: (kind, rest_base) to the latest row of every document (`LATEST_SCHEMA`, ordered by id), removed
            documents included.
        cursors: rest_base to the time up to which its changes are in raw: the last `cursor_at` of extractions whose
            last step is complete.
        statuses: rest_base to the status of its last step: `open` means the last extraction was interrupted.
        last_extraction_ids: rest_base to the id of that step's extraction.
        readings: (kind, rest_base) to the rows of `READING_SCHEMA`.
        swept_at: rest_base to the end of its last complete extraction that listed every id.
        root: The site's root index as stored (JSON text without `routes`); null before the first extraction.
    """

    site: str
    latest: Mapping[tuple[str, str], pa.Table] = field(default_factory=dict)
    cursors: Mapping[str, datetime] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    last_extraction_ids: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[tuple[str, str], pa.Table] = field(default_factory=dict)
    swept_at: Mapping[str, datetime] = field(default_factory=dict)
    root: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything of the site was ever read."""
        return self.root is not None or bool(self.cursors) or bool(self.latest)

    def known(self, kind: str, rest_base: str) -> pa.Table:
        """Return the latest rows of one list; an empty table if raw has none."""
        return self.latest.get((kind, rest_base), LATEST_SCHEMA.empty_table())

    def readings_of(self, kind: str, rest_base: str) -> pa.Table:
        """Return the readings of one list; an empty table if raw has none."""
        return self.readings.get((kind, rest_base), READING_SCHEMA.empty_table())


def read_snapshot(warehouse: Path, site: str) -> SiteSnapshot:
    """Read the snapshot of a site; empty if there is no warehouse yet.

    Opens the warehouse read-only and closes it again; the caller must hold the warehouse lock.

    Raises:
        WarehouseUnavailableError: Another process has it open.
    """
    if not warehouse.exists():
        return SiteSnapshot(site)
    with open_warehouse(warehouse, read_only=True) as connection:
        tables = raw_tables(connection)
        lists = _last_steps(connection, site) if "extractions" in tables else []
        return SiteSnapshot(
            site=site,
            latest=_latest(connection, site, tables),
            cursors={rest_base: cursor for rest_base, _, _, cursor, _ in lists if cursor is not None},
            statuses={rest_base: status for rest_base, status, _, _, _ in lists},
            last_extraction_ids={rest_base: extraction_id for rest_base, _, extraction_id, _, _ in lists},
            swept_at={rest_base: swept_at for rest_base, _, _, _, swept_at in lists if swept_at is not None},
            readings=_readings(connection, site) if "readings" in tables else {},
            root=_root(connection, site) if "sites" in tables else None,
        )


def last_extraction_id(warehouse: Path) -> str | None:
    """Return the last extraction in the ledger; null if there is none. The caller holds the warehouse lock.

    Raises:
        WarehouseUnavailableError: Another process has it open.
    """
    if not warehouse.exists():
        return None
    with open_warehouse(warehouse, read_only=True) as connection:
        if "extractions" not in raw_tables(connection):
            return None
        # An id of another form is not of ours, and orders nothing.
        query = "select max(extraction_id) from raw.extractions where regexp_full_match(extraction_id, $1)"
        return connection.execute(query, [r"[0-9]{8}T[0-9]{12}Z-[0-9a-f]+"]).fetchall()[0][0]


def read_known_sites(warehouse: Path) -> tuple[list[Site], set[str]]:
    """Return the sites that were ever read live or configured, by their last settings, and the names of all sites.

    The caller holds the warehouse lock.

    Raises:
        WarehouseUnavailableError: Another process has it open.
    """
    if not warehouse.exists():
        return [], set()
    with open_warehouse(warehouse, read_only=True) as connection:
        tables = raw_tables(connection)
        if not {"sites", "extractions"} <= tables:
            return [], set()
        held = "(from raw.sites where rest_base = 'settings' and document is not null)"
        settings = connection.execute(
            f"""
            select document
            from ({ordered_versions(held)})
            qualify row_number() over (partition by site order by version_number desc) = 1
            order by site
            """  # noqa: S608 - our own query
        ).fetchall()
        names = connection.execute("select distinct site from raw.extractions").fetchall()
    fields = ("name", "url", "old_hosts")
    return [
        Site.model_validate({field: value for field, value in orjson.loads(text).items() if field in fields})
        for (text,) in settings
    ], {name for (name,) in names}


def _last_steps(
    connection: duckdb.DuckDBPyConnection, site: str
) -> list[tuple[str, str, str, datetime | None, datetime | None]]:
    """Return per rest_base the status and extraction of the last live step, the last cursor, and the last walk."""
    return connection.execute(
        f"""
        select
            rest_base,
            arg_max(status, extraction_id) as status,
            max(extraction_id) as extraction_id,
            -- A cursor of the future was set by a wrong clock, and would hide what is edited until then.
            max_by(cursor_at, extraction_id) filter (
                where status = 'complete' and cursor_at is not null and cursor_at < now() + interval 1 hour
            ) as cursor_at,
            max(finished_at) filter (
                where cursor_at is not null and mode in ('full', 'sweep', 'reread')
            ) as swept_at,
        from ({LAST_STEPS})
        where site = ? and mode <> 'file'
        group by rest_base
        """,  # noqa: S608 - our own query
        [site],
    ).fetchall()


def _latest(connection: duckdb.DuckDBPyConnection, site: str, tables: set[str]) -> dict[tuple[str, str], pa.Table]:
    """Return per kind and rest_base the latest row of every document."""
    latest: dict[tuple[str, str], pa.Table] = {}
    for kind, table in TABLES_BY_KIND.items():
        if table not in tables:
            continue
        lists = connection.execute(f"select distinct rest_base from raw.{table} where site = ?", [site]).fetchall()  # noqa: S608 - our own names
        for (rest_base,) in lists:
            held = f"(select * exclude (document) from raw.{table} where site = ? and rest_base = ?)"  # noqa: S608 - our own names
            rows = connection.sql(
                f"""
                select id, state, document_hash, light_hash, modified_at, seen_at, extraction_id
                from ({ordered_versions(held)})
                qualify row_number() over (partition by id order by version_number desc) = 1
                order by id
                """,  # noqa: S608 - our own names
                params=[site, rest_base],
            )
            latest[kind, rest_base] = pa.table(rows).cast(LATEST_SCHEMA)
    return latest


def _readings(connection: duckdb.DuckDBPyConnection, site: str) -> dict[tuple[str, str], pa.Table]:
    """Return the readings of each kind and rest_base."""
    columns = ", ".join(READING_SCHEMA.names)
    lists = connection.execute("select distinct kind, rest_base from raw.readings where site = ?", [site]).fetchall()
    query = f"select {columns} from raw.readings where site = ? and kind = ? and rest_base = ?"  # noqa: S608 - our own names
    return {
        (kind, rest_base): pa.table(connection.sql(query, params=[site, kind, rest_base])).cast(READING_SCHEMA)
        for kind, rest_base in lists
    }


def _root(connection: duckdb.DuckDBPyConnection, site: str) -> str | None:
    """Return the latest root index; null if raw has none."""
    row = connection.execute(
        f"""
        select document
        from ({ordered_versions("(from raw.sites where site = ? and rest_base = 'root')")})
        order by version_number desc
        limit 1
        """,  # noqa: S608 - our own query
        [site],
    ).fetchone()
    return None if row is None else row[0]
