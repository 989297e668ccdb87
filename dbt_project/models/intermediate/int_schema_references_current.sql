with

articles as (
    select * from {{ ref('int_articles_current') }}
),

nodes as (
    select * from {{ ref('int_schema_nodes_current') }}
),

schema_references as (
    select * from {{ ref('int_schema_references_parsed') }}
),

located as (
    select
        articles.article_id,
        articles.removed_at,
        schema_references.from_node_position,
        nodes.node_id as from_node_id,
        schema_references.property_path,
        schema_references.to_node_id,
        schema_references.is_inline,
    from articles
    inner join schema_references on articles.version_id = schema_references.version_id
    inner join nodes
        on articles.article_id = nodes.article_id and schema_references.from_node_position = nodes.node_position
),

node_ids as (
    select distinct
        article_id,
        node_id,
    from nodes
),

-- Yoast describes a publisher's logo in place and points to it by id from beside it.
described_ids as (
    select distinct
        article_id,
        to_node_id,
    from located
    where is_inline
)

select
    located.article_id,
    located.removed_at,
    located.from_node_position,
    located.from_node_id,
    located.property_path,
    located.to_node_id,
    located.to_node_id <> ''
    and (node_ids.node_id is not null or (not located.is_inline and described_ids.to_node_id is not null))
        as is_resolved,
    located.is_inline,
from located
left join node_ids on located.article_id = node_ids.article_id and located.to_node_id = node_ids.node_id
left join described_ids
    on located.article_id = described_ids.article_id and located.to_node_id = described_ids.to_node_id
