{#-
    Every object inside the nodes of a graph that names a thing: it has a text under `@id`. The nodes themselves (the
    elements of the graph) are not among them. `relation` has the columns `keys` and `graph`, a JSON list of nodes.
    Gives, per reference, the node's position (from 1), the path from the node to the object, the id it names, and whether
    the object describes that thing in place (it has an `@type` of its own).
-#}
{% macro schema_graph_references(relation, keys) -%}
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
