{#-
    A list of JSON values, from a value that may be one or many: schema.org allows `author`, `image`, `@type`,
    `potentialAction`, `target` and `sameAs` in both forms, and PHP writes a list with gaps as an object with numbered
    keys. Absent and null give an empty list.
-#}
{% macro one_or_many(json) -%}
    case
        when coalesce({{ json_kind(json) }}, 'NULL') = 'NULL' then {{ empty_list('json') }}
        when {{ json_kind(json) }} = 'ARRAY' then {{ json_items(json) }}
        when {{ has_numbered_keys(json) }} then {{ json_values(json) }}
        else {{ list_of([json]) }}
    end
{%- endmacro %}

{#- The value as text where it is a text or a number: `false`, lists and objects say nothing. -#}
{% macro text_of(json) -%}
    case when {{ json_kind(json) }} not in ('NULL', 'BOOLEAN', 'ARRAY', 'OBJECT') then {{ json_text(json) }} end
{%- endmacro %}

{#- False as well for null and absent. -#}
{% macro is_json_object(json) -%}
    coalesce({{ json_kind(json) }} = 'OBJECT', false)
{%- endmacro %}

{#-
    A list of texts, from a list, a single text, or the object that PHP makes of a list with gaps
    (`{"0": "post", "2": "hentry"}`: `class_list` on some WordPress 6.8 posts). What is not a text is dropped.
-#}
{% macro text_list(json) -%}
    {{ only(each(
        'case ' ~ json_kind(json) ~ " when 'OBJECT' then " ~ json_values(json) ~ ' else ' ~ one_or_many(json) ~ ' end',
        'item', text_of('item')
    ), 'item', 'item is not null') }}
{%- endmacro %}

{#- A list of ids, from the same shapes as `text_list`, or of whole things with an id. What is not an id is dropped. -#}
{% macro id_list(json) -%}
    {{ only(each(
        'case ' ~ json_kind(json) ~ " when 'OBJECT' then " ~ json_values(json) ~ ' else ' ~ one_or_many(json) ~ ' end',
        'item', id_of('item')
    ), 'item', 'item is not null') }}
{%- endmacro %}

{#- An id, from a number or from a thing that is described in place: `4`, `{"id": 4, "name": "Local"}`. -#}
{% macro id_of(json) -%}
    {{ bounded_id('coalesce(' ~ text_of(json) ~ ', ' ~ text_of(json_member(json, "'id'")) ~ ')') }}
{%- endmacro %}

{#- `{"rendered": "..."}` in the REST API, plain text in exports and old plug-ins; null for `[]` and null. -#}
{% macro rendered_text(json) -%}
    case {{ json_kind(json) }}
        when 'OBJECT' then {{ text_of(json_member(json, "'rendered'")) }}
        when 'VARCHAR' then {{ json_text(json) }}
    end
{%- endmacro %}

{#- The id of a thing that is referred to or described in place: `{"@id": "..."}`; null for a bare text. -#}
{% macro reference_id(json) -%}
    case {{ json_kind(json) }} when 'OBJECT' then {{ text_of(json_member(json, "'@id'")) }} end
{%- endmacro %}

{#- The name of a thing that is described in place, or given as a bare name; null for a reference alone. -#}
{% macro name_of(json) -%}
    case {{ json_kind(json) }}
        when 'OBJECT' then {{ text_of(json_member(json, "'name'")) }}
        when 'VARCHAR' then {{ json_text(json) }}
    end
{%- endmacro %}

{#-
    Names, one or many: texts and numbers, or things that are described in place by their name. Others are dropped; a blank
    name keeps its place.
-#}
{% macro name_list(json) -%}
    {%- set name = 'coalesce(' ~ text_of('item') ~ ', ' ~ name_of('item') ~ ')' -%}
    {{ only(each(one_or_many(json), 'item', name), 'item', 'item is not null') }}
{%- endmacro %}
