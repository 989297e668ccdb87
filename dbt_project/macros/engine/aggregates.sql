{#- Some value of the group that is not null; null where all are. For what is one value throughout the group. -#}
{% macro some(value) -%}
    {{ adapter.dispatch('some', 'pressgraph')(value) }}
{%- endmacro %}

{% macro default__some(value) -%}
    {{ unspelled('some') }}
{%- endmacro %}

{% macro duckdb__some(value) -%}
    any_value({{ value }})
{%- endmacro %}

{#- The values of the group that are not null, as a list in no order; null where there is none. -#}
{% macro collected(value) -%}
    {{ adapter.dispatch('collected', 'pressgraph')(value) }}
{%- endmacro %}

{% macro default__collected(value) -%}
    {{ unspelled('collected') }}
{%- endmacro %}

{% macro duckdb__collected(value) -%}
    list({{ value }}) filter (where {{ value }} is not null)
{%- endmacro %}

{#-
    The values of the group that are not null, as a list in the order of `order`: pairs of an expression that is not null and
    `asc` or `desc`, the latter for numbers alone. Null where there is no value.
-#}
{% macro collected_in_order(value, order) -%}
    {{ adapter.dispatch('collected_in_order', 'pressgraph')(value, order) }}
{%- endmacro %}

{% macro default__collected_in_order(value, order) -%}
    {{ unspelled('collected_in_order') }}
{%- endmacro %}

{% macro duckdb__collected_in_order(value, order) -%}
    list(
        {{ value }} order by
        {% for expression, direction in order %}{{ expression }} {{ direction }} nulls last{{ ', ' if not loop.last }}{% endfor %}

    ) filter (where {{ value }} is not null)
{%- endmacro %}
