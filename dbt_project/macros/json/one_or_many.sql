{#-
    A list of JSON values, from a value that may be one or many: schema.org allows `author`, `image`, `@type`,
    `potentialAction`, `target` and `sameAs` in both forms. Absent and null give an empty list.
-#}
{% macro one_or_many(json) -%}
    case
        when coalesce({{ json_kind(json) }}, 'NULL') = 'NULL' then {{ empty_list('json') }}
        when {{ json_kind(json) }} = 'ARRAY' then {{ json_items(json) }}
        else {{ list_of([json]) }}
    end
{%- endmacro %}

{#- The same as one JSON array; null where absent. -#}
{% macro json_array_of(json) -%}
    case {{ json_kind(json) }}
        when 'ARRAY' then {{ as_json(json) }}
        when 'OBJECT' then {{ json_array_of_one(as_json(json)) }}
    end
{%- endmacro %}

{#- False as well for null and absent. -#}
{% macro is_json_object(json) -%}
    coalesce({{ json_kind(json) }} = 'OBJECT', false)
{%- endmacro %}

{#-
    A list of texts, from a list, a single text, or the object that PHP makes of a list with gaps
    (`{"0": "post", "2": "hentry"}`: `class_list` on some WordPress 6.8 posts). Absent and null give an empty list.
-#}
{% macro text_list(json) -%}
    case coalesce({{ json_kind(json) }}, 'NULL')
        when 'NULL' then {{ empty_list() }}
        when 'ARRAY' then {{ json_text_items(json) }}
        when 'OBJECT' then {{ json_text_values(json) }}
        else {{ list_of([json_text(json)]) }}
    end
{%- endmacro %}

{#- A list of ids, from the same shapes as `text_list`. What is not an id is dropped. -#}
{% macro id_list(json) -%}
    {{ only(each(text_list(json), 'item', bounded_id('item')), 'item', 'item is not null') }}
{%- endmacro %}

{#- `{"rendered": "..."}` in the REST API, plain text in exports and old plug-ins; null for `[]` and null. -#}
{% macro rendered_text(json) -%}
    case {{ json_kind(json) }}
        when 'OBJECT' then {{ json_member_text(json, 'rendered') }}
        when 'VARCHAR' then {{ json_text(json) }}
    end
{%- endmacro %}

{#- The id of a thing that is referred to or described in place: `{"@id": "..."}`; null for a bare text. -#}
{% macro reference_id(json) -%}
    case {{ json_kind(json) }} when 'OBJECT' then {{ json_member_text(json, '@id') }} end
{%- endmacro %}

{#- The name of a thing that is described in place, or given as a bare name; null for a reference alone. -#}
{% macro name_of(json) -%}
    case {{ json_kind(json) }}
        when 'OBJECT' then {{ json_member_text(json, 'name') }}
        when 'VARCHAR' then {{ json_text(json) }}
    end
{%- endmacro %}
