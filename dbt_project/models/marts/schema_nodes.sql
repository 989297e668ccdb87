with

nodes as (
    select * from {{ ref('int_schema_nodes_current') }}
)

select
    article_id,
    node_position,
    node_id,
    count(*) over (partition by article_id, node_id) > 1 as has_repeated_id,
    node_types,
    name,
    url,
    properties,
from nodes
where removed_at is null
