{#- A pattern as a literal. Patterns are of what RE2 and Java have in common, in Jinja's own escapes. -#}
{% macro regex(pattern) -%}
    {{ adapter.dispatch('regex', 'pressgraph')(pattern) }}
{%- endmacro %}

{% macro default__regex(pattern) -%}
    {{ unspelled('regex') }}
{%- endmacro %}

{% macro duckdb__regex(pattern) -%}
    '{{ pattern | replace("'", "''") }}'
{%- endmacro %}

{#- Whether a pattern is found in a text. -#}
{% macro matches(text, pattern) -%}
    {{ adapter.dispatch('matches', 'pressgraph')(text, pattern) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
    {{ unspelled('matches') }}
{%- endmacro %}

{% macro duckdb__matches(text, pattern) -%}
    regexp_matches({{ text }}, {{ regex(pattern) }})
{%- endmacro %}

{#- Whether a pattern is all of a text. -#}
{% macro matches_whole(text, pattern) -%}
    {{ adapter.dispatch('matches_whole', 'pressgraph')(text, pattern) }}
{%- endmacro %}

{% macro default__matches_whole(text, pattern) -%}
    {{ unspelled('matches_whole') }}
{%- endmacro %}

{% macro duckdb__matches_whole(text, pattern) -%}
    regexp_full_match({{ text }}, {{ regex(pattern) }})
{%- endmacro %}

{#- What a group of a pattern finds first in a text, 0 being all of it; an empty text where nothing is found. -#}
{% macro found_in(text, pattern, group=0) -%}
    {{ adapter.dispatch('found_in', 'pressgraph')(text, pattern, group) }}
{%- endmacro %}

{% macro default__found_in(text, pattern, group) -%}
    {{ unspelled('found_in') }}
{%- endmacro %}

{% macro duckdb__found_in(text, pattern, group) -%}
    regexp_extract({{ text }}, {{ regex(pattern) }}, {{ group }})
{%- endmacro %}

{#- A text with everything that a pattern finds replaced by a plain text. -#}
{% macro replace_all(text, pattern, replacement='') -%}
    {{ adapter.dispatch('replace_all', 'pressgraph')(text, pattern, replacement) }}
{%- endmacro %}

{% macro default__replace_all(text, pattern, replacement) -%}
    {{ unspelled('replace_all') }}
{%- endmacro %}

{% macro duckdb__replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ regex(pattern) }}, '{{ replacement }}', 'g')
{%- endmacro %}

{#- The parts of a text between what a pattern finds. -#}
{% macro split_on(text, pattern) -%}
    {{ adapter.dispatch('split_on', 'pressgraph')(text, pattern) }}
{%- endmacro %}

{% macro default__split_on(text, pattern) -%}
    {{ unspelled('split_on') }}
{%- endmacro %}

{% macro duckdb__split_on(text, pattern) -%}
    string_split_regex({{ text }}, {{ regex(pattern) }})
{%- endmacro %}

{#-
    A text with everything that a pattern finds replaced by an expression, which calls `found` what the group found (0: all of
    it). The pattern has one group at most.
-#}
{% macro replace_each(text, pattern, group, found, expression) -%}
    {{ adapter.dispatch('replace_each', 'pressgraph')(text, pattern, group, found, expression) }}
{%- endmacro %}

{% macro default__replace_each(text, pattern, group, found, expression) -%}
    {{ unspelled('replace_each') }}
{%- endmacro %}

{% macro duckdb__replace_each(text, pattern, group, found, expression) -%}
    case
        when {{ text }} is not null then array_to_string(
            list_transform(
                list_zip(
                    regexp_split_to_array({{ text }}, {{ regex(pattern) }}),
                    list_transform(
                        regexp_extract_all({{ text }}, {{ regex(pattern) }}, {{ group }}), lambda {{ found }}: {{ expression }}
                    )
                ),
                lambda pair: pair[1] || coalesce(pair[2], '')
            ),
            ''
        )
    end
{%- endmacro %}
