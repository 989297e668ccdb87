{#-
    A list of JSON values, from a value that may be one or many: schema.org allows `author`, `image`, `@type`,
    `potentialAction`, `target` and `sameAs` in both forms. Absent and null give an empty list.
-#}
{% macro one_or_many(json) -%}
    case
        when coalesce(json_type({{ json }}), 'NULL') = 'NULL' then cast([] as json [])
        when json_type({{ json }}) = 'ARRAY' then from_json({{ json }}, '["JSON"]')
        else [{{ json }}]
    end
{%- endmacro %}

{#- The same as one JSON array; null where absent. -#}
{% macro json_array_of(json) -%}
    case json_type({{ json }}) when 'ARRAY' then cast({{ json }} as json) when 'OBJECT' then json_array(cast({{ json }} as json)) end
{%- endmacro %}

{#-
    A list of texts, from a list, a single text, or the object that PHP makes of a list with gaps
    (`{"0": "post", "2": "hentry"}`: `class_list` on some WordPress 6.8 posts). Absent and null give an empty list.
-#}
{% macro text_list(json) -%}
    case coalesce(json_type({{ json }}), 'NULL')
        when 'NULL' then cast([] as varchar [])
        when 'ARRAY' then from_json({{ json }}, '["VARCHAR"]')
        when 'OBJECT' then map_values(from_json({{ json }}, '"MAP(VARCHAR, VARCHAR)"'))
        else [json_extract_string({{ json }}, '$')]
    end
{%- endmacro %}

{#- A list of ids, from the same shapes as `text_list`. What is not an id is dropped. -#}
{% macro id_list(json) -%}
    list_filter(list_transform({{ text_list(json) }}, lambda item: {{ bounded_id('item') }}), lambda item: item is not null)
{%- endmacro %}

{#- `{"rendered": "..."}` in the REST API, plain text in exports and old plug-ins; null for `[]` and null. -#}
{% macro rendered_text(json) -%}
    case json_type({{ json }})
        when 'OBJECT' then json_extract_string({{ json }}, '$.rendered')
        when 'VARCHAR' then json_extract_string({{ json }}, '$')
    end
{%- endmacro %}

{#- The id of a thing that is referred to or described in place: `{"@id": "..."}`; null for a bare text. -#}
{% macro reference_id(json) -%}
    case json_type({{ json }}) when 'OBJECT' then json_extract_string({{ json }}, '$."@id"') end
{%- endmacro %}

{#- The name of a thing that is described in place, or given as a bare name; null for a reference alone. -#}
{% macro name_of(json) -%}
    case json_type({{ json }})
        when 'OBJECT' then json_extract_string({{ json }}, '$.name')
        when 'VARCHAR' then json_extract_string({{ json }}, '$')
    end
{%- endmacro %}
