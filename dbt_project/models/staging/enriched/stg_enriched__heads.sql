{{
    config(
        materialized='incremental',
        incremental_strategy='delete+insert',
        unique_key=['site', 'rest_base', 'wordpress_id', 'document_hash'],
        on_schema_change='sync_all_columns',
    )
}}

{% set parsing %}
parsed as (
    select
        site,
        rest_base,
        id,
        document_hash,
        parsing_version,
        {{ parse_json('head_json', head_structure()) }} as head,
    from unparsed
)

select
    site,
    rest_base,
    id as wordpress_id,
    document_hash,
    parsing_version,
    {{ head_columns('head', 'avatar_keys.avatar_key') }}
from parsed
cross join avatar_keys
{% endset %}

with

enriched_heads as (
    select * from {{ source('enriched', 'heads') }}
),

avatar_keys as (
    select * from {{ ref('base_avatar_keys') }}
),

unparsed as (
    select
        site,
        rest_base,
        id,
        document_hash,
        head_json,
        {{ parsing_version(parsing, 'enrichment_version') }} as parsing_version,
    from enriched_heads
    where
        kind = 'post'
        {% if is_incremental() %}
        and {{
            is_not_parsed_yet(
                'enriched_heads', 'id', 'wordpress_id', parsing_version(parsing, 'enriched_heads.enrichment_version')
            )
        }}
        {% endif %}
),

{{ parsing }}
