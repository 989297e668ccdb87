{{ config(materialized='view') }}

with

posts as (
    select * from {{ ref('stg_raw__posts') }}
),

heads as (
    select * from {{ ref('stg_enriched__heads') }}
)

select
    site,
    rest_base,
    post_id as wordpress_id,
    document_hash,
    parsing_version,
    schema_graph as graph,
from posts
where schema_graph is not null

union all

select
    site,
    rest_base,
    wordpress_id,
    document_hash,
    parsing_version,
    schema_graph as graph,
from heads
where schema_graph is not null
