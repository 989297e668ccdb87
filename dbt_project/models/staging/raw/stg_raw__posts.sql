{{ config(materialized='incremental', unique_key='version_id') }}

{% set parsing %}
parsed as (
    select
        *,
        {{ parse_json('document', post_structure()) }} as post,
    from unparsed
),

listed as (
    select
        *,
        {{ text_list('post.class_list') }} as class_names,
        {{
            each(one_or_many('post._links."wp:term"'), 'link', parse_json('link', term_link_structure()))
        }} as term_links,
        -- Co-Authors Plus writes `coauthors`, PublishPress `authors`, Newspack `newspack_author_info`: objects, or ids of
        -- terms, in the byline's order.
        {{
            each(
                'concat(' ~ one_or_many('post.coauthors') ~ ', ' ~ one_or_many('post.authors') ~ ', '
                ~ one_or_many('post.newspack_author_info') ~ ')',
                'author',
                record({
                    'term_id': bounded_id(json_text('author')),
                    'described': parse_json('author', co_author_structure()),
                })
            )
        }} as co_authors,
        {{
            each(
                'flatten(' ~ each(one_or_many('post._embedded."wp:term"'), 'terms', one_or_many('terms')) ~ ')', 'term',
                parse_json('term', embedded_structure())
            )
        }} as embedded_terms,
    from parsed
)

select
    version_id,
    {{ document_id(id='id') }} as document_id,
    site,
    rest_base,
    id as post_id,
    document_hash,
    parsing_version,
    {{ blank_to_null(text_of('post.type')) }} as post_type,
    {{ blank_to_null(text_of('post.link')) }} as url,
    {{ rendered_text('post.guid') }} as guid,
    {{ blank_to_null(text_of('post.slug')) }} as slug,
    {{ rendered_text('post.title') }} as title_html,
    {{ local_time('post.date') }} as published_local,
    {{ utc_time('post.date_gmt') }} as published_at,
    {{ local_time('post.modified') }} as modified_local,
    {{ utc_time('post.modified_gmt') }} as modified_at,
    coalesce({{ bounded_boolean('post.content.protected') }}, false) as is_protected,
    coalesce({{ bounded_boolean('post.sticky') }}, false) as is_sticky,
    {{ blank_to_null(text_of('post.format')) }} as post_format,
    {{ id_of('post.author') }} as user_id,
    {{ bounded_id('post.featured_media') }} as featured_media_id,
    {{ id_list('post.categories') }} as category_ids,
    {{ id_list('post.tags') }} as tag_ids,
    {{
        each(only('class_names', 'name', "name like 'category-%'"), 'name', blank_to_null('substr(name, 10)'))
    }} as category_slugs,
    {{ each(only('class_names', 'name', "name like 'tag-%'"), 'name', blank_to_null('substr(name, 5)')) }} as tag_slugs,
    -- Other taxonomies hang under a key of their own, which only the link to their terms names.
    {{
        each(
            only(
                'term_links', 'link',
                text_of('link.taxonomy') ~ " not in ('category', 'post_tag') and "
                ~ term_rest_base(text_of('link.href')) ~ " not in ('', 'categories', 'tags')"
            ),
            'link',
            record({
                'rest_base': term_rest_base(text_of('link.href')),
                'term_ids': id_list(json_member('document', term_rest_base(text_of('link.href')))),
            })
        )
    }} as other_terms,
    {{
        each(
            'co_authors', 'author',
            record({
                'term_id': 'author.term_id',
                'user_id': bounded_id('author.described.user_id'),
                'slug': blank_to_null(text_of('author.described.slug')),
                'name': blank_to_null(
                    'coalesce(' ~ text_of('author.described.display_name') ~ ', ' ~ text_of('author.described.name') ~ ')'
                ),
            })
        )
    }} as co_authors,
    -- A theme may put the account itself in the place of its id.
    coalesce(
        {{
            blank_to_null(text_of(
                '(' ~ parse_json(first_of(one_or_many('post._embedded.author')), embedded_structure()) ~ ').name'
            ))
        }},
        {{ blank_to_null(text_of(json_member('post.author', "'name'"))) }}
    ) as embedded_author_name,
    {{
        each(
            'embedded_terms', 'term',
            record({
                'wordpress_id': bounded_id('term.id'),
                'slug': blank_to_null(text_of('term.slug')),
                'name': blank_to_null(text_of('term.name')),
            })
        )
    }} as embedded_terms,
    case
        when {{ blank_to_null(text_of('post.rank_math_head')) }} is not null then 'Rank Math'
        when
            {{ blank_to_null(text_of('post.aioseo_head')) }} is not null
            or {{ is_json_object('post.aioseo_head_json') }}
            then 'AIOSEO'
    end as other_head_plugin,
    {{ head_columns('post.yoast_head_json', 'avatar_keys.avatar_key') }}
from listed
cross join avatar_keys
{% endset %}

with

raw_posts as (
    select
        *,
        {{ version_id() }} as version_id,
    from {{ source('raw', 'posts') }}
    where state = 'present'
),

avatar_keys as (
    select * from {{ ref('base_avatar_keys') }}
),

{{ parse_once('raw_posts', parsing, once_by='extraction_id') }}
