with

articles as (
    select * from {{ ref('int_articles_current') }}
),

heads as (
    select * from {{ ref('int_heads_current') }}
),

nodes as (
    select * from {{ ref('int_schema_nodes_current') }}
),

-- Without an Article node (a fresh Yoast prints none) the page's own author stands in.
credited as (
    select
        article_id,
        authors,
    from nodes
    where {{ length_of('authors') }} > 0
    qualify
        row_number() over (
            partition by article_id
            order by is_article desc nulls last, node_position asc nulls last
        ) = 1
),

credits as (
    select
        article_id,
        {{ items_with_position('authors', 'author', 'position') }},
    from credited
),

node_names as (
    select
        article_id,
        node_id,
        {{ first_known('name', by='node_position') }} as name,
    from nodes
    group by article_id, node_id
),

graph_names as (
    select
        credits.article_id,
        {{
            collected_in_order('coalesce(node_names.name, credits.author.name)', [('credits.position', 'asc')])
        }} as names,
    from credits
    left join node_names on credits.article_id = node_names.article_id and credits.author.node_id = node_names.node_id
    group by credits.article_id
),

observed as (
    select
        articles.article_id,
        articles.site,
        articles.user_id,
        articles.published_at,
        articles.co_authors,
        case
            when graph_names.names is not null then 'schema_graph'
            when {{ length_of('heads.head_author_names') }} > 0 then 'head'
            when articles.embedded_author_name is not null then 'embedded'
            when heads.twitter_author_name is not null then 'twitter_misc'
        end as byline_source,
        graph_names.names as graph_names,
        heads.head_author_names,
        articles.embedded_author_name,
        heads.twitter_author_name,
    from articles
    left join heads on articles.article_id = heads.article_id
    left join graph_names on articles.article_id = graph_names.article_id
),

chosen as (
    select
        *,
        case byline_source
            when 'schema_graph' then graph_names
            when 'head' then head_author_names
            when 'embedded' then {{ list_of(['embedded_author_name']) }}
            when 'twitter_misc' then {{ list_of(['twitter_author_name']) }}
            else {{ empty_list() }}
        end as names,
    from observed
)

select
    article_id,
    site,
    user_id,
    published_at,
    co_authors,
    {{
        only(each('names', 'name', blank_to_null(decode_entities('name'))), 'name', 'name is not null')
    }} as author_names,
    byline_source,
from chosen
