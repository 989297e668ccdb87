{% set parsing %}
parsed as (
    select
        *,
        {{ parse_json('document', site_structure()) }} as entry,
    from unparsed
)

select
    version_id,
    site,
    rest_base,
    {{ blank_to_null(decode_entities(text_of('entry.name'))) }} as name,
    {{ blank_to_null('coalesce(' ~ text_of('entry.home') ~ ', ' ~ text_of('entry.url') ~ ')') }} as url,
    {{
        blank_to_null('coalesce(' ~ text_of('entry.timezone') ~ ', ' ~ text_of('entry.timezone_string') ~ ')')
    }} as timezone,
    -- No zone is further from UTC than 14 hours: an offset beyond is a slip.
    cast(round({{ bounded_number('entry.gmt_offset', -14, 14) }} * 60) as integer) as utc_offset_minutes,
    {{ text_list('entry.article_types') }} as article_types,
from parsed
{% endset %}

with

raw_sites as (
    select
        *,
        {{ version_id() }} as version_id,
    from {{ source('raw', 'sites') }}
    where state = 'present'
),

{{ parse_once('raw_sites', parsing, once_by='extraction_id') }}
