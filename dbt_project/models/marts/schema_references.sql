with

schema_references as (
    select * from {{ ref('int_schema_references_current') }}
)

select
    article_id,
    from_node_position,
    from_node_id,
    property_path,
    to_node_id,
    is_resolved,
    is_inline,
from schema_references
where removed_at is null
