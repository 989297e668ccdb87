{#- A list of the expression for each item, which it calls `item`. -#}
{% macro each(list, item, expression) -%}
    {{ adapter.dispatch('each', 'pressgraph')(list, item, expression) }}
{%- endmacro %}

{% macro default__each(list, item, expression) -%}
    {{ unspelled('each') }}
{%- endmacro %}

{% macro duckdb__each(list, item, expression) -%}
    list_transform({{ list }}, lambda {{ item }}: {{ expression }})
{%- endmacro %}

{#- The items for which the condition holds, which calls them `item`. -#}
{% macro only(list, item, condition) -%}
    {{ adapter.dispatch('only', 'pressgraph')(list, item, condition) }}
{%- endmacro %}

{% macro default__only(list, item, condition) -%}
    {{ unspelled('only') }}
{%- endmacro %}

{% macro duckdb__only(list, item, condition) -%}
    list_filter({{ list }}, lambda {{ item }}: {{ condition }})
{%- endmacro %}

{#- How many items a list has; null for null. -#}
{% macro length_of(list) -%}
    {{ adapter.dispatch('length_of', 'pressgraph')(list) }}
{%- endmacro %}

{% macro default__length_of(list) -%}
    {{ unspelled('length_of') }}
{%- endmacro %}

{% macro duckdb__length_of(list) -%}
    len({{ list }})
{%- endmacro %}

{#- The item at a place, counted from 1; null beyond the end. -#}
{% macro item_at(list, position) -%}
    {{ adapter.dispatch('item_at', 'pressgraph')(list, position) }}
{%- endmacro %}

{% macro default__item_at(list, position) -%}
    {{ unspelled('item_at') }}
{%- endmacro %}

{% macro duckdb__item_at(list, position) -%}
    list_extract({{ list }}, {{ position }})
{%- endmacro %}

{#- The first item; null for an empty list. -#}
{% macro first_of(list) -%}
    {{ item_at(list, 1) }}
{%- endmacro %}

{#- A list of these expressions. -#}
{% macro list_of(items) -%}
    {{ adapter.dispatch('list_of', 'pressgraph')(items) }}
{%- endmacro %}

{% macro default__list_of(items) -%}
    {{ unspelled('list_of') }}
{%- endmacro %}

{% macro duckdb__list_of(items) -%}
    [{{ items | join(', ') }}]
{%- endmacro %}

{#- An empty list of `text` or of `json`. -#}
{% macro empty_list(type='text') -%}
    {{ adapter.dispatch('empty_list', 'pressgraph')(type) }}
{%- endmacro %}

{% macro default__empty_list(type) -%}
    {{ unspelled('empty_list') }}
{%- endmacro %}

{% macro duckdb__empty_list(type) -%}
    cast([] as {{ {'text': 'varchar', 'json': 'json'}[type] }} [])
{%- endmacro %}

{#- Whether two lists have an item in common; null where one of them is null. -#}
{% macro share_any(one, other) -%}
    {{ adapter.dispatch('share_any', 'pressgraph')(one, other) }}
{%- endmacro %}

{% macro default__share_any(one, other) -%}
    {{ unspelled('share_any') }}
{%- endmacro %}

{% macro duckdb__share_any(one, other) -%}
    list_has_any({{ one }}, {{ other }})
{%- endmacro %}

{#- The texts of a list, one after another; nulls are left out. -#}
{% macro join_texts(list, separator) -%}
    {{ adapter.dispatch('join_texts', 'pressgraph')(list, separator) }}
{%- endmacro %}

{% macro default__join_texts(list, separator) -%}
    {{ unspelled('join_texts') }}
{%- endmacro %}

{% macro duckdb__join_texts(list, separator) -%}
    array_to_string({{ list }}, '{{ separator }}')
{%- endmacro %}

{#- The items of a list, a row each, as a column of the select: one such call a select. -#}
{% macro items(list, item) -%}
    {{ adapter.dispatch('items', 'pressgraph')(list, item) }}
{%- endmacro %}

{% macro default__items(list, item) -%}
    {{ unspelled('items') }}
{%- endmacro %}

{% macro duckdb__items(list, item) -%}
    unnest({{ list }}) as {{ item }}
{%- endmacro %}

{#- The items of a list, a row each, with their places from 1, as two columns of the select: one such call a select. -#}
{% macro items_with_position(list, item, position) -%}
    {{ adapter.dispatch('items_with_position', 'pressgraph')(list, item, position) }}
{%- endmacro %}

{% macro default__items_with_position(list, item, position) -%}
    {{ unspelled('items_with_position') }}
{%- endmacro %}

{% macro duckdb__items_with_position(list, item, position) -%}
    unnest({{ list }}) as {{ item }},
    generate_subscripts({{ list }}, 1) as {{ position }}
{%- endmacro %}

{#- A record: `fields` are names and expressions. -#}
{% macro record(fields) -%}
    {{ adapter.dispatch('record', 'pressgraph')(fields) }}
{%- endmacro %}

{% macro default__record(fields) -%}
    {{ unspelled('record') }}
{%- endmacro %}

{% macro duckdb__record(fields) -%}
    { {%- for name, expression in fields.items() %}'{{ name }}': {{ expression }}{{ ', ' if not loop.last }}{% endfor -%} }
{%- endmacro %}
