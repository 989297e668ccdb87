{{ config(materialized='view') }}

with

posts as (
    select * from {{ ref('stg_raw__posts') }}
),

heads as (
    select * from {{ ref('stg_enriched__heads') }}
)

select
    version_id,
    parsing_version as graph_version,
    schema_graph as graph,
from posts
where schema_graph is not null

union all

select
    version_id,
    parsing_version as graph_version,
    schema_graph as graph,
from heads
where schema_graph is not null
