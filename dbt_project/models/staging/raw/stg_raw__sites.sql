with

raw_sites as (
    select * from {{ source('raw', 'sites') }}
),

document_changes as (
    select * from {{ ref('stg_raw__document_changes') }}
),

parsed as (
    select
        document_changes.site,
        document_changes.rest_base,
        {{ parse_json('raw_sites.document', site_structure()) }} as entry,
    from raw_sites
    inner join document_changes
        on
            raw_sites.site = document_changes.site
            and raw_sites.kind = document_changes.document_kind
            and raw_sites.rest_base = document_changes.rest_base
            and raw_sites.id = document_changes.wordpress_id
            and raw_sites.extraction_id = document_changes.extraction_id
            and raw_sites.document_hash = document_changes.document_hash
    where document_changes.is_latest_present
)

select
    site,
    rest_base,
    {{ blank_to_null(decode_entities('entry.name')) }} as name,
    {{ blank_to_null('coalesce(entry.home, entry.url)') }} as url,
    {{ blank_to_null('coalesce(entry.timezone, entry.timezone_string)') }} as timezone,
    -- No zone is further from UTC than 14 hours: an offset beyond is a slip.
    cast(round({{ bounded_number('entry.gmt_offset', -14, 14) }} * 60) as integer) as utc_offset_minutes,
    {{ text_list('entry.article_types') }} as article_types,
from parsed
