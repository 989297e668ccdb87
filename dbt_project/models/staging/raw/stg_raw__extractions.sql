{{ config(materialized='view') }}

with

extractions as (
    select * from {{ source('raw', 'extractions') }}
)

select
    extraction_id,
    site,
    rest_base,
    step,
    mode,
    status,
    origin,
    started_at,
    finished_at,
    -- The site's own count: one below zero says nothing.
    case when expected_count >= 0 then expected_count end as expected_count,
    seen_count,
    new_count,
    rejected_count,
    repaired_count,
    request_count,
    received_bytes,
    elapsed_seconds,
    cursor_at,
    failure_code,
    failure_message,
    unheld_count,
    backlog_count,
from extractions
