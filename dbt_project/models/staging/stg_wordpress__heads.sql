{{
    config(
        materialized='incremental',
        incremental_strategy='delete+insert',
        unique_key=['site', 'rest_base', 'wordpress_id', 'document_hash'],
        on_schema_change='fail',
    )
}}

with

enriched_heads as (
    select * from {{ source('enriched', 'heads') }}
),

avatar_keys as (
    select * from {{ ref('stg_wordpress__avatar_keys') }}
),

parsed as (
    select
        site,
        rest_base,
        id,
        document_hash,
        enrichment_version,
        {{ parse_json('head_json', head_structure()) }} as head,
    from enriched_heads
    {% if is_incremental() %}
    where not exists (
        select 1
        from {{ this }} as known
        where
            known.site = enriched_heads.site
            and known.rest_base = enriched_heads.rest_base
            and known.wordpress_id = enriched_heads.id
            and known.document_hash = enriched_heads.document_hash
            and known.enrichment_version = enriched_heads.enrichment_version
    )
    {% endif %}
)

select
    site,
    rest_base,
    id as wordpress_id,
    document_hash,
    enrichment_version,
    {{ head_columns('head', 'avatar_keys.avatar_key') }}
from parsed
cross join avatar_keys
