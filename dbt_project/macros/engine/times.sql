{#- A text as a date and time without a zone (`2026-02-03T13:03:49`); null where it is none. -#}
{% macro as_local_time(text) -%}
    {{ adapter.dispatch('as_local_time', 'pressgraph')(text) }}
{%- endmacro %}

{% macro default__as_local_time(text) -%}
    {{ unspelled('as_local_time') }}
{%- endmacro %}

{% macro duckdb__as_local_time(text) -%}
    try_cast({{ text }} as timestamp)
{%- endmacro %}

{#- A date and time in a named zone, as a point in time. -#}
{% macro to_instant(local_time, zone) -%}
    {{ adapter.dispatch('to_instant', 'pressgraph')(local_time, zone) }}
{%- endmacro %}

{% macro default__to_instant(local_time, zone) -%}
    {{ unspelled('to_instant') }}
{%- endmacro %}

{% macro duckdb__to_instant(local_time, zone) -%}
    ({{ local_time }}) at time zone {{ zone }}
{%- endmacro %}

{#- A point in time as date and time in a named zone. -#}
{% macro to_local_time(instant, zone) -%}
    {{ adapter.dispatch('to_local_time', 'pressgraph')(instant, zone) }}
{%- endmacro %}

{% macro default__to_local_time(instant, zone) -%}
    {{ unspelled('to_local_time') }}
{%- endmacro %}

{% macro duckdb__to_local_time(instant, zone) -%}
    ({{ instant }}) at time zone {{ zone }}
{%- endmacro %}

{#- A literal point in time, in UTC. -#}
{% macro instant(text) -%}
    {{ adapter.dispatch('instant', 'pressgraph')(text) }}
{%- endmacro %}

{% macro default__instant(text) -%}
    {{ unspelled('instant') }}
{%- endmacro %}

{% macro duckdb__instant(text) -%}
    timestamptz '{{ text }}'
{%- endmacro %}

{#- A date and time so many minutes later. -#}
{% macro plus_minutes(local_time, minutes) -%}
    {{ adapter.dispatch('plus_minutes', 'pressgraph')(local_time, minutes) }}
{%- endmacro %}

{% macro default__plus_minutes(local_time, minutes) -%}
    {{ unspelled('plus_minutes') }}
{%- endmacro %}

{% macro duckdb__plus_minutes(local_time, minutes) -%}
    ({{ local_time }}) + to_minutes({{ minutes }})
{%- endmacro %}

{#- How often the minute changes from one date and time to another. -#}
{% macro minutes_between(first, last) -%}
    {{ adapter.dispatch('minutes_between', 'pressgraph')(first, last) }}
{%- endmacro %}

{% macro default__minutes_between(first, last) -%}
    {{ unspelled('minutes_between') }}
{%- endmacro %}

{% macro duckdb__minutes_between(first, last) -%}
    date_diff('minute', {{ first }}, {{ last }})
{%- endmacro %}

{#- How many days one date is after another. -#}
{% macro days_between(first, last) -%}
    {{ adapter.dispatch('days_between', 'pressgraph')(first, last) }}
{%- endmacro %}

{% macro default__days_between(first, last) -%}
    {{ unspelled('days_between') }}
{%- endmacro %}

{% macro duckdb__days_between(first, last) -%}
    date_diff('day', {{ first }}, {{ last }})
{%- endmacro %}

{#- A list of the days from one date to another, both included. -#}
{% macro days_from(first, last) -%}
    {{ adapter.dispatch('days_from', 'pressgraph')(first, last) }}
{%- endmacro %}

{% macro default__days_from(first, last) -%}
    {{ unspelled('days_from') }}
{%- endmacro %}

{% macro duckdb__days_from(first, last) -%}
    list_transform(generate_series({{ first }}, {{ last }}, interval 1 day), lambda day: cast(day as date))
{%- endmacro %}

{#- A query for the names of all zones, as `timezone`. -#}
{% macro zone_names() -%}
    {{ adapter.dispatch('zone_names', 'pressgraph')() }}
{%- endmacro %}

{% macro default__zone_names() -%}
    {{ unspelled('zone_names') }}
{%- endmacro %}

{% macro duckdb__zone_names() -%}
    select name as timezone from pg_timezone_names()
{%- endmacro %}

{#- `January`. -#}
{% macro month_name(day) -%}
    {{ adapter.dispatch('month_name', 'pressgraph')(day) }}
{%- endmacro %}

{% macro default__month_name(day) -%}
    {{ unspelled('month_name') }}
{%- endmacro %}

{% macro duckdb__month_name(day) -%}
    monthname({{ day }})
{%- endmacro %}

{#- `Monday`. -#}
{% macro weekday_name(day) -%}
    {{ adapter.dispatch('weekday_name', 'pressgraph')(day) }}
{%- endmacro %}

{% macro default__weekday_name(day) -%}
    {{ unspelled('weekday_name') }}
{%- endmacro %}

{% macro duckdb__weekday_name(day) -%}
    dayname({{ day }})
{%- endmacro %}

{#- 1 for Monday to 7 for Sunday. -#}
{% macro iso_weekday(day) -%}
    {{ adapter.dispatch('iso_weekday', 'pressgraph')(day) }}
{%- endmacro %}

{% macro default__iso_weekday(day) -%}
    {{ unspelled('iso_weekday') }}
{%- endmacro %}

{% macro duckdb__iso_weekday(day) -%}
    isodow({{ day }})
{%- endmacro %}

{#- The week of ISO 8601. -#}
{% macro iso_week(day) -%}
    {{ adapter.dispatch('iso_week', 'pressgraph')(day) }}
{%- endmacro %}

{% macro default__iso_week(day) -%}
    {{ unspelled('iso_week') }}
{%- endmacro %}

{% macro duckdb__iso_week(day) -%}
    week({{ day }})
{%- endmacro %}

{#- The year that the week of ISO 8601 belongs to. -#}
{% macro iso_year(day) -%}
    {{ adapter.dispatch('iso_year', 'pressgraph')(day) }}
{%- endmacro %}

{% macro default__iso_year(day) -%}
    {{ unspelled('iso_year') }}
{%- endmacro %}

{% macro duckdb__iso_year(day) -%}
    isoyear({{ day }})
{%- endmacro %}
