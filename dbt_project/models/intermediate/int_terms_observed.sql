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
        min_by(section_names, node_position) filter (where {{ length_of('section_names') }} > 0) as section_names,
        min_by(keywords, node_position) filter (where {{ length_of('keywords') }} > 0) as keywords,
    from nodes
    where is_article
    group by article_id
),

other_taxonomies as (
    select
        article_id,
        site,
        {{ items('other_terms', 'taxonomy_terms') }},
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
        coalesce(graph_names.section_names, {{ empty_list() }}) as names,
    from articles
    left join graph_names on articles.article_id = graph_names.article_id

    union all

    select
        articles.article_id,
        articles.site,
        'tags' as rest_base,
        articles.tag_ids as term_ids,
        articles.tag_slugs as slugs,
        coalesce(graph_names.keywords, {{ empty_list() }}) as names,
    from articles
    left join graph_names on articles.article_id = graph_names.article_id

    union all

    select
        article_id,
        site,
        taxonomy_terms.rest_base,
        taxonomy_terms.term_ids,
        {{ empty_list() }} as slugs,
        {{ empty_list() }} as names,
    from other_taxonomies
),

-- Equal class names are printed once: where the numbers differ, the class names cannot be laid beside the ids. A class
-- name that is a number is the term's id: WordPress prints it where the slug can be no class name.
aligned as (
    select
        article_id,
        site,
        rest_base,
        names,
        case
            when {{ length_of('term_ids') }} > 0 then term_ids
            else {{ each('slugs', 'slug', whole_number('slug')) }}
        end as term_ids,
        case when {{ length_of('term_ids') }} in (0, {{ length_of('slugs') }}) then slugs end as slugs,
    from lists
),

terms as (
    select
        article_id,
        site,
        rest_base,
        names,
        slugs,
        {{ items_with_position('term_ids', 'wordpress_id', 'position') }},
    from aligned
),

elements as (
    select
        *,
        {{ item_at('slugs', 'position') }} as slug,
    from terms
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
            order by position nulls last
        ) as namable_position,
    from elements
),

named as (
    select
        *,
        {{ first_of(only('names', 'name', slug_of('name') ~ ' = slug')) }} as name_of_slug,
        case
            when {{ length_of('names') }} = term_count then {{ item_at('names', 'position') }}
            when {{ length_of('names') }} = namable_count and is_namable
                then {{ item_at('names', 'namable_position') }}
        end as name_at_position,
    from ranked
    where wordpress_id is not null or slug is not null
),

-- Where one slug has its name at another place, the names stand in another order than the ids.
judged as (
    select
        *,
        count(*) filter (where name_of_slug <> name_at_position) over (
            partition by article_id, rest_base
        ) > 0 as is_order_wrong,
    from named
),

embedded as (
    select
        article_id,
        {{ items('embedded_terms', 'term') }},
    from articles
),

embedded_names as (
    select
        article_id,
        term.wordpress_id as wordpress_id,
        {{ some('term.slug') }} as slug,
        {{ some(decode_entities('term.name')) }} as name,
    from embedded
    where term.wordpress_id is not null
    group by article_id, term.wordpress_id
)

select
    judged.article_id,
    judged.site,
    judged.rest_base,
    judged.position,
    judged.wordpress_id,
    coalesce(embedded_names.slug, judged.slug) as slug,
    coalesce(
        embedded_names.name,
        judged.name_of_slug,
        case when not judged.is_order_wrong then judged.name_at_position end
    ) as name,
from judged
left join embedded_names
    on judged.article_id = embedded_names.article_id and judged.wordpress_id = embedded_names.wordpress_id
