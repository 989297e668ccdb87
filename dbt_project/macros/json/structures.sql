{#-
    What is read of a post. Fields that drift are JSON. Numbers, dates and booleans are declared as text and typed by the
    macros of `bounds.sql`: of one engine `from_json` takes `true` for 1, 3.7 for 4 and `infinity` for a date, of another
    it makes null of `"7"` and of `"true"`.
-#}
{% macro post_structure() -%}
{
    "date": "VARCHAR", "date_gmt": "VARCHAR", "modified": "VARCHAR", "modified_gmt": "VARCHAR",
    "guid": "JSON", "slug": "VARCHAR", "status": "VARCHAR", "type": "VARCHAR", "link": "VARCHAR",
    "title": "JSON", "content": {"protected": "VARCHAR"},
    "author": "VARCHAR", "featured_media": "VARCHAR", "sticky": "VARCHAR", "format": "VARCHAR",
    "categories": "JSON", "tags": "JSON", "class_list": "JSON",
    "coauthors": "JSON", "authors": "JSON",
    "_links": {"wp:term": "JSON"},
    "yoast_head_json": {{ head_structure() }}
}
{%- endmacro %}

{#- What is read of Yoast's head, from the API or rebuilt from HTML. -#}
{% macro head_structure() -%}
{
    "title": "VARCHAR", "description": "VARCHAR", "canonical": "VARCHAR", "robots": "JSON",
    "og_locale": "VARCHAR", "og_type": "VARCHAR", "og_title": "VARCHAR", "og_description": "VARCHAR",
    "og_url": "VARCHAR", "og_site_name": "VARCHAR", "og_image": "JSON",
    "article_published_time": "VARCHAR", "article_modified_time": "VARCHAR",
    "author": "VARCHAR", "twitter_card": "VARCHAR", "twitter_misc": "JSON",
    "schema": {"@graph": "JSON"}
}
{%- endmacro %}

{#- What is read of one node of the schema graph; the rest stays in its properties. -#}
{% macro node_structure() -%}
{
    "@id": "VARCHAR", "@type": "JSON", "name": "VARCHAR", "url": "VARCHAR", "author": "JSON",
    "wordCount": "VARCHAR", "commentCount": "VARCHAR", "articleSection": "JSON", "keywords": "JSON",
    "itemListElement": "JSON"
}
{%- endmacro %}

{#- What is read of one link to the terms of a post. -#}
{% macro term_link_structure() -%}
{"taxonomy": "VARCHAR", "href": "VARCHAR"}
{%- endmacro %}

{#- What is read of one author in the list of a co-authors plug-in. -#}
{% macro co_author_structure() -%}
{"user_id": "VARCHAR", "slug": "VARCHAR", "display_name": "VARCHAR", "name": "VARCHAR"}
{%- endmacro %}

{#- The columns of a parsed head, the same for a head from the API and one rebuilt from HTML. -#}
{% macro head_columns(head, avatar_key) -%}
    {{ blank_to_null(head ~ '.title') }} as head_title,
    {{ blank_to_null(head ~ '.description') }} as meta_description,
    {{ blank_to_null(head ~ '.canonical') }} as canonical_url,
    {{ head }}.robots as robots,
    {{ blank_to_null(head ~ '.og_locale') }} as og_locale,
    {{ blank_to_null(head ~ '.og_type') }} as og_type,
    {{ blank_to_null(head ~ '.og_title') }} as og_title,
    {{ blank_to_null(head ~ '.og_description') }} as og_description,
    {{ blank_to_null(head ~ '.og_url') }} as og_url,
    {{ blank_to_null(head ~ '.og_site_name') }} as og_site_name,
    {{ one_or_many(head ~ '.og_image') }} as og_images,
    {{ blank_to_null(head ~ '.author') }} as head_author_name,
    -- The keys of `twitter_misc` are translated. "Written by" comes first; the other value, the reading time, has a number.
    {{
        first_of(
            only(text_list(head ~ '.twitter_misc'), 'value', "trim(value) <> '' and not " ~ matches('value', '[0-9]'))
        )
    }} as twitter_author_name,
    {{ json_array_of(replace_avatars(head ~ '.schema."@graph"', avatar_key)) }} as schema_graph,
{%- endmacro %}

{#- `https://site/wp-json/wp/v2/genres?post=12`: the rest base of a taxonomy in a link to a post's terms. -#}
{% macro term_rest_base(href) -%}
    {{ found_in(href, '/([A-Za-z0-9_-]+)[?&]post=', 1) }}
{%- endmacro %}

{#- A site's root index, or its entry in sites.toml: the two have no key in common but `name` and `url`. -#}
{% macro site_structure() -%}
{
    "name": "VARCHAR", "url": "VARCHAR", "home": "VARCHAR",
    "timezone_string": "VARCHAR", "gmt_offset": "VARCHAR",
    "timezone": "VARCHAR", "article_types": "JSON"
}
{%- endmacro %}

{#- What is read of a term of any taxonomy. -#}
{% macro term_structure() -%}
{"taxonomy": "VARCHAR", "slug": "VARCHAR", "name": "VARCHAR", "parent": "VARCHAR", "link": "VARCHAR"}
{%- endmacro %}

{#- What is read of a user. No address of an avatar is. -#}
{% macro user_structure() -%}
{"slug": "VARCHAR", "name": "VARCHAR", "link": "VARCHAR"}
{%- endmacro %}
