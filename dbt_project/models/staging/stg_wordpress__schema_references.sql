{{
    config(
        materialized='incremental',
        incremental_strategy='delete+insert',
        unique_key=['site', 'rest_base', 'wordpress_id', 'document_hash'],
        on_schema_change='fail',
    )
}}

with

graphs as (
    select * from {{ ref('stg_wordpress__schema_graphs') }}
),

unparsed as (
    select * from graphs
    {% if is_incremental() %}
    where not exists (
        select 1
        from {{ this }} as known
        where
            known.site = graphs.site
            and known.rest_base = graphs.rest_base
            and known.wordpress_id = graphs.wordpress_id
            and known.document_hash = graphs.document_hash
            and known.enrichment_version = graphs.enrichment_version
    )
    {% endif %}
),

found as (
    {{
        schema_graph_references(
            'unparsed', ['site', 'rest_base', 'wordpress_id', 'document_hash', 'enrichment_version']
        )
    }}
)

select
    site,
    rest_base,
    wordpress_id,
    document_hash,
    enrichment_version,
    from_node_position,
    property_path,
    to_node_id,
    is_inline,
from found
