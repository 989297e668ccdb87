with

extractions as (
    select * from {{ ref('int_extractions_summed') }}
),

-- Of an extraction that was cut off or failed, the list was offered all the same.
offered as (
    select
        site,
        rest_base,
        max(extraction_id) as extraction_id,
    from extractions
    where mode <> 'file' and status <> 'not_offered'
    group by site, rest_base
)

select
    extractions.site,
    extractions.rest_base,
    min(extractions.finished_at) as unlisted_at,
from extractions
inner join offered on extractions.site = offered.site and extractions.rest_base = offered.rest_base
where extractions.status = 'not_offered' and extractions.extraction_id > offered.extraction_id
group by extractions.site, extractions.rest_base
