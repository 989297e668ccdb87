with

articles as (
    select * from {{ ref('int_articles_current') }}
),

nodes as (
    select * from {{ ref('int_schema_nodes_current') }}
),

graph_names as (
    select
        article_id,
        arg_min(section_names, node_position) filter (where len(section_names) > 0) as section_names,
        arg_min(keywords, node_position) filter (where len(keywords) > 0) as keywords,
    from nodes
    where is_article
    group by article_id
),

other_taxonomies as (
    select
        article_id,
        site,
        unnest(other_terms) as taxonomy_terms,
    from articles
),

-- WordPress lists ids, class names and (through Yoast) names of a post's terms in one order: by name.
lists as (
    select
        articles.article_id,
        articles.site,
        'categories' as rest_base,
        articles.category_ids as term_ids,
        articles.category_slugs as slugs,
        coalesce(graph_names.section_names, []) as names,
    from articles
    left join graph_names on articles.article_id = graph_names.article_id

    union all

    select
        articles.article_id,
        articles.site,
        'tags' as rest_base,
        articles.tag_ids as term_ids,
        articles.tag_slugs as slugs,
        coalesce(graph_names.keywords, []) as names,
    from articles
    left join graph_names on articles.article_id = graph_names.article_id

    union all

    select
        article_id,
        site,
        taxonomy_terms.rest_base,
        taxonomy_terms.term_ids,
        cast([] as varchar[]) as slugs,
        cast([] as varchar[]) as names,
    from other_taxonomies
),

-- Equal class names are printed once: where the numbers differ, the class names cannot be laid beside the ids. A class
-- name that is a number is the term's id: WordPress prints it where the slug can be no class name.
elements as (
    select
        article_id,
        site,
        rest_base,
        names,
        unnest(
            case
                when len(term_ids) > 0 then term_ids
                else list_transform(slugs, lambda slug: {{ whole_number('slug') }})
            end
        ) as wordpress_id,
        unnest(
            case
                when len(term_ids) in (0, len(slugs)) then slugs
                else list_transform(term_ids, lambda id: cast(null as varchar))
            end
        ) as slug,
        generate_subscripts(case when len(term_ids) > 0 then term_ids else range(len(slugs)) end, 1) as position,
    from lists
),

-- Yoast leaves the default category out of `articleSection`.
ranked as (
    select
        *,
        not {{ is_default_category('slug') }} as is_namable,
        count(*) over (partition by article_id, rest_base) as term_count,
        count(*) filter (where not {{ is_default_category('slug') }}) over (
            partition by article_id, rest_base
        ) as namable_count,
        count(*) filter (where not {{ is_default_category('slug') }}) over (
            partition by article_id, rest_base
            order by position
        ) as namable_position,
    from elements
)

select
    article_id,
    site,
    rest_base,
    position,
    wordpress_id,
    slug,
    case
        when len(names) = term_count then list_extract(names, position)
        when len(names) = namable_count and is_namable then list_extract(names, namable_position)
        else list_extract(list_filter(names, lambda name: {{ slug_of('name') }} = slug), 1)
    end as name,
from ranked
where wordpress_id is not null or slug is not null
