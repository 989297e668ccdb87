{#- Counts and lengths: one test for all of a model's, because each test of its own costs a run 40 ms. -#}
{% test not_negative(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
where {{ columns | join(' < 0 or ') }} < 0

{% endtest %}
