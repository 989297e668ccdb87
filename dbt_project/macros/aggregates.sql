{#-
    The value where `by` is highest, of the rows that have one: engines differ in whether `max_by` passes over a null, so
    the nulls are filtered.
-#}
{% macro last_known(value, by) -%}
    max_by({{ value }}, {{ by }}) filter (where {{ value }} is not null)
{%- endmacro %}

{#- The value where `by` is lowest, of the rows that have one. -#}
{% macro first_known(value, by) -%}
    min_by({{ value }}, {{ by }}) filter (where {{ value }} is not null)
{%- endmacro %}

{#- The value where `by` is highest, be it null. -#}
{% macro value_at_last(value, by) -%}
    (max_by({{ record({'value': value}) }}, {{ by }}) filter (where {{ by }} is not null)).value
{%- endmacro %}
