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
        sequence,
        is_live,
        coalesce(modified_at, seen_at) as modification,
    from {{ source('raw', table) }}
),
{% endfor %}

changes as (
    {% for table in ['posts', 'terms', 'users', 'media', 'comments', 'sites'] %}
    select * from raw_{{ table }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- Live readings stand in the order in which they were loaded, whatever the clocks said. A file's document is older than
-- the first live reading of the same or a later modification. The rule is that of `ingestion/versions.py`.
placed as (
    select
        *,
        case
            when is_live then sequence
            else min(case when is_live then sequence end) over (
                partition by site, document_kind, rest_base, wordpress_id
                order by modification desc nulls last
                range between unbounded preceding and current row
            )
        end as place,
    from changes
),

numbered as (
    select
        *,
        row_number() over (
            partition by site, document_kind, rest_base, wordpress_id
            order by place nulls last, is_live nulls last, modification nulls last, sequence nulls last
        ) as change_number,
    from placed
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
