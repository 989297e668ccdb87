{#-
    A local time as WordPress writes it (`2026-02-03T13:03:49`); null for the zero dates (`0000-00-00T00:00:00`,
    `-0001-11-30T00:00:00`) and anything unreadable.
-#}
{% macro local_time(text) -%}
    {{ bounded_timestamp(text) }}
{%- endmacro %}

{#- A `_gmt` field as a point in time. -#}
{% macro utc_time(text) -%}
    {{ to_instant(bounded_timestamp(text), "'UTC'") }}
{%- endmacro %}

{#- A site's local time as a point in time, by its named zone or else its offset in minutes; null where neither is known. -#}
{% macro local_to_utc(local_time, timezone, offset_minutes) -%}
    case
        when {{ timezone }} is not null then {{ to_instant(local_time, timezone) }}
        else {{ to_instant(plus_minutes(local_time, '-' ~ offset_minutes), "'UTC'") }}
    end
{%- endmacro %}

{#- A point in time as the site's local time; null where no zone is known. -#}
{% macro utc_to_local(utc_time, timezone, offset_minutes) -%}
    case
        when {{ timezone }} is not null then {{ to_local_time(utc_time, timezone) }}
        else {{ plus_minutes(to_local_time(utc_time, "'UTC'"), offset_minutes) }}
    end
{%- endmacro %}
