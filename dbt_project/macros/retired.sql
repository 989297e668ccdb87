{#-
    Drop what no model of today makes: the tables of renamed and removed models would stay in a warehouse for ever, with
    the documents in them.
-#}
{% macro drop_retired_relations() -%}
    {%- if execute -%}
        {%- set made = [] -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
            {%- do made.append((node.schema, node.alias)) -%}
        {%- endfor -%}
        {%- set retired = [] -%}
        {%- for schema in ('staging', 'intermediate', 'marts') -%}
            {%- for row in list_relations_without_caching(api.Relation.create(database=target.database, schema=schema)) -%}
                {%- if (schema, row['name']) not in made -%}
                    {%- do retired.append(adapter.get_relation(target.database, schema, row['name'])) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- for relation in retired -%}
            {%- if relation.identifier == 'stg_wordpress__avatar_keys' -%}
                {#- The one table that cannot be made again: the key is carried over under its name of today. -#}
                {%- do adapter.rename_relation(relation, relation.incorporate(path={'identifier': 'base_avatar_keys'})) -%}
            {%- else -%}
                {%- do adapter.drop_relation(relation) -%}
            {%- endif -%}
        {%- endfor -%}
        {{- 'commit' if retired -}}
    {%- endif -%}
{%- endmacro %}
