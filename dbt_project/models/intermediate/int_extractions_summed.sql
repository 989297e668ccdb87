with

steps as (
    select * from {{ ref('stg_raw__extractions') }}
)

select
    extraction_id,
    site,
    rest_base,
    {{ last_known('mode', by='step') }} as mode,
    -- The last step carries the status; one that is still open was cut off.
    case
        when {{ last_known('status', by='step') }} = 'open' then 'interrupted'
        else {{ last_known('status', by='step') }}
    end as status,
    {{ last_known('origin', by='step') }} as origin,
    min(started_at) as started_at,
    max(finished_at) as finished_at,
    max(expected_count) as expected_count,
    cast(sum(seen_count) as bigint) as seen_count,
    cast(sum(new_count) as bigint) as new_count,
    cast(sum(rejected_count) as bigint) as rejected_count,
    cast(sum(repaired_count) as bigint) as repaired_count,
    cast(sum(request_count) as bigint) as request_count,
    cast(sum(received_bytes) as bigint) as received_bytes,
    sum(elapsed_seconds) as elapsed_seconds,
    max(cursor_at) as cursor_at,
    {{ value_at_last('failure_code', by='step') }} as failure_code,
    {{ value_at_last('failure_message', by='step') }} as failure_message,
    {{ value_at_last('unheld_count', by='step') }} as unheld_count,
    {{ value_at_last('backlog_count', by='step') }} as backlog_count,
    count(*) as step_count,
from steps
group by extraction_id, site, rest_base
