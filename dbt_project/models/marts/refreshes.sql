with

extractions as (
    select * from {{ ref('int_extractions_summed') }}
)

select
    extraction_id,
    min(started_at) as started_at,
    max(finished_at) as finished_at,
    array_sort(array_distinct({{ collected('mode') }})) as modes,
    case
        when bool_or(status = 'failed') then 'failed'
        when bool_or(status = 'interrupted') then 'interrupted'
        else 'complete'
    end as status,
    -- Documents that were rejected before their site was known have the site `unknown`.
    count(distinct site) filter (where site <> 'unknown') as site_count,
    count(distinct site) filter (where status in ('failed', 'interrupted')) as failed_site_count,
    cast(sum(seen_count) as bigint) as seen_count,
    cast(sum(new_count) as bigint) as new_count,
    cast(sum(rejected_count) as bigint) as rejected_count,
    cast(sum(repaired_count) as bigint) as repaired_count,
    cast(sum(request_count) as bigint) as request_count,
    cast(sum(received_bytes) as bigint) as received_bytes,
from extractions
group by extraction_id
