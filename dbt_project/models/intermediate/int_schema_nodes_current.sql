with

articles as (
    select * from {{ ref('int_articles_current') }}
),

nodes as (
    select * from {{ ref('int_schema_nodes_parsed') }}
)

select
    articles.article_id,
    articles.removed_at,
    nodes.node_position,
    nodes.node_id,
    nodes.node_types,
    -- Yoast's own Article node, or any type of article: NewsArticle, LiveBlogPosting, AnalysisNewsArticle, Report ...
    nodes.node_id like '%#article'
    or {{ length_of(only('nodes.node_types', 'type', matches('type', '(Article|Posting|Report)$'))) }} > 0
        as is_article,
    nodes.name,
    nodes.url,
    nodes.yoast_word_count,
    nodes.comment_count,
    nodes.section_names,
    nodes.keywords,
    nodes.authors,
    nodes.breadcrumb_names,
    nodes.properties,
from articles
inner join nodes on articles.version_id = nodes.version_id
