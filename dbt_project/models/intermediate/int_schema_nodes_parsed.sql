{{ config(materialized='incremental', unique_key='version_id') }}

{% set parsing %}
elements as (
    select
        version_id,
        parsing_version,
        {{ items_with_position(one_or_many('graph'), 'properties', 'node_position') }},
    from unparsed
),

nodes as (
    select
        *,
        {{ parse_json('properties', node_structure()) }} as node,
    from elements
    where {{ is_json_object('properties') }}
)

select
    version_id,
    parsing_version,
    node_position,
    coalesce({{ blank_to_null(text_of('node."@id"')) }}, '_:' || node_position) as node_id,
    {{ text_list('node."@type"') }} as node_types,
    {{ blank_to_null(decode_entities(text_of('node.name'))) }} as name,
    {{ blank_to_null(text_of('node.url')) }} as url,
    {{ bounded_count('node."wordCount"') }} as yoast_word_count,
    {{ bounded_count('node."commentCount"') }} as comment_count,
    {{ each(name_list('node."articleSection"'), 'section', blank_to_null(decode_entities('section'))) }} as section_names,
    {{ each(name_list('node.keywords'), 'keyword', blank_to_null(decode_entities('keyword'))) }} as keywords,
    -- An author may be a reference, a description in place, a bare name, or several of these.
    {{
        each(
            one_or_many('node.author'), 'author',
            record({'node_id': reference_id('author'), 'name': blank_to_null(name_of('author'))})
        )
    }} as authors,
    {{ each(one_or_many('node."itemListElement"'), 'item', decode_entities(name_of('item'))) }} as breadcrumb_names,
    properties,
from nodes
{% endset %}

with

graphs as (
    select * from {{ ref('int_schema_graphs_unioned') }}
),

{{ parse_once('graphs', parsing, input_version='graph_version') }}
