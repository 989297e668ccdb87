{{ config(materialized='view') }}

with

texts as (
    select * from {{ source('enriched', 'texts') }}
)

select
    {{ version_id() }} as version_id,
    site,
    kind as document_kind,
    rest_base,
    id as wordpress_id,
    document_hash,
    enrichment_version,
    {{ blank_to_null('title_text') }} as title_text,
    {{ blank_to_null('excerpt_text') }} as excerpt_text,
    {{ blank_to_null('description_text') }} as description_text,
    text as body_text,
    blocks,
    language,
    language_source,
    script,
    is_protected,
from texts
