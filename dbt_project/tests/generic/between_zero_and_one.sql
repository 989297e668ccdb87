{#- Ratios are 0 to 1. Not a number is no ratio. -#}
{% test between_zero_and_one(model, column_name) %}

select {{ column_name }}
from {{ model }}
where not ({{ column_name }} between 0 and 1) or isnan({{ column_name }})

{% endtest %}
