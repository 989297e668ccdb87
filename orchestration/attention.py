"""Collect the problems that a person should know about after a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.snapshot import LAST_STEPS
from orchestration.outcome import Concern, Outcome
from warehouse.connections import open_warehouse

if TYPE_CHECKING:
    import duckdb

#: Rejected documents named one by one; the mart `rejected_documents` has them all.
_NAMED = 10


def find_concerns(warehouse: Path, outcome: Outcome, extraction_id: str | None) -> list[Concern]:
    """Return the concerns of a run, serious ones first.

    Args:
        warehouse: The pipeline's database. The caller holds its lock.
        outcome: How the job ended.
        extraction_id: The run's extraction; null for a rebuild, which made none.
    """
    concerns: list[Concern] = []
    if outcome.failure:
        concerns.append(Concern(f"{outcome.failure}\nThe published copy stays as it was.", is_serious=True))
    if extraction_id is not None and warehouse.exists():
        # Read-only: on a full disk even a checkpoint of the log could fail.
        with open_warehouse(warehouse, read_only=True) as connection:
            if connection.execute(
                "select 1 from duckdb_tables() where schema_name = 'raw' and table_name = 'extractions'"
            ).fetchall():
                concerns += _failed_lists(connection, extraction_id)
                concerns += _rejected_documents(connection, extraction_id)
                concerns += _unread_lists(connection, extraction_id)
                concerns += _heads_without_graph(connection, extraction_id)
    concerns += [
        Concern(f"Check {check.name} of {check.asset} failed. {check.description}".strip(), is_serious=check.is_error)
        for check in outcome.failed_checks
        if check.name != "no_document_is_rejected"  # reported above, with the place of each document
    ]
    return sorted(concerns, key=lambda concern: not concern.is_serious)


def _failed_lists(connection: duckdb.DuckDBPyConnection, extraction_id: str) -> Iterator[Concern]:
    """Yield the failed lists of this extraction; lists of one site with the same failure are one concern."""
    for site, code, message, rest_bases in connection.execute(
        f"""
        with failed as (
            select
                site,
                rest_base,
                coalesce(failure_code, 'interrupted') as failure_code,
                coalesce(failure_message, 'the extraction did not reach its end') as failure_message,
            from ({LAST_STEPS})
            where extraction_id = ? and status in ('failed', 'open')
        )
        select site, failure_code, failure_message, string_agg(rest_base, ', ' order by rest_base)
        from failed
        group by all
        order by all
        """,  # noqa: S608 - our own query
        [extraction_id],
    ).fetchall():
        yield Concern(f"{site} ({rest_bases}) failed: {code}: {message}", is_serious=True)


def _unread_lists(connection: duckdb.DuckDBPyConnection, extraction_id: str) -> Iterator[Concern]:
    """Yield the lists that a site offers no longer, and what a sweep left unread for too long."""
    for site, rest_base, status, backlog_count in connection.execute(
        f"""
        select site, rest_base, status, backlog_count
        from ({LAST_STEPS})
        where extraction_id = ? and (status = 'not_offered' or backlog_count > 0)
        order by all
        """,  # noqa: S608 - our own query
        [extraction_id],
    ).fetchall():
        if status == "not_offered":
            what = "is no longer offered by the site. Its documents stay as they were last read"
            yield Concern(f"{site}: the list {rest_base} {what} (articles.unlisted_at).", is_serious=False)
        else:
            what = f"{backlog_count:,} documents have not been read for longer than the site's reread_days"
            again = "`pressgraph run --reread SITE` (its name or address) reads all of them now"
            yield Concern(f"{site} ({rest_base}): {what}; the next sweeps do. {again}.", is_serious=False)


def _rejected_documents(connection: duckdb.DuckDBPyConnection, extraction_id: str) -> Iterator[Concern]:
    """Yield the number of documents that this extraction rejected, and the first few with file, line and reason."""
    total = connection.execute(
        "select coalesce(sum(rejected_count), 0)::bigint from raw.extractions where extraction_id = ?", [extraction_id]
    ).fetchall()[0][0]
    if not total:
        return
    named = connection.execute(
        """
        select origin || coalesce(', line ' || line, '') || ': ' || reason
        from raw.rejected_documents
        where extraction_id = ?
        order by origin, line
        limit ?
        """,
        [extraction_id, _NAMED],
    ).fetchall()
    yield Concern(
        f"Documents rejected: {total:,}" + (":" if named else ", in the same form as before."),
        is_serious=True,
    )
    for (rejection,) in named:
        yield Concern(f"  {rejection}", is_serious=True)
    if total > len(named):
        rest = 'pressgraph sql "select origin, line, reason from rejected_documents"'
        yield Concern(f"  The others: {rest}", is_serious=True)


def _heads_without_graph(connection: duckdb.DuckDBPyConnection, extraction_id: str) -> Iterator[Concern]:
    """Yield per site the new articles with the head of another SEO plugin than Yoast in which no graph was found."""
    if not connection.execute(
        "select 1 from duckdb_columns() where schema_name = 'staging' and column_name = 'other_head_plugin'"
    ).fetchall():
        return  # the models were not built
    for site, plugin, count in connection.execute(
        """
        select posts.site, posts.other_head_plugin, count(*)
        from intermediate.int_documents_current as documents
        inner join staging.stg_raw__posts as posts using (version_id)
        where
            documents.extraction_id = ?
            and posts.other_head_plugin is not null
            and version_id not in (select version_id from intermediate.int_schema_graphs_unioned)
        group by all
        order by all
        """,
        [extraction_id],
    ).fetchall():
        yield Concern(
            f"{site}: new documents in which {plugin}'s head carries no schema graph: {count:,}. They have no rows in "
            "schema_nodes; the README says what is read of SEO plugins besides Yoast.",
            is_serious=False,
        )
