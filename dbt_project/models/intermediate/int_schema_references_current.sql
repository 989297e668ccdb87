with

articles as (
    select * from {{ ref('int_articles_current') }}
),

nodes as (
    select * from {{ ref('int_schema_nodes_current') }}
),

schema_references as (
    select * from {{ ref('stg_wordpress__schema_references') }}
),

node_ids as (
    select distinct
        article_id,
        node_id,
    from nodes
)

select
    articles.article_id,
    articles.removed_at,
    schema_references.from_node_position,
    nodes.node_id as from_node_id,
    schema_references.property_path,
    schema_references.to_node_id,
    node_ids.node_id is not null as is_resolved,
    schema_references.is_inline,
from articles
inner join schema_references
    on
        articles.site = schema_references.site
        and articles.rest_base = schema_references.rest_base
        and articles.post_id = schema_references.wordpress_id
        and articles.document_hash = schema_references.document_hash
inner join nodes
    on articles.article_id = nodes.article_id and schema_references.from_node_position = nodes.node_position
left join node_ids on articles.article_id = node_ids.article_id and schema_references.to_node_id = node_ids.node_id
