{#-
    A document is parsed once, with an explicit structure. Measured on 20,000 posts: 5.3 s for one `from_json`, 14.8 s
    for a path at a time. `from_json` answers null, silently, for a text where a list is declared; so a field that
    drifts is declared JSON and passes `one_or_many`, `text_list`, `id_list` or `rendered_text`.
-#}

{#- A record of a structure (`macros/json/structures.sql`) from JSON; null where it is no object. -#}
{% macro parse_json(json, structure) -%}
    {{ adapter.dispatch('parse_json', 'pressgraph')(json, structure) }}
{%- endmacro %}

{% macro default__parse_json(json, structure) -%}
    {{ unspelled('parse_json') }}
{%- endmacro %}

{% macro duckdb__parse_json(json, structure) -%}
    from_json({{ json }}, '{{ structure | replace("\n", "") }}')
{%- endmacro %}

{#- `OBJECT`, `ARRAY`, `VARCHAR` or something else; `NULL` for JSON's null, null for absent. -#}
{% macro json_kind(json) -%}
    {{ adapter.dispatch('json_kind', 'pressgraph')(json) }}
{%- endmacro %}

{% macro default__json_kind(json) -%}
    {{ unspelled('json_kind') }}
{%- endmacro %}

{% macro duckdb__json_kind(json) -%}
    json_type({{ json }})
{%- endmacro %}

{#- The value as text: a JSON text without its quotation marks, null for JSON's null. -#}
{% macro json_text(json) -%}
    {{ adapter.dispatch('json_text', 'pressgraph')(json) }}
{%- endmacro %}

{% macro default__json_text(json) -%}
    {{ unspelled('json_text') }}
{%- endmacro %}

{% macro duckdb__json_text(json) -%}
    json_extract_string({{ json }}, '$')
{%- endmacro %}

{#- The value under a key that is known only at run time, as JSON; null where absent. -#}
{% macro json_member(json, key) -%}
    {{ adapter.dispatch('json_member', 'pressgraph')(json, key) }}
{%- endmacro %}

{% macro default__json_member(json, key) -%}
    {{ unspelled('json_member') }}
{%- endmacro %}

{% macro duckdb__json_member(json, key) -%}
    json_extract({{ json }}, '$."' || {{ key }} || '"')
{%- endmacro %}

{#- The items of a JSON array, a list of JSON. -#}
{% macro json_items(json) -%}
    {{ adapter.dispatch('json_items', 'pressgraph')(json) }}
{%- endmacro %}

{% macro default__json_items(json) -%}
    {{ unspelled('json_items') }}
{%- endmacro %}

{% macro duckdb__json_items(json) -%}
    from_json({{ json }}, '["JSON"]')
{%- endmacro %}

{#- Whether an object's keys are numbers: PHP writes so a list with gaps. False for all but objects. -#}
{% macro has_numbered_keys(json) -%}
    {{ adapter.dispatch('has_numbered_keys', 'pressgraph')(json) }}
{%- endmacro %}

{% macro default__has_numbered_keys(json) -%}
    {{ unspelled('has_numbered_keys') }}
{%- endmacro %}

{% macro duckdb__has_numbered_keys(json) -%}
    (json_type({{ json }}) = 'OBJECT' and coalesce(regexp_full_match(array_to_string(json_keys({{ json }}), ','), '[0-9]+(,[0-9]+)*'), false))
{%- endmacro %}

{#- The values of a JSON object, a list of JSON. -#}
{% macro json_values(json) -%}
    {{ adapter.dispatch('json_values', 'pressgraph')(json) }}
{%- endmacro %}

{% macro default__json_values(json) -%}
    {{ unspelled('json_values') }}
{%- endmacro %}

{% macro duckdb__json_values(json) -%}
    map_values(from_json({{ json }}, '"MAP(VARCHAR, JSON)"'))
{%- endmacro %}

{#- A list of JSON as one JSON array. -#}
{% macro json_array_from(list) -%}
    {{ adapter.dispatch('json_array_from', 'pressgraph')(list) }}
{%- endmacro %}

{% macro default__json_array_from(list) -%}
    {{ unspelled('json_array_from') }}
{%- endmacro %}

{% macro duckdb__json_array_from(list) -%}
    to_json({{ list }})
{%- endmacro %}

{#- Text as JSON. -#}
{% macro as_json(text) -%}
    {{ adapter.dispatch('as_json', 'pressgraph')(text) }}
{%- endmacro %}

{% macro default__as_json(text) -%}
    {{ unspelled('as_json') }}
{%- endmacro %}

{% macro duckdb__as_json(text) -%}
    cast({{ text }} as json)
{%- endmacro %}

{#-
    Every object inside the nodes of a graph that names a thing: it has a text under `@id`. The nodes themselves (the
    elements of the graph) are not among them. `relation` has the columns `keys` and `graph`, a JSON list of nodes.
    Gives, per reference, the node's position (from 1), the path from the node to the object, the id it names, and whether
    the object describes that thing in place (it has an `@type` of its own).
-#}
{% macro schema_graph_references(relation, keys) -%}
    {{ adapter.dispatch('schema_graph_references', 'pressgraph')(relation, keys) }}
{%- endmacro %}

{% macro default__schema_graph_references(relation, keys) -%}
    {{ unspelled('schema_graph_references') }}
{%- endmacro %}

{% macro duckdb__schema_graph_references(relation, keys) -%}
    select
        {% for key in keys -%}
        graphs.{{ key }},
        {% endfor -%}
        cast(regexp_extract(members.path, '^\$\[(\d+)\]', 1) as bigint) + 1 as from_node_position,
        regexp_replace(members.path, '^\$\[\d+\]\.', '') as property_path,
        max(json_extract_string(members.value, '$')) filter (where members.key = '@id') as to_node_id,
        bool_or(members.key = '@type') as is_inline
    from {{ relation }} as graphs, json_tree(graphs.graph) as members
    where
        (members.key = '@type' or (members.key = '@id' and members.type = 'VARCHAR'))
        and not regexp_full_match(members.path, '\$(\[\d+\])?')
    group by {% for key in keys %}graphs.{{ key }}, {% endfor %}members.path
    having bool_or(members.key = '@id')
{%- endmacro %}
