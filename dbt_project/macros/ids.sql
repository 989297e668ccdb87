{#- `<site>/<rest_base>/<id>`: the id of every document in every mart. -#}
{% macro document_id(site='site', rest_base='rest_base', id='wordpress_id') -%}
    {{ site }} || '/' || {{ rest_base }} || '/' || {{ id }}
{%- endmacro %}

{#- `<kind>/<document_id>@<document_hash>`: the key of one version of a document, in rows of raw and enriched. -#}
{% macro version_id() -%}
    kind || '/' || {{ document_id(id='id') }} || '@' || document_hash
{%- endmacro %}

{#- A person is a normalized name and, where namesakes are known, what tells this one apart. -#}
{% macro person_id(normalized_name, namesake) -%}
    left({{ sha256_hex(normalized_name ~ " || '|' || coalesce(" ~ namesake ~ ", '')") }}, 16)
{%- endmacro %}
