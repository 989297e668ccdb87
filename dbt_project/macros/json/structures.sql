{#-
    What is read of a post. Fields that drift are JSON. Numbers, dates and booleans are declared as text and typed by the
    macros of `bounds.sql`: of one engine `from_json` takes `true` for 1, 3.7 for 4 and `infinity` for a date, of another
    it makes null of `"7"` and of `"true"`.
-#}
{% macro post_structure() -%}
{
    "date": "VARCHAR", "date_gmt": "VARCHAR", "modified": "VARCHAR", "modified_gmt": "VARCHAR",
    "guid": "JSON", "slug": "JSON", "type": "JSON", "link": "JSON",
    "title": "JSON", "content": {"protected": "VARCHAR"},
    "author": "JSON", "featured_media": "VARCHAR", "sticky": "VARCHAR", "format": "JSON",
    "categories": "JSON", "tags": "JSON", "class_list": "JSON",
    "coauthors": "JSON", "authors": "JSON", "newspack_author_info": "JSON",
    "_links": {"wp:term": "JSON"},
    "_embedded": {"author": "JSON", "wp:term": "JSON"},
    "rank_math_head": "JSON", "aioseo_head": "JSON", "aioseo_head_json": "JSON",
    "yoast_head_json": {{ head_structure() }}
}
{%- endmacro %}

{#- What is read of Yoast's head, from the API or rebuilt from HTML. -#}
{% macro head_structure() -%}
{
    "title": "JSON", "description": "JSON", "canonical": "JSON", "robots": "JSON",
    "og_locale": "JSON", "og_type": "JSON", "og_title": "JSON", "og_description": "JSON",
    "og_url": "JSON", "og_site_name": "JSON", "og_image": "JSON",
    "article_published_time": "VARCHAR", "article_modified_time": "VARCHAR",
    "author": "JSON", "twitter_card": "VARCHAR", "twitter_misc": "JSON",
    "schema": "JSON"
}
{%- endmacro %}

{#- What is read of one node of the schema graph; the rest stays in its properties. -#}
{% macro node_structure() -%}
{
    "@id": "JSON", "@type": "JSON", "name": "JSON", "url": "JSON", "author": "JSON",
    "wordCount": "VARCHAR", "commentCount": "VARCHAR", "articleSection": "JSON", "keywords": "JSON",
    "itemListElement": "JSON"
}
{%- endmacro %}

{#- What is read of one link to the terms of a post. -#}
{% macro term_link_structure() -%}
{"taxonomy": "JSON", "href": "JSON"}
{%- endmacro %}

{#- What is read of one author in the list of a co-authors plug-in. -#}
{% macro co_author_structure() -%}
{"user_id": "VARCHAR", "slug": "JSON", "display_name": "JSON", "name": "JSON"}
{%- endmacro %}

{#- What is read of a term or an account that stands whole in a post's `_embedded`. -#}
{% macro embedded_structure() -%}
{"id": "VARCHAR", "slug": "JSON", "name": "JSON"}
{%- endmacro %}

{#- The columns of a parsed head, the same for a head from the API and one rebuilt from HTML. -#}
{% macro head_columns(head, avatar_key) -%}
    {{ blank_to_null(text_of(head ~ '.title')) }} as head_title,
    {{ blank_to_null(text_of(head ~ '.description')) }} as meta_description,
    {{ blank_to_null(text_of(head ~ '.canonical')) }} as canonical_url,
    {{ head }}.robots as robots,
    {{ blank_to_null(text_of(head ~ '.og_locale')) }} as og_locale,
    {{ blank_to_null(text_of(head ~ '.og_type')) }} as og_type,
    {{ blank_to_null(text_of(head ~ '.og_title')) }} as og_title,
    {{ blank_to_null(text_of(head ~ '.og_description')) }} as og_description,
    {{ blank_to_null(text_of(head ~ '.og_url')) }} as og_url,
    {{ blank_to_null(text_of(head ~ '.og_site_name')) }} as og_site_name,
    {{ one_or_many(head ~ '.og_image') }} as og_images,
    {{
        only(each(name_list(head ~ '.author'), 'name', blank_to_null('name')), 'name', 'name is not null')
    }} as head_author_names,
    -- The keys of `twitter_misc` are translated: "Written by" comes first, then the reading time, which has a number in
    -- some script. Without both the one cannot be told from the other, nor from what a shop prints there.
    case
        when not {{ matches(first_of(text_list(head ~ '.twitter_misc')), '\\p{N}') }}
            and {{ matches(join_texts(text_list(head ~ '.twitter_misc'), ' '), '\\p{N}') }}
            then {{ blank_to_null(first_of(text_list(head ~ '.twitter_misc'))) }}
    end as twitter_author_name,
    {{ graph_nodes(without_emails(replace_avatars(head ~ '.schema', avatar_key))) }} as schema_graph,
{%- endmacro %}

{#-
    The nodes of a page's schema as one JSON array; null without any. Yoast writes one object with an `@graph`; other
    plug-ins write a list of such objects, or a node alone.
-#}
{% macro graph_nodes(schema) -%}
    nullif({{
        json_array_from(
            'flatten(' ~ each(
                one_or_many(schema), 'graph',
                "case when " ~ json_kind(json_member('graph', "'@graph'")) ~ " in ('ARRAY', 'OBJECT') then "
                ~ one_or_many(json_member('graph', "'@graph'"))
                ~ " when " ~ json_member('graph', "'@type'") ~ " is not null then " ~ list_of(['graph'])
                ~ " else " ~ empty_list('json') ~ " end"
            ) ~ ')'
        )
    }}, '[]')
{%- endmacro %}

{#-
    The rest base of a taxonomy in a link to a post's terms: `https://site/wp-json/wp/v2/genres?post=12`, or with plain
    permalinks `https://site/?rest_route=%2Fwp%2Fv2%2Fgenres&post=12`.
-#}
{% macro term_rest_base(href) -%}
    {{ found_in(href, '(?:/|%2[Ff])([A-Za-z0-9_-]+)[?&]post=', 1) }}
{%- endmacro %}

{#- A site's root index, or its entry in sites.toml: the two have no key in common but `name` and `url`. -#}
{% macro site_structure() -%}
{
    "name": "JSON", "url": "JSON", "home": "JSON",
    "timezone_string": "JSON", "gmt_offset": "VARCHAR",
    "timezone": "JSON", "article_types": "JSON"
}
{%- endmacro %}

{#- What is read of a term of any taxonomy. -#}
{% macro term_structure() -%}
{"taxonomy": "JSON", "slug": "JSON", "name": "JSON", "parent": "VARCHAR", "link": "JSON"}
{%- endmacro %}

{#- What is read of a user. No address of an avatar is. -#}
{% macro user_structure() -%}
{"slug": "JSON", "name": "JSON", "link": "JSON"}
{%- endmacro %}
