{#-
    Every pair of points that `links` joins, over any number of steps, a point with itself included: rows of `keys`, the point as
    `from_column`, the point reached as `to_column`. `points` has `keys` and `from_column`; `links` has these and `linked_column`.
    A query; of one engine a recursion, of another (that knows no `union` in one) a fixed number of doublings.
-#}
{% macro closure(points, links, keys, from_column, linked_column, to_column) -%}
    {{ adapter.dispatch('closure', 'pressgraph')(points, links, keys, from_column, linked_column, to_column) }}
{%- endmacro %}

{% macro default__closure(points, links, keys, from_column, linked_column, to_column) -%}
    {{ unspelled('closure') }}
{%- endmacro %}

{% macro duckdb__closure(points, links, keys, from_column, linked_column, to_column) -%}
    with recursive walked as (
        select
            {{ keys | join(', ') }},
            {{ from_column }},
            {{ from_column }} as {{ to_column }},
        from {{ points }}

        union

        select
            {% for key in keys %}walked.{{ key }}, {% endfor %}

            walked.{{ from_column }},
            links.{{ linked_column }} as {{ to_column }},
        from walked
        inner join {{ links }} as links
            on
                {% for key in keys %}walked.{{ key }} = links.{{ key }} and {% endfor %}

                walked.{{ to_column }} = links.{{ from_column }}
    )

    select * from walked
{%- endmacro %}
