with

{% for table in ['posts', 'terms', 'users', 'media', 'comments', 'sites'] %}
raw_{{ table }} as (
    select
        {{ version_id() }} as version_id,
        kind as document_kind,
        site,
        rest_base,
        id as wordpress_id,
        state,
        modified_at,
        document_hash,
        seen_at,
        extraction_id,
        origin,
    from {{ source('raw', table) }}
),
{% endfor %}

changes as (
    {% for table in ['posts', 'terms', 'users', 'media', 'comments', 'sites'] %}
    select * from raw_{{ table }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

numbered as (
    select
        *,
        -- The hash settles what should not happen: two rows of one document in one extraction at one moment.
        row_number() over (
            partition by site, document_kind, rest_base, wordpress_id
            order by seen_at nulls last, extraction_id nulls last, document_hash nulls last
        ) as change_number,
    from changes
)

select
    version_id,
    {{ document_id() }} as document_id,
    document_kind,
    site,
    rest_base,
    wordpress_id,
    change_number,
    state,
    modified_at,
    document_hash,
    seen_at,
    extraction_id,
    origin,
from numbered
