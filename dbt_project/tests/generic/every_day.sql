{#- Each day between the first and the last is there, once, for each value of `by`. -#}
{% test every_day(model, column_name, by=none) %}

select
    {% if by is not none %}{{ by }},{% endif %}
    count(*) as row_count,
    count(distinct {{ column_name }}) as day_count,
    {{ days_between('min(' ~ column_name ~ ')', 'max(' ~ column_name ~ ')') }} + 1 as expected_day_count,
from {{ model }}
{% if by is not none %}group by {{ by }}{% endif %}
having row_count <> day_count or day_count <> expected_day_count

{% endtest %}
