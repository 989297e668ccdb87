"""A site followed over several runs into a warehouse of its own, as `pressgraph run` does it."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pyarrow as pa

from ingestion.changes import select_new_versions
from ingestion.chunks import Chunk
from ingestion.envelope import DOCUMENT_SCHEMA, EXTRACTION_SCHEMA, RAW_TABLES, READING_SCHEMA, REJECTION_SCHEMA
from ingestion.load import Loader, LoadResult
from ingestion.readings import last_readings
from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.snapshot import read_snapshot
from ingestion.wordpress import extract_site, extract_sites
from ingestion.wordpress.download import Limits
from warehouse.connections import open_warehouse

#: Limits of the tests: faults should occur without long waits.
QUICK = Limits(
    connect_seconds=2.0,
    silence_seconds=3.0,
    response_seconds=6.0,
    compressed_bytes=8 * 1024 * 1024,
    decompressed_bytes=4 * 1024 * 1024,
    retry_seconds=0.05,
    longest_wait_seconds=5.0,
)


_SCHEMAS = {
    "extractions": EXTRACTION_SCHEMA,
    "rejected_documents": REJECTION_SCHEMA,
    "readings": READING_SCHEMA,
}


class ChangeLog:
    """Raw by the project's own rule for new versions, without dlt: a load takes less than a second.

    A few tests use the real `Loader` instead, to show that the two fit.
    """

    def __init__(self, warehouse: Path) -> None:
        self._warehouse = warehouse
        with open_warehouse(warehouse) as connection:
            connection.execute("create schema raw")
            for name in RAW_TABLES:
                schema = _SCHEMAS.get(name, DOCUMENT_SCHEMA)
                connection.register("empty", schema.empty_table())
                connection.execute(f"create table raw.{name} as from empty")

    def load(self, chunk: Chunk) -> LoadResult:
        """Append the new versions of a chunk."""
        new_rows: dict[str, int] = {}
        extractions = chunk.extractions.to_pylist()
        with open_warehouse(self._warehouse) as connection:
            for table, seen in chunk.documents.items():
                rows = select_new_versions(connection, table, seen, chunk.extractions)
                connection.register("rows", rows)
                connection.execute(f"insert into raw.{table} from rows")
                new_rows[table] = rows.num_rows
                for row in rows.to_pylist():
                    place = (row["site"], row["rest_base"])
                    next(step for step in extractions if (step["site"], step["rest_base"]) == place)["new_count"] += 1
            connection.register("steps", pa.Table.from_pylist(extractions, schema=EXTRACTION_SCHEMA))
            connection.execute("insert into raw.extractions from steps")
            connection.register("refused", chunk.rejections)
            connection.execute("insert into raw.rejected_documents from refused")
            connection.register("last", last_readings(chunk.readings))
            key = "(site, kind, rest_base, id)"
            connection.execute(f"delete from raw.readings where {key} in (select {key} from last)")
            connection.execute("insert into raw.readings from last")
        return LoadResult(new_rows, chunk.rejections.num_rows)


class Follower:
    """Extracts sites into one warehouse and tells what raw then holds."""

    def __init__(self, home: Path, *sites: Site, limits: Limits = QUICK, with_dlt: bool = False) -> None:
        self.warehouse = home / "warehouse.duckdb"
        self.sites = sites
        self.limits = limits
        self.loader = Loader(self.warehouse, home / "dlt") if with_dlt else ChangeLog(self.warehouse)

    def chunks(
        self, mode: str = "refresh", *, accept_vanished: bool = False, document_url: str | None = None, **options: Any
    ) -> Generator[Chunk]:
        """The chunks of one run, not loaded."""
        snapshots = {site.name: read_snapshot(self.warehouse, site.name) for site in self.sites}
        request = ExtractionRequest(
            sites=self.sites, mode=mode, accept_vanished=accept_vanished, document_url=document_url
        )
        return extract_sites(request, snapshots=snapshots, limits=self.limits, **options)

    def single_chunks(self) -> Generator[Chunk]:
        """The chunks of one run of the first site, none joined with another."""
        site = self.sites[0]
        snapshot = read_snapshot(self.warehouse, site.name)
        return extract_site(site, ExtractionRequest(), snapshot=snapshot, limits=self.limits)

    def run(self, mode: str = "refresh", **options: Any) -> dict[str, dict[str, Any]]:
        """One run, loaded; the last ledger row of each list (counts summed), by rest_base."""
        new_rows = 0
        for chunk in self.chunks(mode, **options):
            new_rows += sum(self.loader.load(chunk).new_rows.values())
        self.new_rows = new_rows
        return self.ledger()

    def ledger(self, site: str | None = None) -> dict[str, dict[str, Any]]:
        """What the ledger says of the last run's lists."""
        rows = self.query(
            """
            select
                rest_base, arg_max(status, step) as status, arg_max(mode, step) as mode,
                max(expected_count) as expected, sum(seen_count)::bigint as seen, sum(new_count)::bigint as new,
                sum(rejected_count)::bigint as rejected, sum(repaired_count)::bigint as repaired,
                sum(request_count)::bigint as requests, max(cursor_at) as cursor,
                arg_max(coalesce(failure_code, ''), step) as failure,
                arg_max(coalesce(failure_message, ''), step) as message,
                count(*) as steps,
            from raw.extractions
            where extraction_id = (select max(extraction_id) from raw.extractions) and site = $site
            group by rest_base
            """,
            site=site or self.sites[0].name,
        )
        return {row["rest_base"]: row for row in rows}

    def present(self, rest_base: str, table: str = "posts", site: str | None = None) -> dict[int, str]:
        """Documents of a list that raw holds as present: id to `modified_gmt` as WordPress writes it."""
        rows = self.latest(rest_base, table, site)
        return {row["id"]: row["modified"] for row in rows if row["state"] == "present"}

    def states(self, rest_base: str, table: str = "posts") -> dict[int, str]:
        """The state of each document raw ever held of a list."""
        return {row["id"]: row["state"] for row in self.latest(rest_base, table)}

    def latest(self, rest_base: str, table: str = "posts", site: str | None = None) -> list[dict[str, Any]]:
        """The latest row of each document of a list."""
        query = """
            select id, state, strftime(modified_at, '%Y-%m-%d %H:%M:%S') as modified, document, seen_at
            from raw.$table
            where site = $site and rest_base = $rest_base
            qualify row_number() over (partition by id order by seen_at desc, extraction_id desc) = 1
            order by id
        """.replace("$table", table)
        return self.query(query, site=site or self.sites[0].name, rest_base=rest_base)

    def wait(self, days: float) -> None:
        """Let time pass: everything in raw becomes older."""
        with open_warehouse(self.warehouse) as connection:
            for name in RAW_TABLES:
                for field in _SCHEMAS.get(name, DOCUMENT_SCHEMA):
                    if pa.types.is_timestamp(field.type) and field.name != "modified_at":
                        shift = f"{field.name} - interval {round(days * 86_400)} second"
                        connection.execute(f"update raw.{name} set {field.name} = {shift}")

    def execute(self, statement: str) -> None:
        """Change the warehouse."""
        with open_warehouse(self.warehouse) as connection:
            connection.execute(statement)

    def query(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """Rows of a query to the warehouse."""
        with open_warehouse(self.warehouse, read_only=True) as connection:
            cursor = connection.execute(query, values)
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
