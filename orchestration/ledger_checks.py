"""Checks of raw against its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingestion.snapshot import LAST_STEPS
from warehouse.connections import open_warehouse

#: With an hourly refresh and a daily sweep, a site that was last read longer ago is no longer read.
FRESH_HOURS = 36


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a check: where and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


_CHECKS = {
    # For a list that was read from end to end, the seen documents add up to the ids that it showed.
    "lists_are_complete": """
        with last_walk as (
            select site, rest_base, max(extraction_id) as extraction_id
            from raw.extractions
            where mode in ('full', 'sweep')
            group by all
        )
        select
            site || ' ' || rest_base,
            sum(seen_count) || ' documents seen of ' || max(expected_count) || ' announced',
        from raw.extractions
        inner join last_walk using (site, rest_base, extraction_id)
        group by site, rest_base
        having sum(seen_count) < max(expected_count)
        order by all
    """,
    "no_extraction_failed": f"""
        with last_extraction as (
            select *
            from ({LAST_STEPS})
            qualify row_number() over (partition by site, rest_base order by extraction_id desc) = 1
        )
        select
            site || ' ' || rest_base,
            case status
                when 'open' then 'was interrupted; the next run goes on from there'
                else coalesce(failure_code, '') || ': ' || coalesce(failure_message, '')
            end,
        from last_extraction
        where status in ('failed', 'open')
        order by all
    """,  # noqa: S608 - our own query
    "sites_are_fresh": f"""
        with last_read as (
            select site, max_by(finished_at, (extraction_id, step)) as finished_at
            from raw.extractions
            where mode <> 'file' and rest_base <> 'settings' and status in ('complete', 'closed')
            group by site
        )
        select site, 'last read to the end at ' || strftime(finished_at, '%Y-%m-%d %H:%M UTC')
        from last_read
        where finished_at < now() - interval {FRESH_HOURS} hour
        order by all
    """,  # noqa: S608 - our own number
    # Ids are in the order of the extractions, whatever the clock said.
    "clocks_agree": """
        with timed as (
            select
                extraction_id,
                min(started_at) as started_at,
                max(finished_at) as finished_at,
            from raw.extractions
            group by extraction_id
        ),
        last_two as (
            select
                *,
                lag(finished_at) over (order by extraction_id) as previous_at,
            from timed
            qualify row_number() over (order by extraction_id desc) = 1
        ),
        last_of_site as (
            select site, max(extraction_id) as extraction_id
            from raw.extractions
            where failure_code = 'ClockSkew' or mode <> 'file'
            group by site
        )
        select 'this machine',
            'its clock ran back: an extraction ended at ' || strftime(previous_at, '%Y-%m-%d %H:%M UTC')
            || ', the next one began at ' || strftime(started_at, '%Y-%m-%d %H:%M UTC'),
        from last_two
        where started_at < previous_at - interval 5 minute
        union all
        select 'this machine',
            'its clock is behind: an extraction ended at ' || strftime(finished_at, '%Y-%m-%d %H:%M UTC'),
        from last_two
        where finished_at > now() + interval 5 minute
        union all
        select distinct site, failure_message
        from raw.extractions
        semi join last_of_site using (site, extraction_id)
        where failure_code = 'ClockSkew'
        order by all
    """,
    "no_document_is_rejected": """
        select site || ' ' || rest_base, sum(rejected_count) || ' documents rejected'
        from raw.extractions
        where extraction_id = (select max(extraction_id) from raw.extractions)
        group by site, rest_base
        having sum(rejected_count) > 0
        order by all
    """,
}


def check_ledger(warehouse: Path) -> dict[str, list[Finding]]:
    """Return what each check found, by its name; an empty list is a pass.

    Args:
        warehouse: The pipeline's database. The caller holds its lock.
    """
    with open_warehouse(warehouse) as connection:
        return {name: [Finding(*row) for row in connection.execute(sql).fetchall()] for name, sql in _CHECKS.items()}
