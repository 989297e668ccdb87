with

articles_terms as (
    select * from {{ ref('int_articles_terms') }}
),

nodes as (
    select * from {{ ref('int_schema_nodes_current') }}
),

sections as (
    select
        article_id,
        term_id,
        coalesce(name, slug) as section,
        slug,
        position,
    from articles_terms
    where rest_base = 'categories'
),

-- The first crumb is the home page, the last the article itself.
crumbs as (
    select
        article_id,
        {{ items_with_position('breadcrumb_names', 'crumb', 'crumb_position') }},
        {{ length_of('breadcrumb_names') }} as crumb_count,
    from nodes
    where {{ length_of('breadcrumb_names') }} > 2
),

inner_crumbs as (
    select
        article_id,
        crumb,
        max(crumb_position) as crumb_position,
    from crumbs
    where crumb_position between 2 and crumb_count - 1
    group by article_id, crumb
)

select
    sections.article_id,
    sections.term_id as primary_section_id,
    sections.section as primary_section,
from sections
left join inner_crumbs on sections.article_id = inner_crumbs.article_id and sections.section = inner_crumbs.crumb
qualify
    row_number() over (
        partition by sections.article_id
        order by
            inner_crumbs.crumb_position desc nulls last,
            {{ is_default_category('sections.slug') }} asc nulls last,
            sections.position asc nulls last
    ) = 1
