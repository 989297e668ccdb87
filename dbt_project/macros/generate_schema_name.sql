{#- The layer's own name is the schema: `staging`, `marts`; dbt's default would prefix the profile's schema. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
