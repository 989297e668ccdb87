{#- Within each `by`, the values are 1, 2, 3 ... without a gap or a repetition. -#}
{% test sequential(model, column_name, by) %}

select
    {{ by }},
    count(*) as row_count,
    count(distinct {{ column_name }}) as value_count,
    min({{ column_name }}) as first_value,
    max({{ column_name }}) as last_value,
from {{ model }}
group by {{ by }}
having row_count <> value_count or first_value <> 1 or last_value <> row_count

{% endtest %}
