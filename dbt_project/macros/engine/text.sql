{#- SHA-256 of a text, in 64 hexadecimal digits. -#}
{% macro sha256_hex(text) -%}
    {{ adapter.dispatch('sha256_hex', 'pressgraph')(text) }}
{%- endmacro %}

{% macro default__sha256_hex(text) -%}
    {{ unspelled('sha256_hex') }}
{%- endmacro %}

{% macro duckdb__sha256_hex(text) -%}
    sha256({{ text }})
{%- endmacro %}

{#- A text that nobody can guess, another for each row. -#}
{% macro random_text() -%}
    {{ adapter.dispatch('random_text', 'pressgraph')() }}
{%- endmacro %}

{% macro default__random_text() -%}
    {{ unspelled('random_text') }}
{%- endmacro %}

{% macro duckdb__random_text() -%}
    cast(gen_random_uuid() as varchar)
{%- endmacro %}

{#- A text without accents: é is e. -#}
{% macro without_accents(text) -%}
    {{ adapter.dispatch('without_accents', 'pressgraph')(text) }}
{%- endmacro %}

{% macro default__without_accents(text) -%}
    {{ unspelled('without_accents') }}
{%- endmacro %}

{% macro duckdb__without_accents(text) -%}
    strip_accents({{ text }})
{%- endmacro %}

{#- The character of a Unicode code point. -#}
{% macro character(code_point) -%}
    {{ adapter.dispatch('character', 'pressgraph')(code_point) }}
{%- endmacro %}

{% macro default__character(code_point) -%}
    {{ unspelled('character') }}
{%- endmacro %}

{% macro duckdb__character(code_point) -%}
    chr({{ code_point }})
{%- endmacro %}

{#- The whole number that hexadecimal digits write; null where there are none. -#}
{% macro number_of_hexadecimal(digits) -%}
    {{ adapter.dispatch('number_of_hexadecimal', 'pressgraph')(digits) }}
{%- endmacro %}

{% macro default__number_of_hexadecimal(digits) -%}
    {{ unspelled('number_of_hexadecimal') }}
{%- endmacro %}

{% macro duckdb__number_of_hexadecimal(digits) -%}
    cast('0x' || nullif({{ digits }}, '') as bigint)
{%- endmacro %}
