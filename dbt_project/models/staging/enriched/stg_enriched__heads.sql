{{ config(materialized='incremental', unique_key='version_id') }}

{% set parsing %}
parsed as (
    select
        *,
        {{ parse_json('head_json', head_structure()) }} as head,
    from unparsed
)

select
    version_id,
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
    select
        *,
        {{ version_id() }} as version_id,
    from {{ source('enriched', 'heads') }}
    where kind = 'post'
),

avatar_keys as (
    select * from {{ ref('base_avatar_keys') }}
),

{{ parse_once('enriched_heads', parsing, input_version='enrichment_version') }}
