{#-
    A document is written by others: it may say any number and any date. The structures declare no number, no date and no
    boolean, so that every one of them is typed here and has bounds; what is out of bounds, or of another shape, is null and stops no
    query. A convention test holds both.
-#}

{#-
    A date and time, from text. MySQL, which WordPress keeps its dates in, holds the years 1000 to 9999. The last day of
    them is left out, so that a shift to another zone stays within what a client's calendar can show.
-#}
{% macro bounded_timestamp(text) -%}
    case
        when
            {{ as_local_time(text) }} >= timestamp '1000-01-01'
            and {{ as_local_time(text) }} < timestamp '9999-12-31'
            then {{ as_local_time(text) }}
    end
{%- endmacro %}

{#- A whole number between two, both included, from text: `12`, and the `12.0` of other JSON writers. -#}
{% macro bounded_integer(text, minimum, maximum) -%}
    case
        when
            {{ matches_whole(text, '-?[0-9]{1,19}([.]0+)?') }}
            and try_cast({{ text }} as bigint) between {{ minimum }} and {{ maximum }}
            then try_cast({{ text }} as bigint)
    end
{%- endmacro %}

{#- A number between two, both included, from text. Neither NaN nor an infinity is. -#}
{% macro bounded_number(text, minimum, maximum) -%}
    case
        when try_cast({{ text }} as double) between {{ minimum }} and {{ maximum }} then try_cast({{ text }} as double)
    end
{%- endmacro %}

{#- A whole number of 64 bits. -#}
{% macro whole_number(text) -%}
    case when {{ matches_whole(text, '-?[0-9]{1,19}') }} then try_cast({{ text }} as bigint) end
{%- endmacro %}

{#- A WordPress id; null for 0, which stands where there is none. -#}
{% macro bounded_id(text) -%}
    {{ bounded_integer(text, 1, 9223372036854775807) }}
{%- endmacro %}

{#- How many there are of something. 2^31 - 1 is above every real count, and a sum of them stays within a bigint. -#}
{% macro bounded_count(text) -%}
    {{ bounded_integer(text, 0, 2147483647) }}
{%- endmacro %}

{#- True or false, from text: of a boolean, of a number as PHP writes one (`1`, `0`), or of either in quotation marks. -#}
{% macro bounded_boolean(text) -%}
    case when lower({{ text }}) in ('true', '1') then true when lower({{ text }}) in ('false', '0') then false end
{%- endmacro %}
