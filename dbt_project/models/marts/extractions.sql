with

extractions as (
    select * from {{ ref('int_extractions_summed') }}
)

select
    extraction_id,
    site,
    rest_base,
    mode,
    status,
    origin,
    started_at,
    finished_at,
    expected_count,
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
    step_count,
from extractions
