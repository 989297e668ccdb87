{#-
    A version of a document is parsed once. What the rules made of it is stale as soon as a rule changes, so each parsed
    row says by which rules it was made: a hash of the SQL that parses, macros expanded, and of the versions of what it reads.
    Rows made by other rules are made anew.
-#}
{% macro parsing_version(parsing_sql, upstream_version="''") -%}
    '{{ local_md5(parsing_sql)[:12] }}' || {{ upstream_version }}
{%- endmacro %}

{#- True for rows of `relation` of which this model holds nothing made by the rules of today. -#}
{% macro is_not_parsed_yet(relation, id_column, known_id_column, version) -%}
    not exists (
        select 1
        from {{ this }} as known
        where
            known.site = {{ relation }}.site
            and known.rest_base = {{ relation }}.rest_base
            and known.{{ known_id_column }} = {{ relation }}.{{ id_column }}
            and known.document_hash = {{ relation }}.document_hash
            and known.parsing_version = {{ version }}
    )
{%- endmacro %}
