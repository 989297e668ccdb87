{#- Counts and lengths: one test for all of a model's, because each test of its own costs a run 40 ms. -#}
{% test not_negative(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
where
    {%- for column in columns %}
    {% if not loop.first %}or {% endif %}{{ column }} < 0
    {%- endfor %}

{% endtest %}
